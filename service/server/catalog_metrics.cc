#include "service/server/catalog_metrics.h"

#include <algorithm>
#include <utility>

#include "absl/time/clock.h"
#include "service/metrics/families.h"
#include "service/server/version.h"

namespace ratecard {
namespace {

double Seconds(absl::Duration duration) {
  return absl::ToDoubleSeconds(duration);
}

// When somebody last checked a source of the catalog; infinitely long ago if
// that is not known.
absl::Time LastChecked(const Catalog& catalog) {
  absl::Time last = absl::InfinitePast();
  for (const Provider& provider : catalog.providers()) {
    for (const PriceSource& source : provider.sources) {
      last = std::max(last, source.checked);
    }
  }
  return last;
}

prometheus::MetricFamily BuildInfo() {
  FamilyInfo info = {
      "ratecard_build_info", "Which build this is; always 1.", {"version"}};
  LabelValues values = {kVersion};
  if (kRevision[0] != '\0') {
    info.labels.push_back("revision");
    values.emplace_back(kRevision);
  }
  return Gauge(info, 1, values);
}

}  // namespace

CatalogMetrics::CatalogMetrics(const CatalogStore* store)
    : store_(store),
      reloads_({"ratecard_catalog_reloads_total",
                "Times that the catalog directory was read again.",
                {"result"}},
               {{"success"}, {"unchanged"}, {"failure"}}) {}

std::vector<prometheus::MetricFamily> CatalogMetrics::Collect() const {
  const auto [catalog, origin] = store_->CurrentWithOrigin();
  std::vector<prometheus::MetricFamily> families = reloads_.Collect();
  families.push_back(Gauge({"ratecard_catalog_info",
                            "The catalog in use; always 1.",
                            {"revision", "origin"}},
                           1, {catalog->revision(), origin.origin}));
  families.push_back(
      Gauge({"ratecard_catalog_loaded_timestamp_seconds",
             "When the catalog in use was loaded, in seconds since unix epoch.",
             {}},
            Seconds(origin.load_time - absl::UnixEpoch())));
  families.push_back(
      Gauge({"ratecard_catalog_age_seconds",
             "Seconds since a source of the catalog in use was last checked.",
             {}},
            Seconds(absl::Now() - LastChecked(*catalog))));
  families.push_back(
      Gauge({"ratecard_catalog_models", "Models in the catalog in use.", {}},
            catalog->counts().models));
  families.push_back(Gauge(
      {"ratecard_catalog_providers", "Providers in the catalog in use.", {}},
      catalog->counts().providers));
  families.push_back(BuildInfo());
  return families;
}

}  // namespace ratecard
