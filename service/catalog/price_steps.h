// When a model's prices changed, and from what to what.

#ifndef RATECARD_SERVICE_CATALOG_PRICE_STEPS_H_
#define RATECARD_SERVICE_CATALOG_PRICE_STEPS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// The rate of a meter and its parameters before and after, as schedules have
// them. Null: there is none.
struct RateStep {
  const v1::Rate* before = nullptr;
  const v1::Rate* after = nullptr;
};

// What changes at one instant in one service tier, region and part of the day.
// Points into the model.
struct PriceStep {
  // Infinitely past: first prices, of which no beginning is known.
  absl::Time time;
  // Of the schedule that begins at `time`, there or without windows, else
  // unspecified.
  v1::DateBasis basis = v1::DATE_BASIS_UNSPECIFIED;
  // Some schedule of the tier and region whose windows are the part of the day:
  // without any, all times that no other windows take.
  const v1::PriceSchedule* place = nullptr;
  // What held until then and what holds from then on; null for nothing.
  const v1::PriceSchedule* before = nullptr;
  const v1::PriceSchedule* after = nullptr;
  // The windows of `place` end, and their hours follow the prices without any.
  bool windows_end = false;
  // By meter. Empty: windows begin or end without a change of their prices.
  std::vector<RateStep> rates;
};

// All steps of `model`, whose schedules must be written out and normalised, as
// Materialize leaves them: by time, then tier (standard first), region and
// windows, what has none first. `service_tier`: of it alone; empty: of all.
//
// Instant by instant, so that only what a request would be billed counts, not
// how schedules are named or cut. Whoever applies the steps in order has the
// prices of every instant; see ratecard.v1.PriceChange for those of windows.
std::vector<PriceStep> PriceStepsOf(const v1::Model& model,
                                    absl::string_view service_tier);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_PRICE_STEPS_H_
