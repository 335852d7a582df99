// Calls in the log.

#ifndef RATECARD_SERVICE_SERVER_CALL_LOG_H_
#define RATECARD_SERVICE_SERVER_CALL_LOG_H_

#include <atomic>
#include <cstdint>
#include <vector>

#include "prometheus/collectable.h"
#include "service/access/rate_limit.h"
#include "service/rpc/call_runner.h"

namespace ratecard {

// Writes a line for each call that it is told of: all that were refused but for
// coming too often, and of others so many a second at most; of those that
// failed by the fault of the server as many again. The next line after some
// that were left out says how many; `ratecard_log_lines_dropped_total` counts
// them. Thread-safe.
class CallLog : public prometheus::Collectable {
 public:
  // At least 1.
  explicit CallLog(int max_lines_per_second);

  void Write(const CallReport& report);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  TokenBucket calls_;
  TokenBucket faults_;
  std::atomic<int64_t> dropped_{0};
  std::atomic<int64_t> told_{0};  // of those
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_CALL_LOG_H_
