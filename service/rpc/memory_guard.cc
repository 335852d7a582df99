#include "service/rpc/memory_guard.h"

#include <malloc.h>
#include <unistd.h>

#include <cinttypes>
#include <cstdio>

#include "service/base/monotonic_clock.h"

namespace ratecard {
namespace {

// Giving memory back takes milliseconds, in which others cannot have any.
constexpr absl::Duration kBetweenGivingBack = absl::Seconds(2);

// 0 if it cannot be told.
int64_t ResidentBytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) {
    return 0;
  }
  int64_t total = 0;
  int64_t resident = 0;
  const int count =
      std::fscanf(file, "%" SCNd64 " %" SCNd64, &total, &resident);
  std::fclose(file);
  return count == 2 ? resident * sysconf(_SC_PAGESIZE) : 0;
}

int64_t BytesInUse() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<int64_t>(info.uordblks + info.hblkhd);
}

}  // namespace

Memory MemoryGuard::Look() {
  const int64_t resident = ResidentBytes();
  if (resident <= max_bytes_ / 4 * 3) {
    return Memory::kPlenty;
  }
  if (resident <= max_bytes_) {
    return Memory::kEnough;
  }
  if (BytesInUse() > max_bytes_) {
    return Memory::kShort;
  }
  const absl::Duration now = MonotonicNow();
  if (now - given_back_ >= kBetweenGivingBack) {
    given_back_ = now;
    malloc_trim(0);
  }
  return Memory::kEnough;
}

}  // namespace ratecard
