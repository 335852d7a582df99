// Metrics about the catalog in use and about this build.

#ifndef RATECARD_SERVICE_SERVER_CATALOG_METRICS_H_
#define RATECARD_SERVICE_SERVER_CATALOG_METRICS_H_

#include <mutex>
#include <string>
#include <vector>

#include "prometheus/collectable.h"
#include "service/catalog/store.h"
#include "service/server/catalog_survey.h"
#include "service/server/reload_metrics.h"

namespace ratecard {

// `ratecard_catalog_*`, ReloadMetrics among them, and `ratecard_build_info`.
// Thread-safe.
class CatalogMetrics : public prometheus::Collectable {
 public:
  // `store` must outlive the metrics.
  explicit CatalogMetrics(const CatalogStore* store);

  void OnReload(ReloadResult result) { reloads_.OnReload(result); }

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const CatalogStore* store_;
  ReloadMetrics reloads_;
  // Taken at the first scrape of a catalog. The mutex guards both.
  mutable std::mutex survey_mutex_;
  mutable std::string surveyed_revision_;
  mutable std::vector<ProviderSurvey> survey_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_CATALOG_METRICS_H_
