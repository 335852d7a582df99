#include "service/compare/price_columns.h"

#include <algorithm>
#include <utility>

#include "service/estimate/token_rate.h"

namespace ratecard {
namespace {

// The price of `meter`, if it is the same for every request.
int64_t PlainPrice(const RateTable& rates, Meter meter) {
  const TokenRate found = FindTokenRate(rates, meter, TierTotals(), 0);
  if (found.rate == nullptr || found.assumed ||
      found.rate->tier_basis != TierBasis::kNone ||
      !IsToken(found.rate->meter)) {
    return kNotPlain;
  }
  const bool plain = found.rate->state == MeterState::kPriced ||
                     found.rate->state == MeterState::kFree;
  return plain ? found.rate->price_nanos : kNotPlain;
}

bool CountsTokensAlone(const Job& job) {
  if (job.is_workload() || !job.usage().quantities.empty() ||
      job.usage().HasAny({UsageField::kWebSearches, UsageField::kRequests})) {
    return false;
  }
  bool safe = true;
  job.cells().ForEach([&](Meter /*meter*/, int64_t tokens) {
    safe &= tokens <= kSafeQuantity;
  });
  return safe;
}

}  // namespace

PriceColumns::PriceColumns(absl::Span<const Model> models,
                           absl::string_view service_tier, absl::Time as_of)
    : schedules_(models.size()), service_tier_(service_tier) {
  for (const Model& model : models) {
    const PriceSchedule* in_force = nullptr;
    bool windows = false;
    for (const PriceSchedule& schedule : model.prices->schedules()) {
      if (schedule.service_tier != service_tier || !schedule.region.empty()) {
        continue;
      }
      for (const absl::Time time : {schedule.start, schedule.end}) {
        (time <= as_of ? from_ : until_) =
            time <= as_of ? std::max(from_, time) : std::min(until_, time);
      }
      if (schedule.start <= as_of && as_of < schedule.end) {
        in_force = &schedule;
        windows |= !schedule.windows.empty();
      }
    }
    if (in_force != nullptr && !windows &&
        !in_force->rates.Has(Meter::kRequests)) {
      schedules_[model.index] = in_force;
    }
  }
}

std::shared_ptr<const PriceColumn> PriceColumns::ColumnOf(Meter meter) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<const PriceColumn>& column =
      columns_[static_cast<size_t>(Index(meter))];
  if (column == nullptr) {
    auto made = std::make_shared<PriceColumn>(schedules_.size(), kNotPlain);
    for (size_t i = 0; i < schedules_.size(); ++i) {
      if (schedules_[i] != nullptr) {
        (*made)[i] = PlainPrice(schedules_[i]->rates, meter);
      }
    }
    column = std::move(made);
  }
  return column;
}

PlainCosts PriceColumns::CostsOf(const Job& job) {
  PlainCosts costs;
  if (CountsTokensAlone(job)) {
    job.cells().ForEach([&](Meter meter, int64_t tokens) {
      costs.factors_.push_back({ColumnOf(meter), tokens});
    });
  }
  return costs;
}

std::shared_ptr<PriceColumns> PriceColumnsCache::For(
    absl::string_view service_tier, absl::Time as_of) {
  const std::lock_guard lock(mutex_);
  const auto found = std::find_if(
      kept_.begin(), kept_.end(),
      [&](const auto& columns) { return columns->Hold(service_tier, as_of); });
  if (found != kept_.end()) {
    std::rotate(found, found + 1, kept_.end());
    return kept_.back();
  }
  if (kept_.size() == kKept) {
    kept_.erase(kept_.begin());
  }
  kept_.push_back(std::make_shared<PriceColumns>(models_, service_tier, as_of));
  return kept_.back();
}

}  // namespace ratecard
