#include "service/money/amount.h"

#include <cstdint>
#include <limits>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/money/decimal.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/money/charge.h"

namespace ratecard {
namespace {

constexpr int64_t kInt64Max = std::numeric_limits<int64_t>::max();

auto IsOutOfRange() {
  return FailsWith(absl::StatusCode::kOutOfRange, "AMOUNT_OUT_OF_RANGE");
}

// A whole number of nanos and a part of one, in 1/kUnitDenominator.
ExactAmount Nanos(int64_t nanos, int64_t part = 0) {
  return ExactAmount(absl::int128(nanos) * kUnitDenominator + part);
}

TEST(UnitDenominator, IsAMultipleOfEveryUnitQuantity) {
  for (const int64_t unit : kUnitQuantities) {
    EXPECT_EQ(kUnitDenominator % unit, 0) << unit;
  }
}

// 40,000 × 1.75 / 1,000,000 + 80,000 × 0.175 / 1,000,000
// + 8,000 × 14 / 1,000,000 = 0.07 + 0.014 + 0.112 = 0.196.
TEST(Charge, AddsUpToThePublishedExample) {
  ExactAmount total;
  total += *ChargePer(40'000, 1'750'000'000, 1'000'000);
  total += *ChargePer(80'000, 175'000'000, 1'000'000);
  total += *ChargePer(8'000, 14'000'000'000, 1'000'000);
  EXPECT_THAT(Round(total), IsOkAndHolds(Money{0, 196'000'000}));
}

TEST(Charge, IsExactBelowANano) {
  // 1 token at 1 nano per million is a millionth of a nano; a million of them
  // are one.
  const ExactAmount one = *ChargePer(1, 1, 1'000'000);
  EXPECT_EQ(one.numerator(), 18);
  ExactAmount sum;
  for (int i = 0; i < 1'000'000; ++i) {
    sum += one;
  }
  EXPECT_THAT(Round(sum), IsOkAndHolds(Money{0, 1}));
  // 1 millisecond at 1 nano per hour, 3,600,000 times.
  EXPECT_EQ(ChargePer(3'600'000, 1, 3'600'000)->numerator(), kUnitDenominator);
  EXPECT_EQ(ChargePer(1, 1, 3'600'000)->numerator(), 5);
}

TEST(Charge, OfNothingOrForNothingIsNothing) {
  for (const int64_t unit : kUnitQuantities) {
    EXPECT_TRUE(ChargePer(0, kMaxPriceNanos, unit)->is_zero());
    EXPECT_TRUE(ChargePer(kInt64Max, 0, unit)->is_zero());
  }
}

TEST(Charge, RefusesTheHighestQuantityAtTheHighestPricePerSingleUnit) {
  EXPECT_THAT(ChargePer(kInt64Max, kMaxPriceNanos, 1), IsOutOfRange());
  EXPECT_THAT(ChargePer(kInt64Max, kMaxPriceNanos, 1'000), IsOutOfRange());
}

// (2^63 - 1) tokens at 1,000,000 per million are 2^63 - 1 units: the most that
// Money holds.
TEST(Charge, HoldsTheHighestQuantityAtOneUnitEach) {
  EXPECT_THAT(Round(*ChargePer(kInt64Max, kMaxPriceNanos, 1'000'000)),
              IsOkAndHolds(Money{kInt64Max, 0}));
  EXPECT_THAT(Round(*ChargePer(kInt64Max, kNanosPerUnit, 1)),
              IsOkAndHolds(Money{kInt64Max, 0}));
}

// 2^63 / 10^6 = 9,223,372,036,854.775808 images at 1,000,000 each reach 2^63.
TEST(Charge, CrossesTheLimitBetweenTwoNeighbouringQuantities) {
  EXPECT_THAT(Round(*ChargePer(9'223'372'036'854, kMaxPriceNanos, 1)),
              IsOkAndHolds(Money{9'223'372'036'854'000'000, 0}));
  const auto above = ChargePer(9'223'372'036'855, kMaxPriceNanos, 1);
  if (above.ok()) {
    EXPECT_THAT(Round(*above), IsOutOfRange());
  } else {
    EXPECT_THAT(above, IsOutOfRange());
  }
}

TEST(Round, KeepsWholeNanos) {
  EXPECT_THAT(Round(Nanos(0)), IsOkAndHolds(Money{0, 0}));
  EXPECT_THAT(Round(Nanos(1)), IsOkAndHolds(Money{0, 1}));
  EXPECT_THAT(Round(Nanos(999'999'999)), IsOkAndHolds(Money{0, 999'999'999}));
  EXPECT_THAT(Round(Nanos(1'000'000'000)), IsOkAndHolds(Money{1, 0}));
  EXPECT_THAT(Round(Nanos(12'000'000'034)), IsOkAndHolds(Money{12, 34}));
}

// Half of the denominator is exactly half a nano.
TEST(Round, TakesTiesToTheEvenNano) {
  constexpr int64_t kHalf = kUnitDenominator / 2;
  EXPECT_THAT(Round(Nanos(0, kHalf)), IsOkAndHolds(Money{0, 0}));
  EXPECT_THAT(Round(Nanos(1, kHalf)), IsOkAndHolds(Money{0, 2}));
  EXPECT_THAT(Round(Nanos(2, kHalf)), IsOkAndHolds(Money{0, 2}));
  EXPECT_THAT(Round(Nanos(3, kHalf)), IsOkAndHolds(Money{0, 4}));
  EXPECT_THAT(Round(Nanos(0, kHalf - 1)), IsOkAndHolds(Money{0, 0}));
  EXPECT_THAT(Round(Nanos(0, kHalf + 1)), IsOkAndHolds(Money{0, 1}));
  EXPECT_THAT(Round(Nanos(1, kHalf - 1)), IsOkAndHolds(Money{0, 1}));
  EXPECT_THAT(Round(Nanos(2, kHalf + 1)), IsOkAndHolds(Money{0, 3}));
}

// The same where the numerator needs more than 64 bits.
TEST(Round, TakesTiesToTheEvenNanoOfLargeAmounts) {
  constexpr int64_t kHalf = kUnitDenominator / 2;
  constexpr int64_t kLarge = 5'000'000'000'000'000'000;  // 5e9 units
  EXPECT_THAT(Round(Nanos(kLarge, kHalf)),
              IsOkAndHolds(Money{5'000'000'000, 0}));
  EXPECT_THAT(Round(Nanos(kLarge + 1, kHalf)),
              IsOkAndHolds(Money{5'000'000'000, 2}));
  EXPECT_THAT(Round(Nanos(kLarge, kHalf + 1)),
              IsOkAndHolds(Money{5'000'000'000, 1}));
  EXPECT_THAT(Round(Nanos(kLarge + 1, kHalf - 1)),
              IsOkAndHolds(Money{5'000'000'000, 1}));
}

// 2^64 / 18,000,000 = 1,024,819,115,206.09 nanos: both sides of the switch to
// 128 bits.
TEST(Round, HasNoSeamWhereSixtyFourBitsEnd) {
  const ExactAmount below(absl::MakeInt128(0, ~uint64_t{0}));
  const ExactAmount above(absl::MakeInt128(1, 0));
  EXPECT_THAT(Round(below), IsOkAndHolds(Money{1'024, 819'115'206}));
  EXPECT_THAT(Round(above), IsOkAndHolds(Money{1'024, 819'115'206}));
}

TEST(Round, IsSymmetricBelowZero) {
  constexpr int64_t kHalf = kUnitDenominator / 2;
  EXPECT_THAT(Round(Nanos(0, -kHalf)), IsOkAndHolds(Money{0, 0}));
  EXPECT_THAT(Round(Nanos(-1, -kHalf)), IsOkAndHolds(Money{0, -2}));
  EXPECT_THAT(Round(Nanos(-2, -kHalf)), IsOkAndHolds(Money{0, -2}));
  EXPECT_THAT(Round(Nanos(-1'500'000'000)),
              IsOkAndHolds(Money{-1, -500'000'000}));
  EXPECT_THAT(Round(Nanos(-1, kHalf - 1)), IsOkAndHolds(Money{0, -1}));
}

TEST(Round, HoldsTheMostThatMoneyHoldsAndNoNanoMore) {
  const absl::int128 limit =
      (absl::int128(kInt64Max) + 1) * kNanosPerUnit * kUnitDenominator;
  const ExactAmount most(limit - kUnitDenominator);  // one nano less than 2^63
  EXPECT_THAT(Round(most), IsOkAndHolds(Money{kInt64Max, 999'999'999}));
  EXPECT_THAT(Round(ExactAmount(-most.numerator())),
              IsOkAndHolds(Money{-kInt64Max, -999'999'999}));
  EXPECT_THAT(Round(ExactAmount(limit)), IsOutOfRange());
  EXPECT_THAT(Round(ExactAmount(-limit)), IsOutOfRange());
  // The odd nano rounds up at its tie, to 2^63.
  EXPECT_THAT(Round(ExactAmount(limit - kUnitDenominator / 2)), IsOutOfRange());
  EXPECT_THAT(Round(ExactAmount(limit - kUnitDenominator / 2 - 1)),
              IsOkAndHolds(Money{kInt64Max, 999'999'999}));
}

TEST(Add, CarriesNanosIntoUnits) {
  EXPECT_THAT(Add({1, 600'000'000}, {2, 500'000'000}),
              IsOkAndHolds(Money{4, 100'000'000}));
  EXPECT_THAT(Add({0, 1}, {0, -1}), IsOkAndHolds(Money{0, 0}));
  EXPECT_THAT(Add({1, 0}, {0, -1}), IsOkAndHolds(Money{0, 999'999'999}));
  EXPECT_THAT(Add({-3, -700'000'000}, {1, 200'000'000}),
              IsOkAndHolds(Money{-2, -500'000'000}));
}

TEST(Add, NeverWraps) {
  EXPECT_THAT(Add({kInt64Max, 999'999'999}, {0, 0}),
              IsOkAndHolds(Money{kInt64Max, 999'999'999}));
  EXPECT_THAT(Add({kInt64Max, 999'999'999}, {0, 1}), IsOutOfRange());
  EXPECT_THAT(Add({kInt64Max, 0}, {kInt64Max, 0}), IsOutOfRange());
  EXPECT_THAT(Add({-kInt64Max, 0}, {-kInt64Max, 0}), IsOutOfRange());
  EXPECT_THAT(Add({kInt64Max, 0}, {-kInt64Max, 0}), IsOkAndHolds(Money{0, 0}));
}

TEST(FormatMoney, HasNoZerosAtItsEnd) {
  EXPECT_EQ(FormatMoney({0, 0}), "0");
  EXPECT_EQ(FormatMoney({0, 196'000'000}), "0.196");
  EXPECT_EQ(FormatMoney({-12, 0}), "-12");
  EXPECT_EQ(FormatMoney({0, 1}), "0.000000001");
  EXPECT_EQ(FormatMoney({0, -1}), "-0.000000001");
  EXPECT_EQ(FormatMoney({-1, -500'000'000}), "-1.5");
  EXPECT_EQ(FormatMoney({100, 0}), "100");
  EXPECT_EQ(FormatMoney({kInt64Max, 999'999'999}),
            "9223372036854775807.999999999");
  EXPECT_EQ(FormatMoney({std::numeric_limits<int64_t>::min(), 0}),
            "-9223372036854775808");
}

}  // namespace
}  // namespace ratecard
