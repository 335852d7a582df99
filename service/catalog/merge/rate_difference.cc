#include "service/catalog/merge/rate_difference.h"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

// A price at some length of a request.
struct Point {
  v1::MeterState state;
  int64_t nanos;  // 0 unless PRICED

  friend bool operator==(const Point& a, const Point& b) {
    return a.state == b.state && a.nanos == b.nanos;
  }
};

template <typename Priced>
Point PointOf(const Priced& priced) {
  if (priced.price().empty()) {
    return {priced.state(), 0};
  }
  return {v1::METER_STATE_PRICED,
          ParseNanos(priced.price(), kMaxPriceNanos).value_or(0)};
}

// The price once `threshold` is reached, and none above it.
Point PriceAt(const v1::Rate& rate, const Threshold& threshold) {
  Point point = PointOf(rate);
  for (const v1::RateTier& tier : rate.tiers()) {
    const Threshold own = ThresholdOf(tier);
    if (own.first == threshold.first && own.second <= threshold.second) {
      point = PointOf(tier);
    }
  }
  return point;
}

// Where either may change. The first is below all thresholds.
std::set<Threshold> Lengths(const v1::Rate& a, const v1::Rate& b) {
  std::set<Threshold> lengths = {{v1::RateTier::THRESHOLD_NOT_SET, 0}};
  for (const v1::Rate* rate : {&a, &b}) {
    for (const v1::RateTier& tier : rate->tiers()) {
      lengths.insert(ThresholdOf(tier));
    }
  }
  return lengths;
}

std::string Text(const Point& point) {
  switch (point.state) {
    case v1::METER_STATE_PRICED:
      return FormatNanos(point.nanos);
    case v1::METER_STATE_FREE:
      return "free";
    case v1::METER_STATE_INCLUDED_IN_PLAN:
      return "in a plan";
    default:
      return "unpriced";
  }
}

// Undoes Text. False if `text` is not such a text.
template <typename Priced>
bool SetPoint(absl::string_view text, Priced* priced) {
  for (const v1::MeterState state :
       {v1::METER_STATE_FREE, v1::METER_STATE_INCLUDED_IN_PLAN,
        v1::METER_STATE_UNPRICED}) {
    if (text == Text({state, 0})) {
      priced->set_state(state);
      return true;
    }
  }
  if (!ParseNanos(text, kMaxPriceNanos).ok()) {
    return false;
  }
  priced->set_price(std::string(text));
  priced->set_state(v1::METER_STATE_PRICED);
  return true;
}

// Undoes ThresholdText.
bool SetThreshold(absl::string_view text, v1::RateTier* tier) {
  int64_t min = 0;
  if (absl::ConsumeSuffix(&text, " input tokens") &&
      absl::SimpleAtoi(text, &min)) {
    tier->set_min_input_tokens(min);
    return true;
  }
  if (absl::ConsumeSuffix(&text, " output tokens") &&
      absl::SimpleAtoi(text, &min)) {
    tier->set_min_output_tokens(min);
    return true;
  }
  if (absl::ConsumeSuffix(&text, " units") && absl::SimpleAtoi(text, &min)) {
    tier->set_min_quantity(min);
    return true;
  }
  return false;
}

std::string ThresholdText(const v1::RateTier& tier) {
  switch (tier.threshold_case()) {
    case v1::RateTier::kMinInputTokens:
      return absl::StrCat(tier.min_input_tokens(), " input tokens");
    case v1::RateTier::kMinOutputTokens:
      return absl::StrCat(tier.min_output_tokens(), " output tokens");
    default:
      return absl::StrCat(tier.min_quantity(), " units");
  }
}

}  // namespace

Threshold ThresholdOf(const v1::RateTier& tier) {
  switch (tier.threshold_case()) {
    case v1::RateTier::kMinInputTokens:
      return {tier.threshold_case(), tier.min_input_tokens()};
    case v1::RateTier::kMinOutputTokens:
      return {tier.threshold_case(), tier.min_output_tokens()};
    default:
      return {tier.threshold_case(), tier.min_quantity()};
  }
}

bool SaysPrice(const v1::Rate& rate) {
  const auto known = [](v1::MeterState state) {
    return state != v1::METER_STATE_UNPRICED;
  };
  return rate.billed_as() != v1::METER_UNSPECIFIED ||
         known(PointOf(rate).state) ||
         std::any_of(rate.tiers().begin(), rate.tiers().end(),
                     [&](const v1::RateTier& tier) {
                       return known(PointOf(tier).state);
                     });
}

bool SamePrice(const v1::Rate& a, const v1::Rate& b) {
  if (a.billed_as() != b.billed_as() ||
      (a.tier_mode() == v1::TIER_MODE_GRADUATED) !=
          (b.tier_mode() == v1::TIER_MODE_GRADUATED)) {
    return false;
  }
  if (a.tiers().empty() && b.tiers().empty()) {
    return PointOf(a) == PointOf(b);
  }
  const std::set<Threshold> lengths = Lengths(a, b);
  return std::all_of(lengths.begin(), lengths.end(),
                     [&](const Threshold& length) {
                       return PriceAt(a, length) == PriceAt(b, length);
                     });
}

bool SameCharge(const v1::Rate& a, const v1::Rate& b) {
  return &a == &b ||
         (SamePrice(a, b) && a.has_free_allowance() == b.has_free_allowance() &&
          a.free_allowance().quantity() == b.free_allowance().quantity() &&
          a.free_allowance().period() == b.free_allowance().period() &&
          a.free_allowance().shared_by() == b.free_allowance().shared_by());
}

bool IsPriceBelowTiers(const v1::Rate& flat, const v1::Rate& rate) {
  if (!flat.tiers().empty()) {
    return false;
  }
  v1::Rate base = rate;
  base.clear_tiers();
  base.clear_tier_mode();
  return SamePrice(flat, base);
}

std::optional<int64_t> LargestDifference(const v1::Rate& a, const v1::Rate& b) {
  std::optional<int64_t> largest;
  for (const Threshold& length : Lengths(a, b)) {
    const Point x = PriceAt(a, length);
    const Point y = PriceAt(b, length);
    if (!(x == y) && x.state != v1::METER_STATE_UNPRICED &&
        y.state != v1::METER_STATE_UNPRICED) {
      largest = std::max(largest.value_or(0), std::max(x.nanos, y.nanos) -
                                                  std::min(x.nanos, y.nanos));
    }
  }
  return largest;
}

v1::Rate BilledRate(const v1::Rate& rate, const v1::PriceSchedule& schedule) {
  if (rate.billed_as() == v1::METER_UNSPECIFIED) {
    return rate;
  }
  for (const v1::Rate& other : schedule.rates()) {
    if (other.meter() == rate.billed_as() && other.parameters().empty()) {
      v1::Rate billed = other;
      billed.set_meter(rate.meter());
      billed.set_source_id(rate.source_id());
      return billed;
    }
  }
  return rate;
}

std::string PriceText(const v1::Rate& rate) {
  if (rate.billed_as() != v1::METER_UNSPECIFIED) {
    return absl::StrCat("billed as ", v1::Meter_Name(rate.billed_as()));
  }
  std::string text = Text(PointOf(rate));
  for (const v1::RateTier& tier : rate.tiers()) {
    absl::StrAppend(&text, "; ", Text(PointOf(tier)), " from ",
                    ThresholdText(tier));
  }
  return text;
}

std::optional<v1::Rate> RateOfPriceText(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, "; ");
  v1::Rate rate;
  if (!SetPoint(parts.front(), &rate)) {
    return std::nullopt;
  }
  for (size_t i = 1; i < parts.size(); ++i) {
    const std::pair<absl::string_view, absl::string_view> tier =
        absl::StrSplit(parts[i], absl::MaxSplits(" from ", 1));
    v1::RateTier* added = rate.add_tiers();
    if (!SetPoint(tier.first, added) || !SetThreshold(tier.second, added)) {
      return std::nullopt;
    }
  }
  return rate;
}

}  // namespace ratecard
