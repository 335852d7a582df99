// Responses of OpenRouter's API, as its reference shows them. Prices in USD per
// 1M tokens, in the order input, cached input, output, are those of November
// 2026 unless `created` says otherwise; each test names the list that has them.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

using testing::IsEmpty;

class OpenRouterPayload : public PayloadFixture {};

TEST_F(OpenRouterPayload, ReportsItsCost) {
  const auto priced = Price(R"json({
    "id": "gen-1795176000-3WCXtTzfsYRPtm8oDoqB",
    "provider": "Anthropic",
    "object": "chat.completion",
    "created": 1795176000,
    "model": "anthropic/claude-opus-4.6",
    "choices": [{"index": 0, "finish_reason": "stop",
        "native_finish_reason": "end_turn", "message":
        {"role": "assistant", "content": "Hi.", "refusal": null,
         "reasoning": null}}],
    "usage": {
      "prompt_tokens": 10339,
      "completion_tokens": 60,
      "total_tokens": 10399,
      "cost": 0.006764,
      "is_byok": false,
      "prompt_tokens_details": {
        "cached_tokens": 10318, "cache_write_tokens": 0, "audio_tokens": 0,
        "video_tokens": 0},
      "cost_details": {
        "upstream_inference_cost": null,
        "upstream_inference_prompt_cost": 0.005264,
        "upstream_inference_completions_cost": 0.0015},
      "completion_tokens_details": {
        "reasoning_tokens": 0, "image_tokens": 0, "audio_tokens": 0}
    }
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 10339 cache_read_tokens: 10318 "
            "cache_write_tokens: 0 audio_input_tokens: 0 "
            "video_input_tokens: 0 output_tokens: 60 reasoning_tokens: 0 "
            "audio_output_tokens: 0 image_output_tokens: 0");
  EXPECT_EQ(priced->extracted().provider(), "openrouter");
  EXPECT_TRUE(priced->extracted().detected());
  EXPECT_THAT(priced->extracted().unknown_paths(), IsEmpty());
  // 21 x 5 + 10,318 x 0.50 + 60 x 25.
  // Source: genai-prices openrouter/anthropic/claude-opus-4.6.
  EXPECT_EQ(Text(priced->estimate().total()), "0.006764");
  EXPECT_EQ(Text(priced->extracted().reported_cost()), "0.006764");
  EXPECT_EQ(Text(priced->difference()), "0");
}

TEST_F(OpenRouterPayload, WebSearchesAreBilledByRequest) {
  const auto priced = Price(R"json({
    "id": "gen-1", "object": "chat.completion", "created": 1795176000,
    "model": "anthropic/claude-opus-4.6", "choices": [],
    "usage": {
      "prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100,
      "cost": 0.0277, "is_byok": false,
      "cost_details": {"upstream_inference_prompt_cost": 0.005,
                       "upstream_inference_completions_cost": 0.0025},
      "server_tool_use_details": {"web_search_requests": 2,
                                  "tool_calls_requested": 2,
                                  "tool_calls_executed": 2}}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 1000 output_tokens: 100 web_searches: 2");
  // 1,000 x 5 + 100 x 25, per million, + 2 x 0.01.
  // Source: as above; its web_searches_kcount.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0275");
  EXPECT_EQ(Text(priced->difference()), "-0.0002");
}

TEST_F(OpenRouterPayload, OpenRouterNativeTokensAreBilled) {
  const auto priced = Price(R"json({"data": {
    "id": "gen-3bhGkxlo4XFrqiabUM7NDtwDzWwG",
    "upstream_id": "chatcmpl-791bcf62-080e-4568-87d0-94c72e3b4946",
    "api_type": "completions",
    "total_cost": 0.0046,
    "cache_discount": 0.0009,
    "upstream_inference_cost": 0.0046,
    "created_at": "2026-11-20T12:00:00.000Z",
    "model": "openai/gpt-5.4",
    "app_id": 12345,
    "streamed": true,
    "cancelled": false,
    "provider_name": "OpenAI",
    "latency": 1250,
    "moderation_latency": 50,
    "generation_time": 1200,
    "finish_reason": "stop",
    "native_finish_reason": "stop",
    "tokens_prompt": 900,
    "tokens_completion": 150,
    "native_tokens_prompt": 1000,
    "native_tokens_completion": 200,
    "native_tokens_completion_images": 0,
    "native_tokens_reasoning": 50,
    "native_tokens_cached": 400,
    "num_media_prompt": null,
    "num_media_completion": null,
    "num_search_results": null,
    "origin": "https://openrouter.ai/",
    "usage": 0.0046,
    "is_byok": false,
    "service_tier": null
  }})json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 1000 cache_read_tokens: 400 output_tokens: 200 "
            "reasoning_tokens: 50 image_output_tokens: 0");
  EXPECT_EQ(priced->extracted().provider(), "openrouter");
  EXPECT_EQ(priced->extracted().api(), "generation");
  EXPECT_EQ(priced->extracted().create_time().seconds(), 1795176000);
  // 600 x 2.50 + 400 x 0.25 + 200 x 15.
  // Source: genai-prices openrouter/openai/gpt-5.4.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0046");
  EXPECT_EQ(Text(priced->extracted().reported_cost()), "0.0046");
}

TEST_F(OpenRouterPayload, ResponsesReportTheirCostToo) {
  const auto priced = Price(R"json({
    "id": "resp-1", "object": "response", "created_at": 1795176000,
    "status": "completed", "model": "openai/gpt-5.4", "output": [],
    "service_tier": "default",
    "usage": {
      "input_tokens": 1000,
      "input_tokens_details": {"cached_tokens": 400},
      "output_tokens": 200,
      "output_tokens_details": {"reasoning_tokens": 50},
      "total_tokens": 1200,
      "cost": 0.0046, "is_byok": false,
      "cost_details": {"upstream_inference_cost": null,
                       "upstream_inference_input_cost": 0.0016,
                       "upstream_inference_output_cost": 0.003}}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().provider(), "openrouter");
  EXPECT_EQ(priced->extracted().api(), "responses");
  EXPECT_THAT(priced->extracted().unknown_paths(), IsEmpty());
  EXPECT_EQ(Text(priced->estimate().total()), "0.0046");
  EXPECT_EQ(Text(priced->difference()), "0");
}

}  // namespace
}  // namespace ratecard
