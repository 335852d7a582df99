#include "service/metrics/fixed_counters.h"

#include <utility>

namespace ratecard {

FixedCounters::FixedCounters(FamilyInfo info, std::vector<LabelValues> series)
    : info_(std::move(info)),
      series_(std::move(series)),
      cells_(series_.size()) {}

std::vector<prometheus::MetricFamily> FixedCounters::Collect() const {
  prometheus::MetricFamily family =
      MakeFamily(info_, prometheus::MetricType::Counter);
  for (size_t i = 0; i < series_.size(); ++i) {
    AddSeries(info_, series_[i], &family).counter.value =
        static_cast<double>(cells_.Sum(i));
  }
  return {std::move(family)};
}

}  // namespace ratecard
