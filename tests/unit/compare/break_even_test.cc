#include "service/compare/break_even.h"

#include <cstdint>
#include <optional>

#include "absl/numeric/int128.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/catalog/embedded.h"
#include "service/money/amount.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

// Anthropic's published multiples of the input price: a write for 5 minutes
// costs 1.25, one for an hour 2, a read 0.1. At $3: 3.75, 6 and 0.30.

// Once: 3.75 > 3. Read once: 3.75 + 0.30 = 4.05 <= 6.
TEST(RereadsToPay, FiveMinutesPayAtTheFirstReread) {
  EXPECT_EQ(RereadsToPay({3'750'000'000, 300'000'000, 3'000'000'000}), 1);
}

// Read once: 6 + 0.30 = 6.30 > 6. Twice: 6 + 0.60 = 6.60 <= 9.
TEST(RereadsToPay, AnHourPaysAtTheSecond) {
  EXPECT_EQ(RereadsToPay({6'000'000'000, 300'000'000, 3'000'000'000}), 2);
}

// 2 + 1 × 0 = 2 × 1.
TEST(RereadsToPay, CostingExactlyAsMuchPays) {
  EXPECT_EQ(RereadsToPay({2, 0, 1}), 1);
}

TEST(RereadsToPay, OneNanoMoreTakesOneMore) {
  EXPECT_EQ(RereadsToPay({3, 0, 1}), 2);
  EXPECT_EQ(RereadsToPay({4'000'000'001, 1'000'000'000, 2'000'000'000}), 3);
}

TEST(RereadsToPay, AWriteThatCostsNoMoreThanInputPaysAtOnce) {
  EXPECT_EQ(RereadsToPay({0, 1, 2}), 0);
  EXPECT_EQ(RereadsToPay({2, 2, 2}), 0);
}

TEST(RereadsToPay, NeverIfReadsAreNotCheaper) {
  EXPECT_EQ(RereadsToPay({3, 2, 2}), std::nullopt);
  EXPECT_EQ(RereadsToPay({3, 3, 2}), std::nullopt);
}

TEST(RereadsToPay, ManyIfReadsAreHardlyCheaper) {
  EXPECT_EQ(RereadsToPay({kMaxPriceNanos, 0, 1}), kMaxPriceNanos - 1);
}

// What n + 1 uses cost cached and uncached.
bool Pays(const CachePrices& prices, int64_t n) {
  return prices.write + absl::int128(n) * prices.read <=
         (absl::int128(n) + 1) * prices.input;
}

TEST(CacheBreakEvens, AreTheFirstRereadThatPaysForEveryModel) {
  const auto catalog = LoadEmbeddedCatalog().value();
  int checked = 0;
  for (const Model& model : catalog->models()) {
    for (const PriceSchedule& schedule : model.prices->schedules()) {
      for (const int64_t length : {1, 200'000, 200'001, 300'000}) {
        for (const CacheBreakEven& one :
             CacheBreakEvens(schedule.rates, {length, 0})) {
          if (!one.status.ok()) {
            continue;
          }
          ++checked;
          const int64_t looked_at = one.rereads.value_or(1'000);
          for (int64_t n = 0; n < looked_at; ++n) {
            ASSERT_FALSE(Pays(one.prices, n)) << model.resource_name << n;
          }
          ASSERT_EQ(Pays(one.prices, looked_at), one.rereads.has_value())
              << model.resource_name;
        }
      }
    }
  }
  EXPECT_GT(checked, 1'000);
}

RateTable Rates(MeterState write_state, TierBasis read_basis) {
  RateTable rates;
  for (const Meter meter :
       {Meter::kInput, Meter::kCacheRead, Meter::kCacheWrite5m}) {
    Rate rate;
    rate.meter = meter;
    rate.price_nanos = meter == Meter::kCacheRead ? 1 : 10;
    if (meter == Meter::kCacheWrite5m) {
      rate.state = write_state;
    } else if (meter == Meter::kCacheRead && read_basis != TierBasis::kNone) {
      rate.SetTiers(read_basis, {{100, 5}});
    }
    rates.Add(rate);
  }
  return rates;
}

absl::Status OnlyStatus(const RateTable& rates) {
  const auto found = CacheBreakEvens(rates, {1'000, 0});
  return found.size() == 1 ? found[0].status : absl::UnknownError("not one");
}

TEST(CacheBreakEvens, SayWhyTheyAreNotKnown) {
  EXPECT_THAT(
      OnlyStatus(Rates(MeterState::kUnpriced, TierBasis::kNone)),
      FailsWith(absl::StatusCode::kFailedPrecondition, "METER_UNPRICED"));
  EXPECT_THAT(
      OnlyStatus(Rates(MeterState::kIncludedInPlan, TierBasis::kNone)),
      FailsWith(absl::StatusCode::kFailedPrecondition, "INCLUDED_IN_PLAN"));
  EXPECT_THAT(OnlyStatus(Rates(MeterState::kPriced, TierBasis::kGraduated)),
              FailsWith(absl::StatusCode::kFailedPrecondition, "PRICE_VARIES"));
}

// Read at its base price 1: 10 <= 10. At 5 above the threshold: the same.
TEST(CacheBreakEvens, TakeThePricesOfTheRequestsLength) {
  const RateTable rates = Rates(MeterState::kPriced, TierBasis::kInputTokens);
  EXPECT_EQ(CacheBreakEvens(rates, {99, 0})[0].prices.read, 1);
  EXPECT_EQ(CacheBreakEvens(rates, {100, 0})[0].prices.read, 5);
}

TEST(CacheBreakEvens, AreNoneWithoutAPriceOfWrites) {
  EXPECT_TRUE(CacheBreakEvens(RateTable(), {1, 1}).empty());
}

}  // namespace
}  // namespace ratecard
