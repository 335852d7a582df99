#include "service/workload/workload.h"

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
using F = UsageField;

constexpr int64_t kDay = 24 * 60 * 60;
constexpr int64_t kInt64Max = std::numeric_limits<int64_t>::max();

// 1 in, 0.1 cached, 2 out per million; 10 per 1,000 searches.
std::vector<Rate> StandardRates() {
  return {RateOf(Meter::kInput, Dollars(1)),
          RateOf(Meter::kCacheRead, Cents(10)),
          RateOf(Meter::kOutput, Dollars(2)),
          RateOf(Meter::kWebSearches, Dollars(10))};
}

// Half of it.
PriceSchedule Batch() {
  PriceSchedule schedule =
      ScheduleOf("batch", {RateOf(Meter::kInput, Cents(50)),
                           RateOf(Meter::kCacheRead, Cents(5)),
                           RateOf(Meter::kOutput, Dollars(1))});
  schedule.service_tier = std::string(kBatchTier);
  return schedule;
}

std::vector<PriceSchedule> Both() {
  return {ScheduleOf("standard", StandardRates()), Batch()};
}

WorkloadClass ClassOf(const TestModel& test, const Usage& usage,
                      int64_t requests) {
  WorkloadClass workload;
  workload.model = &test.model;
  workload.usage = usage;
  workload.options.as_of = TimeOf("2026-07-01T00:00:00Z");
  workload.requests_per_period = requests;
  return workload;
}

// 1,000 × 1 + 500 × 2 millionths = 0.002.
Usage Small() {
  return UsageOf({{F::kInputTokens, 1'000}, {F::kOutputTokens, 500}});
}

WorkloadClassCost Priced(const WorkloadClass& workload,
                         int64_t period_seconds = kDay) {
  const auto cost = PriceWorkloadClass(workload, period_seconds);
  EXPECT_THAT(cost, IsOk());
  return cost.ok() ? *cost : WorkloadClassCost();
}

auto IsInvalidShare(absl::string_view field) {
  return AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_SHARE"),
               NamesField(field));
}

TEST(WorkloadClassCost, IsRequestsTimesTheCostOfOne) {
  const TestModel test(StandardRates());
  const WorkloadClassCost cost = Priced(ClassOf(test, Small(), 1'000));
  EXPECT_EQ(FormatMoney(cost.per_request), "0.002");
  EXPECT_EQ(FormatMoney(cost.per_period), "2");
  EXPECT_EQ(FormatMoney(cost.per_month), "60");
  EXPECT_TRUE(cost.warnings.empty());
  EXPECT_FALSE(cost.incomplete);
}

TEST(WorkloadClassCost, IsNothingForNoRequests) {
  const TestModel test(StandardRates());
  const WorkloadClassCost cost = Priced(ClassOf(test, Small(), 0));
  EXPECT_EQ(FormatMoney(cost.per_request), "0.002");
  EXPECT_EQ(FormatMoney(cost.per_period), "0");
  EXPECT_EQ(FormatMoney(cost.per_month), "0");
}

// One token at 0.0004 per million costs 0.4 nanos: 5 requests cost 2.
TEST(WorkloadClassCost, IsRoundedOnceAfterTheRequestsAreCounted) {
  const TestModel test({RateOf(Meter::kInput, 400'000)});
  const WorkloadClassCost cost =
      Priced(ClassOf(test, UsageOf({{F::kInputTokens, 1}}), 5));
  EXPECT_EQ(FormatMoney(cost.per_request), "0");
  EXPECT_EQ(FormatMoney(cost.per_period), "0.000000002");
  EXPECT_EQ(FormatMoney(cost.per_month), "0.00000006");
}

// 1 nano in two days is 15 in a month, though half a nano a day is a tie.
TEST(MonthlyCost, IsThirtyDaysAtTheSamePaceExactly) {
  const TestModel test(StandardRates());
  const auto month = [&](int64_t period_seconds) {
    return FormatMoney(
        Priced(ClassOf(test, Small(), 500), period_seconds).per_month);
  };
  EXPECT_EQ(month(kDay), "30");
  EXPECT_EQ(month(30 * kDay), "1");
  EXPECT_EQ(month(7 * kDay), "4.285714286");   // 30 / 7 = 4.285714285714…
  EXPECT_EQ(month(31 * kDay), "0.967741935");  // 30 / 31 = 0.96774193548…
  EXPECT_EQ(month(7), "370285.714285714");     // 2,592,000 / 7
  EXPECT_EQ(month(1), "2592000");
  const TestModel cheap({RateOf(Meter::kInput, 1'000'000)});
  EXPECT_EQ(
      FormatMoney(
          Priced(ClassOf(cheap, UsageOf({{F::kInputTokens, 1}}), 1), 2 * kDay)
              .per_month),
      "0.000000015");
}

// 70% at 0.002 and 30% at 0.001 are 0.0017 in the mean.
TEST(BatchShare, IsPricedInTheBatchTier) {
  const TestModel test(Both());
  WorkloadClass workload = ClassOf(test, Small(), 1'000);
  workload.batch_share_ppm = 300'000;
  const WorkloadClassCost cost = Priced(workload);
  EXPECT_EQ(FormatMoney(cost.per_request), "0.0017");
  EXPECT_EQ(FormatMoney(cost.per_period), "1.7");
  EXPECT_EQ(FormatMoney(cost.per_month), "51");
}

// One in a million: 0.002 − 0.000000001 in the mean.
TEST(BatchShare, CountsToTheMillionth) {
  const TestModel test(Both());
  WorkloadClass workload = ClassOf(test, Small(), 3);
  workload.batch_share_ppm = 1;
  const WorkloadClassCost cost = Priced(workload);
  EXPECT_EQ(FormatMoney(cost.per_request), "0.001999999");
  EXPECT_EQ(FormatMoney(cost.per_period), "0.005999997");
}

TEST(BatchShare, OfAllNeedsNoStandardPriceAndOfNothingNoBatchPrice) {
  const TestModel batch_only(std::vector<PriceSchedule>{Batch()});
  WorkloadClass all = ClassOf(batch_only, Small(), 1'000);
  all.batch_share_ppm = 1'000'000;
  EXPECT_EQ(FormatMoney(Priced(all).per_period), "1");
  const TestModel standard_only(StandardRates());
  WorkloadClass none = ClassOf(standard_only, Small(), 1'000);
  EXPECT_EQ(FormatMoney(Priced(none).per_period), "2");
  none.batch_share_ppm = 1;
  EXPECT_THAT(PriceWorkloadClass(none, kDay),
              FailsWith(absl::StatusCode::kFailedPrecondition,
                        "SERVICE_TIER_NOT_OFFERED"));
}

TEST(BatchShare, IsRefusedBesideAnotherServiceTier) {
  const TestModel test(Both());
  WorkloadClass workload = ClassOf(test, Small(), 1);
  workload.options.service_tier = kBatchTier;
  EXPECT_EQ(FormatMoney(Priced(workload).per_period), "0.001");
  workload.batch_share_ppm = 1;
  EXPECT_THAT(PriceWorkloadClass(workload, kDay),
              IsInvalidShare("batch_share_ppm"));
}

TEST(Shares, AreRefusedOutsideZeroToAMillion) {
  const TestModel test(Both());
  for (const int64_t share : {int64_t{-1}, int64_t{1'000'001}, kInt64Max}) {
    WorkloadClass batch = ClassOf(test, Small(), 1);
    batch.batch_share_ppm = share;
    EXPECT_THAT(PriceWorkloadClass(batch, kDay),
                IsInvalidShare("batch_share_ppm"));
    WorkloadClass cache = ClassOf(test, Small(), 1);
    cache.cache_share_ppm = share;
    EXPECT_THAT(PriceWorkloadClass(cache, kDay),
                IsInvalidShare("cache_share_ppm"));
  }
}

// 80% of 100,000 are 80,000: the same as giving them.
TEST(CacheShare, IsTheSameAsGivenReadsWhereItIsAWholeNumber) {
  const TestModel test(Both());
  WorkloadClass shared = ClassOf(
      test, UsageOf({{F::kInputTokens, 100'000}, {F::kOutputTokens, 10}}), 7);
  shared.cache_share_ppm = 800'000;
  const WorkloadClass given = ClassOf(test,
                                      UsageOf({{F::kInputTokens, 100'000},
                                               {F::kCacheReadTokens, 80'000},
                                               {F::kOutputTokens, 10}}),
                                      7);
  // 20,000 × 1 + 80,000 × 0.1 + 10 × 2 = 28,020 millionths.
  EXPECT_EQ(FormatMoney(Priced(shared).per_request), "0.02802");
  EXPECT_EQ(Priced(shared).per_request, Priced(given).per_request);
  EXPECT_EQ(Priced(shared).per_period, Priced(given).per_period);
  EXPECT_EQ(Priced(shared).per_month, Priced(given).per_month);
}

// Half of 3 tokens: 1.5 × 1 + 1.5 × 0.1 = 1.65 millionths.
TEST(CacheShare, CountsFractionsOfAToken) {
  const TestModel test(StandardRates());
  WorkloadClass workload =
      ClassOf(test, UsageOf({{F::kInputTokens, 3}}), 1'000);
  workload.cache_share_ppm = 500'000;
  EXPECT_EQ(FormatMoney(Priced(workload).per_request), "0.00000165");
  EXPECT_EQ(FormatMoney(Priced(workload).per_period), "0.00165");
}

// 333,333 ppm of 10 tokens: 6.66667 × 1 + 3.33333 × 0.1 = 7.000003 millionths,
// whose last digit only shows in many requests.
TEST(CacheShare, LosesNothingBelowANano) {
  const TestModel test(StandardRates());
  WorkloadClass workload =
      ClassOf(test, UsageOf({{F::kInputTokens, 10}}), 1'000'000);
  workload.cache_share_ppm = 333'333;
  EXPECT_EQ(FormatMoney(Priced(workload).per_request), "0.000007");
  EXPECT_EQ(FormatMoney(Priced(workload).per_period), "7.000003");
}

// Half of the requests in batch, half of the input cached, 3 tokens:
// (1.65 + 0.825) / 2 = 1.2375 millionths.
TEST(CacheShare, HoldsInBothTiers) {
  const TestModel test(Both());
  WorkloadClass workload =
      ClassOf(test, UsageOf({{F::kInputTokens, 3}}), 10'000);
  workload.cache_share_ppm = 500'000;
  workload.batch_share_ppm = 500'000;
  EXPECT_EQ(FormatMoney(Priced(workload).per_period), "0.012375");
}

TEST(CacheShare, LeavesWhatIsNoTokenAlone) {
  const TestModel test(StandardRates());
  WorkloadClass workload = ClassOf(
      test,
      UsageOf(
          {{F::kInputTokens, 3}, {F::kOutputTokens, 5}, {F::kWebSearches, 3}}),
      1);
  workload.cache_share_ppm = 500'000;
  // 1.65 millionths, 5 × 2 millionths and 3 × 10 thousandths.
  EXPECT_EQ(FormatMoney(Priced(workload).per_request), "0.03001165");
}

TEST(CacheShare, OfNothingOrAllIsTheEndOfItsRange) {
  const TestModel test(StandardRates());
  WorkloadClass workload =
      ClassOf(test, UsageOf({{F::kInputTokens, 1'000'000}}), 1);
  workload.cache_share_ppm = 1'000'000;
  EXPECT_EQ(FormatMoney(Priced(workload).per_request), "0.1");
  workload.cache_share_ppm = 0;
  EXPECT_EQ(FormatMoney(Priced(workload).per_request), "1");
}

// A length of 200,001 is above the threshold, though no part of it is.
TEST(CacheShare, TiersLookAtTheWholeInputOfOneRequest) {
  const TestModel test(
      {Tiered(RateOf(Meter::kInput, Dollars(1)), TierBasis::kInputTokens,
              {{200'001, Dollars(2)}}),
       Tiered(RateOf(Meter::kCacheRead, Cents(10)), TierBasis::kInputTokens,
              {{200'001, Cents(20)}})});
  const auto one = [&](int64_t input) {
    WorkloadClass workload =
        ClassOf(test, UsageOf({{F::kInputTokens, input}}), 1'000'000);
    workload.cache_share_ppm = 500'000;
    return FormatMoney(Priced(workload).per_request);
  };
  EXPECT_EQ(one(200'000), "0.11");       // 100,000 × 1.1 millionths
  EXPECT_EQ(one(200'001), "0.2200011");  // 100,000.5 × 2.2 millionths
}

// 3 tokens, half cached: 1.5 uncached, the first at 4, the half at 2.
TEST(CacheShare, GraduatedSlicesCutFractionsToo) {
  const TestModel test({Tiered(RateOf(Meter::kInput, Dollars(4)),
                               TierBasis::kGraduated, {{2, Dollars(2)}}),
                        RateOf(Meter::kCacheRead, Cents(10))});
  WorkloadClass workload = ClassOf(test, UsageOf({{F::kInputTokens, 3}}), 1);
  workload.cache_share_ppm = 500'000;
  // 1 × 4 + 0.5 × 2 + 1.5 × 0.1 = 5.15 millionths.
  EXPECT_EQ(FormatMoney(Priced(workload).per_request), "0.00000515");
}

TEST(CacheShare, IsRefusedBesideGivenCacheReads) {
  const TestModel test(StandardRates());
  for (const F field :
       {F::kCacheReadTokens, F::kCachedAudioInputTokens,
        F::kCachedImageInputTokens, F::kCachedVideoInputTokens}) {
    WorkloadClass workload =
        ClassOf(test, UsageOf({{F::kInputTokens, 10}, {field, 0}}), 1);
    EXPECT_THAT(PriceWorkloadClass(workload, kDay), IsOk());
    workload.cache_share_ppm = 1;
    EXPECT_THAT(PriceWorkloadClass(workload, kDay),
                IsInvalidShare("cache_share_ppm"));
  }
}

// 60 of 100 are written: 40% may be read, and not a millionth more.
TEST(CacheShare, LeavesRoomForGivenWrites) {
  const TestModel test({RateOf(Meter::kInput, Dollars(1)),
                        RateOf(Meter::kCacheRead, Cents(10)),
                        RateOf(Meter::kCacheWrite5m, Cents(125)),
                        RateOf(Meter::kCacheWrite1h, Dollars(2))});
  WorkloadClass workload = ClassOf(test,
                                   UsageOf({{F::kInputTokens, 100},
                                            {F::kCacheWriteTokens, 60},
                                            {F::kCacheWrite1hTokens, 20}}),
                                   1);
  workload.cache_share_ppm = 400'000;
  // 40 × 0.1 + 40 × 1.25 + 20 × 2 = 94 millionths.
  EXPECT_EQ(FormatMoney(Priced(workload).per_request), "0.000094");
  workload.cache_share_ppm = 300'000;
  // 10 × 1 + 30 × 0.1 + 90 = 103.
  EXPECT_EQ(FormatMoney(Priced(workload).per_request), "0.000103");
  workload.cache_share_ppm = 400'001;
  EXPECT_THAT(PriceWorkloadClass(workload, kDay),
              IsInvalidShare("cache_share_ppm"));
}

TEST(CacheShare, OfSeveralModalitiesIsAnAssumption) {
  const TestModel test({RateOf(Meter::kInput, Dollars(1)),
                        RateOf(Meter::kCacheRead, Cents(10)),
                        RateOf(Meter::kAudioInput, Dollars(10)),
                        RateOf(Meter::kAudioCacheRead, Dollars(5))});
  WorkloadClass workload = ClassOf(
      test, UsageOf({{F::kInputTokens, 100}, {F::kAudioInputTokens, 30}}), 1);
  EXPECT_FALSE(Priced(workload).warnings.Has(WarningCode::kOverlapAssumed));
  workload.cache_share_ppm = 500'000;
  const WorkloadClassCost cost = Priced(workload);
  EXPECT_TRUE(cost.warnings.Has(WarningCode::kOverlapAssumed));
  // Audio is uncached first: 30 × 10 + 20 × 1 + 50 × 0.1 = 325 millionths.
  EXPECT_EQ(FormatMoney(cost.per_request), "0.000325");
}

TEST(CacheShare, RefusesWhatMillionthsCannotHold) {
  const TestModel test(StandardRates());
  const auto with_input = [&](int64_t input) {
    WorkloadClass workload =
        ClassOf(test, UsageOf({{F::kInputTokens, input}}), 1);
    workload.cache_share_ppm = 500'000;
    return PriceWorkloadClass(workload, kDay);
  };
  EXPECT_THAT(with_input(9'223'372'036'854), IsOk());
  EXPECT_THAT(
      with_input(9'223'372'036'855),
      FailsWith(absl::StatusCode::kOutOfRange, "QUANTITY_OUT_OF_RANGE"));
  EXPECT_THAT(with_input(kInt64Max), FailsWith(absl::StatusCode::kOutOfRange,
                                               "QUANTITY_OUT_OF_RANGE"));
}

// (2^63 − 1) requests of a millionth each; 30 times that in a month.
TEST(WorkloadClassCost, HoldsTheMostRequests) {
  const TestModel test(StandardRates());
  const WorkloadClassCost cost =
      Priced(ClassOf(test, UsageOf({{F::kInputTokens, 1}}), kInt64Max));
  EXPECT_EQ(FormatMoney(cost.per_period), "9223372036854.775807");
  EXPECT_EQ(FormatMoney(cost.per_month), "276701161105643.27421");
}

TEST(WorkloadClassCost, NeverWraps) {
  const TestModel test(StandardRates());
  const Usage million = UsageOf({{F::kInputTokens, 1'000'000}});
  // 2^63 − 1 units in a period of a month fit, in a day they do not.
  EXPECT_EQ(FormatMoney(
                Priced(ClassOf(test, million, kInt64Max), 30 * kDay).per_month),
            "9223372036854775807");
  EXPECT_THAT(PriceWorkloadClass(ClassOf(test, million, kInt64Max), kDay),
              FailsWith(absl::StatusCode::kOutOfRange, "AMOUNT_OUT_OF_RANGE"));
  EXPECT_THAT(
      PriceWorkloadClass(
          ClassOf(test, UsageOf({{F::kInputTokens, 2'000'000}}), kInt64Max),
          300 * kDay),
      FailsWith(absl::StatusCode::kOutOfRange, "AMOUNT_OUT_OF_RANGE"));
}

TEST(WorkloadClassCost, WarnsThatThePriceVariesOverTheDay) {
  PriceSchedule peak = ScheduleOf("peak", StandardRates());
  peak.windows.emplace_back(absl::UTCTimeZone(), 9 * 60, 12 * 60, uint8_t{0x7f},
                            nullptr);
  const TestModel test({ScheduleOf("rest", StandardRates()), peak});
  const WorkloadClassCost cost = Priced(ClassOf(test, Small(), 1));
  EXPECT_TRUE(cost.daily_windows);
  EXPECT_TRUE(cost.warnings.Has(WarningCode::kDailyWindow));
}

TEST(WorkloadClassCost, SaysWhetherARequestFits) {
  TestModel test(StandardRates());
  test.model.limits.context_window = 1'499;
  test.model.limits.max_output = 500;
  const WorkloadClassCost cost = Priced(ClassOf(test, Small(), 1));
  ASSERT_TRUE(cost.fit.has_value());
  EXPECT_EQ(cost.fit->verdict, FitVerdict::kDoesNotFit);
  EXPECT_TRUE(cost.warnings.Has(WarningCode::kDoesNotFit));
  test.model.limits.context_window = 1'500;
  EXPECT_EQ(Priced(ClassOf(test, Small(), 1)).fit->verdict, FitVerdict::kFits);
}

TEST(WorkloadClassCost, IsIncompleteWhereAPriceIsMissingInOneOfTheTiers) {
  const TestModel test(Both());
  WorkloadClass workload = ClassOf(
      test, UsageOf({{F::kInputTokens, 1'000'000}, {F::kWebSearches, 1}}), 1);
  workload.batch_share_ppm = 500'000;
  EXPECT_THAT(
      PriceWorkloadClass(workload, kDay),
      FailsWith(absl::StatusCode::kFailedPrecondition, "METER_UNPRICED"));
  workload.options.allow_partial = true;
  const WorkloadClassCost cost = Priced(workload);
  EXPECT_TRUE(cost.incomplete);
  EXPECT_EQ(FormatMoney(cost.per_request), "0.755");  // (1.01 + 0.5) / 2
}

TEST(PriceWorkloadClass, NamesFieldsWithinTheClass) {
  const TestModel test(StandardRates());
  EXPECT_THAT(
      PriceWorkloadClass(ClassOf(test, Small(), -1), kDay),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "NEGATIVE_QUANTITY"),
            NamesField("requests_per_period")));
  EXPECT_THAT(
      PriceWorkloadClass(ClassOf(test, UsageOf({{F::kOutputTokens, -1}}), 1),
                         kDay),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "NEGATIVE_QUANTITY"),
            NamesField("usage.output_tokens")));
  EXPECT_THAT(
      PriceWorkloadClass(ClassOf(test, Usage(), 1), kDay),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "USAGE_REQUIRED"),
            NamesField("usage")));
}

}  // namespace
}  // namespace ratecard
