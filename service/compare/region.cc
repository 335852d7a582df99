#include "service/compare/region.h"

#include <algorithm>

namespace ratecard {
namespace {

// Regions in which a model has prices, of any tier and time, by name.
std::vector<absl::string_view> RegionsOf(const Model& model) {
  std::vector<absl::string_view> regions;
  for (const PriceSchedule& schedule : model.prices->schedules()) {
    if (!schedule.region.empty()) {
      regions.push_back(schedule.region);
    }
  }
  std::sort(regions.begin(), regions.end());
  regions.erase(std::unique(regions.begin(), regions.end()), regions.end());
  return regions;
}

}  // namespace

bool RegionLists::Pass(const RegionMap& regions,
                       absl::string_view region) const {
  const auto within = [&](const std::string& outer) {
    return regions.Contains(outer, region);
  };
  const auto touches = [&](const std::string& other) {
    return within(other) || regions.Contains(region, other);
  };
  if (!allowed.empty() &&
      std::none_of(allowed.begin(), allowed.end(), within)) {
    return false;
  }
  return std::none_of(denied.begin(), denied.end(), touches);
}

PlacedCost CostInRegion(const Job& job, const Model& model,
                        const Placement& asked, const RegionLists& lists) {
  const RegionMap& regions = model.provider->regions;
  PlacedCost best{asked, {}};
  best.cost.lack = TotalLack::kRegion;
  if (!lists.any() || lists.Pass(regions, asked.region)) {
    best.cost = job.CostOn(model, asked);
  }
  if (best.cost.lack != TotalLack::kRegion || !asked.region.empty()) {
    return best;
  }
  for (const absl::string_view region : RegionsOf(model)) {
    if (!lists.Pass(regions, region)) {
      continue;
    }
    Placement placement = asked;
    placement.region = region;
    const JobCost cost = job.CostOn(model, placement);
    // What has no price in one region may have one in another; why it has none
    // is better said by any than by the lack of a region.
    const bool better =
        best.cost.lack == TotalLack::kRegion ||
        (cost.lack == TotalLack::kNone &&
         (best.cost.lack != TotalLack::kNone ||
          cost.amount.numerator() < best.cost.amount.numerator()));
    if (better) {
      best = {placement, cost};
    }
  }
  return best;
}

}  // namespace ratecard
