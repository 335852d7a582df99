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

// What WholeUnits does unless `scale` is 1. Out of line, as compilers see that
// the quotient would be right for 1 as well, and divide always.
int64_t QuotientOf(int64_t quantity, int64_t scale);

// Whole units in a quantity of 1/`scale` of a unit. Division is slow, and the
// scale nearly always 1.
inline int64_t WholeUnits(int64_t quantity, int64_t scale) {
  return scale == 1 ? quantity : QuotientOf(quantity, scale);
}

// A rate at a certain level.
struct UnitPrice {
  int64_t nanos = 0;
  MeterState state = MeterState::kUnpriced;
  int64_t tier_min = 0;  // 0: base price
  bool inexact = false;
};

// What PriceAt does for a rate with tiers.
UnitPrice TieredPriceAt(const Rate& rate, const TierTotals& totals,
                        int64_t quantity);

// The price of `rate` in a request of these totals with `quantity` whole units
// of the rate's own meter; where it is GRADUATED, that of the last unit.
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

// What FindTokenRate does for a meter without a rate.
TokenRate RelatedTokenRate(const RateTable& rates, Meter meter,
                           const TierTotals& totals, int64_t quantity);

// The rate that bills tokens of `meter`.
//
// Its own, or the one that the catalog says it is billed as. Otherwise, by
// published practice: text that is read without a read price or written without
// any write price, image and video input without any price of their own, and
// reasoning are billed as input and output. Otherwise the dearest priced rate
// of its row or column in the table of modality × cache state (for output: of
// all modalities), which is an assumption. `quantity` is the whole tokens of
// the meter. Thread-safe, does not allocate.
inline TokenRate FindTokenRate(const RateTable& rates, Meter meter,
                               const TierTotals& totals, int64_t quantity) {
  if (const Rate* rate = rates.Find(meter)) {
    return {rate, false};
  }
  return RelatedTokenRate(rates, meter, totals, quantity);
}

}  // namespace ratecard

#endif  // RATECARD_SERVICE_ESTIMATE_TOKEN_RATE_H_
