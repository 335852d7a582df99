// What a request costs as one thing about it grows, and where one model becomes
// cheaper than another. Exact: costs are compared before they are rounded.

#ifndef RATECARD_SERVICE_COMPARE_PIECEWISE_COST_H_
#define RATECARD_SERVICE_COMPARE_PIECEWISE_COST_H_

#include <cstdint>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "service/catalog/model.h"
#include "service/compare/cost_axis.h"
#include "service/estimate/estimate.h"
#include "service/money/amount.h"
#include "service/pricing/usage.h"

namespace ratecard {

// Costs that are linear in x from `first` to `last`, both inclusive. They are
// numerators of exact amounts in 1/scale of the axis, below 2^120.
struct CostPiece {
  int64_t first = 0;
  int64_t last = 0;
  absl::int128 first_cost = 0;
  absl::int128 last_cost = 0;

  // Whole, since the prices are.
  absl::int128 slope() const {
    return first == last ? absl::int128(0)
                         : (last_cost - first_cost) / (last - first);
  }
  absl::int128 CostAt(int64_t x) const {
    return first_cost + slope() * (x - first);
  }
};

// What `usage` costs on `model` with the tokens of `axis` from `first` to
// `last`, which must be possible on it: pieces in ascending order, each as long
// as can be. Where there is no price there is none. `allow_partial` is not
// heeded: what is left out would seem cheap.
//
// Errors, if there are no pieces: those of PriceCells, at the first x.
// Thread-safe.
absl::StatusOr<std::vector<CostPiece>> TraceCost(const Model& model,
                                                 const Usage& usage,
                                                 const EstimateOptions& options,
                                                 const CostAxis& axis,
                                                 int64_t first, int64_t last);

// A cost of a piece, rounded. Errors: OUT_OF_RANGE AMOUNT_OUT_OF_RANGE.
absl::StatusOr<Money> RoundCost(absl::int128 cost, int64_t scale);

// Mirrors ratecard.v1.CheaperModel.
enum class Cheaper : uint8_t { kUnspecified = 0, kFirst, kSecond, kNeither };

// An interval of x, both ends inclusive, in which the same of two models is
// cheaper.
struct CheaperRange {
  int64_t first = 0;
  int64_t last = 0;
  Cheaper cheaper = Cheaper::kUnspecified;
  // What the two cost at `first`.
  absl::int128 first_cost = 0;
  absl::int128 second_cost = 0;
};

// Which of two curves on axes of the same scale is lower: ascending intervals,
// each as long as can be, of every x at which both have a cost. Thread-safe.
std::vector<CheaperRange> CompareCurves(absl::Span<const CostPiece> first,
                                        absl::Span<const CostPiece> second);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_PIECEWISE_COST_H_
