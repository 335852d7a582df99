#include "service/compare/pareto.h"

#include <algorithm>
#include <cstddef>

namespace ratecard {

std::vector<bool> ParetoFront(absl::Span<const Offer> offers) {
  std::vector<size_t> order;
  for (size_t i = 0; i < offers.size(); ++i) {
    if (offers[i].score != kNoScore) {
      order.push_back(i);
    }
  }
  const auto cost = [&](size_t i) { return offers[i].cost.numerator(); };
  std::sort(order.begin(), order.end(), [&](size_t a, size_t b) {
    return cost(a) != cost(b) ? cost(a) < cost(b)
                              : offers[a].score > offers[b].score;
  });
  std::vector<bool> front(offers.size());
  ScoreNanos best = kNoScore;  // of all that cost less
  for (size_t i = 0; i < order.size();) {
    const size_t first = order[i];
    for (; i < order.size() && cost(order[i]) == cost(first); ++i) {
      const ScoreNanos score = offers[order[i]].score;
      front[order[i]] = score == offers[first].score && score > best;
    }
    best = std::max(best, offers[first].score);
  }
  return front;
}

}  // namespace ratecard
