// Which of many offers nobody beats on both cost and score.

#ifndef RATECARD_SERVICE_COMPARE_PARETO_H_
#define RATECARD_SERVICE_COMPARE_PARETO_H_

#include <vector>

#include "absl/types/span.h"
#include "service/compare/score.h"
#include "service/money/amount.h"

namespace ratecard {

struct Offer {
  ExactAmount cost;
  ScoreNanos score = kNoScore;
};

// For each of `offers`, whether it has a score and no other costs at most as
// much and scores at least as high, one of both strictly. Equal ones are both
// on the front.
std::vector<bool> ParetoFront(absl::Span<const Offer> offers);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_PARETO_H_
