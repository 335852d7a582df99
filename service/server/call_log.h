// Calls in the log.

#ifndef RATECARD_SERVICE_SERVER_CALL_LOG_H_
#define RATECARD_SERVICE_SERVER_CALL_LOG_H_

#include <atomic>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "prometheus/collectable.h"
#include "service/access/access.h"
#include "service/access/rate_limit.h"
#include "service/access/role.h"
#include "service/rpc/call_runner.h"

namespace ratecard {

// Writes a line for each call that it is told of, so many a second at most; of
// those that failed by the fault of the server as many again, of those that
// were refused, but for coming too often, and of callers who are cut off. What
// is left out `ratecard_log_lines_dropped_total` counts, and a line says how
// many there were: at once, then every second in which a call comes, and at the
// end. Thread-safe.
class CallLog : public prometheus::Collectable {
 public:
  // At least 1.
  explicit CallLog(int max_lines_per_second);
  ~CallLog() override;
  CallLog(const CallLog&) = delete;
  CallLog& operator=(const CallLog&) = delete;

  // `now` is of a clock that never goes back.
  void Write(const CallReport& report, absl::Duration now);
  // Of a request over HTTP that was refused, or may be made; the latter is
  // never left out. `peer` is where it comes from.
  void WriteHttp(absl::string_view path, Role role, absl::string_view peer,
                 const Access::Decision& decision, absl::Duration now);
  // As CutOffSink.
  void WriteCutOff(absl::string_view why, absl::string_view peer,
                   absl::Duration now);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  TokenBucket* BucketOfRefusal(const absl::Status& status);
  // Whether there is room for a line of the kind of `bucket`; if not, it counts
  // as left out.
  bool Admits(TokenBucket* bucket, absl::Duration now);
  void TellDropped();

  TokenBucket calls_;
  TokenBucket faults_;
  TokenBucket refusals_;
  TokenBucket cut_offs_;
  TokenBucket tellings_;
  std::atomic<int64_t> dropped_{0};
  std::atomic<int64_t> untold_{0};  // of those
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_CALL_LOG_H_
