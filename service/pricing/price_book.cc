#include "service/pricing/price_book.h"

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/base/error.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

bool InPeriod(const PriceSchedule& schedule, absl::Time time) {
  return schedule.start <= time && time < schedule.end;
}

bool InWindows(const PriceSchedule& schedule, absl::Time time) {
  return std::any_of(
      schedule.windows.begin(), schedule.windows.end(),
      [time](const DailyWindow& window) { return window.Contains(time); });
}

std::string Quoted(absl::string_view text) {
  return absl::StrCat("'", Shortened(text), "'");
}

// ` in service tier 'batch', region 'us'`.
std::string Selection(absl::string_view service_tier,
                      absl::string_view region) {
  return absl::StrCat(" in service tier ", Quoted(service_tier),
                      region.empty()
                          ? ", without a region"
                          : absl::StrCat(", region ", Quoted(region)));
}

template <typename Key>
std::vector<std::string> SortedUnique(
    const std::vector<PriceSchedule>& schedules, const Key& key) {
  std::set<std::string> values;
  for (const PriceSchedule& schedule : schedules) {
    if (auto value = key(schedule); value.has_value()) {
      values.insert(*std::move(value));
    }
  }
  return {values.begin(), values.end()};
}

}  // namespace

void RegionMap::Add(absl::string_view region,
                    const std::vector<std::string>& contains) {
  contains_[region] = contains;
}

absl::string_view RegionMap::Find(absl::string_view region) const {
  const auto it = contains_.find(region);
  return it == contains_.end() ? absl::string_view() : it->first;
}

bool RegionMap::Contains(absl::string_view outer,
                         absl::string_view inner) const {
  if (outer == inner) {
    return true;
  }
  const auto it = contains_.find(outer);
  return it != contains_.end() &&
         std::any_of(
             it->second.begin(), it->second.end(),
             [&](const std::string& part) { return Contains(part, inner); });
}

std::vector<std::string> RegionMap::Names() const {
  std::vector<std::string> names;
  for (const auto& [name, parts] : contains_) {
    names.push_back(name);
  }
  std::sort(names.begin(), names.end());
  return names;
}

PriceBook::PriceBook(std::vector<PriceSchedule> schedules)
    : schedules_(std::move(schedules)) {
  const auto order = [](const PriceSchedule& schedule) {
    return std::make_tuple(schedule.service_tier != kStandardTier,
                           absl::string_view(schedule.service_tier),
                           absl::string_view(schedule.region),
                           schedule.windows.empty());
  };
  std::sort(schedules_.begin(), schedules_.end(),
            [&](const PriceSchedule& a, const PriceSchedule& b) {
              const auto order_a = order(a);
              const auto order_b = order(b);
              return order_a != order_b
                         ? order_a < order_b
                         : std::tie(b.start, a.id) < std::tie(a.start, b.id);
            });
}

UsualPrice PriceBook::Usual() const {
  if (schedules_.empty()) {
    return {};
  }
  // Those with windows come before all others of a tier and region.
  const PriceSchedule& latest = schedules_.front();
  if (latest.service_tier != kStandardTier || !latest.region.empty() ||
      !latest.windows.empty()) {
    return {};
  }
  return {&latest,
          absl::ToUnixSeconds(std::max(latest.start, latest.verified_from)),
          absl::ToUnixSeconds(std::min(latest.end, latest.last_seen)),
          latest.rates};
}

ScheduleChoice PriceBook::Find(absl::Time as_of, absl::string_view service_tier,
                               absl::string_view region,
                               const RegionMap& regions) const {
  const absl::string_view priced_region =
      region.empty() ? region
                     : NarrowestRegion(as_of, service_tier, region, regions);
  ScheduleChoice choice;
  choice.lack =
      schedules_.empty() ? ScheduleLack::kNoPrices : ScheduleLack::kServiceTier;
  for (const PriceSchedule& schedule : schedules_) {
    if (schedule.service_tier != service_tier) {
      continue;
    }
    if (schedule.region != priced_region) {
      choice.lack = std::max(choice.lack, ScheduleLack::kRegion);
      continue;
    }
    choice.lack = ScheduleLack::kPeriod;
    if (!InPeriod(schedule, as_of)) {
      continue;
    }
    if (!schedule.windows.empty()) {
      choice.daily_windows = true;
      for (const DailyWindow& window : schedule.windows) {
        choice.holidays_unknown |= window.PastCalendar(as_of);
      }
    }
    if (schedule.windows.empty() || InWindows(schedule, as_of)) {
      choice.schedule = &schedule;
      choice.lack = ScheduleLack::kNone;
      return choice;
    }
  }
  return choice;
}

absl::StatusOr<ScheduleChoice> PriceBook::Select(
    absl::Time as_of, absl::string_view service_tier, absl::string_view region,
    const RegionMap& regions) const {
  const ScheduleChoice choice = Find(as_of, service_tier, region, regions);
  switch (choice.lack) {
    case ScheduleLack::kNone:
      return choice;
    case ScheduleLack::kNoPrices:
      return Error(absl::StatusCode::kFailedPrecondition, "METER_UNPRICED",
                   "no price is published for this model");
    case ScheduleLack::kServiceTier:
      return TierNotOffered(service_tier);
    case ScheduleLack::kRegion:
      return RegionNotOffered(service_tier, region);
    case ScheduleLack::kPeriod:
      break;
  }
  return NotInForce(
      as_of, service_tier,
      region.empty() ? region
                     : NarrowestRegion(as_of, service_tier, region, regions));
}

bool PriceBook::Covers(absl::string_view service_tier, absl::string_view region,
                       const RegionMap& regions) const {
  return std::any_of(schedules_.begin(), schedules_.end(),
                     [&](const PriceSchedule& schedule) {
                       return schedule.service_tier == service_tier &&
                              (region.empty() || schedule.region.empty()
                                   ? region == schedule.region
                                   : regions.Contains(schedule.region, region));
                     });
}

absl::string_view PriceBook::NarrowestRegion(absl::Time as_of,
                                             absl::string_view service_tier,
                                             absl::string_view region,
                                             const RegionMap& regions) const {
  const PriceSchedule* best = nullptr;
  for (const PriceSchedule& schedule : schedules_) {
    if (schedule.service_tier != service_tier || schedule.region.empty() ||
        !regions.Contains(schedule.region, region)) {
      continue;
    }
    const bool better = best == nullptr ||
                        (InPeriod(schedule, as_of) == InPeriod(*best, as_of)
                             ? regions.Contains(best->region, schedule.region)
                             : InPeriod(schedule, as_of));
    if (better) {
      best = &schedule;
    }
  }
  return best == nullptr ? region : best->region;
}

absl::Status PriceBook::TierNotOffered(absl::string_view service_tier) const {
  const std::string tiers = absl::StrJoin(ServiceTiers(), ", ");
  return Error(absl::StatusCode::kFailedPrecondition,
               "SERVICE_TIER_NOT_OFFERED",
               absl::StrCat("service tier ", Quoted(service_tier),
                            " is not offered; offered: ", tiers))
      .Field("service_tier", absl::StrCat("one of: ", tiers))
      .With("offered", absl::StrJoin(ServiceTiers(), ","));
}

absl::Status PriceBook::RegionNotOffered(absl::string_view service_tier,
                                         absl::string_view region) const {
  std::vector<std::string> offered = SortedUnique(
      schedules_,
      [&](const PriceSchedule& schedule) -> std::optional<std::string> {
        if (schedule.service_tier != service_tier) {
          return std::nullopt;
        }
        return schedule.region;
      });
  // Sorted, the global price comes first.
  const bool global = offered.front().empty();
  if (global) {
    offered.erase(offered.begin());
  }
  const std::string list = absl::StrJoin(offered, ", ");
  if (region.empty()) {
    return Error(
               absl::StatusCode::kFailedPrecondition, "REGION_REQUIRED",
               absl::StrCat("the price depends on the region; one of: ", list))
        .Field("region", absl::StrCat("one of, or within: ", list))
        .With("offered", absl::StrJoin(offered, ","));
  }
  const std::string remedy =
      offered.empty() ? "leave the region empty"
      : global        ? absl::StrCat("leave it empty, or one of: ", list)
                      : absl::StrCat("one of, or within: ", list);
  return Error(absl::StatusCode::kFailedPrecondition, "REGION_NOT_OFFERED",
               absl::StrCat("no price is published",
                            Selection(service_tier, region), "; ", remedy))
      .Field("region", remedy)
      .With("offered", absl::StrJoin(offered, ","));
}

absl::Status PriceBook::NotInForce(absl::Time as_of,
                                   absl::string_view service_tier,
                                   absl::string_view region) const {
  const std::vector<std::string> periods = SortedUnique(
      schedules_,
      [&](const PriceSchedule& schedule) -> std::optional<std::string> {
        if (schedule.service_tier != service_tier ||
            schedule.region != region) {
          return std::nullopt;
        }
        const auto format = [](absl::Time time, absl::string_view open) {
          return time == absl::InfinitePast() || time == absl::InfiniteFuture()
                     ? std::string(open)
                     : absl::FormatTime("%E4Y-%m-%dT%H:%M:%SZ", time,
                                        absl::UTCTimeZone());
        };
        return absl::StrCat(format(schedule.start, ""), "/",
                            format(schedule.end, ""),
                            schedule.windows.empty() ? "" : " (daily windows)");
      });
  return Error(absl::StatusCode::kFailedPrecondition, "PRICE_NOT_IN_FORCE",
               absl::StrCat("no price is known for ",
                            absl::FormatTime("%E4Y-%m-%dT%H:%M:%SZ", as_of,
                                             absl::UTCTimeZone()),
                            Selection(service_tier, region),
                            "; known periods: ", absl::StrJoin(periods, ", ")))
      .Field("as_of", "must be inside a known period")
      .With("offered", absl::StrJoin(periods, ","));
}

std::vector<std::string> PriceBook::ServiceTiers() const {
  return SortedUnique(
      schedules_,
      [](const PriceSchedule& schedule) -> std::optional<std::string> {
        return schedule.service_tier;
      });
}

}  // namespace ratecard
