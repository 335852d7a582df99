#include "service/usage/count.h"

#include <cstdint>
#include <limits>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

std::string Text(const Count& count) {
  return count.problem != nullptr ? count.problem : absl::StrCat(count.value);
}

std::string CostText(const std::optional<Money>& money) {
  return money.has_value() ? FormatMoney(*money) : "none";
}

TEST(ParseCount, TakesEveryFormOfAWholeNumber) {
  EXPECT_EQ(Text(ParseCount("0")), "0");
  EXPECT_EQ(Text(ParseCount("-0")), "0");
  EXPECT_EQ(Text(ParseCount("12")), "12");
  EXPECT_EQ(Text(ParseCount("12.0")), "12");
  EXPECT_EQ(Text(ParseCount("1.2e1")), "12");
  EXPECT_EQ(Text(ParseCount("120E-1")), "12");
  EXPECT_EQ(Text(ParseCount("1200.00e-2")), "12");
  EXPECT_EQ(Text(ParseCount("1e+3")), "1000");
  EXPECT_EQ(Text(ParseCount("0.00e99")), "0");
  EXPECT_EQ(Text(ParseCount("100")), "100");
}

TEST(ParseCount, KeepsEveryDigitOf64Bits) {
  EXPECT_EQ(ParseCount("9007199254740993").value, int64_t{9007199254740993});
  EXPECT_EQ(ParseCount("9223372036854775807").value,
            std::numeric_limits<int64_t>::max());
  EXPECT_EQ(ParseCount("9223372036854775807.000").value,
            std::numeric_limits<int64_t>::max());
  EXPECT_EQ(Text(ParseCount("9223372036854775808")), "is beyond 64 bits");
  EXPECT_EQ(Text(ParseCount("1e19")), "is beyond 64 bits");
  EXPECT_EQ(Text(ParseCount("1e99999999")), "is beyond 64 bits");
  EXPECT_EQ(Text(ParseCount(std::string(40, '9'))), "is beyond 64 bits");
}

TEST(ParseCount, RefusesWhatIsNoCount) {
  EXPECT_EQ(Text(ParseCount("1.5")), "has a fraction");
  EXPECT_EQ(Text(ParseCount("1e-1")), "has a fraction");
  EXPECT_EQ(Text(ParseCount("1e-99999999")), "has a fraction");
  EXPECT_EQ(Text(ParseCount("1.0000000000000000000000000000000000001")),
            "has a fraction");
  EXPECT_EQ(Text(ParseCount("-1")), "is negative");
  for (const char* text : {"", "-", "+1", "01", "1.", ".5", "1e", "1e+", "0x1",
                           "1 2", " 1", "NaN", "Infinity", "1,000"}) {
    EXPECT_EQ(Text(ParseCount(text)), "is no number") << text;
  }
}

TEST(ParseCount, UnitsMakeAFractionWhole) {
  EXPECT_EQ(Text(ParseCount("3.25", 1000)), "3250");
  EXPECT_EQ(Text(ParseCount("3.2505", 1000)), "has a fraction");
  EXPECT_EQ(Text(ParseCount("9223372036854775", 1000)), "9223372036854775000");
  EXPECT_EQ(Text(ParseCount("9223372036854776", 1000)), "is beyond 64 bits");
}

TEST(ParseCost, IsExactToTheNano) {
  EXPECT_EQ(CostText(ParseCost("0.00014", 1)), "0.00014");
  EXPECT_EQ(CostText(ParseCost("9.5e-05", 1)), "0.000095");
  EXPECT_EQ(CostText(ParseCost("12", 1)), "12");
  EXPECT_EQ(CostText(ParseCost("-0.5", 1)), "-0.5");
  EXPECT_EQ(CostText(ParseCost("0", 1)), "0");
}

TEST(ParseCost, RoundsHalfToEven) {
  EXPECT_EQ(CostText(ParseCost("0.0000000005", 1)), "0");
  EXPECT_EQ(CostText(ParseCost("0.0000000015", 1)), "0.000000002");
  EXPECT_EQ(CostText(ParseCost("0.0000000025", 1)), "0.000000002");
  EXPECT_EQ(CostText(ParseCost("0.00000000250000000001", 1)), "0.000000003");
}

// 37,756,000 ticks of a ten-billionth each are 0.0037756.
TEST(ParseCost, DividesByUnits) {
  EXPECT_EQ(CostText(ParseCost("37756000", 10'000'000'000)), "0.0037756");
  EXPECT_EQ(CostText(ParseCost("25", 10'000'000'000)), "0.000000002");
  EXPECT_EQ(CostText(ParseCost("1e-30", 10'000'000'000)), "0");
}

TEST(ParseCost, HasNoneForWhatIsNoNumberOrTooMuch) {
  EXPECT_EQ(CostText(ParseCost("free", 1)), "none");
  EXPECT_EQ(CostText(ParseCost("1e30", 1)), "none");
  EXPECT_EQ(CostText(ParseCost("9223372036854775808", 1)), "none");
}

}  // namespace
}  // namespace ratecard
