#include "service/compare/piecewise_cost.h"

#include <algorithm>
#include <optional>

#include "service/base/status_macros.h"
#include "service/estimate/total.h"
#include "service/money/wide_amount.h"

namespace ratecard {
namespace {

using absl::int128;

// Above these, counts in millionths would leave too little room in 128 bits.
constexpr int128 kMaxTokensCost = int128(1) << 119;
constexpr int128 kMaxCountsCost = int128(1) << 99;

// What there is at x, in 1/scale; unset if it has no price.
std::optional<int128> CostAt(const Model& model, const Usage& usage,
                             const EstimateOptions& options,
                             const CostAxis& axis, int64_t x) {
  const Total total =
      TotalOfCells(model, axis.At(x), axis.scale(), usage, options);
  if (total.lack != TotalLack::kNone ||
      total.tokens.numerator() > kMaxTokensCost ||
      total.counts.numerator() > kMaxCountsCost) {
    return std::nullopt;
  }
  return total.tokens.numerator() + total.counts.numerator() * axis.scale();
}

// Whether `next`, which begins where `piece` ends, goes on as straight.
bool GoesOn(const CostPiece& piece, const CostPiece& next) {
  const int128 step = next.first_cost - piece.last_cost;
  return piece.last + 1 == next.first &&
         (piece.first == piece.last || piece.slope() == step) &&
         (next.first == next.last || next.slope() == step);
}

void Append(const CostPiece& piece, std::vector<CostPiece>* pieces) {
  if (!pieces->empty() && GoesOn(pieces->back(), piece)) {
    pieces->back().last = piece.last;
    pieces->back().last_cost = piece.last_cost;
    return;
  }
  pieces->push_back(piece);
}

// Why there is no price at x.
absl::Status WhyNone(const Model& model, const Usage& usage,
                     const EstimateOptions& options, const CostAxis& axis,
                     int64_t x) {
  Estimate estimate;
  const absl::Status status =
      PriceCells(model, axis.At(x), axis.scale(), usage, options, &estimate);
  return status.ok() ? AmountOutOfRange() : status;
}

Cheaper SignOf(int128 difference) {
  return difference < 0   ? Cheaper::kFirst
         : difference > 0 ? Cheaper::kSecond
                          : Cheaper::kNeither;
}

void Append(const CheaperRange& range, std::vector<CheaperRange>* ranges) {
  if (!ranges->empty() && ranges->back().last + 1 == range.first &&
      ranges->back().cheaper == range.cheaper) {
    ranges->back().last = range.last;
    return;
  }
  ranges->push_back(range);
}

// Splits an interval in which both pieces are straight where their difference
// changes its sign.
void CompareStraight(const CostPiece& a, const CostPiece& b, int64_t first,
                     int64_t last, std::vector<CheaperRange>* ranges) {
  const int128 slope = a.slope() - b.slope();
  for (int64_t x = first; x <= last;) {
    const int128 difference = a.CostAt(x) - b.CostAt(x);
    const Cheaper cheaper = SignOf(difference);
    int64_t end = last;
    if (cheaper == Cheaper::kNeither) {
      end = slope == 0 ? last : x;
    } else if (slope != 0 && (difference < 0) == (slope > 0)) {
      // The sign holds for every k with |difference| > |slope| × k.
      const int128 distance = difference < 0 ? -difference : difference;
      const int128 steepness = slope < 0 ? -slope : slope;
      const int128 held = (distance - 1) / steepness;
      end = held >= last - x ? last : x + static_cast<int64_t>(held);
    }
    Append({x, end, cheaper, a.CostAt(x), b.CostAt(x)}, ranges);
    x = end + 1;
  }
}

}  // namespace

absl::StatusOr<std::vector<CostPiece>> TraceCost(const Model& model,
                                                 const Usage& usage,
                                                 const EstimateOptions& given,
                                                 const CostAxis& axis,
                                                 int64_t first, int64_t last) {
  EstimateOptions options = given;
  options.allow_partial = false;
  RATECARD_ASSIGN_OR_RETURN(
      const ScheduleChoice choice,
      model.prices->Select(options.as_of, options.service_tier,
                           RegionToPrice(model, options).region,
                           model.provider->regions));
  std::vector<int64_t> starts =
      axis.Breaks(choice.schedule->rates, first, last);
  starts.insert(starts.begin(), first);
  starts.push_back(last + 1);
  std::vector<CostPiece> pieces;
  for (size_t i = 0; i + 1 < starts.size(); ++i) {
    const int64_t from = starts[i];
    const int64_t to = starts[i + 1] - 1;
    const std::optional<int128> from_cost =
        CostAt(model, usage, options, axis, from);
    const std::optional<int128> to_cost =
        CostAt(model, usage, options, axis, to);
    if (from_cost.has_value() && to_cost.has_value()) {
      Append({from, to, *from_cost, *to_cost}, &pieces);
    }
  }
  if (pieces.empty()) {
    return WhyNone(model, usage, options, axis, first);
  }
  return pieces;
}

absl::StatusOr<Money> RoundCost(int128 cost, int64_t scale) {
  WideAmount amount;
  amount.Add(ExactAmount(cost), 1);
  amount.Divide(scale);
  return amount.Round();
}

std::vector<CheaperRange> CompareCurves(absl::Span<const CostPiece> first,
                                        absl::Span<const CostPiece> second) {
  std::vector<CheaperRange> ranges;
  size_t i = 0;
  size_t j = 0;
  while (i < first.size() && j < second.size()) {
    const CostPiece& a = first[i];
    const CostPiece& b = second[j];
    CompareStraight(a, b, std::max(a.first, b.first), std::min(a.last, b.last),
                    &ranges);
    (a.last < b.last ? i : j) += 1;
  }
  return ranges;
}

}  // namespace ratecard
