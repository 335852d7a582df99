// What no other offer beats, against looking at all pairs.

#include "service/compare/pareto.h"

#include <random>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

using testing::ElementsAre;

Offer At(int64_t cost, ScoreNanos score) { return {ExactAmount(cost), score}; }

TEST(ParetoFront, HasWhatIsCheaperOrBetterThanEveryOther) {
  EXPECT_THAT(ParetoFront({At(1, 10), At(2, 30), At(3, 20), At(4, 40)}),
              ElementsAre(true, true, false, true));
}

TEST(ParetoFront, HasEqualOnesBoth) {
  EXPECT_THAT(ParetoFront({At(1, 10), At(1, 10), At(1, 9)}),
              ElementsAre(true, true, false));
}

TEST(ParetoFront, LeavesOutWhatIsOnlyAsGoodForMore) {
  EXPECT_THAT(ParetoFront({At(1, 10), At(2, 10)}), ElementsAre(true, false));
}

TEST(ParetoFront, HasNothingWithoutAScore) {
  EXPECT_THAT(ParetoFront({At(1, kNoScore), At(2, -5)}),
              ElementsAre(false, true));
}

TEST(ParetoFront, IsWhatComparingAllPairsFinds) {
  std::mt19937 random(7);  // NOLINT: the same cases every time
  for (int round = 0; round < 3'000; ++round) {
    std::vector<Offer> offers(random() % 12);
    const auto below = [&](uint32_t n) {
      return static_cast<int64_t>(random() % n);
    };
    for (Offer& offer : offers) {
      const bool scored = below(5) > 0;
      offer = At(below(6), scored ? below(6) : kNoScore);
    }
    const std::vector<bool> front = ParetoFront(offers);
    for (size_t i = 0; i < offers.size(); ++i) {
      bool expected = offers[i].score != kNoScore;
      for (const Offer& other : offers) {
        const absl::int128 saved =
            offers[i].cost.numerator() - other.cost.numerator();
        expected &= other.score == kNoScore || saved < 0 ||
                    other.score < offers[i].score ||
                    (saved == 0 && other.score == offers[i].score);
      }
      ASSERT_EQ(front[i], expected) << round << " " << i;
    }
  }
}

}  // namespace
}  // namespace ratecard
