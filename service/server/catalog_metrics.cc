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

prometheus::MetricFamily Conflicts(const std::vector<ProviderSurvey>& survey) {
  const FamilyInfo info = {
      "ratecard_catalog_conflicts",
      "Values on which the sources of the catalog in use disagree; providers "
      "without any are left out.",
      {"provider", "about"}};
  prometheus::MetricFamily family =
      MakeFamily(info, prometheus::MetricType::Gauge);
  for (const ProviderSurvey& of : survey) {
    if (of.price_conflicts + of.other_conflicts == 0) {
      continue;
    }
    AddSeries(info, {of.provider, "prices"}, &family).gauge.value =
        of.price_conflicts;
    AddSeries(info, {of.provider, "other"}, &family).gauge.value =
        of.other_conflicts;
  }
  return family;
}

prometheus::MetricFamily PriceChanges(const std::vector<ProviderSurvey>& survey,
                                      absl::Time now) {
  const FamilyInfo info = {
      "ratecard_catalog_price_changes",
      "Prices that became others in the last 30 days, or will in the next 30 "
      "days: once for each model, service tier, region and part of the day. "
      "Providers whose prices never change are left out.",
      {"provider", "period"}};
  prometheus::MetricFamily family =
      MakeFamily(info, prometheus::MetricType::Gauge);
  constexpr absl::Duration kDays = absl::Hours(30 * 24);
  for (const ProviderSurvey& of : survey) {
    if (of.price_changes.empty()) {
      continue;
    }
    AddSeries(info, {of.provider, "last_30d"}, &family).gauge.value =
        static_cast<double>(of.PriceChanges(now - kDays, now));
    AddSeries(info, {of.provider, "next_30d"}, &family).gauge.value =
        static_cast<double>(of.PriceChanges(now, now + kDays));
  }
  return family;
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
    : store_(store), reloads_("ratecard_catalog", "the catalog directory") {}

std::vector<prometheus::MetricFamily> CatalogMetrics::Collect() const {
  const absl::Time now = absl::Now();
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
            Seconds(now - LastChecked(*catalog))));
  families.push_back(
      Gauge({"ratecard_catalog_models", "Models in the catalog in use.", {}},
            catalog->counts().models));
  families.push_back(Gauge(
      {"ratecard_catalog_providers", "Providers in the catalog in use.", {}},
      catalog->counts().providers));
  {
    const std::lock_guard lock(survey_mutex_);
    if (surveyed_revision_ != catalog->revision()) {
      survey_ = Survey(*catalog);
      surveyed_revision_ = catalog->revision();
    }
    families.push_back(Conflicts(survey_));
    families.push_back(PriceChanges(survey_, now));
  }
  families.push_back(BuildInfo());
  return families;
}

}  // namespace ratecard
