#include "service/compare/break_even.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

Error NoPrice(absl::string_view reason, Meter meter,
              absl::string_view problem) {
  return Error(absl::StatusCode::kFailedPrecondition, reason,
               absl::StrCat(InfoOf(meter).name, " ", problem));
}

// What a token of `meter` costs, in nanos per million.
absl::StatusOr<int64_t> PriceOf(const RateTable& rates, Meter meter,
                                const TierTotals& totals) {
  const TokenRate found =
      FindTokenRate(rates, meter, totals, totals.input_tokens);
  if (found.rate == nullptr || found.assumed) {
    return NoPrice("METER_UNPRICED", meter, "has no price");
  }
  const TierBasis basis = found.rate->tier_basis;
  if (basis == TierBasis::kQuantity || basis == TierBasis::kGraduated) {
    return NoPrice("PRICE_VARIES", meter,
                   "has a price that depends on how many there are");
  }
  const UnitPrice price = PriceAt(*found.rate, totals, totals.input_tokens);
  if (price.state == MeterState::kIncludedInPlan) {
    return NoPrice("INCLUDED_IN_PLAN", meter, "is part of a subscription");
  }
  if (price.state == MeterState::kUnpriced) {
    return NoPrice("METER_UNPRICED", meter, "has no price at this length");
  }
  return price.nanos;
}

absl::Status FillPrices(const RateTable& rates, const TierTotals& totals,
                        Meter write, CachePrices* prices) {
  RATECARD_ASSIGN_OR_RETURN(prices->write, PriceOf(rates, write, totals));
  RATECARD_ASSIGN_OR_RETURN(prices->read,
                            PriceOf(rates, Meter::kCacheRead, totals));
  RATECARD_ASSIGN_OR_RETURN(prices->input,
                            PriceOf(rates, Meter::kInput, totals));
  return absl::OkStatus();
}

}  // namespace

std::optional<int64_t> RereadsToPay(const CachePrices& prices) {
  const int64_t extra = prices.write - prices.input;
  if (extra <= 0) {
    return 0;
  }
  const int64_t saved = prices.input - prices.read;
  if (saved <= 0) {
    return std::nullopt;
  }
  return (extra + saved - 1) / saved;
}

std::vector<CacheBreakEven> CacheBreakEvens(const RateTable& rates,
                                            const TierTotals& totals) {
  std::vector<CacheBreakEven> found;
  for (const Meter write :
       {Meter::kCacheWrite5m, Meter::kCacheWrite1h, Meter::kCacheWrite12h}) {
    if (!rates.Has(write)) {
      continue;
    }
    CacheBreakEven& one = found.emplace_back();
    one.write = write;
    CachePrices prices;
    one.status = FillPrices(rates, totals, write, &prices);
    if (one.status.ok()) {
      one.prices = prices;
      one.rereads = RereadsToPay(prices);
    }
  }
  return found;
}

}  // namespace ratecard
