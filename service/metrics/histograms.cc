#include "service/metrics/histograms.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace ratecard {
namespace {

double Seconds(int64_t nanos) { return static_cast<double>(nanos) / 1e9; }

}  // namespace

Histograms::Histograms(FamilyInfo info, std::vector<LabelValues> series,
                       std::vector<int64_t> bounds_ns)
    : info_(std::move(info)),
      series_(std::move(series)),
      bounds_ns_(std::move(bounds_ns)),
      cells_(series_.size() * width()) {}

void Histograms::Observe(size_t series, int64_t duration_ns) {
  const int64_t duration = std::max<int64_t>(duration_ns, 0);
  const size_t bucket = static_cast<size_t>(
      std::lower_bound(bounds_ns_.begin(), bounds_ns_.end(), duration) -
      bounds_ns_.begin());
  const size_t first = series * width();
  cells_.Add(first + bucket, 1);
  cells_.Add(first + width() - 1, static_cast<uint64_t>(duration));
}

std::vector<prometheus::MetricFamily> Histograms::Collect() const {
  prometheus::MetricFamily family =
      MakeFamily(info_, prometheus::MetricType::Histogram);
  for (size_t i = 0; i < series_.size(); ++i) {
    prometheus::ClientMetric::Histogram& histogram =
        AddSeries(info_, series_[i], &family).histogram;
    const size_t first = i * width();
    uint64_t count = 0;
    for (size_t b = 0; b <= bounds_ns_.size(); ++b) {
      count += cells_.Sum(first + b);
      const double bound = b < bounds_ns_.size()
                               ? Seconds(bounds_ns_[b])
                               : std::numeric_limits<double>::infinity();
      histogram.bucket.push_back({count, bound});
    }
    // The count is that of the buckets, so that both always agree.
    histogram.sample_count = count;
    histogram.sample_sum =
        Seconds(static_cast<int64_t>(cells_.Sum(first + width() - 1)));
  }
  return {std::move(family)};
}

}  // namespace ratecard
