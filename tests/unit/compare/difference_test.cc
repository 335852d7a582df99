// Causes of a difference, by hand.

#include "service/compare/difference.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/estimate/test_model.h"

namespace ratecard {
namespace {

using F = UsageField;

struct Causes {
  std::string total, rate, cache, tier, other;
};

SplitTotal SplitOf(const Job& job, const TestModel& test) {
  const JobCost cost = job.CostOn(test.model, Placement());
  EXPECT_EQ(cost.lack, TotalLack::kNone);
  return {Round(cost.amount).value(),
          SplitCost(job, test.model, Placement()).value()};
}

Causes Compare(const Job& job, const TestModel& model,
               const TestModel& baseline) {
  const CostDifference found =
      Subtract(SplitOf(job, model), SplitOf(job, baseline)).value();
  return {FormatMoney(found.total), FormatMoney(found.rate),
          FormatMoney(found.cache), FormatMoney(found.tier),
          FormatMoney(found.other)};
}

Job JobOf(const Usage& usage) { return Job::OfUsage(usage, Now()).value(); }

// 300,000 in, of which 200,000 cached, and 10,000 out.
Usage Long() {
  return UsageOf({{F::kInputTokens, 300'000},
                  {F::kCacheReadTokens, 200'000},
                  {F::kOutputTokens, 10'000}});
}

// Model: 2 in, 0.2 read, 10 out; all doubled from 200,001 on but the read; 0.01
// a request. Baseline: 1 in, 4 out, no read price.
//   (1) model 300,000 × 2 + 10,000 × 10 = 0.7; baseline 0.3 + 0.04 = 0.34.
//   (2) - (1) model 200,000 × (0.2 - 2) = -0.36; baseline 0.
//   (3) - (2) model 100,000 × 2 + 10,000 × 10 = 0.3; baseline 0.
//   other: 0.01.
TEST(CostDifference, IsSplitIntoRateCacheTierAndOther) {
  const auto doubled = [](Rate rate) {
    const int64_t price = rate.price_nanos;
    return Tiered(std::move(rate), TierBasis::kInputTokens,
                  {{200'001, 2 * price}});
  };
  const TestModel model({doubled(RateOf(Meter::kInput, Dollars(2))),
                         RateOf(Meter::kCacheRead, Cents(20)),
                         doubled(RateOf(Meter::kOutput, Dollars(10))),
                         RateOf(Meter::kRequests, Dollars(10))});
  const TestModel baseline(
      {RateOf(Meter::kInput, Dollars(1)), RateOf(Meter::kOutput, Dollars(4))});
  const Causes causes = Compare(JobOf(Long()), model, baseline);
  EXPECT_EQ(causes.rate, "0.36");
  EXPECT_EQ(causes.cache, "-0.36");
  EXPECT_EQ(causes.tier, "0.3");
  EXPECT_EQ(causes.other, "0.01");
  EXPECT_EQ(causes.total, "0.31");
  const Causes reverse = Compare(JobOf(Long()), baseline, model);
  EXPECT_EQ(reverse.total, "-0.31");
  EXPECT_EQ(reverse.rate, "-0.36");
}

// A tier without a base price changes nothing: there is nothing to change from.
TEST(CostDifference, TakesATierWithoutABasePriceAsTheRate) {
  Rate input = RateOf(Meter::kInput, MeterState::kUnpriced);
  const TestModel model(
      {Tiered(std::move(input), TierBasis::kInputTokens, {{100, Dollars(3)}})});
  const TestModel baseline({RateOf(Meter::kInput, Dollars(1))});
  const Causes causes =
      Compare(JobOf(UsageOf({{F::kInputTokens, 1'000}})), model, baseline);
  EXPECT_EQ(causes.total, "0.002");
  EXPECT_EQ(causes.rate, "0.002");
  EXPECT_EQ(causes.tier, "0");
}

// Audio at the text price is an assumption: 500 × 2 millionths.
TEST(CostDifference, PutsAssumedRatesIntoOther) {
  const TestModel model({RateOf(Meter::kInput, Dollars(2))});
  const TestModel baseline({RateOf(Meter::kInput, Dollars(2)),
                            RateOf(Meter::kAudioInput, Dollars(6))});
  const Usage usage =
      UsageOf({{F::kInputTokens, 1'000}, {F::kAudioInputTokens, 500}});
  const Causes causes = Compare(JobOf(usage), model, baseline);
  EXPECT_EQ(causes.total, "-0.002");  // 0.002 - (0.001 + 0.003)
  EXPECT_EQ(causes.rate, "-0.003");
  EXPECT_EQ(causes.other, "0.001");
}

// 1,000 requests a day, a quarter of the input cached: uncached prices differ
// by 1,000 × (2 - 1) × 1,000 millionths = 1, reads by 250 × (0.2 - 2) × 1,000.
TEST(CostDifference, OfAWorkloadIsThatOfAPeriod) {
  WorkloadClass in;
  in.usage = UsageOf({{F::kInputTokens, 1'000}});
  in.requests_per_period = 1'000;
  in.cache_share_ppm = 250'000;
  const Job job = Job::OfWorkload({CountClass(in).value()}, Now());
  const TestModel model({RateOf(Meter::kInput, Dollars(2)),
                         RateOf(Meter::kCacheRead, Cents(20))});
  const TestModel baseline({RateOf(Meter::kInput, Dollars(1))});
  const Causes causes = Compare(job, model, baseline);
  EXPECT_EQ(causes.rate, "1");
  EXPECT_EQ(causes.cache, "-0.45");
  EXPECT_EQ(causes.total, "0.55");
}

}  // namespace
}  // namespace ratecard
