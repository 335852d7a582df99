#include "client/price_timeline.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "service/api/convert.h"
#include "service/catalog/period.h"
#include "service/catalog/written_out.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

// By meter and parameters.
using Rates = std::map<std::pair<int, std::string>, v1::Rate>;

void Apply(const google::protobuf::RepeatedPtrField<v1::RateChange>& changes,
           Rates* rates) {
  const auto key = [](const v1::Rate& rate) {
    return std::make_pair(static_cast<int>(rate.meter()), RateKey(rate));
  };
  for (const v1::RateChange& change : changes) {
    if (change.has_old_rate()) {
      rates->erase(key(change.old_rate()));
    }
    if (change.has_new_rate()) {
      (*rates)[key(change.new_rate())] = change.new_rate();
    }
  }
}

// One part of the day in a service tier and region.
struct Lane {
  std::vector<v1::PriceSchedule> schedules;
  bool open = false;  // the last one holds until now
  Rates rates;
  // What held until the time of the last change.
  std::string changed;
  Rates rates_before;
};

// Other than standard, tier, region.
using TierAndRegion = std::tuple<bool, std::string, std::string>;
using ByWindows = std::map<std::string, Lane>;

// Empty: open to the past.
std::string TimeOf(const v1::PriceChange& change) {
  return change.has_change_time()
             ? FormatCatalogTime(FromProto(change.change_time()))
             : "";
}

void Follow(const v1::PriceChange& change, ByWindows* lanes) {
  v1::PriceSchedule schedule;
  *schedule.mutable_daily_windows() = change.daily_windows();
  const std::string time = TimeOf(change);
  Lane& all_day = (*lanes)[""];
  Lane& lane = (*lanes)[WindowsKey(schedule)];
  if (!lane.open && &lane != &all_day) {
    lane.rates = all_day.changed == time ? all_day.rates_before : all_day.rates;
  }
  lane.changed = time;
  lane.rates_before = lane.rates;
  Apply(change.rate_changes(), &lane.rates);
  if (lane.open) {
    lane.schedules.back().set_end_time(time);
  }
  lane.open = !change.windows_end() && !change.schedule_id().empty();
  if (!lane.open) {
    return;
  }
  schedule.set_schedule_id(change.schedule_id());
  schedule.set_service_tier(change.service_tier());
  schedule.set_region(change.region());
  schedule.set_start_time(time);
  schedule.set_start_basis(change.basis());
  schedule.set_source_id(change.source().source_id());
  for (const auto& [key, rate] : lane.rates) {
    *schedule.add_rates() = rate;
  }
  lane.schedules.push_back(std::move(schedule));
}

}  // namespace

std::vector<v1::PriceSchedule> PriceTimeline(
    const google::protobuf::RepeatedPtrField<v1::PriceChange>& changes) {
  std::map<TierAndRegion, ByWindows> places;
  for (const v1::PriceChange& change : changes) {
    Follow(change, &places[{change.service_tier() != kStandardTier,
                            change.service_tier(), change.region()}]);
  }
  std::vector<v1::PriceSchedule> schedules;
  for (auto& [place, lanes] : places) {
    for (auto& [windows, lane] : lanes) {
      std::move(lane.schedules.begin(), lane.schedules.end(),
                std::back_inserter(schedules));
    }
  }
  return schedules;
}

}  // namespace ratecard
