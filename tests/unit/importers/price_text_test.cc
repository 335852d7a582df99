#include "service/catalog/importers/price_text.h"

#include <string>

#include "gtest/gtest.h"

namespace ratecard {
namespace {

constexpr PriceScale kPerToken{1'000'000, 1};
constexpr PriceScale kAsIs{1, 1};

std::string TextOf(const char* number, PriceScale scale = kAsIs) {
  const auto price = ImportPrice(number, scale);
  return price.ok() ? price->text : std::string(price.status().message());
}

TEST(ImportPrice, ScalesExactly) {
  EXPECT_EQ(TextOf("1.75e-06", kPerToken), "1.75");
  EXPECT_EQ(TextOf("0.00000175", kPerToken), "1.75");
  EXPECT_EQ(TextOf("1.75E-6", kPerToken), "1.75");
  EXPECT_EQ(TextOf("0.0001", {60, 1}), "0.006");  // per second → per minute
  EXPECT_EQ(TextOf("4.8", {1, 60}), "0.08");      // per hour → per minute
  EXPECT_EQ(TextOf("0", kPerToken), "0");
  EXPECT_EQ(TextOf("-0.0", kPerToken), "0");
}

// Sums and quotients of floats as price lists have them.
TEST(ImportPrice, RemovesTheNoiseOfFloats) {
  for (const auto& [number, text] : {std::pair{"0.049999999999999996", "0.05"},
                                     std::pair{"0.30000000000000004", "0.3"},
                                     std::pair{"1.2500000000000001", "1.25"}}) {
    const auto price = ImportPrice(number, kAsIs);
    EXPECT_EQ(price->text, text);
    EXPECT_TRUE(price->noise_removed);
    EXPECT_FALSE(price->rounded);
  }
  EXPECT_EQ(TextOf("1.7499999999999998e-06", kPerToken), "1.75");
}

// 1 behind 63 zeros, and before them: 64 digits are taken.
TEST(ImportPrice, TakesExponentsThatDigitsMakeUpFor) {
  const std::string zeros(63, '0');
  EXPECT_EQ(TextOf(("0." + zeros.substr(1) + "1e63").c_str()), "1");
  EXPECT_EQ(TextOf(("1" + zeros + "e-63").c_str()), "1");
}

// 10^-12 of 1 is no noise any more: it is rounded, and that is said.
TEST(ImportPrice, KeepsWhatIsNoNoise) {
  const auto kept = ImportPrice("1.00000000001", kAsIs);
  EXPECT_EQ(kept->text, "1");
  EXPECT_FALSE(kept->noise_removed);
  EXPECT_TRUE(kept->rounded);
  EXPECT_EQ(TextOf("0.135432", kAsIs), "0.135432");
}

TEST(ImportPrice, RoundsHalfToEvenToNineDecimals) {
  EXPECT_EQ(TextOf("0.0000000005"), "rounds to 0 at nine decimals");
  EXPECT_EQ(TextOf("0.0000000015"), "0.000000002");
  EXPECT_EQ(TextOf("0.0000000025"), "0.000000002");
  EXPECT_EQ(TextOf("1", {1, 3}), "0.333333333");
  EXPECT_TRUE(ImportPrice("1", {1, 3})->rounded);
}

TEST(ImportPrice, RefusesWhatIsNoPrice) {
  EXPECT_EQ(TextOf("-1"), "is below 0");
  EXPECT_EQ(TextOf("free"), "is no decimal number");
  EXPECT_EQ(TextOf(""), "is no decimal number");
  EXPECT_EQ(TextOf("1e999999999"), "is no decimal number");
  EXPECT_EQ(TextOf("1e99"), "is no decimal number");
  // These overflowed.
  EXPECT_EQ(TextOf("1.5e-2147483648"), "is no decimal number");
  EXPECT_EQ(TextOf("10e2147483647"), "is no decimal number");
  EXPECT_EQ(TextOf("1000000.1"), "is above 1000000 per unit quantity");
  EXPECT_EQ(TextOf("1000000"), "1000000");
}

TEST(WholeNumber, TakesEveryWayToWriteOne) {
  EXPECT_EQ(WholeNumber("400000"), 400'000);
  EXPECT_EQ(WholeNumber("400000.0"), 400'000);
  EXPECT_EQ(WholeNumber("4e5"), 400'000);
  EXPECT_EQ(WholeNumber("-3"), -3);
  EXPECT_EQ(WholeNumber("0"), 0);
  EXPECT_EQ(WholeNumber("9223372036854775807"), 9'223'372'036'854'775'807);
  EXPECT_EQ(WholeNumber("9223372036854775808"), std::nullopt);
  EXPECT_EQ(WholeNumber("0.5"), std::nullopt);
  EXPECT_EQ(WholeNumber("x"), std::nullopt);
}

}  // namespace
}  // namespace ratecard
