#include "service/compare/cost_axis.h"

#include <algorithm>
#include <array>
#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/workload/workload.h"

namespace ratecard {
namespace {

using absl::int128;

// Rounded down. Requires b > 0.
int128 FloorDivide(int128 a, int128 b) {
  const int128 quotient = a / b;
  return a % b < 0 ? quotient - 1 : quotient;
}

bool IsPlainText(Meter meter) {
  return meter == Meter::kInput || meter == Meter::kCacheRead;
}

// The cell that holds a token if nothing is read from cache.
Meter Unread(Meter meter) {
  return IsInputToken(meter) && CacheStateOf(meter) == CacheState::kRead
             ? InputCell(ModalityOf(meter), CacheState::kUncached)
             : meter;
}

}  // namespace

CostAxis CostAxis::OfInput(const TokenCells& cells) {
  CostAxis axis;
  axis.fixed_.output_tokens = cells.output_tokens;
  cells.ForEach([&](Meter meter, int64_t tokens) {
    if (!IsPlainText(meter)) {
      axis.fixed_.Set(meter, tokens);
    }
  });
  const int64_t fixed = cells.input_tokens - cells[Meter::kInput];
  axis.fixed_in_ = fixed - cells[Meter::kCacheRead];
  axis.uncached_ = {-int128(fixed), 1};
  axis.read_ = {cells[Meter::kCacheRead], 0};
  axis.input_ = {0, 1};
  axis.first_ = fixed;
  axis.last_ = kMaxAxisTokens;
  return axis;
}

absl::StatusOr<CostAxis> CostAxis::InMillionths(const TokenCells& cells) {
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max() / kPpm;
  if (cells.input_tokens > kMax || cells.output_tokens > kMax) {
    const absl::string_view field = cells.input_tokens > kMax
                                        ? "usage.input_tokens"
                                        : "usage.output_tokens";
    return Error(absl::StatusCode::kOutOfRange, "QUANTITY_OUT_OF_RANGE",
                 absl::StrCat("with a cache share, a request has at most ",
                              kMax, " input and as many output tokens"))
        .Field(field, absl::StrCat("must be at most ", kMax));
  }
  CostAxis axis;
  axis.scale_ = kPpm;
  axis.fixed_.output_tokens = cells.output_tokens * kPpm;
  std::array<int64_t, kMeterCount> unread{};
  cells.ForEach([&](Meter meter, int64_t tokens) {
    unread[static_cast<size_t>(Index(Unread(meter)))] += tokens;
  });
  for (int i = 0; i < kMeterCount; ++i) {
    const auto meter = static_cast<Meter>(i);
    const int64_t tokens = unread[static_cast<size_t>(i)];
    if (IsToken(meter) && meter != Meter::kInput) {
      axis.fixed_.Set(meter, tokens * kPpm);
      axis.fixed_in_ += IsInputToken(meter) ? tokens : 0;
    }
  }
  return axis;
}

absl::StatusOr<CostAxis> CostAxis::OfInputWithShare(const TokenCells& cells,
                                                    int64_t share_ppm) {
  RATECARD_ASSIGN_OR_RETURN(CostAxis axis, InMillionths(cells));
  const int64_t rest_ppm = kPpm - share_ppm;
  const int128 fixed = int128(axis.fixed_in_) * kPpm;
  axis.uncached_ = {-fixed, rest_ppm};
  axis.read_ = {0, share_ppm};
  axis.input_ = {0, kPpm};
  axis.last_ = kMaxAxisTokens;
  if (rest_ppm == 0) {
    axis.first_ = fixed == 0 ? 0 : kMaxAxisTokens + 1;
    return axis;
  }
  axis.first_ = static_cast<int64_t>(
      std::min<int128>(kMaxAxisTokens + 1, (fixed + rest_ppm - 1) / rest_ppm));
  return axis;
}

absl::StatusOr<CostAxis> CostAxis::OfShare(const TokenCells& cells) {
  RATECARD_ASSIGN_OR_RETURN(CostAxis axis, InMillionths(cells));
  const int64_t input = cells.input_tokens;
  const int64_t text = input - axis.fixed_in_;
  axis.uncached_ = {int128(text) * kPpm, -input};
  axis.read_ = {0, input};
  axis.input_ = {int128(input) * kPpm, 0};
  axis.last_ =
      input == 0 ? kPpm : static_cast<int64_t>(int128(text) * kPpm / input);
  return axis;
}

TokenCells CostAxis::At(int64_t x) const {
  TokenCells cells = fixed_;
  cells.Set(Meter::kInput, uncached_.At(x));
  cells.Set(Meter::kCacheRead, read_.At(x));
  cells.input_tokens = input_.At(x);
  return cells;
}

void CostAxis::AddBreaks(const Linear& quantity, int128 level, int64_t first,
                         int64_t last, std::vector<int64_t>* breaks) const {
  if (quantity.per_x == 0) {
    return;
  }
  const int128 rise = (level - quantity.at_0) * (quantity.per_x < 0 ? -1 : 1);
  const int128 slope =
      quantity.per_x < 0 ? -int128(quantity.per_x) : int128(quantity.per_x);
  // Where the level is reached, or the last whole number before, and the next.
  const int128 reached = FloorDivide(rise, slope);
  for (const int128 x : {reached, reached + 1}) {
    if (first < x && x <= last) {
      breaks->push_back(static_cast<int64_t>(x));
    }
  }
}

std::vector<int64_t> CostAxis::Breaks(const RateTable& rates, int64_t first,
                                      int64_t last) const {
  std::vector<int64_t> breaks;
  // A cell without tokens has no line, which may be one without a price.
  for (const Linear& cell : {uncached_, read_}) {
    AddBreaks(cell, 0, first, last, &breaks);
  }
  for (const Rate& rate : rates.rates()) {
    for (const RateTier& tier : rate.tiers()) {
      if (rate.tier_basis == TierBasis::kInputTokens) {
        AddBreaks(input_, int128(tier.min) * scale_, first, last, &breaks);
        continue;
      }
      if (rate.tier_basis == TierBasis::kOutputTokens) {
        continue;
      }
      // A cell reaches the tier with its unit number `min`; of slices, the one
      // before ends with the unit before it.
      for (const Linear& cell : {uncached_, read_}) {
        AddBreaks(cell, int128(tier.min) * scale_, first, last, &breaks);
        AddBreaks(cell, int128(tier.min - 1) * scale_, first, last, &breaks);
      }
    }
  }
  std::sort(breaks.begin(), breaks.end());
  breaks.erase(std::unique(breaks.begin(), breaks.end()), breaks.end());
  return breaks;
}

}  // namespace ratecard
