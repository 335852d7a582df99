#include "service/catalog/build/makers.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/catalog/merge/layers.h"

namespace ratecard {
namespace {

TEST(MakerOf, ReadsFoldersPrefixesAndProducts) {
  EXPECT_EQ(MakerOf("meta-llama/Llama-3.3-70B-Instruct"), "meta");
  EXPECT_EQ(MakerOf("us.anthropic.claude-3-7-sonnet-20250219-v1:0"),
            "anthropic");
  EXPECT_EQ(MakerOf("accounts/fireworks/models/deepseek-v3"), "deepseek");
  EXPECT_EQ(MakerOf("gpt-4.1-mini"), "openai");
  EXPECT_EQ(MakerOf("unheard-of"), "");
}

// OpenRouter's authors: 14 of Meta's models were not found as Meta's.
TEST(MakerName, IsOneForEachMaker) {
  EXPECT_EQ(MakerName("meta-llama"), "meta");
  EXPECT_EQ(MakerName("mistralai"), "mistral");
  EXPECT_EQ(MakerName("qwen"), "alibaba");
  EXPECT_EQ(MakerName("x-ai"), "xai");
  EXPECT_EQ(MakerName("z-ai"), "zai");
  EXPECT_EQ(MakerName("zhipuai"), "zai");
  EXPECT_EQ(MakerName("arcee-ai"), "arcee");
  EXPECT_EQ(MakerName("ibm-granite"), "ibm");
  EXPECT_EQ(MakerName("bytedance-seed"), "bytedance");
  EXPECT_EQ(MakerName("meta"), "meta");
  EXPECT_EQ(MakerName("Unheard-of"), "Unheard-of");
  EXPECT_EQ(MakerName(""), "");
}

TEST(CoreName, DropsWhatProvidersAdd) {
  EXPECT_EQ(CoreName("us.anthropic.claude-3-7-sonnet-20250219-v1:0"),
            "claude-3-7-sonnet-20250219");
  EXPECT_EQ(CoreName("anthropic.claude-3-5-sonnet-20241022-v2:0"),
            "claude-3-5-sonnet-20241022");
  EXPECT_EQ(CoreName("anthropic/claude-3.7-sonnet:thinking"),
            "claude-3-7-sonnet");
  EXPECT_EQ(CoreName("amazon.nova-pro-v1:0"), "nova-pro");
}

// titan-embed-text-v2 had the base model titan-embed-text-v1.
TEST(CoreName, TellsVersionsOfAModelApart) {
  EXPECT_EQ(CoreName("amazon.titan-embed-text-v2:0"), "titan-embed-text-v2");
  EXPECT_EQ(CoreName("deepseek-v3"), "deepseek-v3");
  EXPECT_EQ(CoreName("anthropic.claude-v2:1"), "claude-v2");
  EXPECT_EQ(CoreName("scribe_v2"), "scribe-v2");
}

// All fine-tuned models had the base model `ft`.
TEST(CoreName, OfAFineTunedModelIsThatOfWhatWasTuned) {
  EXPECT_EQ(CoreName("ft:gpt-4o-2024-08-06"), "gpt-4o-2024-08-06");
}

std::vector<v1::Provider> Curated() {
  return {ProviderFrom("provider_id: 'deepgram' home_makers: 'deepgram'"),
          ProviderFrom("provider_id: 'acme' home_makers: 'acme' models { "
                       "model_id: 'large-1.5' maker: 'acme' base_model: "
                       "'large-1.5' }")};
}

v1::Model Filled(const std::string& provider, const std::string& model) {
  std::vector<v1::Provider> providers = {ProviderFrom(
      absl::StrCat("provider_id: '", provider, "' models { ", model, " }"))};
  FillMakers(Curated(), &providers);
  return providers[0].models(0);
}

// Deepgram's Nova was Amazon's.
TEST(FillMakers, ACommonWordAtHomeIsTheHomes) {
  EXPECT_EQ(Filled("deepgram", "model_id: 'nova-3'").maker(), "deepgram");
  EXPECT_EQ(Filled("elsewhere", "model_id: 'nova-pro'").maker(), "amazon");
  EXPECT_EQ(Filled("deepgram", "model_id: 'whisper-large'").maker(), "openai");
}

TEST(FillMakers, ANamelessModelIsItsProvidersOwn) {
  EXPECT_EQ(Filled("acme", "model_id: 'x'").maker(), "acme");
  EXPECT_EQ(Filled("elsewhere", "model_id: 'x'").maker(), "");
}

TEST(FillMakers, FindTheBaseModelByTheCoreName) {
  EXPECT_EQ(Filled("elsewhere", "model_id: 'acme/large-1-5' maker: 'acme'")
                .base_model(),
            "large-1.5");
  EXPECT_EQ(Filled("elsewhere", "model_id: 'acme/large-2' maker: 'acme'")
                .base_model(),
            "");
}

}  // namespace
}  // namespace ratecard
