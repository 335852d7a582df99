// The total of an estimate alone, for those who price many models or requests
// and look at the lines of few.

#ifndef RATECARD_SERVICE_ESTIMATE_TOTAL_H_
#define RATECARD_SERVICE_ESTIMATE_TOTAL_H_

#include <cstdint>

#include "absl/status/status.h"
#include "service/catalog/model.h"
#include "service/estimate/cells.h"
#include "service/estimate/estimate.h"
#include "service/money/amount.h"
#include "service/pricing/usage.h"

namespace ratecard {

// Why a usage has no total on a model: the errors of PriceCells in a word.
enum class TotalLack : uint8_t {
  kNone,
  kUnpriced,     // METER_UNPRICED
  kServiceTier,  // SERVICE_TIER_NOT_OFFERED
  kRegion,       // REGION_REQUIRED, REGION_NOT_OFFERED
  kPeriod,       // PRICE_NOT_IN_FORCE
  kRateAssumed,  // RATE_ASSUMED
  kOutOfRange,   // AMOUNT_OUT_OF_RANGE
};

struct Total {
  ExactAmount tokens;  // in 1/scale of an amount
  ExactAmount counts;  // everything else
  TotalLack lack = TotalLack::kNone;
  bool included_in_plan = false;  // as WarningCode::kIncludedInPlan says

  // Exactly Estimate::total. Requires a scale of 1.
  ExactAmount amount() const {
    ExactAmount sum = tokens;
    sum += counts;
    return sum;
  }
};

// What the lines of PriceCells add up to, exactly, without words, lines or
// warnings. Requires a `usage` that CheckUsage accepts. Thread-safe; does not
// allocate where there is a total and up to eight lines.
Total TotalOfCells(const Model& model, const TokenCells& cells, int64_t scale,
                   const Usage& usage, const EstimateOptions& options);

// The same from a usage alone: PriceUsage without the lines, with its errors.
absl::Status PriceTotal(const Model& model, const Usage& usage,
                        const EstimateOptions& options, ExactAmount* total);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_ESTIMATE_TOTAL_H_
