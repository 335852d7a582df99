// Why a job costs more on one model than on another.

#ifndef RATECARD_SERVICE_COMPARE_DIFFERENCE_H_
#define RATECARD_SERVICE_COMPARE_DIFFERENCE_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "service/catalog/model.h"
#include "service/compare/job.h"
#include "service/money/amount.h"
#include "service/money/wide_amount.h"

namespace ratecard {

// What a job costs on a model, exactly, in parts: see
// ratecard.v1.CostDifference. What is not of these is the rate's part.
struct CostSplit {
  WideAmount cache;
  WideAmount tier;
  WideAmount other;
};

// Errors: those of PriceCells. Thread-safe.
absl::StatusOr<CostSplit> SplitCost(const Job& job, const Model& model,
                                    const Placement& placement);

// A model's cost less a baseline's. The last four add up to the first.
struct CostDifference {
  Money total;
  Money rate;
  Money cache;
  Money tier;
  Money other;
};

// What a model costs, rounded and in parts.
struct SplitTotal {
  Money total;
  CostSplit split;
};

// Errors: OUT_OF_RANGE AMOUNT_OUT_OF_RANGE.
absl::StatusOr<CostDifference> Subtract(const SplitTotal& model,
                                        const SplitTotal& baseline);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_DIFFERENCE_H_
