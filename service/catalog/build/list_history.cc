#include "service/catalog/build/list_history.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "service/catalog/merge/price_disagreement.h"
#include "service/catalog/merge/rate_difference.h"
#include "service/catalog/merge/rename_source.h"
#include "service/catalog/period.h"
#include "service/catalog/text.h"
#include "service/catalog/written_out.h"

namespace ratecard {
namespace {

using TierAndRegion = std::pair<std::string, std::string>;

TierAndRegion KeyOf(const v1::PriceSchedule& schedule) {
  return {std::string(TierOf(schedule)), schedule.region()};
}

// What the newer one alone has a price of may have been missing from the list,
// also tiers above its price: it is no change.
bool IsSame(const v1::Rate& newer, const v1::Rate& older) {
  return SamePrice(newer, older) || IsPriceBelowTiers(older, newer);
}

bool SamePrices(const v1::PriceSchedule& newer,
                const v1::PriceSchedule& older) {
  const auto others = RatesByKey(older);
  return std::all_of(newer.rates().begin(), newer.rates().end(),
                     [&](const v1::Rate& rate) {
                       const auto it = others.find(RateKey(rate));
                       return it == others.end() || IsSame(rate, *it->second);
                     });
}

bool SaysNothing(const v1::PriceSchedule& schedule) {
  return std::none_of(schedule.rates().begin(), schedule.rates().end(),
                      SaysPrice);
}

bool EndsBefore(const std::string& date, const v1::PriceSchedule& schedule) {
  return CatalogTimeOr(schedule.end_time(), absl::InfiniteFuture()) <=
         CatalogTimeOr(date, absl::InfinitePast());
}

// The newest state of a provider, and how far back what it says was seen.
class History {
 public:
  explicit History(v1::Provider newest, std::string date)
      : provider_(std::move(newest)), newest_date_(std::move(date)) {
    for (v1::Model& model : *provider_.mutable_models()) {
      models_.emplace(absl::AsciiStrToLower(model.model_id()), &model);
    }
  }

  void AddOlder(v1::Provider older, const std::string& date) {
    AddSourcesAndCalendars(&older, &provider_);
    AddRegions(older);
    for (const v1::Model& model : older.models()) {
      const std::string key = absl::AsciiStrToLower(model.model_id());
      const auto it = models_.find(key);
      if (it == models_.end()) {
        v1::Model* dropped = provider_.add_models();
        *dropped = model;
        dropped->mutable_lifecycle()->set_last_listed_date(date);
        dropped->clear_disagreements();  // the past contradicts nobody
        models_.emplace(key, dropped);
        continue;
      }
      AddSpelling(model, it->second);
      if (it->second->lifecycle().last_listed_date().empty()) {
        AddPast(model, date, it->second);
      }
    }
  }

  v1::Provider Finish() && { return std::move(provider_); }

 private:
  void AddRegions(const v1::Provider& older) {
    std::set<std::string> regions;
    for (const v1::Region& region : provider_.regions()) {
      regions.insert(region.region_id());
    }
    for (const v1::Region& region : older.regions()) {
      if (regions.insert(region.region_id()).second) {
        *provider_.add_regions() = region;
      }
    }
  }

  // The schedule that reaches furthest back; null if prices vary over the day
  // or the list dates them itself.
  static v1::PriceSchedule* Oldest(const TierAndRegion& key, v1::Model* model) {
    v1::PriceSchedule* oldest = nullptr;
    for (v1::PriceSchedule& schedule : *model->mutable_price_schedules()) {
      if (KeyOf(schedule) != key) {
        continue;
      }
      if (!schedule.daily_windows().empty()) {
        return nullptr;
      }
      if (schedule.start_time().empty()) {
        oldest = &schedule;
      }
    }
    return oldest;
  }

  // The id was written otherwise.
  static void AddSpelling(const v1::Model& older, v1::Model* model) {
    if (older.model_id() != model->model_id()) {
      v1::Alias* alias = model->add_aliases();
      alias->set_alias_id(older.model_id());
      alias->set_source_id(older.source_id());
    }
  }

  void AddPast(const v1::Model& older, const std::string& date,
               v1::Model* model) {
    for (const v1::PriceSchedule& past : older.price_schedules()) {
      const TierAndRegion key = KeyOf(past);
      v1::PriceSchedule* oldest = Oldest(key, model);
      if (oldest == nullptr || !past.start_time().empty() ||
          !past.end_time().empty() || !past.daily_windows().empty() ||
          SaysNothing(past)) {
        continue;
      }
      std::string& seen =
          seen_.try_emplace({model, key}, newest_date_).first->second;
      if (EndsBefore(seen, *oldest)) {
        continue;  // the list dates its past itself
      }
      if (!SamePrices(*oldest, past)) {
        AddStep(past, date, seen, oldest, model);
      }
      seen = date;
    }
    std::string& listed =
        listed_.try_emplace(model, newest_date_).first->second;
    AddDropped(older, date, listed, model);
    listed = date;
  }

  static void AddStep(const v1::PriceSchedule& past, const std::string& date,
                      const std::string& seen, v1::PriceSchedule* oldest,
                      v1::Model* model) {
    oldest->set_start_time(seen);
    oldest->set_start_basis(v1::DATE_BASIS_RECORDED);
    const std::string id =
        FreeId(absl::StrCat(past.schedule_id(), "-until-", seen), *model);
    v1::PriceSchedule* step = model->add_price_schedules();
    *step = past;
    step->set_schedule_id(id);
    step->set_end_time(seen);
    step->set_last_seen_time(date);
  }

  // An id like `wanted` that no schedule of the model has.
  static std::string FreeId(const std::string& wanted, const v1::Model& model) {
    std::set<std::string> ids;
    for (const v1::PriceSchedule& schedule : model.price_schedules()) {
      ids.insert(schedule.schedule_id());
    }
    return FreeName(wanted, ids);
  }

  // Tiers and regions that the state of the day `gone` no longer has.
  void AddDropped(const v1::Model& older, const std::string& date,
                  const std::string& gone, v1::Model* model) {
    std::set<TierAndRegion> covered;
    for (const v1::PriceSchedule& schedule : model->price_schedules()) {
      covered.insert(KeyOf(schedule));
    }
    const absl::Time end = CatalogTimeOr(gone, absl::InfiniteFuture());
    for (const v1::PriceSchedule& schedule : older.price_schedules()) {
      if (covered.count(KeyOf(schedule)) > 0 ||
          CatalogTimeOr(schedule.start_time(), absl::InfinitePast()) >= end) {
        continue;
      }
      const std::string id = FreeId(schedule.schedule_id(), *model);
      v1::PriceSchedule* added = model->add_price_schedules();
      *added = schedule;
      added->set_schedule_id(id);
      if (!EndsBefore(gone, schedule)) {
        added->set_end_time(gone);
        added->set_last_seen_time(date);
      }
      seen_[{model, KeyOf(schedule)}] = date;
    }
  }

  v1::Provider provider_;
  const std::string newest_date_;
  std::map<std::string, v1::Model*> models_;  // by id in lower case
  // The first day on which the oldest schedule was seen.
  std::map<std::pair<const v1::Model*, TierAndRegion>, std::string> seen_;
  // The first day on which the model was listed.
  std::map<const v1::Model*, std::string> listed_;
};

}  // namespace

std::vector<v1::Provider> WithHistory(std::vector<ListState> states) {
  std::map<std::string, History> by_id;
  const std::string& newest = states.front().date;
  for (v1::Provider& provider : states.front().providers) {
    const std::string id = provider.provider_id();
    by_id.try_emplace(id, std::move(provider), newest);
  }
  for (size_t i = 1; i < states.size(); ++i) {
    for (v1::Provider& older : states[i].providers) {
      v1::Provider none;
      none.set_provider_id(older.provider_id());
      none.set_display_name(older.display_name());
      none.set_currency_code(older.currency_code());
      *none.mutable_api_hosts() = older.api_hosts();
      const auto it =
          by_id.try_emplace(older.provider_id(), std::move(none), newest).first;
      it->second.AddOlder(std::move(older), states[i].date);
    }
  }
  std::vector<v1::Provider> providers;
  providers.reserve(by_id.size());
  for (auto& [id, history] : by_id) {
    providers.push_back(std::move(history).Finish());
  }
  return providers;
}

}  // namespace ratecard
