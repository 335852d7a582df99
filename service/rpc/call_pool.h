// Pools of calls.

#ifndef RATECARD_SERVICE_RPC_CALL_POOL_H_
#define RATECARD_SERVICE_RPC_CALL_POOL_H_

#include "absl/time/time.h"

namespace ratecard {

// The calls of one method on one completion queue. Used by the thread of the
// queue only.
class CallPool {
 public:
  virtual ~CallPool() = default;
  // Waits for one more call than before.
  virtual void Listen() = 0;
  // What calls wait for may have come.
  virtual void Wake() {}
  // The server is shutting down: calls that would go on by themselves end.
  virtual void Drain() {}
  // Calls that would have ended so, but for a caller who has read nothing for
  // `patience`, are cut short. Returns how many.
  virtual int CutStalled(absl::Duration /*patience*/) { return 0; }
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_CALL_POOL_H_
