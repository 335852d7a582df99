// Whether the process has more memory in use than it may.

#ifndef RATECARD_SERVICE_RPC_MEMORY_GUARD_H_
#define RATECARD_SERVICE_RPC_MEMORY_GUARD_H_

#include <cstdint>

#include "absl/time/time.h"

namespace ratecard {

// At most three quarters of what there may be, at most all of it, or more.
enum class Memory { kPlenty, kEnough, kShort };

// Used by one thread.
class MemoryGuard {
 public:
  // 0: as much as it likes.
  explicit MemoryGuard(int64_t max_bytes) : max_bytes_(max_bytes) {}

  bool watches() const { return max_bytes_ > 0; }

  // Requires watches(). Memory that is resident but free is given back to the
  // system, now and then.
  Memory Look();

 private:
  const int64_t max_bytes_;
  absl::Duration given_back_;  // when, last
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_MEMORY_GUARD_H_
