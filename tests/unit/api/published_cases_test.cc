// What providers publish beside prices: names, refusals and limits, through the
// handler on the catalog that the binaries carry.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/embedded_fixture.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

constexpr char kNow[] = "2026-11-20T12:00:00Z";

auto IsUnpriced() {
  return FailsWith(absl::StatusCode::kFailedPrecondition, "METER_UNPRICED");
}

class PublishedCases : public EmbeddedFixture {
 protected:
  absl::StatusOr<v1::Estimate> Cost(absl::string_view model,
                                    absl::string_view usage,
                                    absl::string_view more = "",
                                    absl::string_view as_of = kNow) const {
    return EstimateCost(
        absl::StrCat("model: \"", model, "\" usage { ", usage, " } ", more),
        as_of);
  }

  std::string TotalOf(absl::string_view model, absl::string_view usage,
                      absl::string_view more = "",
                      absl::string_view as_of = kNow) const {
    const auto estimate = Cost(model, usage, more, as_of);
    return estimate.ok() ? Text(estimate->total())
                         : DetailOf(estimate.status()).reason;
  }

  std::string ModelOf(absl::string_view name, absl::string_view as_of,
                      absl::string_view provider = "") const {
    CallContext call{TimeOf(as_of)};
    const auto found = Store().Current()->Resolve(name, provider, call.now);
    return found.ok() ? found->model->id : DetailOf(found.status()).reason;
  }
};

// 40,000 × 1.75 + 80,000 × 0.175 + 8,000 × 14 millionths = 0.196.
// Source: https://developers.openai.com/api/docs/models/gpt-5.2-codex
TEST_F(PublishedCases, Gpt52CodexCostsTheSameByEachOfItsNames) {
  for (const absl::string_view name :
       {"gpt-5.2-codex", "gpt-5.2-codex-2025-12-18", "openai/gpt-5.2-codex",
        "openai/gpt-5.2-codex-2025-12-18",
        "providers/openai/models/gpt-5.2-codex"}) {
    const auto estimate = Cost(
        name,
        "input_tokens: 120000 cache_read_tokens: 80000 output_tokens: 8000", "",
        "2026-07-01T00:00:00Z");
    ASSERT_THAT(estimate, IsOk()) << name;
    EXPECT_EQ(Text(estimate->total()), "0.196") << name;
    EXPECT_EQ(estimate->model(), "providers/openai/models/gpt-5.2-codex");
    EXPECT_EQ(Text(estimate->input_cost()), "0.07");
    EXPECT_EQ(Text(estimate->cache_cost()), "0.014");
    EXPECT_EQ(Text(estimate->output_cost()), "0.112");
    EXPECT_EQ(Text(estimate->cache_savings()), "0.126");
    EXPECT_FALSE(estimate->has_tools_cost());
    EXPECT_EQ(estimate->resolution().given_name(), name);
    EXPECT_EQ(estimate->fit().verdict(), v1::FIT_VERDICT_FITS);
  }
}

// Limits 400,000 in all, 272,000 in, 128,000 out. Source: LiteLLM
// gpt-5.2-codex: max_input_tokens, max_output_tokens; OpenAI's model page.
TEST_F(PublishedCases,
       Gpt52CodexDoesNotTake300000ThoughTheWindowWouldHoldThem) {
  const auto fit = CheckFit(
      R"(model: "gpt-5.2-codex" input_tokens: 300000 max_output_tokens: 10000)",
      kNow);
  ASSERT_THAT(fit, IsOk());
  EXPECT_EQ(fit->verdict(), v1::FIT_VERDICT_DOES_NOT_FIT);
  ASSERT_EQ(fit->violations_size(), 1);
  EXPECT_EQ(fit->violations(0).limit(), v1::LIMIT_KIND_INPUT);
  EXPECT_EQ(fit->violations(0).allowed_tokens(), 272'000);
  EXPECT_EQ(fit->violations(0).requested_tokens(), 300'000);
  EXPECT_EQ(fit->violations(0).excess_tokens(), 28'000);
  EXPECT_EQ(fit->limits().context_window_tokens(), 400'000);
}

TEST_F(PublishedCases, Gpt52CodexLeaves128000OutOf272000In) {
  const auto fit =
      CheckFit(R"(model: "gpt-5.2-codex" input_tokens: 272000)", kNow);
  ASSERT_THAT(fit, IsOk());
  EXPECT_EQ(fit->verdict(), v1::FIT_VERDICT_FITS);
  EXPECT_EQ(fit->available_output_tokens(), 128'000);
}

// Gemini's output does not share the window of 1,048,576; 65,536 out.
// Source: LiteLLM gemini/gemini-2.5-pro.
TEST_F(PublishedCases, GeminiOutputDoesNotShareTheWindow) {
  const auto verdict = [&](absl::string_view request) {
    return CheckFit(absl::StrCat("model: \"gemini-2.5-pro\" ", request), kNow)
        ->verdict();
  };
  EXPECT_EQ(verdict("input_tokens: 1048576 max_output_tokens: 65536"),
            v1::FIT_VERDICT_FITS);
  EXPECT_EQ(verdict("input_tokens: 1048577"), v1::FIT_VERDICT_DOES_NOT_FIT);
  EXPECT_EQ(verdict("max_output_tokens: 65537"), v1::FIT_VERDICT_DOES_NOT_FIT);
}

// Window 1,000,000. Source: LiteLLM claude-opus-5-5.
TEST_F(PublishedCases, ClaudeInputAndOutputShareTheWindow) {
  const auto fit = CheckFit(
      R"(model: "claude-opus-5-5"
         input_tokens: 950000 max_output_tokens: 60000)",
      kNow);
  ASSERT_THAT(fit, IsOk());
  EXPECT_EQ(fit->verdict(), v1::FIT_VERDICT_DOES_NOT_FIT);
  ASSERT_EQ(fit->violations_size(), 1);
  EXPECT_EQ(fit->violations(0).limit(), v1::LIMIT_KIND_CONTEXT_WINDOW);
  EXPECT_EQ(fit->violations(0).excess_tokens(), 10'000);
}

// Source: genai-prices mistral: listed at zero, nobody says that it is free;
// genai-prices openai/moderation: its description says free.
TEST_F(PublishedCases, AnUnpricedModelIsRefusedBesideAFreeOneThatCostsNothing) {
  EXPECT_THAT(
      Cost("labs-leanstral-1-5-1", "input_tokens: 1000 output_tokens: 10"),
      IsUnpriced());
  EXPECT_THAT(
      Cost("labs-leanstral-1-5-1", "input_tokens: 1000", "allow_partial: true"),
      IsUnpriced());
  const auto free = Cost("omni-moderation-latest", "input_tokens: 5000");
  ASSERT_THAT(free, IsOk());
  EXPECT_EQ(Text(free->total()), "0");
  EXPECT_EQ(free->lines(0).state(), v1::METER_STATE_FREE);
}

// Source: https://docs.x.ai/developers/pricing has no search fee of grok-4.7;
// OpenRouter x-ai/grok-4.3 web_search: 0.005.
TEST_F(PublishedCases, ASearchWithoutAPublishedFeeIsRefusedByItsMeter) {
  const auto refused = Cost("grok-4.7", "input_tokens: 10 web_searches: 1");
  EXPECT_THAT(refused, IsUnpriced());
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("web_searches"));
  EXPECT_EQ(TotalOf("grok-4.3", "web_searches: 1"), "0.005");
  const auto partial = Cost("grok-4.7", "input_tokens: 1000000 web_searches: 1",
                            "allow_partial: true");
  ASSERT_THAT(partial, IsOk());
  EXPECT_TRUE(partial->incomplete());
  EXPECT_EQ(Text(partial->total()), "4");  // above 200,000: 4 per million
}

// Source: LiteLLM text-embedding-3-small has no output price.
TEST_F(PublishedCases, AnEmbeddingModelHasNoOutput) {
  EXPECT_THAT(
      Cost("text-embedding-3-small", "input_tokens: 8191 output_tokens: 1"),
      IsUnpriced());
}

// The standard tier rises above 272,000, and nobody published what priority
// costs there. Source: LiteLLM gpt-5.4, gemini/gemini-2.5-pro.
TEST_F(PublishedCases, ATierWithoutTheStandardThresholdIsUnpricedAboveIt) {
  EXPECT_EQ(TotalOf("gpt-5.4", "input_tokens: 272000 output_tokens: 1000",
                    "service_tier: \"priority\""),
            "1.39");
  EXPECT_THAT(Cost("gpt-5.4", "input_tokens: 272001 output_tokens: 1000",
                   "service_tier: \"priority\""),
              IsUnpriced());
  EXPECT_THAT(
      Cost("gemini-2.5-pro", "input_tokens: 200001", "service_tier: \"flex\""),
      IsUnpriced());
  EXPECT_THAT(Cost("us.anthropic.claude-sonnet-4-5-20250929-v1:0",
                   "input_tokens: 200001", "service_tier: \"batch\""),
              IsUnpriced());
}

// Source: model-prices has no read price of gemini-2.5-pro above 200,000 before
// 2026-04-20, genai-prices none of o3 before its cut.
TEST_F(PublishedCases, AReadWithoutAPriceAtTheTimeIsUnpriced) {
  EXPECT_THAT(
      Cost("gemini-2.5-pro", "input_tokens: 200001 cache_read_tokens: 1000", "",
           "2026-04-20T03:17:44Z"),
      IsUnpriced());
  EXPECT_THAT(Cost("o3", "input_tokens: 10000 cache_read_tokens: 4000", "",
                   "2025-06-09T23:59:59Z"),
              IsUnpriced());
}

TEST_F(PublishedCases, ATierThatIsNotOfferedIsRefusedWithThoseThatAre) {
  const auto reason = [&](absl::string_view model, absl::string_view tier,
                          absl::string_view as_of = kNow) {
    return TotalOf(model, "input_tokens: 10",
                   absl::StrCat("service_tier: \"", tier, "\""), as_of);
  };
  EXPECT_EQ(reason("o3", "ultrafast"), "SERVICE_TIER_NOT_OFFERED");
  EXPECT_EQ(reason("gpt-5.2-codex", "batch"), "SERVICE_TIER_NOT_OFFERED");
  EXPECT_EQ(reason("gpt-5.2-codex", "flex"), "SERVICE_TIER_NOT_OFFERED");
  EXPECT_EQ(reason("claude-sonnet-5-5", "fast"), "SERVICE_TIER_NOT_OFFERED");
  const auto refused =
      Cost("gpt-5.2-codex", "input_tokens: 10", "service_tier: \"batch\"");
  EXPECT_THAT(refused.status().message(), HasSubstr("priority, standard"));
}

TEST_F(PublishedCases, ARegionThatIsNotOfferedIsRefused) {
  const auto reason = [&](absl::string_view model, absl::string_view region) {
    return TotalOf(model, "input_tokens: 10",
                   absl::StrCat("region: \"", region, "\""));
  };
  EXPECT_EQ(reason("gpt-5.2-codex", "eu"), "REGION_NOT_OFFERED");
  EXPECT_EQ(reason("azure/gpt-5.2-codex", "apac"), "REGION_NOT_OFFERED");
  EXPECT_EQ(reason("claude-haiku-4-5", "us"), "REGION_NOT_OFFERED");
}

// A bare Bedrock id is in-region: 1,000 × 3.3, 5.5, 11 and 0.8 millionths, not
// the 3, 5 and 10 of the global profile.
// Source: genai-prices aws regional.anthropic.…: input_mtok; LiteLLM
// amazon.nova-pro-v1:0.
TEST_F(PublishedCases, ABareBedrockIdIsInRegion) {
  const auto cost = [&](absl::string_view model) {
    return TotalOf(model, "input_tokens: 1000", "provider: \"aws-bedrock\"");
  };
  EXPECT_EQ(cost("anthropic.claude-sonnet-4-5-20250929-v1:0"), "0.0033");
  EXPECT_EQ(cost("anthropic.claude-opus-4-8"), "0.0055");
  EXPECT_EQ(cost("anthropic.claude-opus-4-8-v1:0"), "0.0055");
  EXPECT_EQ(cost("anthropic.claude-opus-4-6-v1"), "0.0055");
  EXPECT_EQ(cost("anthropic.claude-fable-5"), "0.011");
  EXPECT_EQ(cost("global.anthropic.claude-opus-4-8"), "0.005");
  EXPECT_EQ(cost("amazon.nova-pro-v1:0"), "0.0008");
}

// 1,000 × 0.25 millionths: the lists have Claude 3 Haiku without a region only.
// Source: LiteLLM anthropic.claude-3-haiku-20240307-v1:0.
TEST_F(PublishedCases, ARegionOfANameWithoutAPriceIsAssumedToCostTheSame) {
  for (const absl::string_view name :
       {"arn:aws:bedrock:us-east-1::foundation-model/"
        "anthropic.claude-3-haiku-20240307-v1:0",
        "bedrock/us-west-2/anthropic.claude-3-haiku-20240307-v1:0"}) {
    const auto estimate = Cost(name, "input_tokens: 1000");
    ASSERT_THAT(estimate, IsOk()) << name;
    EXPECT_EQ(Text(estimate->total()), "0.00025");
    EXPECT_THAT(CodesOf(estimate->warnings()),
                testing::Contains(v1::WARNING_CODE_REGION_ASSUMED));
    EXPECT_EQ(TotalOf(name, "input_tokens: 1000", "strict: true"),
              "REGION_NOT_OFFERED");
  }
  // Who names the region can leave it out.
  EXPECT_EQ(TotalOf("aws-bedrock/anthropic.claude-3-haiku-20240307-v1:0",
                    "input_tokens: 1000", "region: \"us-west-2\""),
            "REGION_NOT_OFFERED");
}

// 1,000 × 3 millionths at the global endpoint, 10% more elsewhere.
// Source: LiteLLM vertex_ai/claude-sonnet-4-6: provider_specific_entry.
TEST_F(PublishedCases, AVertexNameFixesItsLocation) {
  const auto cost = [&](absl::string_view location) {
    return TotalOf(absl::StrCat("projects/mine/locations/", location,
                                "/publishers/anthropic/models/"
                                "claude-sonnet-4-6"),
                   "input_tokens: 1000");
  };
  EXPECT_EQ(cost("global"), "0.003");
  EXPECT_EQ(cost("us-east5"), "0.0033");
  EXPECT_EQ(cost("mars"), "MODEL_NOT_FOUND");
}

// 1,000 × 0.3 millionths. Source: LiteLLM ft:gpt-4o-mini-2024-07-18.
TEST_F(PublishedCases, AFineTunedModelHasThePriceOfItsKind) {
  for (const absl::string_view name :
       {"ft:gpt-4o-mini-2024-07-18", "ft:gpt-4o-mini-2024-07-18:acme::abc123",
        "ft:gpt-4o-mini-2024-07-18:acme:mine:abc123"}) {
    EXPECT_EQ(TotalOf(name, "input_tokens: 1000"), "0.0003") << name;
  }
}

// A fee of $6, $10 or $14 per 1,000 requests, by the search context; 1,000 × 3
// millionths. Source: LiteLLM perplexity/sonar-pro.
TEST_F(PublishedCases, ASearchFeeIsPaidOnce) {
  const auto cost = [&](absl::string_view more) {
    return TotalOf("perplexity/sonar-pro",
                   absl::StrCat("input_tokens: 1000 ", more));
  };
  EXPECT_EQ(cost(""), "0.009");
  EXPECT_EQ(cost("quantities { meter: METER_REQUESTS quantity: 1 parameters { "
                 "key: \"search_context_size\" value: \"high\" } }"),
            "0.017");
}

// 1,000,000 × 3 globally; 6 above 200,000. At 1,000: 3.3 in the regions.
// Source: LiteLLM us.anthropic.claude-sonnet-4-5-20250929-v1:0 and others.
TEST_F(PublishedCases, ABedrockNameFixesItsRegion) {
  const auto cost = [&](absl::string_view prefix, absl::string_view more = "") {
    return TotalOf(
        absl::StrCat(prefix, "anthropic.claude-sonnet-4-5-20250929-v1:0"),
        "input_tokens: 1000", more);
  };
  EXPECT_EQ(cost("us."), "0.0033");
  EXPECT_EQ(cost("eu."), "0.0033");
  EXPECT_EQ(cost("global."), "0.003");
  EXPECT_EQ(cost("us-gov."), "0.0036");
  EXPECT_EQ(
      cost("arn:aws:bedrock:us-east-1:123456789012:inference-profile/us."),
      "0.0033");
  EXPECT_EQ(cost("arn:aws:bedrock:eu-west-1::foundation-model/"), "0.0033");
  EXPECT_EQ(cost("us.", "region: \"us-east-1\""), "0.0033");
  EXPECT_EQ(cost("us.", "region: \"eu\""), "NAME_CONTRADICTED");
  EXPECT_EQ(cost("mars."), "MODEL_NOT_FOUND");
  const auto arn = Cost(
      "arn:aws:bedrock:eu-west-1::foundation-model/"
      "anthropic.claude-sonnet-4-5-20250929-v1:0",
      "input_tokens: 1000");
  ASSERT_THAT(arn, IsOk());
  EXPECT_EQ(arn->resolution().region(), "eu-west-1");
  EXPECT_EQ(arn->region(), "eu");  // the region of the prices
}

// 40,000 × 1.925 + 80,000 × 0.1925 + 8,000 × 15.4 millionths = 0.2156.
// Source: LiteLLM azure/eu/gpt-5.2-codex.
TEST_F(PublishedCases, AnAzureNameFixesItsRegion) {
  const auto estimate =
      Cost("azure/eu/gpt-5.2-codex",
           "input_tokens: 120000 cache_read_tokens: 80000 output_tokens: 8000");
  ASSERT_THAT(estimate, IsOk());
  EXPECT_EQ(Text(estimate->total()), "0.2156");
  EXPECT_EQ(estimate->region(), "eu");
}

TEST_F(PublishedCases, GeminiModelsAreKnownByGooglesForms) {
  for (const absl::string_view name :
       {"gemini-2.5-flash", "models/gemini-2.5-flash",
        "gemini/gemini-2.5-flash", "google/models/gemini-2.5-flash"}) {
    EXPECT_EQ(ModelOf(name, kNow), "gemini-2.5-flash") << name;
  }
  EXPECT_EQ(ModelOf("vertex_ai/gemini-2.5-flash", kNow), "gemini-2.5-flash");
  const auto vertex =
      Cost("publishers/google/models/gemini-2.5-flash", "input_tokens: 1");
  ASSERT_THAT(vertex, IsOk());
  EXPECT_EQ(vertex->model(), "providers/google-vertex/models/gemini-2.5-flash");
  EXPECT_EQ(ModelOf("gemini-2.5-flash", kNow, "groq"), "MODEL_NOT_FOUND");
}

// Source: genai-prices mistral/mistral-ocr-latest (the alias moved), google
// gemini-flash-latest (known from 2026-09-02).
TEST_F(PublishedCases, AMovingAliasMeansWhatItMeantAtTheTime) {
  EXPECT_EQ(ModelOf("mistral-ocr-latest", "2026-06-22T23:59:59Z"),
            "mistral-ocr-2512");
  EXPECT_EQ(ModelOf("mistral-ocr-latest", "2026-06-23T00:00:00Z"),
            "mistral-ocr-4-0");
  EXPECT_EQ(ModelOf("mistral-ocr-latest", "2026-07-15T23:59:59Z"),
            "mistral-ocr-4-0");
  EXPECT_EQ(ModelOf("mistral-ocr-latest", "2026-07-16T00:00:00Z"),
            "mistral-ocr-4-1");
  EXPECT_EQ(ModelOf("mistral-medium-latest", "2026-06-15T23:59:59Z", "mistral"),
            "MODEL_NOT_FOUND");
  EXPECT_EQ(ModelOf("mistral-medium-latest", "2026-06-16T00:00:00Z"),
            "mistral-medium-2604");
  EXPECT_EQ(ModelOf("gemini-flash-latest", "2026-09-01T23:59:59Z", "google"),
            "MODEL_NOT_FOUND");
  EXPECT_EQ(ModelOf("gemini-flash-latest", "2026-09-02T00:00:00Z"),
            "gemini-3.8-flash");
}

// 37 pages × 2 / 1,000 = 0.074. Source: LiteLLM mistral/mistral-ocr-2512.
TEST_F(PublishedCases, AMovingAliasHasThePriceOfItsModelAtTheTime) {
  EXPECT_EQ(TotalOf("mistral-ocr-latest",
                    "quantities { meter: METER_INPUT_PAGES quantity: 37 }", "",
                    "2026-06-22T00:00:00Z"),
            "0.074");
}

// Source: LiteLLM claude-sonnet-4-5: max_input_tokens 200,000.
TEST_F(PublishedCases, ARequestThatDoesNotFitIsPricedAndWarned) {
  const auto estimate =
      Cost("claude-sonnet-4-5", "input_tokens: 200001 output_tokens: 1000", "",
           "2026-04-30T00:00:00Z");
  ASSERT_THAT(estimate, IsOk());
  EXPECT_EQ(Text(estimate->total()), "0.615003");
  EXPECT_EQ(estimate->fit().verdict(), v1::FIT_VERDICT_DOES_NOT_FIT);
  EXPECT_THAT(CodesOf(estimate->warnings()),
              testing::Contains(v1::WARNING_CODE_DOES_NOT_FIT));
}

// Before the date on which OpenAI's priority price was seen.
// Source: genai-prices openai/gpt-5.2, verified 2026-10-12.
TEST_F(PublishedCases, AVerifiedPriceReachesBackWithAWarning) {
  const auto estimate =
      Cost("gpt-5.2-codex", "output_tokens: 100000",
           "service_tier: \"priority\"", "2026-07-01T00:00:00Z");
  ASSERT_THAT(estimate, IsOk());
  EXPECT_EQ(Text(estimate->total()), "2.8");  // 100,000 × 28 millionths
  EXPECT_THAT(CodesOf(estimate->warnings()),
              testing::ElementsAre(v1::WARNING_CODE_PRICE_BEFORE_VERIFIED));
}

TEST_F(PublishedCases, APrefixOfANameIsNoName) {
  EXPECT_EQ(ModelOf("gpt-5.2-codex-x", kNow), "MODEL_NOT_FOUND");
  EXPECT_EQ(ModelOf("gpt-5.2-code", kNow), "MODEL_NOT_FOUND");
}

}  // namespace
}  // namespace ratecard
