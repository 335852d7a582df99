// Prices of chosen models, as metrics.

#ifndef RATECARD_SERVICE_SERVER_PRICE_METRICS_H_
#define RATECARD_SERVICE_SERVER_PRICE_METRICS_H_

#include <cstddef>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "prometheus/collectable.h"
#include "service/catalog/store.h"

namespace ratecard {

// Most series of ratecard_model_price.
inline constexpr size_t kMaxPriceSeries = 10'000;

// `ratecard_model_price`: what the catalog in use charges now, for models that
// were asked for. Meters without a price have no series. And
// `ratecard_model_price_left_out`, what of it there is no room for. Neither
// without models. Thread-safe.
class PriceMetrics : public prometheus::Collectable {
 public:
  // `store` must outlive the metrics. `models`: any names of models, and
  // `provider/*` for all models of a provider. `max_series`: most series.
  PriceMetrics(const CatalogStore* store, std::vector<std::string> models,
               size_t max_series = kMaxPriceSeries);

  void SetModels(std::vector<std::string> models);

  // Errors: those of Catalog::Resolve for the first of `models` that the
  // catalog in use does not know.
  absl::Status Check(const std::vector<std::string>& models) const;

  // Logs a warning if Check finds anything in the models, or if there is no
  // room for all.
  void WarnIfIncomplete() const;

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  std::vector<std::string> Models() const;

  const CatalogStore* store_;
  const size_t max_series_;
  mutable std::mutex mutex_;  // guards models_
  std::vector<std::string> models_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_PRICE_METRICS_H_
