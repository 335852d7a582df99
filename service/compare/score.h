// Scores of benchmarks: exact decimals, more is better.

#ifndef RATECARD_SERVICE_COMPARE_SCORE_H_
#define RATECARD_SERVICE_COMPARE_SCORE_H_

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/string_view.h"

namespace ratecard {

// In 1e-9 of a point, at most 1e9 points either way.
using ScoreNanos = int64_t;
inline constexpr ScoreNanos kNoScore = std::numeric_limits<ScoreNanos>::min();

// A written score, `77.6` or `-3`. Unset: it is no number, has more than nine
// decimals that matter, or is out of bounds.
std::optional<ScoreNanos> ParseScore(absl::string_view text);

// The shortest decimal string. Requires a score.
std::string FormatScore(ScoreNanos score);

// The scores of one benchmark. Immutable once built; thread-safe.
class BenchmarkScores {
 public:
  // In order of model.
  void Add(uint32_t model, ScoreNanos score);
  // The lowest score of a base model is that of its other models, for those who
  // ask for it.
  void AddOfBase(uint32_t base_model, ScoreNanos score);

  // kNoScore if it has none.
  ScoreNanos Of(uint32_t model) const;
  ScoreNanos OfBase(uint32_t base_model) const;

 private:
  struct Entry {
    uint32_t number;
    ScoreNanos score;
  };
  static ScoreNanos Find(const std::vector<Entry>& entries, uint32_t number);

  std::vector<Entry> models_;  // by number
  std::vector<Entry> bases_;   // by number
};

// Whether a ÷ x < b ÷ y, exactly. Requires a, b >= 0 and x, y > 0.
bool RatioIsLess(absl::int128 a, int64_t x, absl::int128 b, int64_t y);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_SCORE_H_
