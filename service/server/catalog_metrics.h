// Metrics about the catalog in use and about this build.

#ifndef RATECARD_SERVICE_SERVER_CATALOG_METRICS_H_
#define RATECARD_SERVICE_SERVER_CATALOG_METRICS_H_

#include <vector>

#include "prometheus/collectable.h"
#include "service/catalog/store.h"
#include "service/metrics/fixed_counters.h"

namespace ratecard {

// `ratecard_catalog_*` and `ratecard_build_info`. Thread-safe.
class CatalogMetrics : public prometheus::Collectable {
 public:
  enum Reload : size_t { kSuccess, kUnchanged, kFailure };

  // `store` must outlive the metrics.
  explicit CatalogMetrics(const CatalogStore* store);

  void OnReload(Reload result) { reloads_.Add(result); }

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const CatalogStore* store_;
  FixedCounters reloads_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_CATALOG_METRICS_H_
