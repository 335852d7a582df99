#include "service/compare/score.h"

#include <algorithm>
#include <tuple>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

constexpr int64_t kMaxScoreNanos = kNanosPerUnit * kNanosPerUnit;

// a × x in 192 bits: all but the lowest 64, and these.
std::tuple<absl::uint128, uint64_t> Product(absl::int128 a, int64_t x) {
  const absl::uint128 value(a);
  const absl::uint128 factor(static_cast<uint64_t>(x));
  const absl::uint128 low = absl::Uint128Low64(value) * factor;
  return {absl::Uint128High64(value) * factor + absl::Uint128High64(low),
          absl::Uint128Low64(low)};
}

}  // namespace

std::optional<ScoreNanos> ParseScore(absl::string_view text) {
  const bool negative = absl::ConsumePrefix(&text, "-");
  const absl::StatusOr<int64_t> nanos = ParseNanos(text, kMaxScoreNanos);
  if (!nanos.ok()) {
    return std::nullopt;
  }
  return negative ? -*nanos : *nanos;
}

std::string FormatScore(ScoreNanos score) {
  return score < 0 ? absl::StrCat("-", FormatNanos(-score))
                   : FormatNanos(score);
}

void BenchmarkScores::Add(uint32_t model, ScoreNanos score) {
  models_.push_back({model, score});
}

void BenchmarkScores::AddOfBase(uint32_t base_model, ScoreNanos score) {
  const auto place = std::lower_bound(
      bases_.begin(), bases_.end(), base_model,
      [](const Entry& entry, uint32_t b) { return entry.number < b; });
  if (place != bases_.end() && place->number == base_model) {
    place->score = std::min(place->score, score);
  } else {
    bases_.insert(place, {base_model, score});
  }
}

ScoreNanos BenchmarkScores::Find(const std::vector<Entry>& entries,
                                 uint32_t number) {
  const auto place = std::lower_bound(
      entries.begin(), entries.end(), number,
      [](const Entry& entry, uint32_t n) { return entry.number < n; });
  return place != entries.end() && place->number == number ? place->score
                                                           : kNoScore;
}

ScoreNanos BenchmarkScores::Of(uint32_t model) const {
  return Find(models_, model);
}

ScoreNanos BenchmarkScores::OfBase(uint32_t base_model) const {
  return base_model == 0 ? kNoScore : Find(bases_, base_model);
}

bool RatioIsLess(absl::int128 a, int64_t x, absl::int128 b, int64_t y) {
  return Product(a, y) < Product(b, x);
}

}  // namespace ratecard
