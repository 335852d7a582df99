// A family of histograms of durations whose series are all known from the
// start.

#ifndef RATECARD_SERVICE_METRICS_HISTOGRAMS_H_
#define RATECARD_SERVICE_METRICS_HISTOGRAMS_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "prometheus/collectable.h"
#include "service/metrics/cells.h"
#include "service/metrics/families.h"

namespace ratecard {

// Thread-safe. Series are exposed at zero before anything is observed; values
// are kept in nanoseconds and exposed in seconds.
class Histograms : public prometheus::Collectable {
 public:
  // One series for each of `series`, in order. `bounds_ns` are the inclusive
  // upper bounds of the buckets, ascending; one without a bound follows.
  Histograms(FamilyInfo info, std::vector<LabelValues> series,
             std::vector<int64_t> bounds_ns);

  // Requires `series` below the number of series; a negative duration counts as
  // 0. Without locks.
  void Observe(size_t series, int64_t duration_ns);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  // Cells of a series: one for each bucket, then the sum.
  size_t width() const { return bounds_ns_.size() + 2; }

  const FamilyInfo info_;
  const std::vector<LabelValues> series_;
  const std::vector<int64_t> bounds_ns_;
  Cells cells_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_METRICS_HISTOGRAMS_H_
