#include "service/compare/alternatives.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/compare/piecewise_fixture.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class AlternativesOf : public PiecewiseFixture {
 protected:
  // Those of one kind: `0.011, -0.02`, or the reason of an error.
  std::vector<std::string> Found(const std::string& id, const Usage& usage,
                                 AlternativeKind kind) {
    const Model& model = ModelOf(id);
    Estimate estimate;
    EXPECT_THAT(PriceUsage(model, usage, options_, &estimate), IsOk());
    const ExplainedCost cost{model, usage, options_, estimate,
                             *Round(estimate.total)};
    found_ = Alternatives(cost, lists_).value();
    std::vector<std::string> lines;
    for (const Alternative& one : found_) {
      if (one.kind == kind) {
        lines.push_back(one.status.ok()
                            ? absl::StrCat(FormatMoney(one.total), ", ",
                                           FormatMoney(one.difference))
                            : DetailOf(one.status).reason);
      }
    }
    return lines;
  }

  AlternativeLists lists_;
  std::vector<Alternative> found_;
};

// 1,000 × $1 + 1,500 × $20 per million; 1,000 of output cost $10.
TEST_F(AlternativesOf, OutputCanBeBelowItsTierToo) {
  EXPECT_THAT(
      Found("wordy", UsageOf(1'000, 0, 1'500), AlternativeKind::kBelowTier),
      ElementsAre("0.011, -0.02"));
  EXPECT_EQ(found_[0].output_tokens, 1'000);
  EXPECT_FALSE(found_[0].input_tokens.has_value());
}

TEST_F(AlternativesOf, OutputThatIsAllReasoningCannot) {
  Usage usage = UsageOf(0, 0, 1'500);
  usage.Set(UsageField::kReasoningTokens, 1'400);
  EXPECT_THAT(Found("wordy", usage, AlternativeKind::kBelowTier),
              ElementsAre("NOT_ENOUGH_TOKENS"));
}

// $2 for a million now, $4 in 2025, $1 from 2027 on. That output got a price in
// June changes nothing for a request without any.
TEST_F(AlternativesOf, AnotherDateIsOneThatChangesTheCost) {
  Usage usage;
  usage.Set(UsageField::kInputTokens, 1'000'000);
  EXPECT_THAT(Found("changing", usage, AlternativeKind::kAsOf),
              ElementsAre("1, -1", "4, 2"));
  EXPECT_EQ(found_[0].as_of, TimeOf("2027-01-01T00:00:00Z"));
  EXPECT_EQ(found_[1].as_of, TimeOf("2025-12-31T23:59:59Z"));
}

// At the instant of a change the new price holds; the one before is the last.
TEST_F(AlternativesOf, AChangeOfThisVeryInstantIsTheLastOne) {
  options_.as_of = TimeOf("2027-01-01T00:00:00Z");
  Usage usage;
  usage.Set(UsageField::kInputTokens, 1'000'000);
  EXPECT_THAT(Found("changing", usage, AlternativeKind::kAsOf),
              ElementsAre("2, 1"));
}

TEST_F(AlternativesOf, AreNoneWhereNothingElseIsOffered) {
  Usage usage;
  usage.Set(UsageField::kInputTokens, 1);
  Found("gift", usage, AlternativeKind::kAsOf);
  EXPECT_THAT(found_, IsEmpty());
}

// Read at $0.10 instead of $1, per million; 25 of 50 written at $1.25 stay.
TEST_F(AlternativesOf, WritesLeaveLessToRead) {
  lists_.cache_shares_ppm = {500'000, 500'001};
  EXPECT_THAT(Found("plain", UsageOf(0, 25, 0), AlternativeKind::kCacheShare),
              ElementsAre("INVALID_SHARE", "INVALID_SHARE"));
  Usage usage = UsageOf(0, 25, 0);
  usage.Set(UsageField::kInputTokens, 50);
  // 25 × 1.25 + 25 × 0.1 = 33.75, against 25 × 1.25 + 25 × 1 = 56.25.
  EXPECT_THAT(Found("plain", usage, AlternativeKind::kCacheShare),
              ElementsAre("0.00003375, -0.0000225", "INVALID_SHARE"));
}

// Written at $1.25 and read at $0.10, or all at $1.
TEST_F(AlternativesOf, NoCacheSendsEverythingUncached) {
  EXPECT_THAT(Found("plain", UsageOf(100, 100, 0), AlternativeKind::kNoCache),
              ElementsAre("0.0002, 0.000065"));
}

}  // namespace
}  // namespace ratecard
