// Random amounts against GMP's rationals, which know no bounds.

#include <gmpxx.h>

#include <cstdint>
#include <limits>
#include <random>
#include <sstream>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"
#include "service/money/wide_amount.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/money/charge.h"

namespace ratecard {
namespace {

constexpr int64_t kInt64Max = std::numeric_limits<int64_t>::max();
constexpr int kRounds = 100'000;

mpz_class Whole(int64_t value) { return mpz_class(std::to_string(value)); }

mpq_class Exact(ExactAmount amount) {
  std::ostringstream text;
  text << amount.numerator();
  mpq_class value(mpz_class(text.str()), Whole(kUnitDenominator));
  value.canonicalize();
  return value;
}

mpq_class Fraction(const mpz_class& numerator, const mpz_class& denominator) {
  mpq_class value(numerator, denominator);
  value.canonicalize();
  return value;
}

// Nearest whole number, ties to even: from the floor and what is above it.
mpz_class HalfEven(const mpq_class& value) {
  mpz_class floor;
  mpz_fdiv_q(floor.get_mpz_t(), value.get_num_mpz_t(), value.get_den_mpz_t());
  const mpq_class above = value - floor;
  const int half = cmp(above, mpq_class(1, 2));
  const bool odd = mpz_odd_p(floor.get_mpz_t()) != 0;
  return half > 0 || (half == 0 && odd) ? mpz_class(floor + 1) : floor;
}

mpz_class InNanos(const Money& money) {
  return Whole(money.units) * 1'000'000'000 + money.nanos;
}

bool IsMoney(const mpz_class& nanos) {
  return abs(nanos) < mpz_class("9223372036854775808000000000");  // 2^63 units
}

// Holds `result` against the rounding of `nanos`.
void ExpectRounded(const absl::StatusOr<Money>& result,
                   const mpq_class& nanos) {
  const mpz_class expected = HalfEven(nanos);
  if (!IsMoney(expected)) {
    EXPECT_THAT(result,
                FailsWith(absl::StatusCode::kOutOfRange, "AMOUNT_OUT_OF_RANGE"))
        << nanos;
    return;
  }
  ASSERT_THAT(result, IsOk()) << nanos;
  EXPECT_EQ(InNanos(*result), expected) << nanos;
  EXPECT_LT(result->nanos, 1'000'000'000);
  EXPECT_GT(result->nanos, -1'000'000'000);
  EXPECT_FALSE(result->units > 0 && result->nanos < 0);
  EXPECT_FALSE(result->units < 0 && result->nanos > 0);
}

class Random {
 public:
  // As likely of one bit as of 63; the ends of the range come up often.
  int64_t UpTo(int64_t max) {
    switch (engine_() % 16) {
      case 0:
        return max;
      case 1:
        return max - 1;
      case 2:
        return 0;
      default:
        break;
    }
    const auto value = static_cast<int64_t>(engine_() >> 1 >> (engine_() % 63));
    return value % (max == kInt64Max ? max : max + 1);
  }
  int64_t UnitQuantity() { return kUnitQuantities[engine_() % 5]; }
  bool Coin() { return (engine_() & 1) != 0; }

 private:
  std::mt19937_64 engine_{20261122};
};

TEST(ChargeAndRound, AgreeWithRationals) {
  Random random;
  int refused = 0;
  for (int i = 0; i < kRounds; ++i) {
    const int64_t quantity = random.UpTo(kInt64Max);
    const int64_t price = random.UpTo(kMaxPriceNanos);
    const int64_t unit = random.UnitQuantity();
    const mpq_class nanos =
        Fraction(Whole(quantity) * Whole(price), Whole(unit));
    const auto charged = ChargePer(quantity, price, unit);
    if (!charged.ok()) {
      ++refused;
      ExpectRounded(charged.status(), nanos);
      continue;
    }
    ASSERT_EQ(Exact(*charged), nanos)
        << quantity << " × " << price << " / " << unit;
    ExpectRounded(Round(*charged), nanos);
  }
  EXPECT_GT(refused, kRounds / 100);
}

// Lines of one estimate: added exactly, rounded once, some taken off again.
TEST(SumsOfCharges, AgreeWithRationals) {
  Random random;
  for (int i = 0; i < kRounds / 50; ++i) {
    ExactAmount sum;
    mpq_class expected;
    for (int line = 0; line < 90; ++line) {
      const int64_t quantity = random.UpTo(kInt64Max);
      const int64_t price = random.UpTo(kMaxPriceNanos);
      const int64_t unit = random.UnitQuantity();
      const auto charged = ChargePer(quantity, price, unit);
      if (!charged.ok()) {
        continue;
      }
      const mpq_class nanos =
          Fraction(Whole(quantity) * Whole(price), Whole(unit));
      if (random.Coin() && random.Coin()) {
        sum -= *charged;
        expected -= nanos;
      } else {
        sum += *charged;
        expected += nanos;
      }
    }
    ASSERT_EQ(Exact(sum), expected);
    ExpectRounded(Round(sum), expected);
  }
}

TEST(Round, AgreesWithRationalsNearTies) {
  Random random;
  for (int i = 0; i < kRounds; ++i) {
    const int64_t nanos = random.UpTo(kInt64Max);
    const int64_t beside = random.UpTo(2) - 1;
    const absl::int128 magnitude =
        absl::int128(nanos) * kUnitDenominator + kUnitDenominator / 2 + beside;
    const ExactAmount amount(random.Coin() ? magnitude : -magnitude);
    ExpectRounded(Round(amount), Exact(amount));
  }
}

TEST(Add, AgreesWithWholeNumbers) {
  Random random;
  for (int i = 0; i < kRounds; ++i) {
    const auto money = [&] {
      const int sign = random.Coin() ? 1 : -1;
      return Money{sign * random.UpTo(kInt64Max),
                   sign * static_cast<int32_t>(random.UpTo(999'999'999))};
    };
    const Money a = money();
    const Money b = money();
    ExpectRounded(Add(a, b), mpq_class(InNanos(a) + InNanos(b)));
  }
}

TEST(WideAmount, AgreesWithRationals) {
  Random random;
  for (int i = 0; i < kRounds / 4; ++i) {
    WideAmount wide;
    mpq_class expected;
    for (int part = 0; part < 2; ++part) {
      const absl::int128 numerator =
          absl::MakeInt128(random.UpTo(kInt64Max),
                           static_cast<uint64_t>(random.UpTo(kInt64Max)));
      const ExactAmount amount(random.Coin() ? numerator : -numerator);
      const int64_t factor = random.UpTo(1'000'000);
      wide.Add(amount, factor);
      expected += Exact(amount) * Whole(factor);
    }
    const int64_t requests = random.UpTo(kInt64Max);
    wide.Multiply(requests);
    expected *= Whole(requests);
    for (const int64_t divisor :
         {int64_t{1'000'000}, random.UpTo(kInt64Max - 1) + 1}) {
      wide.Divide(divisor);
      expected /= Whole(divisor);
    }
    ExpectRounded(wide.Round(), expected);
  }
}

// 1 nano over 2 is a tie, over 2 × 3 / 3 still is; 3 nanos over 2 go to 2.
TEST(WideAmount, TakesTiesToTheEvenNano) {
  const auto half_of = [](int64_t nanos) {
    WideAmount wide;
    wide.Add(ExactAmount(absl::int128(nanos) * kUnitDenominator), 3);
    wide.Divide(2);
    wide.Divide(3);
    return wide.Round();
  };
  EXPECT_THAT(half_of(1), IsOkAndHolds(Money{0, 0}));
  EXPECT_THAT(half_of(3), IsOkAndHolds(Money{0, 2}));
  EXPECT_THAT(half_of(5), IsOkAndHolds(Money{0, 2}));
  EXPECT_THAT(half_of(-1), IsOkAndHolds(Money{0, 0}));
  EXPECT_THAT(half_of(-3), IsOkAndHolds(Money{0, -2}));
  EXPECT_THAT(half_of(-7), IsOkAndHolds(Money{0, -4}));
}

TEST(WideAmount, ReturnsIntoRangeWhereADivisionBringsItBack) {
  WideAmount wide;
  wide.Add(*ChargePer(kInt64Max, kNanosPerUnit, 1), 1'000'000);
  wide.Multiply(kInt64Max);
  EXPECT_THAT(wide.Round(),
              FailsWith(absl::StatusCode::kOutOfRange, "AMOUNT_OUT_OF_RANGE"));
  wide.Divide(1'000'000);
  wide.Divide(kInt64Max);
  EXPECT_THAT(wide.Round(), IsOkAndHolds(Money{kInt64Max, 0}));
}

TEST(WideAmount, IsZeroBeforeAnythingIsAdded) {
  EXPECT_THAT(WideAmount().Round(), IsOkAndHolds(Money{0, 0}));
}

}  // namespace
}  // namespace ratecard
