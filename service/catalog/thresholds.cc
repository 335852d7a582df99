#include "service/catalog/thresholds.h"

#include <algorithm>

#include "service/catalog/written_out.h"

namespace ratecard {
namespace {

v1::RateTier::ThresholdCase KindOf(const v1::Rate& rate) {
  return rate.tiers().empty() ? v1::RateTier::THRESHOLD_NOT_SET
                              : rate.tiers(0).threshold_case();
}

bool IsLength(v1::RateTier::ThresholdCase kind) {
  return kind == v1::RateTier::kMinInputTokens ||
         kind == v1::RateTier::kMinOutputTokens;
}

int64_t LengthOf(const v1::RateTier& tier) {
  return tier.has_min_input_tokens() ? tier.min_input_tokens()
                                     : tier.min_output_tokens();
}

template <typename Priced>
bool HasPrice(const Priced& priced) {
  return !priced.price().empty() &&
         (priced.state() == v1::METER_STATE_UNSPECIFIED ||
          priced.state() == v1::METER_STATE_PRICED);
}

// Whether `rate` has a price just below `threshold`, and no tier at it.
bool PricedUpTo(const v1::Rate& rate, const LengthThreshold& threshold) {
  bool priced = HasPrice(rate);
  if (KindOf(rate) != threshold.kind) {
    return priced || std::any_of(rate.tiers().begin(), rate.tiers().end(),
                                 HasPrice<v1::RateTier>);
  }
  for (const v1::RateTier& tier : rate.tiers()) {
    if (LengthOf(tier) == threshold.min) {
      return false;
    }
    if (LengthOf(tier) > threshold.min) {
      break;
    }
    priced = HasPrice(tier);
  }
  return priced;
}

}  // namespace

StandardThresholds::StandardThresholds(
    const std::vector<const v1::Rate*>& rates) {
  const auto add = [this](const v1::Rate& key, const v1::Rate& rate) {
    if (IsLength(KindOf(rate))) {
      by_key_.emplace(RateKey(key), &rate);
    }
  };
  for (const v1::Rate* rate : rates) {
    if (rate->billed_as() == v1::METER_UNSPECIFIED) {
      add(*rate, *rate);
      continue;
    }
    for (const v1::Rate* other : rates) {
      if (other->meter() == rate->billed_as() && other->parameters().empty()) {
        add(*rate, *other);
      }
    }
  }
}

const v1::Rate* StandardThresholds::Find(const v1::Rate& rate) const {
  const auto it = by_key_.find(RateKey(rate));
  return it == by_key_.end() ? nullptr : it->second;
}

std::vector<LengthThreshold> StandardThresholds::MissingIn(
    const v1::Rate& rate) const {
  std::vector<LengthThreshold> missing;
  const v1::Rate* const standard = empty() ? nullptr : Find(rate);
  if (standard == nullptr) {
    return missing;
  }
  for (const v1::RateTier& tier : standard->tiers()) {
    const LengthThreshold threshold{tier.threshold_case(), LengthOf(tier)};
    if (PricedUpTo(rate, threshold)) {
      missing.push_back(threshold);
    }
  }
  return missing;
}

bool StandardThresholds::Clashes(const v1::Rate& rate) const {
  if (empty() || rate.tiers().empty()) {
    return false;
  }
  const v1::Rate* const standard = Find(rate);
  return standard != nullptr && KindOf(*standard) != KindOf(rate) &&
         !MissingIn(rate).empty();
}

void AddUnpricedTiers(const std::vector<LengthThreshold>& missing,
                      v1::Rate* rate) {
  for (const LengthThreshold& threshold : missing) {
    if (!rate->tiers().empty() && KindOf(*rate) != threshold.kind) {
      rate->clear_price();
      rate->clear_tiers();
      rate->clear_tier_mode();
      rate->set_state(v1::METER_STATE_UNPRICED);
      return;
    }
    if (!PricedUpTo(*rate, threshold)) {
      continue;  // UNPRICED from a lower threshold on
    }
    v1::RateTier* tier = rate->add_tiers();
    if (threshold.kind == v1::RateTier::kMinInputTokens) {
      tier->set_min_input_tokens(threshold.min);
    } else {
      tier->set_min_output_tokens(threshold.min);
    }
    tier->set_state(v1::METER_STATE_UNPRICED);
    std::sort(rate->mutable_tiers()->pointer_begin(),
              rate->mutable_tiers()->pointer_end(),
              [](const v1::RateTier* a, const v1::RateTier* b) {
                return LengthOf(*a) < LengthOf(*b);
              });
  }
}

}  // namespace ratecard
