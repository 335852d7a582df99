#include "service/catalog/rate_builder.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

MeterState StateOf(v1::MeterState state) {
  return state == v1::METER_STATE_UNSPECIFIED ? MeterState::kPriced
                                              : static_cast<MeterState>(state);
}

absl::StatusOr<int64_t> PriceOf(const std::string& price, MeterState state) {
  if (state != MeterState::kPriced) {
    return 0;
  }
  return ParseNanos(price, kMaxPriceNanos);
}

// Requires a rate with tiers.
TierBasis BasisOf(const v1::Rate& rate) {
  if (rate.tier_mode() == v1::TIER_MODE_GRADUATED) {
    return TierBasis::kGraduated;
  }
  switch (rate.tiers(0).threshold_case()) {
    case v1::RateTier::kMinInputTokens:
      return TierBasis::kInputTokens;
    case v1::RateTier::kMinOutputTokens:
      return TierBasis::kOutputTokens;
    default:
      return TierBasis::kQuantity;
  }
}

int64_t ThresholdOf(const v1::RateTier& tier) {
  switch (tier.threshold_case()) {
    case v1::RateTier::kMinInputTokens:
      return tier.min_input_tokens();
    case v1::RateTier::kMinOutputTokens:
      return tier.min_output_tokens();
    default:
      return tier.min_quantity();
  }
}

bool IsKnown(v1::Meter meter) {
  return v1::Meter_IsValid(meter) && meter != v1::METER_UNSPECIFIED;
}

}  // namespace

absl::StatusOr<Rate> BuildRate(const v1::Rate& proto) {
  if (!IsKnown(proto.meter()) ||
      (proto.billed_as() != v1::METER_UNSPECIFIED &&
       !IsKnown(proto.billed_as())) ||
      !v1::MeterState_IsValid(proto.state())) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_CATALOG",
                 "rate: unknown meter or state");
  }
  Rate rate;
  rate.meter = static_cast<Meter>(proto.meter());
  rate.billed_as = static_cast<Meter>(proto.billed_as());
  rate.state = StateOf(proto.state());
  // A rate with tiers alone has no price below them.
  if (rate.state == MeterState::kPriced && proto.price().empty() &&
      rate.billed_as == Meter::kUnspecified) {
    rate.state = MeterState::kUnpriced;
  }
  if (rate.billed_as == Meter::kUnspecified) {
    RATECARD_ASSIGN_OR_RETURN(rate.price_nanos,
                              PriceOf(proto.price(), rate.state));
  }
  rate.inexact = proto.inexact();
  rate.free_allowance = proto.has_free_allowance();
  std::vector<RateTier> tiers;
  for (const v1::RateTier& proto_tier : proto.tiers()) {
    RateTier tier;
    tier.min = ThresholdOf(proto_tier);
    tier.state = StateOf(proto_tier.state());
    tier.inexact = proto_tier.inexact();
    RATECARD_ASSIGN_OR_RETURN(tier.price_nanos,
                              PriceOf(proto_tier.price(), tier.state));
    tiers.push_back(tier);
  }
  if (!tiers.empty()) {
    rate.SetTiers(BasisOf(proto), std::move(tiers));
  }
  Parameters parameters;
  for (const v1::MeterParameter& parameter : proto.parameters()) {
    parameters.emplace_back(parameter.key(), parameter.value());
  }
  if (!parameters.empty()) {
    std::sort(parameters.begin(), parameters.end());
    rate.SetParameters(std::move(parameters));
  }
  return rate;
}

}  // namespace ratecard
