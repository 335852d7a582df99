#include "service/compare/score.h"

#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

using testing::Eq;
using testing::Optional;

TEST(ParseScore, IsExact) {
  EXPECT_THAT(ParseScore("77.6"), Optional(Eq(77'600'000'000)));
  EXPECT_THAT(ParseScore("1334"), Optional(Eq(1'334'000'000'000)));
  EXPECT_THAT(ParseScore("-0.5"), Optional(Eq(-500'000'000)));
  EXPECT_EQ(FormatScore(77'600'000'000), "77.6");
  EXPECT_EQ(FormatScore(-500'000'000), "-0.5");
}

TEST(ParseScore, TakesNothingButNumbers) {
  for (const char* text :
       {"", "-", "high", "77.6%", "1e3", "0.1234567891", "--1", "1000000001"}) {
    EXPECT_EQ(ParseScore(text), std::nullopt) << text;
  }
}

TEST(BenchmarkScores, AreThoseOfTheModelOrTheLowestOfItsBaseModel) {
  BenchmarkScores scores;
  scores.Add(3, 50);
  scores.AddOfBase(7, 50);
  scores.Add(9, 40);
  scores.AddOfBase(7, 40);
  EXPECT_EQ(scores.Of(3), 50);
  EXPECT_EQ(scores.Of(4), kNoScore);
  EXPECT_EQ(scores.OfBase(7), 40);
  EXPECT_EQ(scores.OfBase(0), kNoScore);
}

// 1/3 < 2/5, as 5 < 6.
TEST(RatioIsLess, MultipliesAcross) {
  EXPECT_TRUE(RatioIsLess(1, 3, 2, 5));
  EXPECT_FALSE(RatioIsLess(2, 5, 1, 3));
  EXPECT_FALSE(RatioIsLess(2, 6, 1, 3));
}

// (2^120 + 1) × (2^62) against 2^120 × (2^62 + 1): less, by 2^120 - 2^62.
TEST(RatioIsLess, IsExactBeyond128Bits) {
  const absl::int128 large = absl::int128(1) << 120;
  const int64_t factor = int64_t{1} << 62;
  EXPECT_TRUE(RatioIsLess(large + 1, factor + 1, large, factor));
  EXPECT_FALSE(RatioIsLess(large, factor, large + 1, factor + 1));
  EXPECT_FALSE(RatioIsLess(large, factor, large, factor));
}

}  // namespace
}  // namespace ratecard
