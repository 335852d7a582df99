// Metrics about the catalog in use and about this build.

#ifndef RATECARD_SERVICE_SERVER_CATALOG_METRICS_H_
#define RATECARD_SERVICE_SERVER_CATALOG_METRICS_H_

#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "prometheus/collectable.h"
#include "service/catalog/store.h"
#include "service/metrics/fixed_counters.h"
#include "service/server/catalog_survey.h"

namespace ratecard {

// `ratecard_catalog_*` and `ratecard_build_info`. Thread-safe.
class CatalogMetrics : public prometheus::Collectable {
 public:
  enum Reload : size_t { kSuccess, kUnchanged, kFailure };

  // `store` must outlive the metrics.
  explicit CatalogMetrics(const CatalogStore* store);

  void OnReload(Reload result) { reloads_.Add(result); }

  // From now on tells this of the catalog in use; until then, no conflicts and
  // no changes of prices are exposed.
  void Take(std::vector<ProviderSurvey> survey);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const CatalogStore* store_;
  FixedCounters reloads_;
  mutable absl::Mutex mutex_;
  std::vector<ProviderSurvey> survey_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_CATALOG_METRICS_H_
