// A family of counters whose series are all known from the start.

#ifndef RATECARD_SERVICE_METRICS_FIXED_COUNTERS_H_
#define RATECARD_SERVICE_METRICS_FIXED_COUNTERS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "prometheus/collectable.h"
#include "service/metrics/cells.h"
#include "service/metrics/families.h"

namespace ratecard {

// Thread-safe. Series are exposed at zero before anything is added.
class FixedCounters : public prometheus::Collectable {
 public:
  // One series for each of `series`, in order.
  FixedCounters(FamilyInfo info, std::vector<LabelValues> series);

  // Requires `series` below the number of series. Without locks.
  void Add(size_t series, uint64_t amount = 1) { cells_.Add(series, amount); }

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const FamilyInfo info_;
  const std::vector<LabelValues> series_;
  Cells cells_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_METRICS_FIXED_COUNTERS_H_
