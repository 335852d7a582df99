#include "service/server/price_metrics.h"

#include <memory>
#include <set>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/metrics/families.h"
#include "service/server/log.h"

namespace ratecard {
namespace {

constexpr double kNanosPerUnit = 1e9;
constexpr char kLeftOut[] = "ratecard_model_price_left_out";

// The models that `name` names, behind `models`.
absl::Status AppendNamed(const Catalog& catalog, const std::string& name,
                         absl::Time now, std::vector<const Model*>* models) {
  absl::string_view provider = name;
  if (!absl::ConsumeSuffix(&provider, "/*")) {
    RATECARD_ASSIGN_OR_RETURN(const Resolution found,
                              catalog.Resolve(name, "", now));
    models->push_back(found.model);
    return absl::OkStatus();
  }
  const size_t before = models->size();
  for (const Model& model : catalog.models()) {
    if (model.provider->id == provider) {
      models->push_back(&model);
    }
  }
  if (models->size() == before) {
    return Error(absl::StatusCode::kNotFound, "PROVIDER_NOT_FOUND",
                 absl::StrCat("no provider '", provider, "' has models"));
  }
  return absl::OkStatus();
}

// Adds series, as many as there is room for.
class PriceWriter {
 public:
  PriceWriter(absl::Time now, size_t max_series)
      : now_(now),
        max_series_(max_series),
        info_(
            {"ratecard_model_price",
             "What the catalog charges now for as many units of the meter as "
             "`per` says, in the currency; at the lowest tier of a price with "
             "tiers.",
             {"provider", "model", "service_tier", "region", "meter", "per",
              "currency"}}),
        family_(MakeFamily(info_, prometheus::MetricType::Gauge)) {}

  void Add(const Model& model) {
    std::set<std::pair<std::string, std::string>> seen;
    for (const PriceSchedule& schedule : model.prices->schedules()) {
      if (!seen.insert({schedule.service_tier, schedule.region}).second) {
        continue;
      }
      const ScheduleChoice choice =
          model.prices->Find(now_, schedule.service_tier, schedule.region,
                             model.provider->regions);
      // What a wider region charges is a series of that.
      if (choice.schedule != nullptr &&
          choice.schedule->region == schedule.region) {
        AddRates(model, *choice.schedule);
      }
    }
  }

  std::vector<prometheus::MetricFamily> Families() && {
    std::vector<prometheus::MetricFamily> families;
    families.push_back(std::move(family_));
    families.push_back(
        Gauge({kLeftOut,
               "Series of ratecard_model_price that there is no room for.",
               {}},
              static_cast<double>(left_out_)));
    return families;
  }

 private:
  void AddRates(const Model& model, const PriceSchedule& schedule) {
    for (const Rate& own : schedule.rates.rates()) {
      const Rate* const rate =
          own.has_parameters() ? nullptr : schedule.rates.Find(own.meter);
      if (rate == nullptr || (rate->state != MeterState::kPriced &&
                              rate->state != MeterState::kFree)) {
        continue;
      }
      if (family_.metric.size() == max_series_) {
        ++left_out_;
        continue;
      }
      const MeterInfo& meter = InfoOf(own.meter);
      AddSeries(
          info_,
          {model.provider->id, model.id, schedule.service_tier, schedule.region,
           std::string(meter.name),
           absl::StrCat(InfoOf(rate->meter).unit_quantity), model.currency},
          &family_)
          .gauge.value = static_cast<double>(rate->price_nanos) / kNanosPerUnit;
    }
  }

  const absl::Time now_;
  const size_t max_series_;
  const FamilyInfo info_;
  prometheus::MetricFamily family_;
  size_t left_out_ = 0;
};

}  // namespace

PriceMetrics::PriceMetrics(const CatalogStore* store,
                           std::vector<std::string> models, size_t max_series)
    : store_(store), max_series_(max_series), models_(std::move(models)) {}

void PriceMetrics::SetModels(std::vector<std::string> models) {
  const std::lock_guard lock(mutex_);
  models_ = std::move(models);
}

std::vector<std::string> PriceMetrics::Models() const {
  const std::lock_guard lock(mutex_);
  return models_;
}

absl::Status PriceMetrics::Check(const std::vector<std::string>& models) const {
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  std::vector<const Model*> found;
  for (const std::string& name : models) {
    if (const absl::Status named =
            AppendNamed(*catalog, name, absl::Now(), &found);
        !named.ok()) {
      return WithSubject(named, name);
    }
  }
  return absl::OkStatus();
}

void PriceMetrics::WarnIfIncomplete() const {
  if (const absl::Status known = Check(Models()); !known.ok()) {
    Log(Severity::kWarning, "exported_models_unknown").With(known);
  }
  for (const prometheus::MetricFamily& family : Collect()) {
    if (family.name == kLeftOut && family.metric[0].gauge.value > 0) {
      Log(Severity::kWarning, "exported_prices_left_out")
          .With("count", static_cast<int64_t>(family.metric[0].gauge.value))
          .With("most", static_cast<int64_t>(max_series_));
    }
  }
}

std::vector<prometheus::MetricFamily> PriceMetrics::Collect() const {
  const std::vector<std::string> names = Models();
  if (names.empty()) {
    return {};
  }
  const std::shared_ptr<const Catalog> catalog = store_->Current();
  const absl::Time now = absl::Now();
  std::vector<const Model*> models;
  for (const std::string& name : names) {
    // One that a reloaded catalog lacks has no price.
    AppendNamed(*catalog, name, now, &models).IgnoreError();
  }
  PriceWriter writer(now, max_series_);
  absl::flat_hash_set<const Model*> seen;
  for (const Model* model : models) {
    if (seen.insert(model).second) {
      writer.Add(*model);
    }
  }
  return std::move(writer).Families();
}

}  // namespace ratecard
