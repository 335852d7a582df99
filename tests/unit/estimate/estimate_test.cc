#include "service/estimate/estimate.h"

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/estimate/test_model.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Pair;
using F = UsageField;

constexpr int64_t kInt64Max = std::numeric_limits<int64_t>::max();

auto IsUnpriced() {
  return FailsWith(absl::StatusCode::kFailedPrecondition, "METER_UNPRICED");
}

std::string MetersOf(const absl::Status& status) {
  for (const auto& [key, value] : DetailOf(status).metadata) {
    if (key == "meters") {
      return value;
    }
  }
  return "";
}

// 40,000 × 1.75 + 80,000 × 0.175 + 8,000 × 14 millionths
// = 0.07 + 0.014 + 0.112 = 0.196.
TEST(PriceUsage, AddsUpItsLines) {
  const TestModel test(Codex());
  const Estimate estimate = Priced(test, CodexUsage());
  EXPECT_EQ(Text(estimate.total), "0.196");
  EXPECT_EQ(Text(estimate.part(CostPart::kInput)), "0.07");
  EXPECT_EQ(Text(estimate.part(CostPart::kCache)), "0.014");
  EXPECT_EQ(Text(estimate.part(CostPart::kOutput)), "0.112");
  EXPECT_EQ(Text(estimate.part(CostPart::kTools)), "0");
  EXPECT_EQ(Text(estimate.part(CostPart::kOther)), "0");
  EXPECT_EQ(estimate.schedule->id, "all");
  EXPECT_EQ(estimate.input_tokens, 120'000);
  EXPECT_EQ(estimate.output_tokens, 8'000);
  EXPECT_TRUE(estimate.warnings.empty());
  EXPECT_FALSE(estimate.incomplete);
  ASSERT_EQ(estimate.lines.size(), 3u);
  const EstimateLine& cached = estimate.lines[1];
  EXPECT_EQ(cached.meter, Meter::kCacheRead);
  EXPECT_EQ(cached.billed_as, Meter::kCacheRead);
  EXPECT_EQ(cached.state, MeterState::kPriced);
  EXPECT_EQ(cached.quantity, 80'000);
  EXPECT_EQ(cached.unit_price_nanos, 175'000'000);
  EXPECT_EQ(cached.tier_min, 0);
  EXPECT_EQ(Text(cached.amount), "0.014");
}

TEST(PriceUsage, OverwritesAnEarlierEstimate) {
  const TestModel test(Codex());
  Estimate estimate;
  ASSERT_THAT(PriceUsage(test.model, CodexUsage(), Now(), &estimate), IsOk());
  ASSERT_THAT(PriceUsage(test.model, UsageOf({{F::kOutputTokens, 8'000}}),
                         Now(), &estimate),
              IsOk());
  EXPECT_EQ(Text(estimate.total), "0.112");
  EXPECT_EQ(estimate.lines.size(), 1u);
  EXPECT_EQ(Text(estimate.part(CostPart::kInput)), "0");
  EXPECT_FALSE(estimate.cache_savings.has_value());
  EXPECT_EQ(estimate.input_tokens, 0);
}

// 0.0004 per million is 0.4 nanos per token.
TEST(PriceUsage, RoundsTheSumAndNotItsLines) {
  const TestModel test({RateOf(Meter::kInput, 400'000),
                        RateOf(Meter::kCacheRead, 400'000),
                        RateOf(Meter::kOutput, 400'000)});
  // Each line rounds to 0; the sum is 1.2 nanos.
  const Estimate estimate = Priced(test, UsageOf({{F::kInputTokens, 2},
                                                  {F::kCacheReadTokens, 1},
                                                  {F::kOutputTokens, 1}}));
  for (const EstimateLine& line : estimate.lines) {
    EXPECT_EQ(Text(line.amount), "0");
  }
  EXPECT_EQ(Text(estimate.total), "0.000000001");
}

// Each meter's own unit: 1,000 searches, 1,000 pages, a minute, an hour, one
// session, a million characters.
TEST(PriceUsage, DividesByEachMetersUnitQuantity) {
  const auto one_dollar = [](Meter meter, int64_t quantity) {
    const TestModel test({RateOf(meter, Dollars(1))});
    return TotalOf(test, UsageOf({}, {{meter, quantity, {}}}));
  };
  EXPECT_EQ(one_dollar(Meter::kFileSearches, 3), "0.003");
  EXPECT_EQ(one_dollar(Meter::kInputPages, 37), "0.037");
  EXPECT_EQ(one_dollar(Meter::kInputAudioMilliseconds, 90'000), "1.5");
  EXPECT_EQ(one_dollar(Meter::kCodeExecutionMilliseconds, 900'000), "0.25");
  EXPECT_EQ(one_dollar(Meter::kSessions, 3), "3");
  EXPECT_EQ(one_dollar(Meter::kOutputImages, 3), "3");
  EXPECT_EQ(one_dollar(Meter::kInputCharacters, 5), "0.000005");
  EXPECT_EQ(one_dollar(Meter::kCacheStorageTokenHours, 3'000'000), "3");
}

TEST(PriceUsage, PutsEachMeterIntoOnePart) {
  const TestModel test({RateOf(Meter::kSessions, Dollars(1)),
                        RateOf(Meter::kCacheStorageTokenHours, Dollars(2)),
                        RateOf(Meter::kOutputImages, Dollars(4))});
  const Estimate estimate =
      Priced(test, UsageOf({}, {{Meter::kSessions, 1, {}},
                                {Meter::kCacheStorageTokenHours, 1'000'000, {}},
                                {Meter::kOutputImages, 1, {}}}));
  EXPECT_EQ(Text(estimate.part(CostPart::kTools)), "1");
  EXPECT_EQ(Text(estimate.part(CostPart::kCache)), "2");
  EXPECT_EQ(Text(estimate.part(CostPart::kOther)), "4");
  EXPECT_EQ(Text(estimate.total), "7");
}

TEST(PriceUsage, LeavesOutWhatIsZero) {
  const TestModel test({RateOf(Meter::kInput, Dollars(1))});
  const Estimate estimate = Priced(test, UsageOf({{F::kInputTokens, 0},
                                                  {F::kOutputTokens, 0},
                                                  {F::kWebSearches, 0}},
                                                 {{Meter::kSessions, 0, {}}}));
  EXPECT_TRUE(estimate.lines.empty());
  EXPECT_EQ(Text(estimate.total), "0");
}

TEST(PriceUsage, TakesTheRateOfAQuantitysParameters) {
  const TestModel test(
      {RateOf(Meter::kOutputImages, Cents(4)),
       RateOf(Meter::kOutputImages, Cents(17), {{"quality", "high"}})});
  const Estimate estimate = Priced(
      test, UsageOf({}, {{Meter::kOutputImages, 2, {}},
                         {Meter::kOutputImages, 3, {{"quality", "high"}}},
                         {Meter::kOutputImages, 5, {{"quality", "low"}}}}));
  ASSERT_EQ(estimate.lines.size(), 3u);
  EXPECT_EQ(Text(estimate.lines[0].amount), "0.08");
  EXPECT_EQ(Text(estimate.lines[1].amount), "0.51");
  EXPECT_EQ(Text(estimate.lines[2].amount), "0.2");
  EXPECT_EQ(estimate.lines[1].quantity_index, 1);
  EXPECT_EQ(Text(estimate.total), "0.79");
}

TEST(PriceUsage, RefusesASecondQuantityOfTheSameThing) {
  const TestModel test({RateOf(Meter::kOutputImages, Cents(4))});
  EXPECT_THAT(
      Refused(test,
              UsageOf({}, {{Meter::kOutputImages, 1, {{"size", "big"}}},
                           {Meter::kOutputImages, 2, {}},
                           {Meter::kOutputImages, 3, {{"size", "big"}}}})),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_QUANTITY"),
            NamesField("usage.quantities[2]")));
}

// Maps queries billed as searches pay for the context size that they had.
TEST(PriceUsage, KeepsTheParametersOfWhatIsBilledAsAnotherMeter) {
  const TestModel test(
      {RateOf(Meter::kWebSearches, Dollars(10)),
       RateOf(Meter::kWebSearches, Dollars(30), {{"context", "high"}}),
       BilledAs(Meter::kMapsQueries, Meter::kWebSearches)});
  EXPECT_EQ(TotalOf(test, UsageOf({}, {{Meter::kMapsQueries, 1'000, {}}})),
            "10");
  EXPECT_EQ(
      TotalOf(
          test,
          UsageOf({}, {{Meter::kMapsQueries, 1'000, {{"context", "high"}}}})),
      "30");
}

TEST(UnpricedMeter, IsRefusedWithWhatHasAPrice) {
  const TestModel test({RateOf(Meter::kInputPages, Dollars(4)),
                        RateOf(Meter::kAnnotatedPages, MeterState::kFree),
                        RateOf(Meter::kImageInput, MeterState::kUnpriced)});
  const absl::Status refused = Refused(test, UsageOf({{F::kInputTokens, 10}}));
  EXPECT_THAT(std::string(refused.message()),
              HasSubstr("it has prices for input_pages, annotated_pages"));
  EXPECT_THAT(DetailOf(refused).metadata,
              Contains(Pair("priced", "input_pages,annotated_pages")));
}

TEST(PriceUsage, RefusesAQuantityWhoseParametersHaveNoPrice) {
  const TestModel test({RateOf(Meter::kWebSearches, Dollars(25),
                               {{"search_context_size", "low"}})});
  EXPECT_THAT(Refused(test, UsageOf({{F::kWebSearches, 1}})), IsUnpriced());
  EXPECT_EQ(TotalOf(test, UsageOf({}, {{Meter::kWebSearches,
                                        4,
                                        {{"search_context_size", "low"}}}})),
            "0.1");
}

// A meter billed as another has that meter's price per that meter's unit.
TEST(PriceUsage, NamesTheMeterWhoseRateWasTaken) {
  const TestModel test({RateOf(Meter::kInput, Dollars(2)),
                        BilledAs(Meter::kAudioInput, Meter::kInput)});
  const Estimate estimate =
      Priced(test, UsageOf({{F::kAudioInputTokens, 10'000}}));
  ASSERT_EQ(estimate.lines.size(), 1u);
  EXPECT_EQ(estimate.lines[0].meter, Meter::kAudioInput);
  EXPECT_EQ(estimate.lines[0].billed_as, Meter::kInput);
  EXPECT_FALSE(estimate.lines[0].rate_assumed);
  EXPECT_EQ(Text(estimate.total), "0.02");
}

TEST(FreeMeter, CostsNothingAndSaysSo) {
  const TestModel test({RateOf(Meter::kInput, MeterState::kFree)});
  const Estimate estimate = Priced(test, UsageOf({{F::kInputTokens, 5'000}}));
  EXPECT_EQ(Text(estimate.total), "0");
  ASSERT_EQ(estimate.lines.size(), 1u);
  EXPECT_EQ(estimate.lines[0].state, MeterState::kFree);
  EXPECT_TRUE(estimate.warnings.empty());
}

TEST(PlanMeter, CostsNothingMoreAndWarns) {
  const TestModel test({RateOf(Meter::kInput, MeterState::kIncludedInPlan)});
  const Estimate estimate = Priced(test, UsageOf({{F::kInputTokens, 5'000}}));
  EXPECT_EQ(Text(estimate.total), "0");
  EXPECT_EQ(estimate.lines[0].state, MeterState::kIncludedInPlan);
  EXPECT_TRUE(estimate.warnings.Has(WarningCode::kIncludedInPlan));
}

TEST(UnpricedMeter, IsRefusedByName) {
  const TestModel test({RateOf(Meter::kInput, Dollars(1)),
                        RateOf(Meter::kCacheRead, MeterState::kUnpriced)});
  const absl::Status status = Refused(test, UsageOf({{F::kInputTokens, 10},
                                                     {F::kCacheReadTokens, 5},
                                                     {F::kOutputTokens, 1},
                                                     {F::kWebSearches, 1}}));
  EXPECT_THAT(status, IsUnpriced());
  EXPECT_EQ(MetersOf(status), "cache_read_tokens,output_tokens,web_searches");
}

TEST(UnpricedMeter, OfWhichNothingWasUsedDoesNotMatter) {
  const TestModel test({RateOf(Meter::kInput, Dollars(1)),
                        RateOf(Meter::kOutput, MeterState::kUnpriced)});
  EXPECT_EQ(TotalOf(test, UsageOf({{F::kInputTokens, 1'000'000},
                                   {F::kOutputTokens, 0}})),
            "1");
}

TEST(AllowPartial, PricesTheRestAndSaysThatItIsIncomplete) {
  const TestModel test({RateOf(Meter::kInput, Dollars(1))});
  EstimateOptions options = Now();
  options.allow_partial = true;
  const Estimate estimate = Priced(
      test, UsageOf({{F::kInputTokens, 1'000'000}, {F::kOutputTokens, 1}}),
      options);
  EXPECT_EQ(Text(estimate.total), "1");
  EXPECT_TRUE(estimate.incomplete);
  EXPECT_TRUE(estimate.warnings.Has(WarningCode::kMetersUnpriced));
  ASSERT_EQ(estimate.lines.size(), 2u);
  EXPECT_EQ(estimate.lines[1].state, MeterState::kUnpriced);
  EXPECT_TRUE(estimate.lines[1].amount.is_zero());
}

TEST(AllowPartial, StillRefusesWhereNothingHasAPrice) {
  const TestModel test({RateOf(Meter::kInput, Dollars(1))});
  EstimateOptions options = Now();
  options.allow_partial = true;
  EXPECT_THAT(Refused(test, UsageOf({{F::kOutputTokens, 1}}), options),
              IsUnpriced());
  const TestModel none(std::vector<PriceSchedule>{});
  EXPECT_THAT(Refused(none, UsageOf({{F::kInputTokens, 1}}), options),
              IsUnpriced());
}

TEST(AllowPartial, ChangesNothingWhereAllHasAPrice) {
  const TestModel test(Codex());
  EstimateOptions options = Now();
  options.allow_partial = true;
  const Estimate estimate = Priced(test, CodexUsage(), options);
  EXPECT_FALSE(estimate.incomplete);
  EXPECT_TRUE(estimate.warnings.empty());
}

TEST(RateAssumed, MarksTheLineAndWarns) {
  const TestModel test({RateOf(Meter::kInput, Dollars(2)),
                        RateOf(Meter::kImageInput, Dollars(5))});
  const Estimate estimate = Priced(
      test, UsageOf({{F::kInputTokens, 2'000}, {F::kAudioInputTokens, 1'000}}));
  ASSERT_EQ(estimate.lines.size(), 2u);
  EXPECT_FALSE(estimate.lines[0].rate_assumed);
  EXPECT_TRUE(estimate.lines[1].rate_assumed);
  EXPECT_EQ(estimate.lines[1].billed_as, Meter::kImageInput);
  EXPECT_TRUE(estimate.warnings.Has(WarningCode::kRateAssumed));
  EXPECT_EQ(Text(estimate.total), "0.007");  // 1,000 × 2 + 1,000 × 5 millionths
}

TEST(Strict, RefusesAnAssumptionByMeter) {
  const TestModel test({RateOf(Meter::kInput, Dollars(2))});
  EstimateOptions options = Now();
  options.strict = true;
  const absl::Status status = Refused(
      test, UsageOf({{F::kInputTokens, 2'000}, {F::kAudioInputTokens, 1'000}}),
      options);
  EXPECT_THAT(status,
              FailsWith(absl::StatusCode::kFailedPrecondition, "RATE_ASSUMED"));
  EXPECT_EQ(MetersOf(status), "audio_input_tokens");
}

// Published practice needs no assumption.
TEST(Strict, TakesCachedTextImagesAndReasoningAsInputAndOutput) {
  const TestModel test(
      {RateOf(Meter::kInput, Dollars(2)), RateOf(Meter::kOutput, Dollars(8))});
  EstimateOptions options = Now();
  options.strict = true;
  // 3,000 × 2 + 1,000 × 8 millionths.
  EXPECT_EQ(TotalOf(test,
                    UsageOf({{F::kInputTokens, 3'000},
                             {F::kCacheReadTokens, 1'000},
                             {F::kImageInputTokens, 1'000},
                             {F::kOutputTokens, 1'000},
                             {F::kReasoningTokens, 500}}),
                    options),
            "0.014");
}

TEST(Strict, HoldsBesideAllowPartial) {
  const TestModel test({RateOf(Meter::kInput, Dollars(2))});
  EstimateOptions options = Now();
  options.strict = true;
  options.allow_partial = true;
  EXPECT_THAT(Refused(test,
                      UsageOf({{F::kInputTokens, 2'000},
                               {F::kAudioInputTokens, 1'000},
                               {F::kOutputTokens, 1}}),
                      options),
              FailsWith(absl::StatusCode::kFailedPrecondition, "RATE_ASSUMED"));
}

TEST(PriceUsage, NamesFieldsWithinTheRequest) {
  const TestModel test(Codex());
  EXPECT_THAT(
      Refused(test, UsageOf({{F::kInputTokens, -1}})),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "NEGATIVE_QUANTITY"),
            NamesField("usage.input_tokens")));
}

TEST(PriceUsage, NeverWrapsAnAmount) {
  const TestModel test({RateOf(Meter::kSessions, kMaxPriceNanos),
                        RateOf(Meter::kOutputImages, kMaxPriceNanos),
                        RateOf(Meter::kInput, kMaxPriceNanos)});
  EXPECT_THAT(Refused(test, UsageOf({}, {{Meter::kSessions, kInt64Max, {}}})),
              FailsWith(absl::StatusCode::kOutOfRange, "AMOUNT_OUT_OF_RANGE"));
  // (2^63 − 1) × 1,000,000 / 1,000,000 fits to the unit.
  EXPECT_EQ(TotalOf(test, UsageOf({{F::kInputTokens, kInt64Max}})),
            "9223372036854775807");
}

// Each of 64 lines fits; together they do not.
TEST(PriceUsage, NeverWrapsASumOfAmounts) {
  const TestModel test({RateOf(Meter::kSessions, kMaxPriceNanos)});
  std::vector<MeterQuantity> quantities;
  for (int i = 0; i < 64; ++i) {
    quantities.push_back(
        {Meter::kSessions, 9'223'372'036'854, {{"number", std::to_string(i)}}});
  }
  EXPECT_EQ(TotalOf(test, UsageOf({}, {quantities[0]})), "9223372036854000000");
  EXPECT_THAT(Refused(test, UsageOf({}, quantities)),
              FailsWith(absl::StatusCode::kOutOfRange, "AMOUNT_OUT_OF_RANGE"));
}

// 64 slices for each of 64 quantities, each slice 2^44 × 10^15 × 18,000,000
// = 2^117.9 of the smallest part: together 2^129.9, beyond 128 bits.
TEST(PriceUsage, NeverWrapsASumOfThousandsOfSlices) {
  std::vector<Step> steps;
  for (int64_t i = 1; i < 64; ++i) {
    steps.push_back({i << 44, kMaxPriceNanos});
  }
  std::vector<Rate> rates;
  std::vector<MeterQuantity> quantities;
  for (int i = 0; i < 64; ++i) {
    const Parameters number = {{"number", std::to_string(i)}};
    rates.push_back(Tiered(RateOf(Meter::kSessions, kMaxPriceNanos, number),
                           TierBasis::kGraduated, steps));
    quantities.push_back({Meter::kSessions, int64_t{1} << 50, number});
  }
  EXPECT_THAT(Refused(TestModel(rates), UsageOf({}, quantities)),
              FailsWith(absl::StatusCode::kOutOfRange, "AMOUNT_OUT_OF_RANGE"));
}

TEST(PriceUsage, RefusesATierOrRegionThatIsNotOffered) {
  const TestModel test(Codex());
  EstimateOptions options = Now();
  options.service_tier = "batch";
  EXPECT_THAT(Refused(test, CodexUsage(), options),
              FailsWith(absl::StatusCode::kFailedPrecondition,
                        "SERVICE_TIER_NOT_OFFERED"));
  options = Now();
  options.region = "eu";
  EXPECT_THAT(
      Refused(test, CodexUsage(), options),
      FailsWith(absl::StatusCode::kFailedPrecondition, "REGION_NOT_OFFERED"));
}

}  // namespace
}  // namespace ratecard
