// What a refusal says of meters whose prices depend on parameters.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/estimate/test_model.h"

namespace ratecard {
namespace {

using testing::Contains;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Key;
using testing::Not;
using testing::Pair;
using F = UsageField;

// Perplexity's searches, in another order than that of their prices.
std::vector<Rate> Sonar() {
  return {
      RateOf(Meter::kInput, Dollars(3)),
      RateOf(Meter::kWebSearches, Dollars(14),
             {{"search_context_size", "high"}}),
      RateOf(Meter::kWebSearches, Dollars(6), {{"search_context_size", "low"}}),
      RateOf(Meter::kWebSearches, Dollars(10),
             {{"search_context_size", "medium"}})};
}

std::string MessageOf(const absl::Status& status) {
  return std::string(status.message());
}

// It said that there is no price for web_searches, but one for web_searches.
TEST(Refusal, SaysByWhichParametersAMeterIsPriced) {
  const TestModel test(Sonar());
  const absl::Status refused =
      Refused(test, UsageOf({{F::kInputTokens, 1'000}, {F::kWebSearches, 1}}));
  EXPECT_THAT(refused, FailsWith(absl::StatusCode::kFailedPrecondition,
                                 "METER_UNPRICED"));
  EXPECT_EQ(MessageOf(refused),
            "web_searches of acme/big in service tier 'standard' is priced by "
            "search_context_size: low, medium, high; give these as parameters "
            "in quantities");
  EXPECT_THAT(
      DetailOf(refused).metadata,
      Contains(Pair("priced_by", "web_searches search_context_size=low")));
}

TEST(Refusal, NamesEveryParameterOfAMeterGivenOnlyOne) {
  const TestModel test({RateOf(Meter::kOutputImages, Cents(16),
                               {{"quality", "high"}, {"size", "1024x1024"}}),
                        RateOf(Meter::kOutputImages, Cents(1),
                               {{"quality", "low"}, {"size", "1024x1024"}})});
  const absl::Status refused = Refused(
      test, UsageOf({}, {{Meter::kOutputImages, 1, {{"quality", "low"}}}}));
  EXPECT_THAT(
      MessageOf(refused),
      HasSubstr(
          "is priced by quality: low, high; size: 1024x1024; give these"));
  EXPECT_THAT(
      DetailOf(refused).metadata,
      Contains(Pair("priced_by", "output_images quality=low,size=1024x1024")));
}

TEST(Refusal, TellsMetersWithoutAnyPriceFromThoseThatNeedParameters) {
  const TestModel test(Sonar());
  EXPECT_EQ(MessageOf(Refused(test, UsageOf({{F::kWebSearches, 1}},
                                            {{Meter::kSessions, 1, {}}}))),
            "no price is published for sessions of acme/big in service tier "
            "'standard'; it has prices for input_tokens, web_searches; "
            "web_searches of acme/big in service tier 'standard' is priced by "
            "search_context_size: low, medium, high; give these as parameters "
            "in quantities");
}

TEST(Refusal, OffersNoParametersThatHaveNoPrice) {
  Rate unpriced = RateOf(Meter::kWebSearches, MeterState::kUnpriced);
  unpriced.SetParameters({{"search_context_size", "low"}});
  const TestModel test({RateOf(Meter::kInput, Dollars(3)), unpriced});
  const absl::Status refused = Refused(test, UsageOf({{F::kWebSearches, 1}}));
  EXPECT_THAT(MessageOf(refused), EndsWith("it has prices for input_tokens"));
  EXPECT_THAT(DetailOf(refused).metadata, Not(Contains(Key("priced_by"))));
}

TEST(Refusal, ListsTwelveValuesOfAParameterAtMost) {
  std::vector<Rate> rates;
  for (int i = 1; i <= 15; ++i) {
    rates.push_back(
        RateOf(Meter::kOutputImages, Cents(i), {{"steps", std::to_string(i)}}));
  }
  EXPECT_THAT(MessageOf(Refused(TestModel(rates),
                                UsageOf({}, {{Meter::kOutputImages, 1, {}}}))),
              HasSubstr("steps: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 and 3 "
                        "more; give"));
}

}  // namespace
}  // namespace ratecard
