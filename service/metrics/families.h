// Builds what is exposed: families of series with their labels.

#ifndef RATECARD_SERVICE_METRICS_FAMILIES_H_
#define RATECARD_SERVICE_METRICS_FAMILIES_H_

#include <string>
#include <vector>

#include "prometheus/metric_family.h"

namespace ratecard {

// What a family is called and which labels its series have, in order.
struct FamilyInfo {
  std::string name;
  std::string help;
  std::vector<std::string> labels;
};

// A value for each label.
using LabelValues = std::vector<std::string>;

// A family without series.
prometheus::MetricFamily MakeFamily(const FamilyInfo& info,
                                    prometheus::MetricType type);

// Adds a series without a value and returns it. Requires a value for each label
// of `info`.
prometheus::ClientMetric& AddSeries(const FamilyInfo& info,
                                    const LabelValues& values,
                                    prometheus::MetricFamily* family);

// A family of one series.
prometheus::MetricFamily Gauge(const FamilyInfo& info, double value,
                               const LabelValues& values = {});
prometheus::MetricFamily Counter(const FamilyInfo& info, double value,
                                 const LabelValues& values = {});

}  // namespace ratecard

#endif  // RATECARD_SERVICE_METRICS_FAMILIES_H_
