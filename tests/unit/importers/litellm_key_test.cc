#include "service/catalog/importers/litellm_key.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "service/catalog/importers/litellm_name.h"

namespace ratecard {
namespace {

TEST(ParseLiteLlmKey, TakesSuffixesInAnyOrder) {
  for (const char* name :
       {"cache_creation_input_token_cost_above_1hr_above_200k_tokens_batches",
        "cache_creation_input_token_cost_batches_above_200k_tokens_above_"
        "1hr"}) {
    const auto key = ParseLiteLlmKey(name);
    ASSERT_TRUE(key.has_value()) << name;
    EXPECT_EQ(key->meter, v1::METER_CACHE_WRITE_1H_TOKENS);
    EXPECT_EQ(key->min_input_tokens, 200'001);
    EXPECT_EQ(key->service_tier, "batch");
  }
}

TEST(ParseLiteLlmKey, TakesAnyWordForATier) {
  EXPECT_EQ(ParseLiteLlmKey("input_cost_per_token_leisurely")->service_tier,
            "leisurely");
  EXPECT_EQ(ParseLiteLlmKey("input_cost_per_token")->service_tier, "standard");
}

TEST(ParseLiteLlmKey, RefusesWhatIsNoKey) {
  for (const char* name :
       {"", "input_cost", "input_cost_per_", "input_cost_per_tokens",
        "input_cost_per_token_", "input_cost_per_token_cached",
        "input_cost_per_token_flex_priority", "input_cost_per_token_Flex",
        "input_cost_per_token_above_k_tokens",
        "input_cost_per_token_above_200k_tokens_above_300k_tokens",
        "input_cost_per_token_above_99999999999k_tokens",
        "input_cost_per_token_above_1hr", "input_cost_per_token_720p",
        "cache_creation_input_token_cost_above_2hr",
        "cache_creation_input_token_cost_above_1hr_above_12hr",
        "output_cost_per_token_cache_hit", "max_input_tokens"}) {
    EXPECT_FALSE(ParseLiteLlmKey(name).has_value()) << name;
  }
}

TEST(ParseLiteLlmName, TakesRoutingRegionAndImageOffTheModel) {
  const auto id = [](const char* key, const char* provider) {
    const LiteLlmName name = ParseLiteLlmName(key, provider);
    std::string text = absl::StrCat(name.model_id, " ", name.region);
    for (const auto& [parameter, value] : name.parameters) {
      absl::StrAppend(&text, " ", parameter, "=", value);
    }
    return text;
  };
  EXPECT_EQ(id("gemini/gemini-2.5-pro", "gemini"), "gemini-2.5-pro ");
  EXPECT_EQ(id("fal_ai/fal-ai/flux/dev", "fal_ai"), "fal-ai/flux/dev ");
  EXPECT_EQ(id("vertex_ai/meta/llama", "vertex_ai-llama_models"),
            "meta/llama ");
  EXPECT_EQ(id("amazon-nova/nova", "amazon_nova"), "nova ");
  EXPECT_EQ(id("openai/gpt-5", "openrouter"), "openai/gpt-5 ");
  EXPECT_EQ(id("bedrock/us-gov-west-1/meta.llama3-8b-instruct-v1:0", "bedrock"),
            "meta.llama3-8b-instruct-v1:0 us-gov-west-1");
  EXPECT_EQ(id("bedrock/invoke/anthropic.claude", "bedrock"),
            "invoke/anthropic.claude ");
  EXPECT_EQ(id("azure/eu/gpt-5", "azure"), "gpt-5 eu");
  EXPECT_EQ(id("azure/global-standard/gpt-5", "azure"), "gpt-5 ");
  EXPECT_EQ(id("high/1024-x-1536/gpt-image-1", "openai"),
            "gpt-image-1  quality=high size=1024x1536");
  EXPECT_EQ(id("1024-x-1024/50-steps/bedrock/amazon.nova", "bedrock"),
            "amazon.nova  size=1024x1024 steps=50");
  EXPECT_TRUE(
      ParseLiteLlmName("bedrock/*/1-month-commitment/cohere.command", "bedrock")
          .commitment);
}

}  // namespace
}  // namespace ratecard
