// Responses of APIs that are nearly OpenAI's. Prices in USD per 1M tokens, in
// the order input, cached input, output, are those of November 2026 unless
// `created` says otherwise; each test names the list that has them.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

using ::testing::IsEmpty;

constexpr char kInNovember[] = " as_of { seconds: 1795176000 }";

class GroqPayload : public PayloadFixture {};

TEST_F(GroqPayload, TimesAreNoQuantities) {
  const auto priced = Price(R"json({
    "id": "chatcmpl-f51b2cd2-bef7-417e-964e-a08f0b513c22",
    "object": "chat.completion",
    "created": 1795176000,
    "model": "openai/gpt-oss-120b",
    "choices": [{"index": 0, "finish_reason": "stop", "logprobs": null,
        "message": {"role": "assistant", "content": "Fast."}}],
    "usage": {
      "queue_time": 0.037493756,
      "prompt_tokens": 500,
      "prompt_time": 0.000680594,
      "completion_tokens": 100,
      "completion_time": 0.463333333,
      "total_tokens": 600,
      "total_time": 0.464013927,
      "prompt_tokens_details": {"cached_tokens": 300},
      "completion_tokens_details": {"reasoning_tokens": 40}
    },
    "service_tier": "on_demand",
    "system_fingerprint": "fp_179b0f92c9",
    "x_groq": {"id": "req_01jbd6g2qdfw2adyrt2az8hz4w",
               "usage": {"dram_cached_tokens": 0, "sram_cached_tokens": 300}}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 500 cache_read_tokens: 300 output_tokens: 100 "
            "reasoning_tokens: 40");
  EXPECT_EQ(priced->extracted().provider(), "groq");
  EXPECT_EQ(priced->extracted().api(), "chat");
  EXPECT_TRUE(priced->extracted().detected());
  EXPECT_EQ(priced->extracted().service_tier(), "standard");
  EXPECT_EQ(priced->extracted().response_id(),
            "chatcmpl-f51b2cd2-bef7-417e-964e-a08f0b513c22");
  EXPECT_THAT(priced->extracted().unknown_paths(), IsEmpty());
  // 200 x 0.15 + 300 x 0.075 + 100 x 0.60.
  // Source: litellm.model_prices.json["groq/openai/gpt-oss-120b"].
  EXPECT_EQ(Text(priced->estimate().total()), "0.0001125");
}

TEST_F(GroqPayload, GroqUsageIsInXGroq) {
  const auto priced = Price(
      R"(data: {"id":"chatcmpl-7f8c","object":"chat.completion.chunk","created":1795176000,"model":"llama-3.3-70b-versatile","system_fingerprint":"fp_f757f4b0bf","choices":[{"index":0,"delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"x_groq":{"id":"req_01j"}}

data: {"id":"chatcmpl-7f8c","object":"chat.completion.chunk","created":1795176000,"model":"llama-3.3-70b-versatile","system_fingerprint":"fp_f757f4b0bf","choices":[{"index":0,"delta":{"content":"Hi"},"logprobs":null,"finish_reason":null}]}

data: {"id":"chatcmpl-7f8c","object":"chat.completion.chunk","created":1795176000,"model":"llama-3.3-70b-versatile","system_fingerprint":"fp_f757f4b0bf","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"x_groq":{"id":"req_01j","usage":{"queue_time":0.087,"prompt_tokens":21,"prompt_time":0.0012,"completion_tokens":8,"completion_time":0.029,"total_tokens":29,"total_time":0.0302}}}

data: [DONE]

)");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 21 output_tokens: 8");
  EXPECT_EQ(priced->extracted().provider(), "groq");
  EXPECT_EQ(priced->extracted().quantities(0).path(),
            "x_groq.usage.prompt_tokens");
  EXPECT_EQ(priced->extracted().response_id(), "chatcmpl-7f8c");
  // 21 x 0.59 + 8 x 0.79.
  // Source: genai-prices groq/llama-3.3-70b-versatile.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00001871");
}

TEST_F(GroqPayload, LineOfABatchOutputFile) {
  const auto priced = Price(R"json({
    "id": "batch_req_123", "custom_id": "my-request-1", "error": null,
    "response": {"status_code": 200, "request_id": "req_abc", "body": {
      "id": "chatcmpl-completion", "object": "chat.completion",
      "created": 1795176000, "model": "openai/gpt-oss-120b",
      "choices": [{"index": 0, "finish_reason": "stop", "message":
          {"role": "assistant", "content": "Hi."}}],
      "usage": {"prompt_tokens": 500, "completion_tokens": 100,
                "total_tokens": 600, "queue_time": 0.1, "total_time": 0.2},
      "service_tier": "on_demand", "x_groq": {"id": "req_01"}}}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().provider(), "groq");
  EXPECT_EQ(priced->extracted().service_tier(), "batch");
  EXPECT_EQ(priced->extracted().response_id(), "chatcmpl-completion");
  // 500 x 0.075 + 100 x 0.30, half of each.
  // Source: genai-prices groq/openai/gpt-oss-120b price_variants
  // processing=batch.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0000675");
}

TEST_F(GroqPayload, TierWithoutPricesIsNotStandard) {
  EXPECT_EQ(ReasonOf(R"json({
    "id": "chatcmpl-1", "object": "chat.completion", "created": 1795176000,
    "model": "llama-3.3-70b-versatile", "choices": [],
    "usage": {"prompt_tokens": 21, "completion_tokens": 8,
              "total_tokens": 29, "queue_time": 0.1},
    "service_tier": "performance", "x_groq": {"id": "req_1"}
  })json"),
            "SERVICE_TIER_NOT_OFFERED");
}

class DeepSeekPayload : public PayloadFixture {};

// `created` is the time of it.
std::string DeepSeekAt(const std::string& created) {
  return R"json({
    "id": "930c60df-bf64-41c9-a88e-3ec75f81e00e",
    "object": "chat.completion",
    "created": )json" +
         created + R"json(,
    "model": "deepseek-v4-pro",
    "choices": [{"index": 0, "finish_reason": "stop", "logprobs": null,
        "message": {"role": "assistant", "content": "Hello!",
                    "reasoning_content": "A greeting."}}],
    "usage": {
      "prompt_tokens": 2000,
      "completion_tokens": 300,
      "total_tokens": 2300,
      "prompt_tokens_details": {"cached_tokens": 1792},
      "completion_tokens_details": {"reasoning_tokens": 120},
      "prompt_cache_hit_tokens": 1792,
      "prompt_cache_miss_tokens": 208
    },
    "system_fingerprint": "fp_eaab8d114b_prod0820_fp8_kvcache"
  })json";
}

TEST_F(DeepSeekPayload, CacheHitsAreCountedOnce) {
  // Friday, 20:00 in Beijing.
  const auto priced = Price(DeepSeekAt("1795176000"));
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 2000 cache_read_tokens: 1792 output_tokens: 300 "
            "reasoning_tokens: 120");
  EXPECT_EQ(priced->extracted().provider(), "deepseek");
  EXPECT_THAT(priced->extracted().unknown_paths(), IsEmpty());
  // 208 x 0.66 + 1,792 x 0.022 + 300 x 1.98.
  // Source: genai-prices deepseek/deepseek-v4-pro, off-peak.
  EXPECT_EQ(Text(priced->estimate().total()), "0.000770704");
}

TEST_F(DeepSeekPayload, TimeOfTheResponseSaysWhetherItIsPeak) {
  // Friday, 10:00 in Beijing: twice as much.
  const auto priced = Price(DeepSeekAt("1795140000"));
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(Text(priced->estimate().total()), "0.001541408");
}

TEST_F(DeepSeekPayload, EitherNameOfCacheHitsIsEnough) {
  constexpr char kRequest[] =
      R"(provider: "deepseek" model: "deepseek-v4-pro")";
  const auto own = Extract(
      R"json({"prompt_tokens": 2000, "completion_tokens": 300,
              "total_tokens": 2300, "prompt_cache_hit_tokens": 1792,
              "prompt_cache_miss_tokens": 208})json",
      kRequest);
  ASSERT_THAT(own, IsOk());
  EXPECT_EQ(UsageText(own->extracted()),
            "input_tokens: 2000 cache_read_tokens: 1792 output_tokens: 300");
  const auto openai = Extract(
      R"json({"prompt_tokens": 2000, "completion_tokens": 300,
              "total_tokens": 2300,
              "prompt_tokens_details": {"cached_tokens": 1792}})json",
      kRequest);
  ASSERT_THAT(openai, IsOk());
  EXPECT_EQ(UsageText(openai->extracted()), UsageText(own->extracted()));
}

TEST_F(DeepSeekPayload, HitsAndMissesMustBeThePrompt) {
  EXPECT_EQ(ReasonOf(R"json({"prompt_tokens": 2000, "completion_tokens": 300,
                       "prompt_cache_hit_tokens": 1792,
                       "prompt_cache_miss_tokens": 209})json",
                     R"(provider: "deepseek" model: "deepseek-v4-pro")"),
            "USAGE_INCONSISTENT");
}

class OtherCompatiblePayload : public PayloadFixture {};

TEST_F(OtherCompatiblePayload, DeepInfraEstimatesItsCost) {
  const auto priced = Price(R"json({
    "id": "chatcmpl-75fc502802c94cafa05db0f7ee12f5f6",
    "object": "chat.completion", "created": 1795176000,
    "model": "moonshotai/Kimi-K2.5",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "A soft drink.", "name": null,
         "tool_calls": null}}],
    "usage": {"prompt_tokens": 48, "total_tokens": 248,
              "completion_tokens": 200, "estimated_cost": 4.716e-04}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().provider(), "deepinfra");
  // 48 x 0.45 + 200 x 2.25.
  // Source: litellm.model_prices.json["deepinfra/moonshotai/Kimi-K2.5"].
  EXPECT_EQ(Text(priced->estimate().total()), "0.0004716");
  EXPECT_EQ(Text(priced->extracted().reported_cost()), "0.0004716");
  EXPECT_EQ(Text(priced->difference()), "0");
}

TEST_F(OtherCompatiblePayload, SambaNovaReportsSpeeds) {
  const auto priced = Price(
      R"(data: {"choices":[{"delta":{"content":"Hello","role":"assistant"},"finish_reason":null,"index":0,"logprobs":null}],"created":1795176000.42,"id":"ab4f","model":"DeepSeek-V3.2","object":"chat.completion.chunk","system_fingerprint":"fastcoe"}

data: {"choices":[{"delta":{"content":""},"finish_reason":"stop","index":0,"logprobs":null}],"created":1795176000.58,"id":"ab4f","model":"DeepSeek-V3.2","object":"chat.completion.chunk","system_fingerprint":"fastcoe"}

data: {"choices":[],"created":1795176000.58,"id":"ab4f","model":"DeepSeek-V3.2","object":"chat.completion.chunk","system_fingerprint":"fastcoe","usage":{"is_last_response":true,"total_tokens":62,"prompt_tokens":21,"completion_tokens":41,"time_to_first_token":0.0915,"end_time":1795176000.58,"start_time":1795176000.41,"total_latency":0.168,"total_tokens_per_sec":369.01,"completion_tokens_per_sec":244.02,"completion_tokens_after_first_per_sec":522.93,"completion_tokens_after_first_per_sec_first_ten":1016.0}}

data: [DONE]

)",
      "strict: true");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().provider(), "sambanova");
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 21 output_tokens: 41");
  EXPECT_EQ(priced->extracted().create_time().seconds(), 1795176000);
  // 21 x 3 + 41 x 4.50.
  // Source: litellm.model_prices.json["sambanova/DeepSeek-V3.2"].
  EXPECT_EQ(Text(priced->estimate().total()), "0.0002475");
}

TEST_F(OtherCompatiblePayload, CerebrasReportsTimesBesideTheUsage) {
  const auto priced = Price(R"json({
    "id": "chatcmpl-292e278f-514e-4186-9010-91ce6a14168b",
    "object": "chat.completion", "created": 1795176000,
    "model": "gpt-oss-120b", "system_fingerprint": "fp_70185065a4",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "Hello!"}}],
    "usage": {"prompt_tokens": 1000, "completion_tokens": 100,
              "total_tokens": 1100, "image_tokens": 0,
              "prompt_tokens_details": {"cached_tokens": 400},
              "completion_tokens_details": {"reasoning_tokens": 60}},
    "time_info": {"queue_time": 0.000073161, "prompt_time": 0.0010744798,
                  "completion_time": 0.005658071,
                  "total_time": 0.022224903, "created": 1795176000}
  })json",
                            "strict: true");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().provider(), "cerebras");
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 1000 cache_read_tokens: 400 "
            "image_input_tokens: 0 output_tokens: 100 reasoning_tokens: 60");
  // 1,000 x 0.35, cached or not, + 100 x 0.75.
  // Source: genai-prices cerebras/gpt-oss-120b.
  EXPECT_EQ(Text(priced->estimate().total()), "0.000425");
}

TEST_F(OtherCompatiblePayload, DatabricksHasItsOwnNamesOfDetails) {
  const auto priced = Price(R"json({
    "id": "msg_bdrk_01", "object": "chat.completion", "created": 1795176000,
    "model": "databricks-claude-haiku-4-5",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "Hi."}}],
    "usage": {"prompt_tokens": 1000, "completion_tokens": 10,
              "total_tokens": 1010, "cache_read_input_tokens": 800}
  })json",
                            R"(provider: "databricks")");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 1000 cache_read_tokens: 800 output_tokens: 10");
  // 200 x 1.00002 + 800 x 0.10003 + 10 x 5.00003 = 330.0283, per million.
  // Source: litellm.model_prices.json["databricks/
  // databricks-claude-haiku-4-5"].
  EXPECT_EQ(Text(priced->estimate().total()), "0.000330028");
}

TEST_F(OtherCompatiblePayload, MoonshotGivesCachedTokensInBothPlaces) {
  const auto priced = Price(R"json({
    "id": "cmpl-04ea926191a14749b7f2c7a48a68abc6",
    "object": "chat.completion", "created": 1795176000, "model": "kimi-k2.6",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "Hello, Li Lei!"}}],
    "usage": {"prompt_tokens": 1000, "completion_tokens": 50,
              "total_tokens": 1050, "cached_tokens": 600,
              "prompt_tokens_details": {"cached_tokens": 600}}
  })json",
                            R"(provider: "moonshotai" strict: true)");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 1000 cache_read_tokens: 600 output_tokens: 50");
  // 400 x 0.95 + 600 x 0.16 + 50 x 4.
  // Source: models.dev moonshotai/kimi-k2.6.
  EXPECT_EQ(Text(priced->estimate().total()), "0.000676");
}

TEST_F(OtherCompatiblePayload, AlibabaWritesToAnExplicitCache) {
  const auto priced = Price(R"json({
    "id": "chatcmpl-6ada9ed2-7f33-9de2-8bb0-78bd4035025a",
    "object": "chat.completion", "created": 1795176000, "model": "qwen3-max",
    "system_fingerprint": null,
    "choices": [{"index": 0, "finish_reason": "stop", "logprobs": null,
        "message": {"role": "assistant", "content": "..."}}],
    "usage": {
      "prompt_tokens": 2000, "completion_tokens": 100, "total_tokens": 2100,
      "prompt_tokens_details": {
        "cached_tokens": 0, "cache_creation_input_tokens": 1500,
        "cache_creation": {"ephemeral_5m_input_tokens": 1500},
        "cache_type": "ephemeral"}}
  })json",
                            R"(provider: "alibaba" strict: true)");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 2000 cache_read_tokens: 0 "
            "cache_write_tokens: 1500 output_tokens: 100");
  // 500 x 1.20 + 1,500 x 1.50 + 100 x 6.
  // Source: Alibaba Cloud model pricing, as read by model-prices.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00345");
}

TEST_F(OtherCompatiblePayload, AlibabaHasAnApiOfItsOwn) {
  const auto priced = Price(R"json({
    "output": {"choices": [{"finish_reason": "stop", "message":
        {"role": "assistant", "content": "..."}}]},
    "usage": {"input_tokens": 3019, "output_tokens": 104,
              "total_tokens": 3123,
              "prompt_tokens_details": {"cached_tokens": 2048}},
    "request_id": "f4e1ee0c-7f0b-9c5f-8a1e-0a5b8e2a0b5c"
  })json",
                            std::string(R"(provider: "alibaba"
                                           model: "qwen3-max" strict: true)") +
                                kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().api(), "dashscope");
  // 971 x 1.20 + 2,048 x 0.24 + 104 x 6.
  // Source: Alibaba Cloud model pricing, as read by model-prices.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00228072");
}

TEST_F(OtherCompatiblePayload, CloudflareWrapsTheResponse) {
  const auto priced = Price(R"json({
    "result": {"response": "Hello, World!", "tool_calls": [],
               "usage": {"prompt_tokens": 26, "completion_tokens": 40,
                         "total_tokens": 66}},
    "success": true, "errors": [], "messages": []
  })json",
                            std::string(R"(
      provider: "cloudflare"
      model: "@cf/meta/llama-3.1-8b-instruct")") +
                                kInNovember);
  ASSERT_THAT(priced, IsOk());
  // 26 x 0.282 + 40 x 0.827.
  // Source: genai-prices cloudflare/@cf/meta/llama-3.1-8b-instruct.
  EXPECT_EQ(Text(priced->estimate().total()), "0.000040412");
}

TEST_F(OtherCompatiblePayload, MiniMaxCountsCharactersToo) {
  const auto priced = Price(R"json({
    "id": "04ecb5d9921f", "object": "chat.completion",
    "created": 1795176000, "model": "MiniMax-M2.1",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "..."}}],
    "usage": {"total_tokens": 249, "total_characters": 0,
              "prompt_tokens": 26, "completion_tokens": 223,
              "completion_tokens_details": {"reasoning_tokens": 214}}
  })json",
                            R"(provider: "minimax" strict: true)");
  ASSERT_THAT(priced, IsOk());
  // 26 x 0.30 + 223 x 1.20.
  // Source: models.dev minimax/MiniMax-M2.1.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0002754");
}

TEST_F(OtherCompatiblePayload, OllamaStreamsLinesOfJson) {
  const auto priced = Price(
      R"({"model":"deepseek-v4-pro","created_at":"2026-11-20T12:00:00.1Z","message":{"role":"assistant","content":"The"},"done":false}
{"model":"deepseek-v4-pro","created_at":"2026-11-20T12:00:01.2Z","message":{"role":"assistant","content":""},"done_reason":"stop","done":true,"total_duration":4883583458,"load_duration":1334875,"prompt_eval_count":26,"prompt_eval_duration":342546000,"eval_count":282,"eval_duration":4535599000}
)",
      R"(provider: "ollama-cloud")");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 26 output_tokens: 282");
  EXPECT_EQ(priced->extracted().api(), "ollama");
  // 26 x 0.66 + 282 x 1.98.
  // Source: models.dev ollama-cloud/deepseek-v4-pro.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00057552");
}

// What LiteLLM makes of a response of Anthropic's.
TEST_F(OtherCompatiblePayload, GatewaysGiveWhatOthersCountInThisForm) {
  const auto priced = Price(R"json({
    "id": "chatcmpl-e41836bb-bb8b-4df2-8e70-8f3e160155ac",
    "object": "chat.completion", "created": 1795176000,
    "model": "claude-opus-4-6", "system_fingerprint": null,
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "...", "tool_calls": null,
         "function_call": null}}],
    "usage": {
      "completion_tokens": 500, "prompt_tokens": 10000,
      "total_tokens": 10500,
      "completion_tokens_details": {"reasoning_tokens": 0,
                                    "text_tokens": 500},
      "prompt_tokens_details": {
        "audio_tokens": null, "cached_tokens": 6000, "text_tokens": null,
        "image_tokens": null, "video_tokens": null,
        "cache_write_tokens": 3000, "cache_creation_tokens": 3000,
        "cache_creation_token_details": {
          "ephemeral_5m_input_tokens": 2000,
          "ephemeral_30m_input_tokens": null,
          "ephemeral_1h_input_tokens": 1000,
          "ephemeral_12h_input_tokens": null}},
      "server_tool_use": {"web_search_requests": 1},
      "cache_creation_input_tokens": 3000,
      "cache_read_input_tokens": 6000}
  })json",
                            "strict: true");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().provider(), "anthropic");
  EXPECT_EQ(priced->extracted().api(), "chat");
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 10000 cache_read_tokens: 6000 "
            "cache_write_tokens: 3000 cache_write_1h_tokens: 1000 "
            "output_tokens: 500 reasoning_tokens: 0 web_searches: 1");
  // 1,000 x 5 + 6,000 x 0.50 + 2,000 x 6.25 + 1,000 x 10 + 500 x 25, per
  // million, + 1 x 0.01.
  // Source: litellm.model_prices.json["claude-opus-4-6"].
  EXPECT_EQ(Text(priced->estimate().total()), "0.053");
}

// Whoever has no format of its own has OpenAI's.
TEST_F(OtherCompatiblePayload, EveryProviderHasTheSharedFormat) {
  const auto priced = Price(R"json({
    "id": "o8m2Xyz-4yUbBN", "object": "chat.completion",
    "created": 1795176000, "model": "zai-org/GLM-5.3", "prompt": [],
    "choices": [{"index": 0, "finish_reason": "stop", "seed": 17,
        "message": {"role": "assistant", "content": "...",
                    "tool_calls": []}}],
    "usage": {"prompt_tokens": 1000, "completion_tokens": 100,
              "total_tokens": 1100, "cached_tokens": 0}
  })json",
                            R"(provider: "together" strict: true)");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().provider(), "togetherai");
  EXPECT_EQ(priced->extracted().api(), "chat");
  // 1,000 x 1.40 + 100 x 4.40.
  // Source: genai-prices together/zai-org/GLM-5.3.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00184");
}

TEST_F(OtherCompatiblePayload, FireworksHasCachedTokensInItsPrompt) {
  const auto priced = Price(R"json({
    "id": "2f9c1c9e-7a55", "object": "chat.completion", "created": 1795176000,
    "model": "accounts/fireworks/routers/kimi-fast-latest",
    "choices": [{"index": 0, "finish_reason": "stop",
        "message": {"role": "assistant", "content": "..."}}],
    "usage": {"prompt_tokens": 1000, "completion_tokens": 100,
              "total_tokens": 1100,
              "prompt_tokens_details": {"cached_tokens": 600}}
  })json",
                            R"(provider: "fireworks" strict: true)");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().provider(), "fireworks-ai");
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 1000 cache_read_tokens: 600 output_tokens: 100");
  // 400 x 4.50 + 600 x 0.45 + 100 x 22.50 per million.
  // Source: models.dev.api.json fireworks-ai
  // accounts/fireworks/routers/kimi-fast-latest.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00432");
}

}  // namespace
}  // namespace ratecard
