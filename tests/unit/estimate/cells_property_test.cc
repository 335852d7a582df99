// Random small usages against an answer found by trying every table.

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/estimate/cells.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using F = UsageField;
using Grid =
    std::array<std::array<int64_t, kCacheStateCount>, kInputModalityCount>;

constexpr int kRead = 1;
constexpr F kRowFields[] = {F::kInputTokens, F::kAudioInputTokens,
                            F::kImageInputTokens, F::kVideoInputTokens};
constexpr F kReadFields[] = {F::kInputTokens, F::kCachedAudioInputTokens,
                             F::kCachedImageInputTokens,
                             F::kCachedVideoInputTokens};

// What the usage says, by the comments of ratecard.v1.Usage.
struct Given {
  std::array<int64_t, kInputModalityCount> rows{};
  std::array<int64_t, kCacheStateCount> columns{};
  std::array<std::optional<int64_t>, kInputModalityCount> reads;
};

enum class Verdict { kFine, kPartExceedsWhole, kAmbiguous };

Verdict Read(const Usage& usage, Given* given) {
  bool exceeds = false;
  int64_t cached = 0;
  for (size_t m = 1; m < 4; ++m) {
    if (usage.Has(kReadFields[m])) {
      given->reads[m] = usage.Get(kReadFields[m]);
      cached += *given->reads[m];
    }
    given->rows[m] = usage.Has(kRowFields[m]) ? usage.Get(kRowFields[m])
                                              : given->reads[m].value_or(0);
    exceeds |= given->reads[m].value_or(0) > given->rows[m];
  }
  const int64_t lifetimes = usage.Get(F::kCacheWrite5mTokens) +
                            usage.Get(F::kCacheWrite1hTokens) +
                            usage.Get(F::kCacheWrite12hTokens);
  const int64_t written = usage.Has(F::kCacheWriteTokens)
                              ? usage.Get(F::kCacheWriteTokens)
                              : lifetimes;
  const int64_t read =
      usage.Has(F::kCacheReadTokens) ? usage.Get(F::kCacheReadTokens) : cached;
  exceeds |= lifetimes > written || cached > read;
  given->columns = {
      0, read, written - lifetimes + usage.Get(F::kCacheWrite5mTokens),
      usage.Get(F::kCacheWrite1hTokens), usage.Get(F::kCacheWrite12hTokens)};
  const int64_t rows = given->rows[1] + given->rows[2] + given->rows[3];
  int64_t input = std::max(rows, read + written);
  if (usage.Has(F::kInputTokens)) {
    input = usage.Get(F::kInputTokens);
  } else if (!exceeds &&
             usage.HasAny({F::kAudioInputTokens, F::kImageInputTokens,
                           F::kVideoInputTokens}) &&
             usage.HasAny({F::kCacheReadTokens, F::kCacheWriteTokens,
                           F::kCacheWrite5mTokens, F::kCacheWrite1hTokens,
                           F::kCacheWrite12hTokens})) {
    return Verdict::kAmbiguous;
  }
  exceeds |= rows > input || read + written > input;
  given->rows[0] = input - rows;
  given->columns[0] = input - read - written;
  return exceeds ? Verdict::kPartExceedsWhole : Verdict::kFine;
}

// Tries tables in the documented order of preference: audio, image, video, each
// with as much as possible uncached, then read, then written; text is the rest.
class Tables {
 public:
  explicit Tables(const Given& given) : given_(given), room_(given.columns) {
    Try(1, 0, given.rows[1]);
  }

  int count() const { return count_; }  // stops at 2
  const Grid& best() const { return best_; }

 private:
  void Try(size_t row, size_t column, int64_t left) {
    if (count_ == 2) {
      return;
    }
    if (row == 4) {
      // What is left of the columns is text, as many as there are.
      grid_[0] = room_;
      if (++count_ == 1) {
        best_ = grid_;
      }
      return;
    }
    if (column == kCacheStateCount) {
      if (left == 0) {
        Try(row + 1, 0, row == 3 ? 0 : given_.rows[row + 1]);
      }
      return;
    }
    for (int64_t put = std::min(left, room_[column]); put >= 0; --put) {
      if (column == kRead && given_.reads[row].has_value() &&
          *given_.reads[row] != put) {
        continue;
      }
      grid_[row][column] = put;
      room_[column] -= put;
      Try(row, column + 1, left - put);
      room_[column] += put;
    }
  }

  const Given& given_;
  std::array<int64_t, kCacheStateCount> room_;
  Grid grid_{};
  Grid best_{};
  int count_ = 0;
};

Usage RandomUsage(std::mt19937* random) {
  Usage usage;
  const auto maybe = [&](F field, unsigned one_in, unsigned max) {
    if ((*random)() % one_in == 0) {
      usage.Set(field, static_cast<int64_t>((*random)() % (max + 1)));
    }
  };
  maybe(F::kInputTokens, (*random)() % 4 == 0 ? 2 : 1, 9);
  maybe(F::kCacheReadTokens, 2, 6);
  maybe(F::kCacheWriteTokens, 3, 5);
  maybe(F::kCacheWrite5mTokens, 4, 2);
  maybe(F::kCacheWrite1hTokens, 4, 3);
  maybe(F::kCacheWrite12hTokens, 5, 2);
  for (size_t m = 1; m < 4; ++m) {
    maybe(kRowFields[m], 2, 4);
    maybe(kReadFields[m], 3, 2);
  }
  return usage;
}

std::string Describe(const Usage& usage) {
  std::string text;
  for (int i = 0; i < kUsageFieldCount; ++i) {
    const auto field = static_cast<F>(i);
    if (usage.Has(field)) {
      absl::StrAppend(&text, NameOf(field), ": ", usage.Get(field), " ");
    }
  }
  return text;
}

struct Seen {
  int unique = 0;
  int assumed = 0;
  int infeasible = 0;
  int exceeds = 0;
  int ambiguous = 0;
};

void Compare(const Usage& usage, Seen* seen) {
  const auto cells = FillCells(usage);
  Given given;
  const Verdict verdict = Read(usage, &given);
  if (verdict == Verdict::kAmbiguous) {
    ++seen->ambiguous;
    ASSERT_THAT(cells, FailsWith(absl::StatusCode::kInvalidArgument,
                                 "USAGE_AMBIGUOUS"));
    return;
  }
  if (verdict == Verdict::kPartExceedsWhole) {
    ++seen->exceeds;
    ASSERT_THAT(cells, FailsWith(absl::StatusCode::kInvalidArgument,
                                 "PART_EXCEEDS_WHOLE"));
    return;
  }
  const Tables tables(given);
  if (tables.count() == 0) {
    ++seen->infeasible;
    ASSERT_THAT(cells, FailsWith(absl::StatusCode::kInvalidArgument,
                                 "PART_EXCEEDS_WHOLE"));
    return;
  }
  ++(tables.count() == 1 ? seen->unique : seen->assumed);
  ASSERT_THAT(cells, IsOk());
  ASSERT_EQ(cells->overlap_assumed, tables.count() > 1);
  for (int m = 0; m < kInputModalityCount; ++m) {
    for (int s = 0; s < kCacheStateCount; ++s) {
      ASSERT_EQ((*cells)[InputCell(static_cast<InputModality>(m),
                                   static_cast<CacheState>(s))],
                tables.best()[static_cast<size_t>(m)][static_cast<size_t>(s)])
          << "modality " << m << ", state " << s;
    }
  }
}

TEST(FillCells, AgreesWithTryingEveryTable) {
  std::mt19937 random(7);
  Seen seen;
  for (int i = 0; i < 60'000 && !testing::Test::HasFailure(); ++i) {
    const Usage usage = RandomUsage(&random);
    SCOPED_TRACE(Describe(usage));
    Compare(usage, &seen);
  }
  // Every outcome was met often enough to mean something.
  EXPECT_GT(seen.unique, 1'000);
  EXPECT_GT(seen.assumed, 1'000);
  EXPECT_GT(seen.infeasible, 100);
  EXPECT_GT(seen.exceeds, 1'000);
  EXPECT_GT(seen.ambiguous, 1'000);
}

}  // namespace
}  // namespace ratecard
