// Tiers on the length of a request and on quantities.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/estimate/estimate.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/estimate/test_model.h"

namespace ratecard {
namespace {

using F = UsageField;

// gemini-2.5-pro: 1.25 / 0.125 / 10, above 200,000 input tokens 2.5 / 0.25 /
// 15; a search fee that knows no length.
std::vector<Rate> Gemini() {
  return {Tiered(RateOf(Meter::kInput, Cents(125)), TierBasis::kInputTokens,
                 {{200'001, Cents(250)}}),
          Tiered(RateOf(Meter::kCacheRead, Cents(125) / 10),
                 TierBasis::kInputTokens, {{200'001, Cents(25)}}),
          Tiered(RateOf(Meter::kOutput, Dollars(10)), TierBasis::kInputTokens,
                 {{200'001, Dollars(15)}}),
          RateOf(Meter::kWebSearches, Dollars(35))};
}

// 199,999 × 1.25 + 1,000 × 10 and so on, in millionths.
TEST(LongContextTier,
     RepricesTheWholeRequestFromItsFirstTokenAboveTheThreshold) {
  const TestModel test(Gemini());
  const auto total = [&](int64_t input) {
    return TotalOf(
        test, UsageOf({{F::kInputTokens, input}, {F::kOutputTokens, 1'000}}));
  };
  EXPECT_EQ(total(199'999), "0.25999875");
  EXPECT_EQ(total(200'000), "0.26");
  EXPECT_EQ(total(200'001), "0.5150025");  // 200,001 × 2.5 + 1,000 × 15
}

// 150,001 × 2.5 + 50,000 × 0.25 + 1,000 × 15 millionths.
TEST(LongContextTier, CountsCachedTokens) {
  const TestModel test(Gemini());
  EXPECT_EQ(TotalOf(test, UsageOf({{F::kInputTokens, 200'001},
                                   {F::kCacheReadTokens, 50'000},
                                   {F::kOutputTokens, 1'000}})),
            "0.4025025");
}

TEST(LongContextTier, CountsWrittenTokensAndThoseOfEveryModality) {
  const TestModel test({Tiered(RateOf(Meter::kInput, Dollars(1)),
                               TierBasis::kInputTokens, {{100, Dollars(2)}}),
                        RateOf(Meter::kCacheWrite1h, Dollars(8)),
                        RateOf(Meter::kAudioInput, Dollars(4))});
  const auto tier_of_text = [&](Quantities fields) {
    return Priced(test, UsageOf(fields)).lines[0].tier_min;
  };
  EXPECT_EQ(tier_of_text({{F::kInputTokens, 99}, {F::kCacheWrite1hTokens, 98}}),
            0);
  EXPECT_EQ(
      tier_of_text({{F::kInputTokens, 100}, {F::kCacheWrite1hTokens, 99}}),
      100);
  EXPECT_EQ(tier_of_text({{F::kInputTokens, 100}, {F::kAudioInputTokens, 99}}),
            100);
}

TEST(LongContextTier, LeavesMetersThatHaveNoTierAlone) {
  const TestModel test(Gemini());
  const Estimate estimate =
      Priced(test, UsageOf({{F::kInputTokens, 300'000}, {F::kWebSearches, 2}}));
  EXPECT_EQ(Text(estimate.part(CostPart::kTools)), "0.07");
  EXPECT_EQ(estimate.lines[0].tier_min, 200'001);
  EXPECT_EQ(estimate.lines[1].tier_min, 0);
}

TEST(LongContextTier, DoesNotCountOutput) {
  const TestModel test(Gemini());
  EXPECT_EQ(TotalOf(test, UsageOf({{F::kInputTokens, 200'000},
                                   {F::kOutputTokens, 100'000}})),
            "1.25");  // 0.25 + 1
}

TEST(LongContextTier, TakesTheHighestOfSeveral) {
  const TestModel test(
      {Tiered(RateOf(Meter::kInput, Dollars(1)), TierBasis::kInputTokens,
              {{32'001, Dollars(2)}, {128'001, Dollars(3)}})});
  EXPECT_EQ(TotalOf(test, UsageOf({{F::kInputTokens, 32'000}})), "0.032");
  EXPECT_EQ(TotalOf(test, UsageOf({{F::kInputTokens, 100'000}})), "0.2");
  EXPECT_EQ(TotalOf(test, UsageOf({{F::kInputTokens, 128'001}})), "0.384003");
}

// Reasoning, billed as output, takes the tier of output.
TEST(OutputTier, LooksAtAllOutputTokens) {
  const TestModel test(
      {Tiered(RateOf(Meter::kInput, Dollars(1)), TierBasis::kOutputTokens,
              {{201, Dollars(2)}}),
       Tiered(RateOf(Meter::kOutput, Dollars(10)), TierBasis::kOutputTokens,
              {{201, Dollars(20)}})});
  const auto total = [&](int64_t output, int64_t reasoning) {
    return TotalOf(test, UsageOf({{F::kInputTokens, 1'000},
                                  {F::kOutputTokens, output},
                                  {F::kReasoningTokens, reasoning}}));
  };
  EXPECT_EQ(total(200, 150), "0.003");    // 1,000 × 1 + 200 × 10
  EXPECT_EQ(total(201, 150), "0.00602");  // 1,000 × 2 + 201 × 20
  EXPECT_EQ(total(201, 0), "0.00602");
}

TEST(QuantityTier, RepricesAllUnitsOfItsMeter) {
  const TestModel test({Tiered(RateOf(Meter::kWebSearches, Dollars(10)),
                               TierBasis::kQuantity, {{11, Dollars(5)}}),
                        RateOf(Meter::kInput, Dollars(1))});
  EXPECT_EQ(TotalOf(test, UsageOf({{F::kWebSearches, 10}})), "0.1");
  EXPECT_EQ(TotalOf(test, UsageOf({{F::kWebSearches, 11}})), "0.055");
  // Its own units, not the request's tokens.
  EXPECT_EQ(TotalOf(test, UsageOf({{F::kWebSearches, 10},
                                   {F::kInputTokens, 1'000'000}})),
            "1.1");
}

std::vector<Rate> Graduated() {
  return {Tiered(RateOf(Meter::kInput, Dollars(4)), TierBasis::kGraduated,
                 {{1'001, Dollars(2)}, {3'001, Dollars(1)}})};
}

// Units 1 to 1,000 at 4, 1,001 to 3,000 at 2, the rest at 1 per million.
TEST(GraduatedTiers, PriceEachSliceOnItsOwn) {
  const TestModel test(Graduated());
  const auto total = [&](int64_t input) {
    return TotalOf(test, UsageOf({{F::kInputTokens, input}}));
  };
  EXPECT_EQ(total(1), "0.000004");
  EXPECT_EQ(total(1'000), "0.004");
  EXPECT_EQ(total(1'001), "0.004002");
  EXPECT_EQ(total(3'000), "0.008");  // 0.004 + 2,000 × 2
  EXPECT_EQ(total(3'001), "0.008001");
  EXPECT_EQ(total(10'000), "0.015");  // 0.004 + 0.004 + 7,000 × 1
}

TEST(GraduatedTiers, HaveALineForEachSliceReached) {
  const TestModel test(Graduated());
  EXPECT_EQ(Priced(test, UsageOf({{F::kInputTokens, 1'000}})).lines.size(), 1u);
  const Estimate estimate = Priced(test, UsageOf({{F::kInputTokens, 10'000}}));
  ASSERT_EQ(estimate.lines.size(), 3u);
  EXPECT_EQ(estimate.lines[0].quantity, 1'000);
  EXPECT_EQ(estimate.lines[0].tier_min, 0);
  EXPECT_EQ(estimate.lines[0].unit_price_nanos, Dollars(4));
  EXPECT_EQ(estimate.lines[1].quantity, 2'000);
  EXPECT_EQ(estimate.lines[1].tier_min, 1'001);
  EXPECT_EQ(estimate.lines[2].quantity, 7'000);
  EXPECT_EQ(estimate.lines[2].tier_min, 3'001);
  EXPECT_EQ(estimate.lines[2].unit_price_nanos, Dollars(1));
}

// 20 searches: the first 10 at $5 a thousand, the rest at $2.
TEST(QuantityTiers, LookAtAllUnitsThatTheRateBills) {
  const auto twice = [](TierBasis basis) {
    const TestModel test({Tiered(RateOf(Meter::kFileSearches, Dollars(5)),
                                 basis, {{11, Dollars(2)}})});
    return Priced(
        test, UsageOf({}, {{Meter::kFileSearches, 10, {}},
                           {Meter::kFileSearches, 10, {{"index", "other"}}}}));
  };
  const Estimate whole = twice(TierBasis::kQuantity);
  EXPECT_EQ(Text(whole.total), "0.04");  // 20 × 2 / 1,000
  EXPECT_EQ(whole.lines[0].tier_min, 11);
  const Estimate graduated = twice(TierBasis::kGraduated);
  EXPECT_EQ(Text(graduated.total), "0.07");  // 10 × 5 + 10 × 2 / 1,000
  ASSERT_EQ(graduated.lines.size(), 2u);
  EXPECT_EQ(graduated.lines[1].unit_price_nanos, Dollars(2));
}

// The two kinds have rates of their own, so each begins at its first unit.
TEST(QuantityTiers, KeepRatesApart) {
  const auto rate = [](const char* kind) {
    return Tiered(RateOf(Meter::kFileSearches, Dollars(5), {{"kind", kind}}),
                  TierBasis::kGraduated, {{11, Dollars(2)}});
  };
  const TestModel test({rate("a"), rate("b")});
  EXPECT_EQ(
      TotalOf(test, UsageOf({}, {{Meter::kFileSearches, 10, {{"kind", "a"}}},
                                 {Meter::kFileSearches, 10, {{"kind", "b"}}}})),
      "0.1");  // 20 × 5 / 1,000
}

TEST(GraduatedTiers, WithoutABaseLeaveTheFirstSliceUnpriced) {
  Rate rate = Tiered(RateOf(Meter::kInput, MeterState::kUnpriced),
                     TierBasis::kGraduated, {{1'001, Dollars(2)}});
  const TestModel test({rate});
  EXPECT_THAT(
      Refused(test, UsageOf({{F::kInputTokens, 5'000}})),
      FailsWith(absl::StatusCode::kFailedPrecondition, "METER_UNPRICED"));
}

TEST(TierWithoutABase, IsUnpricedBelowItsThreshold) {
  const TestModel test(
      {Tiered(RateOf(Meter::kInput, MeterState::kUnpriced),
              TierBasis::kInputTokens, {{200'001, Dollars(4)}})});
  EXPECT_THAT(
      Refused(test, UsageOf({{F::kInputTokens, 200'000}})),
      FailsWith(absl::StatusCode::kFailedPrecondition, "METER_UNPRICED"));
  EXPECT_EQ(TotalOf(test, UsageOf({{F::kInputTokens, 200'001}})), "0.800004");
}

// A service tier without the standard tier's threshold.
TEST(TierWithoutAPrice, IsUnpricedFromItsThreshold) {
  const Rate rate =
      Tiered(RateOf(Meter::kInput, Dollars(5)), TierBasis::kInputTokens,
             {{272'001, 0, MeterState::kUnpriced}});
  const TestModel test({rate});
  EXPECT_EQ(TotalOf(test, UsageOf({{F::kInputTokens, 272'000}})), "1.36");
  EXPECT_THAT(
      Refused(test, UsageOf({{F::kInputTokens, 272'001}})),
      FailsWith(absl::StatusCode::kFailedPrecondition, "METER_UNPRICED"));
}

}  // namespace
}  // namespace ratecard
