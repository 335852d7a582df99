// Prices of two sources for the same meter, side by side.

#ifndef RATECARD_SERVICE_CATALOG_MERGE_RATE_DIFFERENCE_H_
#define RATECARD_SERVICE_CATALOG_MERGE_RATE_DIFFERENCE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/string_view.h"
#include "ratecard/v1/pricing.pb.h"

namespace ratecard {

// What a tier begins at: the kind of its threshold, and how many.
using Threshold = std::pair<v1::RateTier::ThresholdCase, int64_t>;

Threshold ThresholdOf(const v1::RateTier& tier);

// Whether anything is known of the price: some part of it is not UNPRICED.
bool SaysPrice(const v1::Rate& rate);

// Whether both cost the same at any length of a request. Rates must be
// normalised and of the same meter.
bool SamePrice(const v1::Rate& a, const v1::Rate& b);

// Whether both also leave an account the same quantity free.
bool SameCharge(const v1::Rate& a, const v1::Rate& b);

// Whether `flat`, which has no tiers, costs what `rate` costs below its tiers.
bool IsPriceBelowTiers(const v1::Rate& flat, const v1::Rate& rate);

// By how much they differ at most, in nanos per unit quantity; nothing if they
// never both have a price where they differ.
std::optional<int64_t> LargestDifference(const v1::Rate& a, const v1::Rate& b);

// The rate with the price of what `schedule` bills it as, if that is anything
// else.
v1::Rate BilledRate(const v1::Rate& rate, const v1::PriceSchedule& schedule);

// For people: `1.25; 2.5 from 200001 input tokens`, `free`, `in a plan`.
std::string PriceText(const v1::Rate& rate);

// The price that PriceText describes; nothing for another text.
std::optional<v1::Rate> RateOfPriceText(absl::string_view text);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MERGE_RATE_DIFFERENCE_H_
