// What caching saved, or cost.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/estimate/estimate.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/estimate/test_model.h"

namespace ratecard {
namespace {

using F = UsageField;

// What 80,000 tokens cost at 1.75 less what they cost at 0.175: 0.126.
TEST(CacheSavings, AreWhatReadingSaved) {
  const TestModel test(Codex());
  const Estimate estimate = Priced(test, CodexUsage());
  ASSERT_TRUE(estimate.cache_savings.has_value());
  EXPECT_EQ(Text(*estimate.cache_savings), "0.126");
}

// claude-opus-5-5: 4; read 0.2; written 5 and 8. 80,000 read, 20,000 and 10,000
// written: 80,000 × 3.8 − 20,000 × 1 − 10,000 × 4 millionths = 0.244; with only
// the writes −0.06.
TEST(CacheSavings, AreBelowZeroWhereOnlyWritingCost) {
  const TestModel test({RateOf(Meter::kInput, Dollars(4)),
                        RateOf(Meter::kCacheRead, Cents(20)),
                        RateOf(Meter::kCacheWrite5m, Dollars(5)),
                        RateOf(Meter::kCacheWrite1h, Dollars(8))});
  EXPECT_EQ(Text(*Priced(test, UsageOf({{F::kCacheReadTokens, 80'000},
                                        {F::kCacheWrite5mTokens, 20'000},
                                        {F::kCacheWrite1hTokens, 10'000}}))
                      .cache_savings),
            "0.244");
  EXPECT_EQ(Text(*Priced(test, UsageOf({{F::kCacheWrite5mTokens, 20'000},
                                        {F::kCacheWrite1hTokens, 10'000}}))
                      .cache_savings),
            "-0.06");
}

TEST(CacheSavings, AreUnsetWhereNothingIsCached) {
  const TestModel test(Codex());
  EXPECT_FALSE(Priced(test, UsageOf({{F::kInputTokens, 1'000},
                                     {F::kCacheReadTokens, 0}}))
                   .cache_savings.has_value());
}

TEST(CacheSavings, AreUnsetWhereThereIsNoUncachedPrice) {
  const TestModel test({RateOf(Meter::kInput, MeterState::kUnpriced),
                        RateOf(Meter::kCacheRead, Cents(20))});
  EXPECT_FALSE(Priced(test, UsageOf({{F::kCacheReadTokens, 1'000}}))
                   .cache_savings.has_value());
}

// Cached audio against uncached audio: 3,000 × (32 − 0.4) millionths.
TEST(CacheSavings, CompareWithinTheModality) {
  const TestModel test({RateOf(Meter::kInput, Dollars(4)),
                        RateOf(Meter::kAudioInput, Dollars(32)),
                        RateOf(Meter::kAudioCacheRead, Cents(40))});
  EXPECT_EQ(Text(*Priced(test, UsageOf({{F::kCachedAudioInputTokens, 3'000}}))
                      .cache_savings),
            "0.0948");
}

// Above the threshold both prices are the tier's: 150,000 × (4 − 0.4)
// millionths.
TEST(CacheSavings, CompareAtTheRequestsLength) {
  const TestModel test(
      {Tiered(RateOf(Meter::kInput, Dollars(2)), TierBasis::kInputTokens,
              {{200'001, Dollars(4)}}),
       Tiered(RateOf(Meter::kCacheRead, Cents(20)), TierBasis::kInputTokens,
              {{200'001, Cents(40)}})});
  EXPECT_EQ(Text(*Priced(test, UsageOf({{F::kInputTokens, 300'000},
                                        {F::kCacheReadTokens, 150'000}}))
                      .cache_savings),
            "0.54");
}

}  // namespace
}  // namespace ratecard
