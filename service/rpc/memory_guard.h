// Whether the process has more memory in use than it may.

#ifndef RATECARD_SERVICE_RPC_MEMORY_GUARD_H_
#define RATECARD_SERVICE_RPC_MEMORY_GUARD_H_

#include <cstdint>

#include "absl/time/time.h"

namespace ratecard {

// Used by one thread.
class MemoryGuard {
 public:
  // 0: as much as it likes.
  explicit MemoryGuard(int64_t max_bytes) : max_bytes_(max_bytes) {}

  bool watches() const { return max_bytes_ > 0; }

  // Whether more is in use. Memory that is resident but free is given back to
  // the system, now and then.
  bool IsShort();

 private:
  const int64_t max_bytes_;
  absl::Time given_back_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_MEMORY_GUARD_H_
