// Who calls and who is kept out, as metrics.

#ifndef RATECARD_SERVICE_SERVER_ACCESS_METRICS_H_
#define RATECARD_SERVICE_SERVER_ACCESS_METRICS_H_

#include <vector>

#include "prometheus/collectable.h"
#include "service/access/access.h"

namespace ratecard {

// `ratecard_auth_failures_total` by reason, all at zero from the start, and
// `ratecard_caller_calls_total` by caller that is configured. Thread-safe.
class AccessMetrics : public prometheus::Collectable {
 public:
  // `access` must outlive it.
  explicit AccessMetrics(const Access* access) : access_(access) {}

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const Access* access_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_ACCESS_METRICS_H_
