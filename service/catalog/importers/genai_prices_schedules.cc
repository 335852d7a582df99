#include "service/catalog/importers/genai_prices_schedules.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/time.h"
#include "service/catalog/text.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

constexpr int kMinutesOfDay = 24 * 60;
// What the loader takes.
constexpr int kMaxSchedules = 200;
constexpr size_t kMaxWindows = 32;

using Day = std::optional<absl::CivilDay>;
// From first minute to first minute no longer included, ascending.
using Windows = std::vector<std::pair<int, int>>;

// Prices over a number of periods; without windows, at all times that none of
// those with windows takes.
struct Slot {
  size_t start = 0;
  size_t end = 0;
  Windows windows;
  GenaiPrices prices;
};

// The prices of one service tier over time.
class TierTimeline {
 public:
  TierTimeline(const GenaiModelPrices& prices, const std::string& tier)
      : prices_(prices), tier_(tier), days_{std::nullopt}, minutes_{0} {
    std::set<absl::CivilDay> days;
    std::set<int> minutes = {0};
    const auto add = [&](const GenaiCondition& condition) {
      if (condition.from.has_value()) {
        days.insert(*condition.from);
      }
      if (condition.start.has_value()) {
        minutes.insert(*condition.start);
        minutes.insert(condition.end % kMinutesOfDay);
      }
    };
    // The first entry also applies where its condition does not hold.
    for (size_t i = 1; i < prices.standard.size(); ++i) {
      add(prices.standard[i].condition);
    }
    for (const GenaiVariant& variant : prices.variants) {
      if (IsOurs(variant)) {
        add(variant.condition);
      }
    }
    days_.insert(days_.end(), days.begin(), days.end());
    minutes_.assign(minutes.begin(), minutes.end());
    for (size_t period = 0; period < days_.size(); ++period) {
      AddPeriod(period);
    }
  }

  // First day of each period; none for the first.
  const std::vector<Day>& days() const { return days_; }

  // In order of time.
  std::vector<Slot> Slots() && {
    std::stable_sort(
        slots_.begin(), slots_.end(), [](const Slot& a, const Slot& b) {
          return std::tie(a.start, a.windows) < std::tie(b.start, b.windows);
        });
    return std::move(slots_);
  }

 private:
  bool IsOurs(const GenaiVariant& variant) const {
    return variant.service_tier.empty() || variant.service_tier == tier_;
  }

  void AddPeriod(size_t period) {
    const std::optional<GenaiPrices> base =
        Resolve(days_[period], std::nullopt);
    std::vector<std::pair<GenaiPrices, Windows>> groups;
    for (size_t i = 0; minutes_.size() > 1 && i < minutes_.size(); ++i) {
      const int start = minutes_[i];
      const int end = i + 1 < minutes_.size() ? minutes_[i + 1] : kMinutesOfDay;
      std::optional<GenaiPrices> prices = Resolve(days_[period], start);
      if (!prices.has_value() || prices == base) {
        continue;
      }
      auto group = std::find_if(
          groups.begin(), groups.end(),
          [&](const auto& known) { return known.first == *prices; });
      if (group == groups.end()) {
        group = groups.insert(groups.end(), {*std::move(prices), {}});
      }
      Windows& windows = group->second;
      if (!windows.empty() && windows.back().second == start) {
        windows.back().second = end;
      } else {
        windows.emplace_back(start, end);
      }
    }
    if (base.has_value()) {
      AddSlot(period, {}, *base);
    }
    for (const auto& [prices, windows] : groups) {
      AddSlot(period, windows, prices);
    }
  }

  // What applies then; nothing if the tier has no prices.
  std::optional<GenaiPrices> Resolve(Day day, std::optional<int> minute) const {
    GenaiPrices over;
    bool known = tier_ == kStandardTier;
    for (const GenaiVariant& variant : prices_.variants) {
      if (IsOurs(variant) && variant.condition.Holds(day, minute)) {
        known = known || !variant.service_tier.empty();
        over.insert(variant.prices.begin(), variant.prices.end());
      }
    }
    if (!known) {
      return std::nullopt;
    }
    const auto entry = std::find_if(
        prices_.standard.rbegin(), prices_.standard.rend(),
        [&](const GenaiEntry& e) { return e.condition.Holds(day, minute); });
    const GenaiEntry& standard =
        entry == prices_.standard.rend() ? prices_.standard.front() : *entry;
    over.insert(standard.prices.begin(), standard.prices.end());
    return over;
  }

  void AddSlot(size_t period, const Windows& windows,
               const GenaiPrices& prices) {
    for (Slot& slot : slots_) {
      if (slot.end == period && slot.windows == windows &&
          slot.prices == prices) {
        slot.end = period + 1;
        return;
      }
    }
    slots_.push_back({period, period + 1, windows, prices});
  }

  const GenaiModelPrices& prices_;
  const std::string& tier_;
  std::vector<Day> days_;
  std::vector<int> minutes_;
  std::vector<Slot> slots_;
};

v1::MeterState StateOf(ZeroMeaning meaning) {
  switch (meaning) {
    case ZeroMeaning::kFree:
      return v1::METER_STATE_FREE;
    case ZeroMeaning::kIncludedInPlan:
      return v1::METER_STATE_INCLUDED_IN_PLAN;
    case ZeroMeaning::kUnknown:
      break;
  }
  return v1::METER_STATE_UNPRICED;
}

class ScheduleWriter {
 public:
  ScheduleWriter(const GenaiModelPrices& prices, const GenaiComment& comment,
                 ObjectReader* in_list, v1::Model* model)
      : prices_(prices), comment_(comment), in_list_(in_list), model_(model) {}

  void AddTier(const std::string& tier) {
    TierTimeline timeline(prices_, tier);
    const std::vector<Day>& days = timeline.days();
    const std::vector<Slot> slots = std::move(timeline).Slots();
    for (const Slot& slot : slots) {
      v1::PriceSchedule schedule;
      schedule.set_schedule_id(tier);
      if (tier != kStandardTier) {
        schedule.set_service_tier(tier);
      }
      SetPeriod(slot, days, slots.front().start, &schedule);
      AddWindows(slot.windows, &schedule);
      AddRates(slot.prices, &schedule);
      Add(std::move(schedule));
    }
  }

 private:
  // `first` is the first period of which the tier's prices are known.
  void SetPeriod(const Slot& slot, const std::vector<Day>& days, size_t first,
                 v1::PriceSchedule* schedule) const {
    if (slot.end < days.size()) {
      schedule->set_end_time(FormatCatalogDate(*days[slot.end]));
    }
    const Day day = days[slot.start];
    if (!day.has_value()) {
      return;
    }
    const bool documented = comment_.DocumentsChangeOn(*day);
    schedule->set_start_time(FormatCatalogDate(*day));
    schedule->set_start_basis(documented            ? v1::DATE_BASIS_DOCUMENTED
                              : slot.start == first ? v1::DATE_BASIS_VERIFIED
                                                    : v1::DATE_BASIS_RECORDED);
    if (slot.start != first) {
      absl::StrAppend(schedule->mutable_schedule_id(), "-",
                      FormatCatalogDate(*day));
    }
  }

  static void AddWindows(const Windows& windows, v1::PriceSchedule* schedule) {
    for (const auto& [start, end] : windows) {
      v1::DailyWindow* window = schedule->add_daily_windows();
      window->set_time_zone("UTC");
      window->set_start(absl::StrFormat("%02d:%02d", start / 60, start % 60));
      window->set_end(absl::StrFormat("%02d:%02d", end / 60, end % 60));
    }
    if (!windows.empty()) {
      const auto [start, end] = windows.front();
      absl::StrAppendFormat(schedule->mutable_schedule_id(),
                            "-utc-%02d%02d-%02d%02d", start / 60, start % 60,
                            end / 60, end % 60);
    }
  }

  void AddRates(const GenaiPrices& prices, v1::PriceSchedule* schedule) const {
    if (!prices.empty()) {
      DraftGenaiPrices(prices).AddRatesTo(schedule);
      return;
    }
    for (const v1::Meter meter :
         {v1::METER_INPUT_TOKENS, v1::METER_OUTPUT_TOKENS}) {
      v1::Rate* rate = schedule->add_rates();
      rate->set_meter(meter);
      rate->set_state(StateOf(prices_.empty));
    }
  }

  void Add(v1::PriceSchedule schedule) {
    const bool room =
        model_->price_schedules_size() < kMaxSchedules &&
        static_cast<size_t>(schedule.daily_windows_size()) <= kMaxWindows;
    if (room && ids_.insert(schedule.schedule_id()).second) {
      *model_->add_price_schedules() = std::move(schedule);
    } else {
      in_list_->Report(
          ImportFinding::kBadValue, "prices",
          room ? "two schedules of one name" : "too many conditions");
    }
  }

  const GenaiModelPrices& prices_;
  const GenaiComment& comment_;
  ObjectReader* const in_list_;
  v1::Model* const model_;
  std::set<std::string> ids_;
};

}  // namespace

bool GenaiCondition::Holds(std::optional<absl::CivilDay> day,
                           std::optional<int> minute) const {
  if (from.has_value() && (!day.has_value() || *day < *from)) {
    return false;
  }
  if (!start.has_value()) {
    return true;
  }
  if (!minute.has_value()) {
    return false;
  }
  return *start <= end ? *start <= *minute && *minute < end
                       : *minute >= *start || *minute < end;
}

void AddGenaiSchedules(const GenaiModelPrices& prices,
                       const GenaiComment& comment, ObjectReader* model_in_list,
                       v1::Model* model) {
  ScheduleWriter writer(prices, comment, model_in_list, model);
  writer.AddTier(std::string(kStandardTier));
  std::set<std::string> tiers;
  for (const GenaiVariant& variant : prices.variants) {
    tiers.insert(variant.service_tier);
  }
  tiers.erase("");
  for (const std::string& tier : tiers) {
    writer.AddTier(tier);
  }
}

}  // namespace ratecard
