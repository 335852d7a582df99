#include "service/estimate/total.h"

#include <string>
#include <utility>

#include "absl/numeric/int128.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/estimate/token_rate.h"

namespace ratecard {
namespace {

TotalLack LackOf(ScheduleLack lack) {
  switch (lack) {
    case ScheduleLack::kNone:
      return TotalLack::kNone;
    case ScheduleLack::kNoPrices:
      return TotalLack::kUnpriced;
    case ScheduleLack::kServiceTier:
      return TotalLack::kServiceTier;
    case ScheduleLack::kRegion:
      return TotalLack::kRegion;
    case ScheduleLack::kPeriod:
      break;
  }
  return TotalLack::kPeriod;
}

// Of an error of PriceCells.
TotalLack LackOf(const absl::Status& status) {
  static constexpr std::pair<absl::string_view, TotalLack> kReasons[] = {
      {"METER_UNPRICED", TotalLack::kUnpriced},
      {"SERVICE_TIER_NOT_OFFERED", TotalLack::kServiceTier},
      {"PRICE_NOT_IN_FORCE", TotalLack::kPeriod},
      {"RATE_ASSUMED", TotalLack::kRateAssumed},
      {"AMOUNT_OUT_OF_RANGE", TotalLack::kOutOfRange}};
  const std::string reason = DetailOf(status).reason;
  for (const auto& [text, lack] : kReasons) {
    if (reason == text) {
      return lack;
    }
  }
  return TotalLack::kRegion;
}

// Adds up what nearly every request has: tokens and fees at prices that do not
// come in slices. Anything else is `special`, and for PriceCells.
class PlainSum {
 public:
  PlainSum(const RateTable& rates, const TierTotals& totals, int64_t scale)
      : rates_(rates), totals_(totals), scale_(scale) {}

  void AddTokens(Meter meter, int64_t tokens) {
    const int64_t whole = WholeUnits(tokens, scale_);
    const TokenRate found = FindTokenRate(rates_, meter, totals_, whole);
    assumed_ |= found.assumed;
    tokens_ += AmountOf(found.rate, whole, tokens);
  }

  void AddCount(const Rate* rate, int64_t count) {
    // A rate that bills several counts looks at all of them.
    special_ |= rate != nullptr && rate->tier_basis != TierBasis::kNone;
    counts_ += AmountOf(rate, count, count);
  }

  bool special() const { return special_ || tokens_ + counts_ > kMaxNumerator; }
  // Requires that nothing is special.
  Total total(const EstimateOptions& options) const {
    Total total;
    if (unpriced_) {
      total.lack = TotalLack::kUnpriced;
    } else if (assumed_ && options.strict) {
      total.lack = TotalLack::kRateAssumed;
    } else {
      total.tokens = ExactAmount(tokens_);
      total.counts = ExactAmount(counts_);
      total.included_in_plan = included_in_plan_;
    }
    return total;
  }

 private:
  // Of a safe quantity an amount is below 2^119, and of few that are added the
  // sum inside 127 bits.
  absl::int128 AmountOf(const Rate* rate, int64_t whole, int64_t quantity) {
    if (rate == nullptr) {
      unpriced_ = true;
      return 0;
    }
    if (quantity > kSafeQuantity || rate->tier_basis == TierBasis::kGraduated) {
      special_ = true;
      return 0;
    }
    const UnitPrice price = PriceAt(*rate, totals_, whole);
    unpriced_ |= price.state == MeterState::kUnpriced;
    included_in_plan_ |= price.state == MeterState::kIncludedInPlan;
    return absl::int128(price.nanos) * InfoOf(rate->meter).multiplier *
           quantity;
  }

  const RateTable& rates_;
  const TierTotals& totals_;
  const int64_t scale_;
  absl::int128 tokens_ = 0;
  absl::int128 counts_ = 0;
  bool special_ = false;
  bool unpriced_ = false;
  bool assumed_ = false;
  bool included_in_plan_ = false;
};

Total SpecialTotal(const Model& model, const TokenCells& cells, int64_t scale,
                   const Usage& usage, const EstimateOptions& options) {
  Total total;
  Estimate estimate;
  const absl::Status status =
      PriceCells(model, cells, scale, usage, options, &estimate);
  if (!status.ok()) {
    total.lack = LackOf(status);
    return total;
  }
  for (const EstimateLine& line : estimate.lines) {
    (IsToken(line.meter) ? total.tokens : total.counts) += line.amount;
  }
  total.included_in_plan = estimate.warnings.Has(WarningCode::kIncludedInPlan);
  return total;
}

}  // namespace

Total TotalOfCells(const Model& model, const TokenCells& cells, int64_t scale,
                   const Usage& usage, const EstimateOptions& options) {
  const RateTable* found = nullptr;
  if (const UsualPrice* usual = UsualPriceOf(model, options)) {
    found = &usual->rates;
  } else {
    const ScheduleChoice choice = model.prices->Find(
        options.as_of, options.service_tier,
        RegionToPrice(model, options).region, model.provider->regions);
    if (choice.schedule == nullptr) {
      Total total;
      total.lack = LackOf(choice.lack);
      return total;
    }
    found = &choice.schedule->rates;
  }
  const RateTable& rates = *found;
  const TierTotals totals{WholeUnits(cells.input_tokens, scale),
                          WholeUnits(cells.output_tokens, scale)};
  PlainSum sum(rates, totals, scale);
  cells.ForEach(
      [&](Meter meter, int64_t tokens) { sum.AddTokens(meter, tokens); });
  if (const int64_t searches = usage.Get(UsageField::kWebSearches)) {
    sum.AddCount(rates.Find(Meter::kWebSearches), searches);
  }
  const int64_t requests = usage.Has(UsageField::kRequests)
                               ? usage.Get(UsageField::kRequests)
                               : (rates.Has(Meter::kRequests) ? 1 : 0);
  if (requests != 0) {
    sum.AddCount(rates.Find(Meter::kRequests), requests);
  }
  if (sum.special() || options.allow_partial || !usage.quantities.empty()) {
    return SpecialTotal(model, cells, scale, usage, options);
  }
  return sum.total(options);
}

absl::Status PriceTotal(const Model& model, const Usage& usage,
                        const EstimateOptions& options, ExactAmount* total) {
  RATECARD_RETURN_IF_ERROR(CheckUsage(usage));
  const absl::StatusOr<TokenCells> cells = FillCells(usage);
  if (!cells.ok()) {
    return WithFieldPrefix(cells.status(), "usage.");
  }
  const Total found = TotalOfCells(model, *cells, 1, usage, options);
  if (found.lack != TotalLack::kNone) {
    Estimate estimate;
    return PriceCells(model, *cells, 1, usage, options, &estimate);
  }
  *total = found.amount();
  return absl::OkStatus();
}

}  // namespace ratecard
