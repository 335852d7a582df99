// Counts what handlers answer.

#ifndef RATECARD_SERVICE_SERVER_METRICS_OBSERVER_H_
#define RATECARD_SERVICE_SERVER_METRICS_OBSERVER_H_

#include <cstddef>

#include "service/api/observer.h"
#include "service/metrics/fixed_counters.h"
#include "service/metrics/registry.h"
#include "service/metrics/subject_counters.h"

namespace ratecard {

// `ratecard_estimates_total`, `ratecard_estimated_cost_total`,
// `ratecard_estimated_quantity_total`, `ratecard_cache_savings_total`,
// `ratecard_fit_verdicts_total`,
// `ratecard_resolutions_total`, `ratecard_usage_responses_total`,
// `ratecard_usage_unknown_fields_total`, `ratecard_quotes_created_total` and
// `ratecard_quotes_verified_total`. Labels hold only what the catalog and
// this program say, never a caller's words. Thread-safe.
class MetricsObserver : public Observer {
 public:
  // `max_model_series`: most series that name a model.
  explicit MetricsObserver(size_t max_model_series);

  // The observer must outlive the registry.
  void AddTo(Registry* registry) const;

  void OnResolution(const Resolution* found,
                    const absl::Status& status) override;
  void OnEstimate(const Model& model, absl::string_view service_tier,
                  const absl::Status& status, const Estimate& estimate,
                  const Money& total) override;
  void OnFit(FitVerdict verdict) override;
  void OnUsage(absl::string_view provider, absl::string_view api,
               const absl::Status& status, int64_t unknown_fields) override;
  void OnQuoteCreated() override;
  void OnQuoteVerified(const absl::Status& status) override;

 private:
  SubjectCounters models_;
  SubjectCounters apis_;
  FixedCounters fit_verdicts_;
  FixedCounters resolutions_;
  FixedCounters quotes_created_;
  FixedCounters quotes_verified_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_METRICS_OBSERVER_H_
