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

class XaiPayload : public PayloadFixture {};

TEST_F(XaiPayload, XaiReasoningIsOutsideCompletionTokens) {
  const auto priced = Price(R"json({
    "id": "f9c5a6b2-3d0e-4d8a-9b7e-0e6f6a1c2d3b",
    "object": "chat.completion",
    "created": 1795176000,
    "model": "grok-4.20-0309-reasoning",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "101 x 3 is 303.",
         "refusal": null}}],
    "usage": {
      "prompt_tokens": 37,
      "completion_tokens": 530,
      "total_tokens": 800,
      "prompt_tokens_details": {
        "text_tokens": 37, "audio_tokens": 0, "image_tokens": 0,
        "cached_tokens": 8},
      "completion_tokens_details": {
        "reasoning_tokens": 233, "audio_tokens": 0,
        "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0},
      "num_sources_used": 0,
      "cost_in_usd_ticks": 19453500
    },
    "system_fingerprint": "fp_6ca29cf396"
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 37 cache_read_tokens: 8 audio_input_tokens: 0 "
            "image_input_tokens: 0 output_tokens: 763 reasoning_tokens: 233 "
            "audio_output_tokens: 0");
  EXPECT_EQ(priced->extracted().provider(), "xai");
  EXPECT_EQ(priced->extracted().api(), "chat");
  // 29 x 1.25 + 8 x 0.20 + (530 + 233) x 2.50.
  // Source: litellm.model_prices.json["xai/grok-4.20-0309-reasoning"].
  EXPECT_EQ(Text(priced->estimate().total()), "0.00194535");
  // 19,453,500 / 10,000,000,000: the same.
  EXPECT_EQ(Text(priced->extracted().reported_cost()), "0.00194535");
  EXPECT_EQ(Text(priced->difference()), "0");
}

TEST_F(XaiPayload, TotalMustHaveTheReasoning) {
  EXPECT_EQ(ReasonOf(R"json({
    "object": "chat.completion", "created": 1795176000,
    "model": "grok-4.20-0309-reasoning",
    "usage": {
      "prompt_tokens": 37, "completion_tokens": 530, "total_tokens": 567,
      "completion_tokens_details": {"reasoning_tokens": 233},
      "num_sources_used": 0}
  })json"),
            "USAGE_INCONSISTENT");
}

// Both as they were answered; the prices make the reported costs.
TEST_F(XaiPayload, ResponsesIncludeTheReasoning) {
  const auto priced = Price(R"json({
    "id": "9559558a-4882-9a95-9d1b-a7f68487d575", "object": "response",
    "created_at": 1783737064, "status": "completed", "model": "grok-4.3",
    "output": [],
    "usage": {
      "input_tokens": 36172, "input_tokens_details": {"cached_tokens": 192},
      "output_tokens": 1287,
      "output_tokens_details": {"reasoning_tokens": 787},
      "total_tokens": 37459, "num_sources_used": 0,
      "num_server_side_tools_used": 0, "cost_in_usd_ticks": 482309000,
      "context_details": {"input_tokens": 36172, "output_tokens": 1289}}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 36172 cache_read_tokens: 192 output_tokens: 1287 "
            "reasoning_tokens: 787");
  EXPECT_EQ(priced->extracted().provider(), "xai");
  EXPECT_EQ(priced->extracted().api(), "responses");
  EXPECT_THAT(priced->extracted().unknown_paths(), IsEmpty());
  // 35,980 x 1.25 + 192 x 0.20 + 1,287 x 2.50.
  // Source: litellm.model_prices.json["xai/grok-4.3"].
  EXPECT_EQ(Text(priced->estimate().total()), "0.0482309");
  EXPECT_EQ(Text(priced->difference()), "0");
}

TEST_F(XaiPayload, SearchesOnXAreBilledByCall) {
  const auto priced = Price(R"json({
    "id": "resp_x", "object": "response",
    "created_at": 1795176000, "status": "completed", "model": "grok-4.3",
    "output": [],
    "usage": {
      "input_tokens": 9212, "input_tokens_details": {"cached_tokens": 3072},
      "output_tokens": 3417,
      "output_tokens_details": {"reasoning_tokens": 0},
      "total_tokens": 12629, "num_sources_used": 0,
      "num_server_side_tools_used": 3, "cost_in_usd_ticks": 318319000,
      "server_side_tool_usage_details": {
        "web_search_calls": 0, "x_search_calls": 3,
        "code_interpreter_calls": 0, "file_search_calls": 0, "mcp_calls": 0,
        "document_search_calls": 0, "image_generation_calls": 0},
      "context_details": {"input_tokens": 7622, "output_tokens": 3219}}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 9212 cache_read_tokens: 3072 output_tokens: 3417 "
            "reasoning_tokens: 0 web_searches: 3");
  EXPECT_THAT(priced->extracted().unknown_paths(), IsEmpty());
  // 6,140 x 1.25 + 3,072 x 0.20 + 3,417 x 2.50, per million, + 3 x 0.005.
  // Source: as above; OpenRouter models x-ai/grok-4.3 web_search.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0318319");
  EXPECT_EQ(Text(priced->difference()), "0");
}

TEST_F(XaiPayload, SearchesWithoutAPublishedPriceAreNotFree) {
  EXPECT_EQ(ReasonOf(R"json({
    "id": "resp_y", "object": "response", "created_at": 1795176000,
    "status": "completed", "model": "grok-4.7", "output": [],
    "usage": {
      "input_tokens": 9212, "input_tokens_details": {"cached_tokens": 3072},
      "output_tokens": 3417, "total_tokens": 12629,
      "num_server_side_tools_used": 1,
      "server_side_tool_usage_details": {"web_search_calls": 1}}
  })json"),
            "METER_UNPRICED");
}

TEST_F(XaiPayload, StreamHasRunningTotals) {
  const auto priced = Price(
      R"(data: {"id":"6a1b","object":"chat.completion.chunk","created":1795176000,"model":"grok-4.20-0309-reasoning","choices":[{"index":0,"delta":{"content":"Hi","role":"assistant"}}],"usage":{"prompt_tokens":37,"completion_tokens":1,"total_tokens":271,"completion_tokens_details":{"reasoning_tokens":233}},"system_fingerprint":"fp_6ca29cf396"}

data: {"id":"6a1b","object":"chat.completion.chunk","created":1795176000,"model":"grok-4.20-0309-reasoning","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":37,"completion_tokens":30,"total_tokens":300,"completion_tokens_details":{"reasoning_tokens":233},"num_sources_used":0},"system_fingerprint":"fp_6ca29cf396"}

data: [DONE]

)");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 37 output_tokens: 263 reasoning_tokens: 233");
  // 37 x 1.25 + (30 + 233) x 2.50.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00070375");
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

class MistralPayload : public PayloadFixture {};

TEST_F(MistralPayload, CachedTokensAreGivenTwice) {
  const auto priced = Price(R"json({
    "id": "cmpl-e5cc70bb28c444948073e77776eb30ef",
    "object": "chat.completion",
    "created": 1795176000,
    "model": "mistral-medium-latest",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "Hello!", "tool_calls": null}}],
    "usage": {
      "prompt_tokens": 1000,
      "completion_tokens": 100,
      "total_tokens": 1100,
      "prompt_audio_seconds": null,
      "num_cached_tokens": 600,
      "prompt_tokens_details": {"cached_tokens": 600},
      "service_tier": "standard"
    }
  })json",
                            "strict: true");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 1000 cache_read_tokens: 600 output_tokens: 100");
  EXPECT_EQ(priced->extracted().provider(), "mistral");
  EXPECT_EQ(priced->extracted().service_tier(), "standard");
  // 400 x 1.50 + 600 x 0.15 + 100 x 7.50.
  // Source: litellm.model_prices.json["mistral/mistral-medium-3-5"].
  EXPECT_EQ(Text(priced->estimate().total()), "0.00144");
}

TEST_F(MistralPayload, AudioIsBesideThePromptTokens) {
  const auto priced = Price(R"json({
    "id": "cmpl-1", "object": "chat.completion", "created": 1795176000,
    "model": "voxtral-small-latest",
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "A greeting."}}],
    "usage": {
      "prompt_tokens": 20, "completion_tokens": 41, "total_tokens": 436,
      "prompt_audio_seconds": 12,
      "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 375}}
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 395 cache_read_tokens: 0 audio_input_tokens: 375 "
            "output_tokens: 41");
  // 395 x 0.10 + 41 x 0.40; audio as input.
  // Source: litellm.model_prices.json["mistral/voxtral-small-latest"].
  EXPECT_EQ(Text(priced->estimate().total()), "0.0000559");
}

TEST_F(MistralPayload, TranscriptionIsBilledByItsLength) {
  const auto priced = Price(R"json({
    "model": "voxtral-mini-latest",
    "text": " Ja. Men jeg tror, du kan være helt sikker på.",
    "language": null,
    "segments": [],
    "usage": {
      "prompt_audio_seconds": 12,
      "prompt_tokens": 3,
      "total_tokens": 419,
      "completion_tokens": 41,
      "prompt_tokens_details": {"cached_tokens": 0, "audio_tokens": 375},
      "service_tier": "standard"
    },
    "finish_reason": "stop"
  })json",
                            std::string(R"(strict: true)") + kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "quantities { meter: METER_INPUT_AUDIO_MILLISECONDS "
            "quantity: 12000 }");
  // 12 s x 0.003 / 60 s. Source:
  // litellm.model_prices.json["mistral/voxtral-mini-latest"].
  EXPECT_EQ(Text(priced->estimate().total()), "0.0006");
}

TEST_F(MistralPayload, OcrIsBilledByThePage) {
  const auto priced = Price(R"json({
    "pages": [{"index": 0, "markdown": "# Title", "images": [],
               "dimensions": {"dpi": 200, "height": 2200, "width": 1700}}],
    "model": "mistral-ocr-4-1",
    "document_annotation": null,
    "usage_info": {"pages_processed": 29, "doc_size_bytes": 3002783}
  })json",
                            std::string(R"(strict: true)") + kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "quantities { meter: METER_INPUT_PAGES quantity: 29 }");
  EXPECT_EQ(priced->extracted().provider(), "mistral");
  EXPECT_EQ(priced->extracted().api(), "ocr");
  // 29 x 4 / 1,000.
  // Source: https://docs.mistral.ai/models/model-cards/ocr-4-1
  EXPECT_EQ(Text(priced->estimate().total()), "0.116");
}

TEST_F(MistralPayload, AnnotatedPagesHaveAPriceOfTheirOwn) {
  const auto priced = Price(R"json({
    "pages": [], "model": "mistral-ocr-4-1",
    "document_annotation": "{\"title\": \"annotated\"}",
    "usage_info": {"pages_processed": 3, "pages_processed_annotation": 2,
                   "doc_size_bytes": 4096}
  })json",
                            kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "quantities { meter: METER_INPUT_PAGES quantity: 3 } "
            "quantities { meter: METER_ANNOTATED_PAGES quantity: 2 }");
  // 3 x 4 / 1,000 + 2 x 5 / 1,000.
  EXPECT_EQ(Text(priced->estimate().total()), "0.022");
}

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

class PerplexityPayload : public PayloadFixture {};

// 1 September 2026, before the models were retired.
TEST_F(PerplexityPayload, RequestsAreBilledByTheSizeOfTheSearchContext) {
  const auto priced = Price(R"json({
    "id": "6a0b6e4a-5a2f-4f2e-8a3b-5a2f4f2e8a3b",
    "model": "sonar-pro", "created": 1788264000,
    "object": "chat.completion",
    "usage": {
      "prompt_tokens": 7, "completion_tokens": 374, "total_tokens": 381,
      "search_context_size": "high",
      "cost": {"input_tokens_cost": 0.000021, "output_tokens_cost": 0.00561,
               "request_cost": 0.014, "total_cost": 0.019631}},
    "citations": ["https://example.com"],
    "search_results": [{"title": "t", "url": "https://example.com",
                        "date": "2026-08-01"}],
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "..."}}]
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 7 output_tokens: 374 quantities { "
            "meter: METER_REQUESTS quantity: 1 parameters { "
            "key: \"search_context_size\" value: \"high\" } }");
  EXPECT_EQ(priced->extracted().provider(), "perplexity");
  // 7 x 3 + 374 x 15, per million, + 1 x 14 / 1,000.
  // Source: genai-prices perplexity/sonar-pro;
  // litellm.model_prices.json["perplexity/sonar-pro"]:
  // search_context_cost_per_query
  EXPECT_EQ(Text(priced->estimate().total()), "0.019631");
  EXPECT_EQ(Text(priced->difference()), "0");
}

TEST_F(PerplexityPayload, DeepResearchBillsCitationsReasoningAndSearches) {
  const auto priced = Price(R"json({
    "id": "be1c3f1e", "model": "sonar-deep-research", "created": 1788264000,
    "object": "chat.completion",
    "usage": {
      "prompt_tokens": 33, "completion_tokens": 7163, "total_tokens": 7196,
      "citation_tokens": 20016, "num_search_queries": 18,
      "reasoning_tokens": 73997,
      "cost": {"input_tokens_cost": 0.000066,
               "output_tokens_cost": 0.057304,
               "citation_tokens_cost": 0.040032,
               "reasoning_tokens_cost": 0.221991,
               "search_queries_cost": 0.09, "total_cost": 0.409393}},
    "choices": [{"index": 0, "finish_reason": "stop", "message":
        {"role": "assistant", "content": "..."}}]
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 20049 output_tokens: 81160 "
            "reasoning_tokens: 73997 web_searches: 18");
  // (33 + 20,016) x 2 + 7,163 x 8 + 73,997 x 3, per million, + 18 x 0.005.
  // Source: genai-prices perplexity/sonar-deep-research.
  EXPECT_EQ(Text(priced->estimate().total()), "0.409393");
  EXPECT_EQ(Text(priced->difference()), "0");
}

// The agent API, after the others were retired.
constexpr char kAgent[] = R"json({
  "id": "resp_1", "object": "response", "created_at": 1795176000,
  "status": "completed", "model": "openai/gpt-5.4", "output": [],
  "usage": {
    "input_tokens": 1000, "output_tokens": 100, "total_tokens": 1100,
    "input_tokens_details": {"cache_read_input_tokens": 400,
                             "cache_creation_input_tokens": 0},
    "cost": {"currency": "USD", "input_cost": 0.0016, "output_cost": 0.0015,
             "total_cost": 0.0031}}
})json";

TEST_F(PerplexityPayload, AgentHasItsOwnNamesOfDetails) {
  const auto priced = Price(kAgent, R"(provider: "perplexity" strict: true)");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 1000 cache_read_tokens: 400 "
            "cache_write_tokens: 0 output_tokens: 100");
  // 600 x 2.50 + 400 x 0.25 + 100 x 15.
  // Source: genai-prices perplexity/openai/gpt-5.4.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0031");
  EXPECT_EQ(Text(priced->difference()), "0");
}

TEST_F(PerplexityPayload, AgentsToolsAreNotFree) {
  std::string payload = kAgent;
  const std::string before = "\"cost\": {\"currency\"";
  const size_t at = payload.find(before);
  EXPECT_EQ(ReasonOf(std::string(payload).insert(at,
                                                 R"("tool_calls_details":
                            {"search_web": {"invocation": 2}}, )"),
                     R"(provider: "perplexity")"),
            "METER_UNPRICED");
  EXPECT_EQ(ReasonOf(std::string(payload).insert(at,
                                                 R"("tool_calls_details":
                            {"fetch_url": {"invocation": 2}}, )"),
                     R"(provider: "perplexity" strict: true)"),
            "USAGE_FIELD_UNKNOWN");
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
