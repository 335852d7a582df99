#include "service/catalog/standard_price.h"

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ratecard {
namespace {

std::optional<StandardPrice> PriceIn(const ScheduleChoice& choice,
                                     Meter meter) {
  const Rate* rate = choice.schedule->rates.Find(meter);
  if (rate == nullptr) {
    return std::nullopt;
  }
  StandardPrice price;
  price.state = rate->state;
  price.nanos = rate->state == MeterState::kPriced ? rate->price_nanos : 0;
  price.schedule = choice.schedule;
  price.varies_over_day = choice.daily_windows;
  return price;
}

bool IsBetter(const StandardPrice& a, const StandardPrice& b) {
  if (!a.known().has_value() || !b.known().has_value()) {
    return a.known().has_value() && !b.known().has_value();
  }
  return *a.known() < *b.known();
}

}  // namespace

std::optional<StandardPrice> StandardPriceOf(const Model& model, Meter meter,
                                             absl::Time as_of) {
  const auto select = [&](absl::string_view region) {
    return model.prices->Select(as_of, kStandardTier, region,
                                model.provider->regions);
  };
  if (const auto global = select(""); global.ok()) {
    return PriceIn(*global, meter);
  }
  std::optional<StandardPrice> best;
  // Schedules are sorted by tier and region, so that equal ones are together.
  absl::string_view region;
  for (const PriceSchedule& schedule : model.prices->schedules()) {
    if (schedule.service_tier != kStandardTier || schedule.region == region) {
      continue;
    }
    region = schedule.region;
    const auto choice = select(region);
    if (!choice.ok()) {
      continue;
    }
    const std::optional<StandardPrice> price = PriceIn(*choice, meter);
    if (price.has_value() && (!best.has_value() || IsBetter(*price, *best))) {
      best = price;
    }
  }
  return best;
}

}  // namespace ratecard
