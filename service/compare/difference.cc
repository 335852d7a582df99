#include "service/compare/difference.h"

#include <utility>

#include "absl/numeric/int128.h"
#include "service/base/status_macros.h"
#include "service/estimate/estimate.h"
#include "service/estimate/token_rate.h"

namespace ratecard {
namespace {

absl::int128 AmountAt(const Rate& rate, int64_t quantity) {
  return absl::int128(rate.price_nanos) * InfoOf(rate.meter).multiplier *
         quantity;
}

// Splits the lines of an estimate whose tokens are in 1/scale.
class LineSplitter {
 public:
  LineSplitter(const Estimate& estimate, int64_t scale)
      : rates_(estimate.schedule->rates),
        totals_{estimate.input_tokens, estimate.output_tokens},
        scale_(scale) {}

  // Adds `line` × `share`, of tokens in 1/scale, to `*split`.
  void Add(const EstimateLine& line, int64_t share, CostSplit* split) const {
    if (!IsToken(line.meter)) {
      split->other.Add(line.amount, share * scale_);
      return;
    }
    const Rate* rate = RateOf(line.meter, line.quantity);
    if (line.rate_assumed || rate == nullptr) {
      split->other.Add(line.amount, share);
      return;
    }
    const bool has_base = rate->state != MeterState::kUnpriced;
    const absl::int128 base =
        has_base ? AmountAt(*rate, line.quantity) : line.amount.numerator();
    split->tier.Add(ExactAmount(line.amount.numerator() - base), share);
    if (!IsInputToken(line.meter) ||
        CacheStateOf(line.meter) == CacheState::kUncached) {
      return;
    }
    const Rate* uncached =
        RateOf(InputCell(ModalityOf(line.meter), CacheState::kUncached),
               line.quantity);
    if (uncached != nullptr && uncached->state != MeterState::kUnpriced) {
      split->cache.Add(ExactAmount(base - AmountAt(*uncached, line.quantity)),
                       share);
    }
  }

 private:
  // Null also where a rate would be assumed.
  const Rate* RateOf(Meter meter, int64_t quantity) const {
    const TokenRate found =
        FindTokenRate(rates_, meter, totals_, WholeUnits(quantity, scale_));
    return found.assumed ? nullptr : found.rate;
  }

  const RateTable& rates_;
  const TierTotals totals_;
  const int64_t scale_;
};

absl::Status AddEstimate(const Model& model, const TokenCells& cells,
                         int64_t scale, const Usage& usage,
                         const EstimateOptions& options, int64_t share,
                         CostSplit* split) {
  Estimate estimate;
  RATECARD_RETURN_IF_ERROR(
      PriceCells(model, cells, scale, usage, options, &estimate));
  const LineSplitter splitter(estimate, scale);
  for (const EstimateLine& line : estimate.lines) {
    splitter.Add(line, share, split);
  }
  return absl::OkStatus();
}

constexpr WideAmount CostSplit::*kParts[] = {
    &CostSplit::cache, &CostSplit::tier, &CostSplit::other};

// What the requests of a class in a period cost, in parts.
absl::StatusOr<CostSplit> SplitClass(const CountedClass& counted,
                                     const Model& model,
                                     const EstimateOptions& options) {
  CostSplit split;
  for (const auto& [tier, share] : counted.Shares()) {
    if (share > 0) {
      EstimateOptions in_tier = options;
      in_tier.service_tier = tier;
      RATECARD_RETURN_IF_ERROR(AddEstimate(model, counted.priced_cells,
                                           counted.scale, counted.in.usage,
                                           in_tier, share, &split));
    }
  }
  for (const auto part : kParts) {
    (split.*part).Divide(kPpm);
    (split.*part).Divide(counted.scale);
    (split.*part).Multiply(counted.in.requests_per_period);
  }
  return split;
}

}  // namespace

absl::StatusOr<CostSplit> SplitCost(const Job& job, const Model& model,
                                    const Placement& placement) {
  CostSplit split;
  if (!job.is_workload()) {
    RATECARD_RETURN_IF_ERROR(AddEstimate(model, job.cells(), 1, job.usage(),
                                         job.OptionsAt(placement), 1, &split));
    return split;
  }
  for (const CountedClass& counted : job.classes()) {
    RATECARD_ASSIGN_OR_RETURN(
        const CostSplit of_class,
        SplitClass(counted, model, job.OptionsAt(placement, counted)));
    for (const auto part : kParts) {
      (split.*part).AddWide(of_class.*part, 1);
    }
  }
  return split;
}

absl::StatusOr<CostDifference> Subtract(const SplitTotal& model,
                                        const SplitTotal& baseline) {
  CostDifference difference;
  RATECARD_ASSIGN_OR_RETURN(difference.total,
                            Subtract(model.total, baseline.total));
  difference.rate = difference.total;
  constexpr std::pair<WideAmount CostSplit::*, Money CostDifference::*>
      kCauses[] = {{&CostSplit::cache, &CostDifference::cache},
                   {&CostSplit::tier, &CostDifference::tier},
                   {&CostSplit::other, &CostDifference::other}};
  for (const auto& [part, cause] : kCauses) {
    WideAmount exact = model.split.*part;
    exact.AddWide(baseline.split.*part, -1);
    RATECARD_ASSIGN_OR_RETURN(difference.*cause, exact.Round());
    RATECARD_ASSIGN_OR_RETURN(difference.rate,
                              Subtract(difference.rate, difference.*cause));
  }
  return difference;
}

}  // namespace ratecard
