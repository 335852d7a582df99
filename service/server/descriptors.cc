#include "service/server/descriptors.h"

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <climits>

namespace ratecard {
namespace {

// The connections of HTTP, which are bounded by its threads and their queue,
// and files.
constexpr rlim_t kOthers = 400;

}  // namespace

void OpenStandardDescriptors() {
  for (const int standard : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(standard, F_GETFD) < 0) {
      open("/dev/null", O_RDWR);  // the lowest number that is free
    }
  }
}

void RaiseDescriptorLimit() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
  }
}

int MostConnections() {
  rlimit limit = {};
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
    return INT_MAX;
  }
  // Of few descriptors, half.
  const rlim_t most = std::max(
      limit.rlim_cur / 2, limit.rlim_cur - std::min(limit.rlim_cur, kOthers));
  return static_cast<int>(std::clamp<rlim_t>(most, 1, INT_MAX));
}

}  // namespace ratecard
