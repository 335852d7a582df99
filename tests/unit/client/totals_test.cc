#include "client/totals.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::HasSubstr;
using testing::Not;

google::type::Money Dollars(int64_t units, int32_t nanos) {
  google::type::Money money;
  money.set_currency_code("USD");
  money.set_units(units);
  money.set_nanos(nanos);
  return money;
}

TEST(Totals, AddUpByValueAndCurrency) {
  Totals totals({"TEAM"});
  totals.Find({"b"}, "USD")->Add(Dollars(1, 600'000'000), false);
  totals.Find({"a"}, "USD")->Add(Dollars(0, 1), false);
  totals.Find({"b"}, "USD")->Add(Dollars(1, 600'000'000), false);
  totals.Find({"b"}, "CNY")->Add(Dollars(7, 0), false);
  EXPECT_EQ(totals.Text(Style(), "REQUESTS", true),
            "TEAM   REQUESTS  INPUT  CACHED  OUTPUT             COST\n"
            "a             1      0       0       0     $0.000000001\n"
            "b             1      0       0       0  CNY 7.00\n"
            "b             2      0       0       0     $3.20\n"
            "\n"
            "total         1      0       0       0  CNY 7.00\n"
            "total         3      0       0       0     $3.200000001\n");
}

TEST(Totals, WithoutColumnsAreTheSumsOfTheCurrencies) {
  Totals totals({});
  totals.Find({}, "USD")->Add(Dollars(1, 0), false);
  totals.Find({}, "CNY")->Add(Dollars(7, 0), false);
  EXPECT_EQ(totals.Text(Style(), "REQUESTS", true),
            "REQUESTS  INPUT  CACHED  OUTPUT      COST\n"
            "       1      0       0       0  CNY 7.00\n"
            "       1      0       0       0     $1.00\n");
}

TEST(Totals, SayWhatIsIncomplete) {
  Totals totals({"TEAM"});
  totals.Find({"a"}, "USD")->Add(Dollars(1, 0), true);
  totals.Find({"a"}, "USD")->Add(Dollars(1, 0), false);
  EXPECT_THAT(totals.Text(Style(), "REQUESTS", true),
              HasSubstr("$2.00 (incomplete)"));
}

// Values that are alike only when put behind one another.
TEST(Totals, KeepValuesApart) {
  Totals totals({"A", "B"});
  EXPECT_NE(totals.Find({"x", "yz"}, "USD"), totals.Find({"xy", "z"}, "USD"));
  EXPECT_NE(totals.Find({"", "x"}, "USD"), totals.Find({"x", ""}, "USD"));
  EXPECT_EQ(totals.Find({"x", "yz"}, "USD"), totals.Find({"x", "yz"}, "USD"));
}

// 2 × 9,223,372,036,854,775,807.999999999 is more than Money holds.
TEST(Totals, AreExactBeyond64Bits) {
  Totals totals({"TEAM"});
  for (int i = 0; i < 2; ++i) {
    totals.Find({"a"}, "USD")
        ->Add(Dollars(std::numeric_limits<int64_t>::max(), 999'999'999), false);
  }
  EXPECT_EQ(DecimalOf(totals.Find({"a"}, "USD")->nanos),
            "18446744073709551615.999999998");
}

// 3 × 9,223,372,036,854,775,807.
TEST(Totals, ShowMoreTokensThan64BitsHold) {
  Totals totals({"TEAM"});
  Total* const total = totals.Find({"a"}, "USD");
  for (int i = 0; i < 3; ++i) {
    total->input_tokens += std::numeric_limits<int64_t>::max();
  }
  EXPECT_THAT(totals.Text(Style(), "REQUESTS", true),
              HasSubstr(" 27,670,116,110,564,327,421 "));
}

TEST(Totals, DecimalsAreAsShortAsTheyCanBe) {
  EXPECT_EQ(DecimalOf(0), "0");
  EXPECT_EQ(DecimalOf(1), "0.000000001");
  EXPECT_EQ(DecimalOf(1'500'000'000), "1.5");
  EXPECT_EQ(DecimalOf(100'000'000'000), "100");
  EXPECT_EQ(DecimalOf(-20'000'000), "-0.02");
}

TEST(Totals, HaveABound) {
  Totals totals({"ID"});
  for (size_t i = 0; i < kMaxGroups; ++i) {
    totals.Find({absl::StrCat(i)}, "USD");
  }
  EXPECT_THAT(totals.CheckSize(), IsOk());
  totals.Find({"one more"}, "USD");
  EXPECT_THAT(totals.CheckSize().message(),
              HasSubstr("group by columns with fewer values"));

  Totals wide({"ID"});
  const std::string value(kMaxGroupBytes / 2, 'x');
  wide.Find({value}, "USD");
  EXPECT_FALSE(wide.CheckSize().ok());
}

TEST(Totals, OfOneGroupNeedNoSum) {
  Totals totals({"TEAM"});
  EXPECT_EQ(totals.Text(Style(), "REQUESTS", true), "");
  totals.Find({"a"}, "USD")->Add(Dollars(1, 0), false);
  EXPECT_THAT(totals.Text(Style(), "REQUESTS", true), Not(HasSubstr("total")));
}

}  // namespace
}  // namespace ratecard
