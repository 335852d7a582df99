#include "service/metrics/families.h"

#include <cassert>

namespace ratecard {

prometheus::MetricFamily MakeFamily(const FamilyInfo& info,
                                    prometheus::MetricType type) {
  prometheus::MetricFamily family;
  family.name = info.name;
  family.help = info.help;
  family.type = type;
  return family;
}

prometheus::ClientMetric& AddSeries(const FamilyInfo& info,
                                    const LabelValues& values,
                                    prometheus::MetricFamily* family) {
  assert(values.size() == info.labels.size());
  prometheus::ClientMetric& series = family->metric.emplace_back();
  series.label.reserve(values.size());
  for (size_t i = 0; i < values.size(); ++i) {
    series.label.push_back({info.labels[i], values[i]});
  }
  return series;
}

prometheus::MetricFamily Gauge(const FamilyInfo& info, double value,
                               const LabelValues& values) {
  prometheus::MetricFamily family =
      MakeFamily(info, prometheus::MetricType::Gauge);
  AddSeries(info, values, &family).gauge.value = value;
  return family;
}

prometheus::MetricFamily Counter(const FamilyInfo& info, double value,
                                 const LabelValues& values) {
  prometheus::MetricFamily family =
      MakeFamily(info, prometheus::MetricType::Counter);
  AddSeries(info, values, &family).counter.value = value;
  return family;
}

}  // namespace ratecard
