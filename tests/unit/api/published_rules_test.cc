// Prices that providers published, each with its source, through the handler on
// the catalog that the binaries carry.

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/embedded_fixture.h"
#include "tests/unit/api/rules_anthropic.h"
#include "tests/unit/api/rules_azure_mistral_xai.h"
#include "tests/unit/api/rules_bedrock.h"
#include "tests/unit/api/rules_deepseek_discount.h"
#include "tests/unit/api/rules_deepseek_peak.h"
#include "tests/unit/api/rules_google.h"
#include "tests/unit/api/rules_openai.h"
#include "tests/unit/api/rules_openai_gpt_6.h"

namespace ratecard {
namespace {

std::string NameOfRule(const testing::TestParamInfo<PublishedRule>& info) {
  return info.param.name;
}

class Published : public EmbeddedFixture,
                  public testing::WithParamInterface<PublishedRule> {
 protected:
  v1::EstimateCostRequest Request() const {
    v1::EstimateCostRequest request;
    request.set_model(GetParam().model);
    *request.mutable_usage() = ParseProto<v1::Usage>(GetParam().usage);
    if (std::string(GetParam().service_tier) != "standard") {
      request.set_service_tier(GetParam().service_tier);
    }
    request.set_region(GetParam().region);
    return request;
  }
};

TEST_P(Published, PriceIsExact) {
  const auto estimate = EstimateCost(Request().DebugString(), GetParam().as_of);
  ASSERT_THAT(estimate, IsOk());
  EXPECT_EQ(Text(estimate->total()), GetParam().total);
  EXPECT_EQ(estimate->total().currency_code(), "USD");
  EXPECT_EQ(estimate->schedule_id(), GetParam().schedule_id);
  EXPECT_EQ(estimate->service_tier(), GetParam().service_tier);
  EXPECT_THAT(CodesOf(estimate->warnings()),
              testing::ElementsAreArray(GetParam().warnings));
  EXPECT_FALSE(estimate->incomplete());
}

// Quantity × unit price ÷ unit quantity of its own lines, added exactly, is the
// total: nine digits of a dollar are whole millionths of all these prices.
TEST_P(Published, PriceCanBeRecomputedFromItsLines) {
  const auto estimate = EstimateCost(Request().DebugString(), GetParam().as_of);
  ASSERT_THAT(estimate, IsOk());
  Money total;
  for (const v1::EstimateLine& line : estimate->lines()) {
    if (line.state() != v1::METER_STATE_PRICED) {
      continue;
    }
    EXPECT_FALSE(line.source_id().empty());
    EXPECT_EQ(line.quantity() * line.unit_price_nanos() % line.unit_quantity(),
              0);
    const int64_t nanos =
        line.quantity() * line.unit_price_nanos() / line.unit_quantity();
    total.units += nanos / 1'000'000'000;
    total.nanos += static_cast<int32_t>(nanos % 1'000'000'000);
    total.units += total.nanos / 1'000'000'000;
    total.nanos %= 1'000'000'000;
  }
  EXPECT_EQ(FormatMoney(total), GetParam().total);
}

INSTANTIATE_TEST_SUITE_P(OpenAi, Published, testing::ValuesIn(kOpenAiRules),
                         NameOfRule);
INSTANTIATE_TEST_SUITE_P(AzureMistralXai, Published,
                         testing::ValuesIn(kAzureMistralXaiRules), NameOfRule);
INSTANTIATE_TEST_SUITE_P(Anthropic, Published,
                         testing::ValuesIn(kAnthropicRules), NameOfRule);
INSTANTIATE_TEST_SUITE_P(DeepSeekPeak, Published,
                         testing::ValuesIn(kDeepSeekPeakRules), NameOfRule);
INSTANTIATE_TEST_SUITE_P(DeepSeekDiscount, Published,
                         testing::ValuesIn(kDeepSeekDiscountRules), NameOfRule);
INSTANTIATE_TEST_SUITE_P(OpenAiGpt6, Published,
                         testing::ValuesIn(kOpenAiGpt6Rules), NameOfRule);
INSTANTIATE_TEST_SUITE_P(Google, Published, testing::ValuesIn(kGoogleRules),
                         NameOfRule);
INSTANTIATE_TEST_SUITE_P(Bedrock, Published, testing::ValuesIn(kBedrockRules),
                         NameOfRule);

}  // namespace
}  // namespace ratecard
