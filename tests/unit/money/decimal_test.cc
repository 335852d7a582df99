#include "service/money/decimal.h"

#include <cstdint>
#include <limits>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/money/amount.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

constexpr int64_t kMax = kMaxPriceNanos;  // 1,000,000 units

auto IsNoDecimal() {
  return FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_DECIMAL");
}

TEST(ParseNanos, ReadsWhatPriceListsWrite) {
  EXPECT_THAT(ParseNanos("0", kMax), IsOkAndHolds(0));
  EXPECT_THAT(ParseNanos("1.75", kMax), IsOkAndHolds(1'750'000'000));
  EXPECT_THAT(ParseNanos("0.175", kMax), IsOkAndHolds(175'000'000));
  EXPECT_THAT(ParseNanos("14", kMax), IsOkAndHolds(14'000'000'000));
  EXPECT_THAT(ParseNanos("0.003625", kMax), IsOkAndHolds(3'625'000));
}

TEST(ParseNanos, ReadsNineDecimalsExactly) {
  EXPECT_THAT(ParseNanos("0.000000001", kMax), IsOkAndHolds(1));
  EXPECT_THAT(ParseNanos("0.123456789", kMax), IsOkAndHolds(123'456'789));
  EXPECT_THAT(ParseNanos("999999.999999999", kMax),
              IsOkAndHolds(999'999'999'999'999));
}

TEST(ParseNanos, RefusesATenthDecimalThatMatters) {
  EXPECT_THAT(ParseNanos("0.0000000001", kMax), IsNoDecimal());
  EXPECT_THAT(ParseNanos("1.1234567891", kMax), IsNoDecimal());
  EXPECT_THAT(ParseNanos("1.00000000000000000001", kMax), IsNoDecimal());
}

TEST(ParseNanos, IgnoresZerosThatDoNotMatter) {
  EXPECT_THAT(ParseNanos("1.750000000000000000000000", kMax),
              IsOkAndHolds(1'750'000'000));
  EXPECT_THAT(ParseNanos("0.00", kMax), IsOkAndHolds(0));
  EXPECT_THAT(ParseNanos("0007.5", kMax), IsOkAndHolds(7'500'000'000));
  EXPECT_THAT(ParseNanos(std::string(1'000, '0') + "1", kMax),
              IsOkAndHolds(1'000'000'000));
}

TEST(ParseNanos, HoldsTheMaximumAndNoNanoMore) {
  EXPECT_THAT(ParseNanos("1000000", kMax), IsOkAndHolds(kMax));
  EXPECT_THAT(ParseNanos("1000000.000000000", kMax), IsOkAndHolds(kMax));
  EXPECT_THAT(ParseNanos("1000000.000000001", kMax), IsNoDecimal());
  EXPECT_THAT(ParseNanos("1000001", kMax), IsNoDecimal());
  EXPECT_THAT(ParseNanos("0.5", 500'000'000), IsOkAndHolds(500'000'000));
  EXPECT_THAT(ParseNanos("0.500000001", 500'000'000), IsNoDecimal());
  EXPECT_THAT(ParseNanos("0", 0), IsOkAndHolds(0));
  EXPECT_THAT(ParseNanos("0.000000001", 0), IsNoDecimal());
}

// 2^63 - 1 nanos.
TEST(ParseNanos, HoldsTheHighestInt64) {
  constexpr int64_t kHighest = std::numeric_limits<int64_t>::max();
  EXPECT_THAT(ParseNanos("9223372036.854775807", kHighest),
              IsOkAndHolds(kHighest));
  EXPECT_THAT(ParseNanos("9223372036.854775808", kHighest), IsNoDecimal());
}

// 2^64 nanos and 2^128 nanos are 0 to a sum that wraps.
TEST(ParseNanos, NeverWraps) {
  EXPECT_THAT(ParseNanos("18446744073.709551616", kMax), IsNoDecimal());
  EXPECT_THAT(ParseNanos("340282366920938463463374607431.768211456", kMax),
              IsNoDecimal());
  EXPECT_THAT(ParseNanos(std::string(5'000, '9'), kMax), IsNoDecimal());
  EXPECT_THAT(
      ParseNanos(std::string(5'000, '9'), std::numeric_limits<int64_t>::max()),
      IsNoDecimal());
}

TEST(ParseNanos, RefusesWhatIsNoPlainDecimal) {
  for (const std::string text : {"",         ".",    ".5",
                                 "5.",       "-1",   "+1",
                                 "-0",       "1e3",  "1E-3",
                                 "0x10",     " 1",   "1 ",
                                 "1 000",    "1,5",  "1_000",
                                 "1.2.3",    "1..2", "1.2.",
                                 "NaN",      "inf",  "$1",
                                 "1.5x",     "1.x5", "x1.5",
                                 "\xd9\xa1", "1.-5", "0.0000000001e10",
                                 "1/3",      "one"}) {
    EXPECT_THAT(ParseNanos(text, kMax), IsNoDecimal()) << text;
  }
  EXPECT_THAT(ParseNanos(absl::string_view("1\0", 2), kMax), IsNoDecimal());
  EXPECT_THAT(ParseNanos(absl::string_view("1.5\0", 4), kMax), IsNoDecimal());
}

// A page of noise must not become a page of error.
TEST(ParseNanos, QuotesOnlyTheStartOfALongText) {
  const auto result = ParseNanos(std::string(100'000, 'z'), kMax);
  EXPECT_LT(result.status().message().size(), 200u);
}

TEST(FormatNanos, IsTheShortestDecimal) {
  EXPECT_EQ(FormatNanos(0), "0");
  EXPECT_EQ(FormatNanos(1'750'000'000), "1.75");
  EXPECT_EQ(FormatNanos(14'000'000'000), "14");
  EXPECT_EQ(FormatNanos(1), "0.000000001");
  EXPECT_EQ(FormatNanos(100), "0.0000001");
  EXPECT_EQ(FormatNanos(10'000'000'000), "10");
  EXPECT_EQ(FormatNanos(-1), "-0.000000001");
  EXPECT_EQ(FormatNanos(-12'500'000'000), "-12.5");
}

TEST(FormatNanos, HoldsBothEndsOfInt64) {
  EXPECT_EQ(FormatNanos(std::numeric_limits<int64_t>::max()),
            "9223372036.854775807");
  EXPECT_EQ(FormatNanos(std::numeric_limits<int64_t>::min()),
            "-9223372036.854775808");
}

TEST(FormatNanos, IsReadBackAsItWas) {
  for (const int64_t nanos :
       {int64_t{0}, int64_t{1}, int64_t{9}, int64_t{10}, int64_t{999'999'999},
        int64_t{1'000'000'000}, int64_t{1'000'000'001},
        int64_t{123'456'789'012}, kMax - 1, kMax}) {
    EXPECT_THAT(ParseNanos(FormatNanos(nanos), kMax), IsOkAndHolds(nanos));
  }
}

struct Product {
  int64_t nanos;
  int64_t factor;
  int64_t product;
  bool inexact;
};

TEST(MultiplyNanos, RoundsHalfToEven) {
  const Product products[] = {
      // Half of 5 dollars; a tenth more than 1.75; 0 and 1 as factors.
      {5'000'000'000, 500'000'000, 2'500'000'000, false},
      {1'750'000'000, 1'100'000'000, 1'925'000'000, false},
      {7, 0, 0, false},
      {7, 1'000'000'000, 7, false},
      // Ties: 0.5 to 0, 1.5 to 2, 2.5 to 2, 3.5 to 4.
      {1, 500'000'000, 0, true},
      {3, 500'000'000, 2, true},
      {5, 500'000'000, 2, true},
      {7, 500'000'000, 4, true},
      // A hair beside a tie: 1 × 0.500000001 and 3 × 0.499999999 = 1.499999997.
      {1, 500'000'001, 1, true},
      {3, 499'999'999, 1, true},
      // 10 × 0.333333333 = 3.33333333.
      {10, 333'333'333, 3, true},
      // The highest price and a factor of 1,000.
      {kMax, 1'000'000'000'000, 1'000'000'000'000'000'000, false},
  };
  for (const Product& p : products) {
    bool inexact = false;
    EXPECT_EQ(MultiplyNanos(p.nanos, p.factor, &inexact), p.product)
        << p.nanos << " × " << p.factor;
    EXPECT_EQ(inexact, p.inexact) << p.nanos << " × " << p.factor;
  }
}

TEST(MultiplyNanos, LeavesTheMarkOfAnEarlierRoundingAlone) {
  bool inexact = true;
  MultiplyNanos(2, 500'000'000, &inexact);
  EXPECT_TRUE(inexact);
}

}  // namespace
}  // namespace ratecard
