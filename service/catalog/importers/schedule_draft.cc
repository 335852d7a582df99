#include "service/catalog/importers/schedule_draft.h"

namespace ratecard {
namespace {

// `Priced` is a rate or a tier.
template <typename Priced>
void Write(const DraftPrice& price, Priced* out) {
  if (price.state == v1::METER_STATE_PRICED) {
    out->set_price(price.price.text);
    out->set_inexact(price.price.rounded);
  } else {
    out->set_state(price.state);
  }
}

}  // namespace

bool ScheduleDraft::SetPrice(const PricedThing& thing,
                             const DraftPrice& price) {
  DraftRate& rate = rates_[thing];
  if (rate.billed_as != v1::METER_UNSPECIFIED ||
      (rate.base.has_value() && *rate.base != price)) {
    return false;
  }
  rate.base = price;
  return true;
}

bool ScheduleDraft::SetTier(const PricedThing& thing, Threshold threshold,
                            int64_t min, const DraftPrice& price) {
  DraftRate& rate = rates_[thing];
  if (rate.billed_as != v1::METER_UNSPECIFIED ||
      (!rate.tiers.empty() && rate.threshold != threshold)) {
    return false;
  }
  const auto [tier, is_new] = rate.tiers.try_emplace(min, price);
  rate.threshold = threshold;
  return is_new || tier->second == price;
}

bool ScheduleDraft::SetBilledAs(const PricedThing& thing, v1::Meter other) {
  DraftRate& rate = rates_[thing];
  if (rate.base.has_value() || !rate.tiers.empty() ||
      (rate.billed_as != v1::METER_UNSPECIFIED && rate.billed_as != other)) {
    return false;
  }
  rate.billed_as = other;
  return true;
}

const DraftPrice* ScheduleDraft::FindPrice(const PricedThing& thing) const {
  const auto it = rates_.find(thing);
  return it == rates_.end() || !it->second.base.has_value() ? nullptr
                                                            : &*it->second.base;
}

void ScheduleDraft::AddRatesTo(v1::PriceSchedule* schedule,
                               bool keep_equal_tiers) const {
  for (const auto& [thing, draft] : rates_) {
    v1::Rate* rate = schedule->add_rates();
    rate->set_meter(thing.meter);
    for (const auto& [key, value] : thing.parameters) {
      v1::MeterParameter* parameter = rate->add_parameters();
      parameter->set_key(key);
      parameter->set_value(value);
    }
    if (draft.billed_as != v1::METER_UNSPECIFIED) {
      rate->set_billed_as(draft.billed_as);
      continue;
    }
    std::optional<DraftPrice> below = draft.base;
    if (below.has_value()) {
      Write(*below, rate);
    }
    for (const auto& [min, price] : draft.tiers) {
      if (!keep_equal_tiers && below.has_value() && *below == price) {
        continue;
      }
      below = price;
      v1::RateTier* tier = rate->add_tiers();
      switch (draft.threshold) {
        case Threshold::kInputTokens:
          tier->set_min_input_tokens(min);
          break;
        case Threshold::kOutputTokens:
          tier->set_min_output_tokens(min);
          break;
        case Threshold::kQuantity:
          tier->set_min_quantity(min);
          break;
      }
      Write(price, tier);
    }
  }
}

}  // namespace ratecard
