#include "service/estimate/token_rate.h"

namespace ratecard {
namespace {

constexpr CacheState kCacheStates[] = {
    CacheState::kUncached, CacheState::kRead, CacheState::kWrite5m,
    CacheState::kWrite1h, CacheState::kWrite12h};
constexpr InputModality kModalities[] = {
    InputModality::kText, InputModality::kAudio, InputModality::kImage,
    InputModality::kVideo};

// Keeps the dearest of the rates that it is shown.
class Dearest {
 public:
  Dearest(const RateTable& rates, const TierTotals& totals, int64_t quantity)
      : rates_(rates), totals_(totals), quantity_(quantity) {}

  void Consider(Meter meter) {
    const Rate* rate = rates_.Find(meter);
    if (rate == nullptr) {
      return;
    }
    const UnitPrice price = PriceAt(*rate, totals_, quantity_);
    if (price.state != MeterState::kPriced &&
        price.state != MeterState::kFree) {
      return;
    }
    if (best_ == nullptr || price.nanos > best_nanos_) {
      best_ = rate;
      best_nanos_ = price.nanos;
    }
  }

  TokenRate result() const { return {best_, best_ != nullptr}; }

 private:
  const RateTable& rates_;
  const TierTotals& totals_;
  int64_t quantity_;
  const Rate* best_ = nullptr;
  int64_t best_nanos_ = 0;
};

TokenRate InputRate(const RateTable& rates, Meter meter,
                    const TierTotals& totals, int64_t quantity) {
  const InputModality modality = ModalityOf(meter);
  const CacheState state = CacheStateOf(meter);
  const Rate* input = rates.Find(Meter::kInput);
  if (modality == InputModality::kText && input != nullptr) {
    bool any_write = false;
    for (const Meter write :
         {Meter::kCacheWrite5m, Meter::kCacheWrite1h, Meter::kCacheWrite12h}) {
      any_write |= rates.Has(write);
    }
    if (state == CacheState::kRead || !any_write) {
      return {input, false};
    }
  }
  if (modality == InputModality::kImage || modality == InputModality::kVideo) {
    bool any_own = false;
    for (const CacheState other : kCacheStates) {
      any_own |= rates.Has(InputCell(modality, other));
    }
    if (!any_own) {
      return FindTokenRate(rates, InputCell(InputModality::kText, state),
                           totals, quantity);
    }
    if (state == CacheState::kUncached && input != nullptr) {
      return {input, false};
    }
  }
  Dearest dearest(rates, totals, quantity);
  for (const CacheState other : kCacheStates) {
    dearest.Consider(InputCell(modality, other));
  }
  for (const InputModality other : kModalities) {
    dearest.Consider(InputCell(other, state));
  }
  return dearest.result();
}

}  // namespace

int64_t QuotientOf(int64_t quantity, int64_t scale) { return quantity / scale; }

UnitPrice TieredPriceAt(const Rate& rate, const TierTotals& totals,
                        int64_t quantity) {
  UnitPrice price{rate.price_nanos, rate.state, 0, rate.inexact};
  const int64_t measured =
      rate.tier_basis == TierBasis::kInputTokens    ? totals.input_tokens
      : rate.tier_basis == TierBasis::kOutputTokens ? totals.output_tokens
                                                    : quantity;
  for (const RateTier& tier : rate.tiers()) {
    if (measured < tier.min) {
      break;
    }
    price = {tier.price_nanos, tier.state, tier.min, tier.inexact};
  }
  return price;
}

TokenRate RelatedTokenRate(const RateTable& rates, Meter meter,
                           const TierTotals& totals, int64_t quantity) {
  if (IsInputToken(meter)) {
    return InputRate(rates, meter, totals, quantity);
  }
  if (meter == Meter::kReasoning) {
    return FindTokenRate(rates, Meter::kOutput, totals, quantity);
  }
  Dearest dearest(rates, totals, quantity);
  for (const Meter other : {Meter::kOutput, Meter::kAudioOutput,
                            Meter::kImageOutput, Meter::kVideoOutput}) {
    dearest.Consider(other);
  }
  return dearest.result();
}

}  // namespace ratecard
