// Which rate bills a token.

#ifndef RATECARD_SERVICE_ESTIMATE_TOKEN_RATE_H_
#define RATECARD_SERVICE_ESTIMATE_TOKEN_RATE_H_

#include <cstdint>

#include "service/pricing/meter.h"
#include "service/pricing/rate_table.h"

namespace ratecard {

// Totals of the request on which tiers look, in whole units.
struct TierTotals {
  int64_t input_tokens = 0;
  int64_t output_tokens = 0;
};

// A rate at a certain total.
struct UnitPrice {
  int64_t nanos = 0;
  MeterState state = MeterState::kUnpriced;
  int64_t tier_min = 0;  // 0: base price
  bool inexact = false;
};

// The price of `rate` in a request of these totals with `quantity` whole units
// of the rate's own meter. Requires a rate that is not GRADUATED.
UnitPrice TieredPriceAt(const Rate& rate, const TierTotals& totals,
                        int64_t quantity);
inline UnitPrice PriceAt(const Rate& rate, const TierTotals& totals,
                         int64_t quantity) {
  if (rate.tier_basis == TierBasis::kNone) {
    return {rate.price_nanos, rate.state, 0, rate.inexact};
  }
  return TieredPriceAt(rate, totals, quantity);
}

// The rate that bills a meter, and whether that is an assumption.
struct TokenRate {
  const Rate* rate = nullptr;  // null: nothing related has a price
  bool assumed = false;
};

// The rate that bills tokens of `meter`.
//
// Its own, or the one that the catalog says it is billed as. Otherwise, by
// published practice: text that is read without a read price or written without
// any write price, image and video input without any price of their own, and
// reasoning are billed as input and output. Otherwise the dearest priced rate
// of its row or column in the table of modality × cache state (for output: of
// all modalities), which is an assumption. `quantity` is the whole tokens of
// the meter. Thread-safe, does not allocate.
TokenRate RelatedTokenRate(const RateTable& rates, Meter meter,
                           const TierTotals& totals, int64_t quantity);
inline TokenRate FindTokenRate(const RateTable& rates, Meter meter,
                               const TierTotals& totals, int64_t quantity) {
  const Rate* rate = rates.Find(meter);
  if (rate != nullptr && rate->billed_as == Meter::kUnspecified) {
    return {rate, false};
  }
  return RelatedTokenRate(rates, meter, totals, quantity);
}

}  // namespace ratecard

#endif  // RATECARD_SERVICE_ESTIMATE_TOKEN_RATE_H_
