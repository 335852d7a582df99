#include "service/catalog/merge/rate_difference.h"

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

v1::Rate RateOf(const std::string& text) {
  v1::Rate rate;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &rate));
  return rate;
}

TEST(RateDifference, ATierAtThePriceBelowItChangesNothing) {
  EXPECT_TRUE(
      SamePrice(RateOf("price: '2'"),
                RateOf("price: '2' tiers { min_input_tokens: 9 price: '2' }")));
}

TEST(RateDifference, FreeIsNotUnpriced) {
  EXPECT_FALSE(SamePrice(RateOf("state: METER_STATE_FREE"),
                         RateOf("state: METER_STATE_UNPRICED")));
  EXPECT_FALSE(SaysPrice(RateOf("state: METER_STATE_UNPRICED")));
  EXPECT_TRUE(SaysPrice(RateOf("state: METER_STATE_INCLUDED_IN_PLAN")));
}

TEST(RateDifference, OneTokenOfAThresholdIsADifference) {
  const v1::Rate at =
      RateOf("price: '2' tiers { min_input_tokens: 200000 price: '4' }");
  const v1::Rate above =
      RateOf("price: '2' tiers { min_input_tokens: 200001 price: '4' }");
  EXPECT_FALSE(SamePrice(at, above));
  EXPECT_EQ(LargestDifference(at, above), 2'000'000'000);
}

TEST(RateDifference, IsUnknownWhereOneHasNoPrice) {
  EXPECT_EQ(LargestDifference(RateOf("price: '2'"),
                              RateOf("state: METER_STATE_UNPRICED")),
            std::nullopt);
}

TEST(RateDifference, TextsAreReadBack) {
  for (const char* text :
       {"1.25", "free", "in a plan", "1.25; 2.5 from 200001 input tokens",
        "unpriced; 3 from 10 units", "1; free from 5 output tokens"}) {
    const auto rate = RateOfPriceText(text);
    ASSERT_TRUE(rate.has_value()) << text;
    EXPECT_EQ(PriceText(*rate), text);
  }
  EXPECT_FALSE(RateOfPriceText("output 60").has_value());
}

}  // namespace
}  // namespace ratecard
