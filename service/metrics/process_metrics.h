// The `process_*` metrics that every Prometheus client library has.

#ifndef RATECARD_SERVICE_METRICS_PROCESS_METRICS_H_
#define RATECARD_SERVICE_METRICS_PROCESS_METRICS_H_

#include <vector>

#include "prometheus/collectable.h"

namespace ratecard {

// Reads /proc at each scrape; what it cannot read is left out. Thread-safe.
class ProcessMetrics : public prometheus::Collectable {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_METRICS_PROCESS_METRICS_H_
