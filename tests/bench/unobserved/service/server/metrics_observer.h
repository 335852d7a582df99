// Takes the place of service/server/metrics_observer.h in ratecardd_unobserved:
// the same names, and nothing counted.

#ifndef RATECARD_SERVICE_SERVER_METRICS_OBSERVER_H_
#define RATECARD_SERVICE_SERVER_METRICS_OBSERVER_H_

#include <cstddef>

#include "service/api/observer.h"
#include "service/metrics/registry.h"

namespace ratecard {

class MetricsObserver : public Observer {
 public:
  explicit MetricsObserver(size_t /*max_model_series*/) {}

  void AddTo(Registry* /*registry*/) const {}

  void OnResolution(const Resolution* /*found*/,
                    const absl::Status& /*status*/) override {}
  void OnEstimate(const Model& /*model*/, absl::string_view /*service_tier*/,
                  const absl::Status& /*status*/, const Estimate& /*estimate*/,
                  const Money& /*total*/) override {}
  void OnFit(FitVerdict /*verdict*/) override {}
  void OnUsage(absl::string_view /*provider*/, absl::string_view /*api*/,
               const absl::Status& /*status*/,
               int64_t /*unknown_fields*/) override {}
  void OnQuoteCreated() override {}
  void OnQuoteVerified(const absl::Status& /*status*/) override {}
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_METRICS_OBSERVER_H_
