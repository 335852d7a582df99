#include "service/catalog/diff/price_diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "service/catalog/merge/rate_difference.h"
#include "service/catalog/period.h"
#include "service/catalog/written_out.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

// The schedules of one tier, region and set of daily windows, over time.
struct Timeline {
  struct Entry {
    Period period;
    const v1::PriceSchedule* schedule;
  };
  std::vector<Entry> entries;

  const v1::PriceSchedule* At(absl::Time time) const {
    for (const Entry& entry : entries) {
      if (entry.period.start <= time && time < entry.period.end) {
        return entry.schedule;
      }
    }
    return nullptr;
  }
};

// Other than standard, tier, region.
using Place = std::tuple<bool, std::string, std::string>;
using ByWindows = std::map<std::string, Timeline>;
using Timelines = std::map<Place, ByWindows>;

Timelines TimelinesOf(const v1::Model& model) {
  Timelines timelines;
  const auto periods = EffectivePeriods(model);
  for (int i = 0; i < model.price_schedules_size(); ++i) {
    const auto& period = periods[static_cast<size_t>(i)];
    const v1::PriceSchedule& schedule = model.price_schedules(i);
    if (period.has_value()) {
      const std::string tier(TierOf(schedule));
      timelines[{tier != kStandardTier, tier, schedule.region()}]
               [WindowsKey(schedule)]
                   .entries.push_back({*period, &schedule});
    }
  }
  return timelines;
}

bool SameRate(const v1::Rate* a, const v1::Rate* b) {
  return a == nullptr || b == nullptr ? a == b : SameCharge(*a, *b);
}

// A period in which a meter's price differs in one way.
struct Run {
  Period period;
  const v1::Rate* before;
  const v1::Rate* after;
};

using MeterKey = std::pair<int, std::string>;

std::map<MeterKey, const v1::Rate*> RatesOf(const v1::PriceSchedule* schedule) {
  std::map<MeterKey, const v1::Rate*> rates;
  if (schedule != nullptr) {
    for (const v1::Rate& rate : schedule->rates()) {
      rates[{rate.meter(), RateKey(rate)}] = &rate;
    }
  }
  return rates;
}

class PriceComparison {
 public:
  PriceComparison(bool same_currency, absl::Time today)
      : same_currency_(same_currency), today_(today) {}

  // Null where a catalog has none; not both.
  void Compare(const Timeline* before, const Timeline* after) {
    const v1::PriceSchedule& place =
        *(after != nullptr ? after : before)->entries.front().schedule;
    PriceChange change;
    change.where.set_service_tier(std::string(TierOf(place)));
    change.where.set_region(place.region());
    *change.where.mutable_daily_windows() = place.daily_windows();
    change.presence = before == nullptr  ? Presence::kAdded
                      : after == nullptr ? Presence::kRemoved
                                         : Presence::kBoth;
    if (before != nullptr && after != nullptr) {
      const v1::PriceSchedule& old = *before->entries.front().schedule;
      if (WindowsKey(old) != WindowsKey(place)) {
        *change.windows_before.emplace().mutable_daily_windows() =
            old.daily_windows();
      }
    }
    Add(std::move(change), RunsOf(before, after));
  }

  PriceDiff Take() { return {std::move(changes_), PastOf(past_)}; }

 private:
  using Runs = std::map<MeterKey, std::vector<Run>>;
  using Bounds = std::pair<absl::Time, absl::Time>;

  Runs RunsOf(const Timeline* before, const Timeline* after) const {
    std::set<absl::Time> times;
    for (const Timeline* timeline : {before, after}) {
      if (timeline != nullptr) {
        for (const Timeline::Entry& entry : timeline->entries) {
          times.insert({entry.period.start, entry.period.end});
        }
      }
    }
    Runs runs;
    for (auto it = times.begin(); std::next(it) != times.end(); ++it) {
      AddRuns({*it, *std::next(it)},
              RatesOf(before == nullptr ? nullptr : before->At(*it)),
              RatesOf(after == nullptr ? nullptr : after->At(*it)), &runs);
    }
    return runs;
  }

  void AddRuns(const Period& period,
               const std::map<MeterKey, const v1::Rate*>& before,
               const std::map<MeterKey, const v1::Rate*>& after,
               Runs* runs) const {
    std::map<MeterKey, std::pair<const v1::Rate*, const v1::Rate*>> rates;
    for (const auto& [key, rate] : before) {
      rates[key].first = rate;
    }
    for (const auto& [key, rate] : after) {
      rates[key].second = rate;
    }
    for (const auto& [key, pair] : rates) {
      const auto& [old_rate, new_rate] = pair;
      if (same_currency_ && SameRate(old_rate, new_rate)) {
        continue;
      }
      std::vector<Run>& of_meter = (*runs)[key];
      if (!of_meter.empty() && of_meter.back().period.end == period.start &&
          SameRate(of_meter.back().before, old_rate) &&
          SameRate(of_meter.back().after, new_rate)) {
        of_meter.back().period.end = period.end;
      } else {
        of_meter.push_back({period, old_rate, new_rate});
      }
    }
  }

  void Add(PriceChange change, const Runs& runs) {
    std::map<Bounds, std::vector<RateChange>> by_period;
    for (const auto& [key, of_meter] : runs) {
      for (const Run& run : of_meter) {
        const Bounds bounds = {run.period.start, run.period.end};
        if (run.period.end <= today_) {
          past_.insert(bounds);
          continue;
        }
        RateChange& rate = by_period[bounds].emplace_back();
        if (run.before != nullptr) {
          rate.before = *run.before;
        }
        if (run.after != nullptr) {
          rate.after = *run.after;
        }
      }
    }
    if (by_period.empty() && change.windows_before.has_value()) {
      changes_.push_back(change);
    }
    for (auto& [bounds, rates] : by_period) {
      PriceChange& added = changes_.emplace_back(change);
      if (bounds.first != absl::InfinitePast()) {
        added.where.set_start_time(FormatCatalogTime(bounds.first));
      }
      if (bounds.second != absl::InfiniteFuture()) {
        added.where.set_end_time(FormatCatalogTime(bounds.second));
      }
      added.rates = std::move(rates);
    }
  }

  static PastPrices PastOf(const std::set<Bounds>& periods) {
    PastPrices past;
    past.periods = static_cast<int64_t>(periods.size());
    for (const auto& [start, end] : periods) {
      past.start = std::min(past.start, start);
      past.end = std::max(past.end, end);
    }
    return past;
  }

  const bool same_currency_;
  const absl::Time today_;
  std::vector<PriceChange> changes_;
  std::set<Bounds> past_;
};

void CompareWindows(const ByWindows& before, const ByWindows& after,
                    PriceComparison* comparison) {
  std::vector<const Timeline*> old_only;
  std::vector<const Timeline*> new_only;
  for (const auto& [windows, timeline] : before) {
    const auto it = after.find(windows);
    if (it != after.end()) {
      comparison->Compare(&timeline, &it->second);
    } else if (windows.empty()) {
      comparison->Compare(&timeline, nullptr);
    } else {
      old_only.push_back(&timeline);
    }
  }
  for (const auto& [windows, timeline] : after) {
    if (windows.empty() && before.count(windows) == 0) {
      comparison->Compare(nullptr, &timeline);
    } else if (before.count(windows) == 0) {
      new_only.push_back(&timeline);
    }
  }
  for (size_t i = 0; i < std::max(old_only.size(), new_only.size()); ++i) {
    comparison->Compare(i < old_only.size() ? old_only[i] : nullptr,
                        i < new_only.size() ? new_only[i] : nullptr);
  }
}

}  // namespace

PriceDiff DiffPrices(const v1::Model& before, const v1::Model& after,
                     absl::Time today) {
  const Timelines old_timelines = TimelinesOf(before);
  const Timelines new_timelines = TimelinesOf(after);
  std::set<Place> places;
  for (const Timelines* timelines : {&old_timelines, &new_timelines}) {
    for (const auto& [place, by_windows] : *timelines) {
      places.insert(place);
    }
  }
  const ByWindows none;
  PriceComparison comparison(before.currency_code() == after.currency_code(),
                             today);
  for (const Place& place : places) {
    const auto old_it = old_timelines.find(place);
    const auto new_it = new_timelines.find(place);
    CompareWindows(old_it == old_timelines.end() ? none : old_it->second,
                   new_it == new_timelines.end() ? none : new_it->second,
                   &comparison);
  }
  return comparison.Take();
}

}  // namespace ratecard
