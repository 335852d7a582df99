// Shapes in which providers were seen to answer, beside those that their
// documentation shows. Prices in USD per 1M tokens, input / cached input /
// output, in November 2026 unless another day is given:
//   Llama-3.3-70B-Instruct-Turbo  0.88 / - / 0.88
//                                 genai-prices together/meta-llama/
//                                 Llama-3.3-70B-Instruct-Turbo
//   Llama-Rank-V1                 0.10, input only; litellm.model_prices.json
//   gpt-4o-mini                   0.15 / 0.075 / 0.60
//                                 openai.com/index/api-prompt-caching
//   gemini-embedding-2            0.20, images 0.45; genai-prices
//                                 google/gemini-embedding-2
//   kimi-k2.5                     0.60 / 0.10 / 3; model-prices
//                                 moonshotai/kimi-k2.5
//   claude-sonnet-5-5             2 / 0.10 / 10; Anthropic's pricing page

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

using ::testing::IsEmpty;

class RealShape : public PayloadFixture {};

TEST_F(RealShape, TogetherNamesTextCompletionsOtherwise) {
  const auto priced = Price(R"json({
    "id": "a1b2c3d4e5f60001-FRA",
    "object": "text.completion",
    "created": 1795176000,
    "model": "meta-llama/Llama-3.3-70B-Instruct-Turbo",
    "prompt": [],
    "choices": [{"text": "Once", "finish_reason": "length", "logprobs": null,
        "index": 0}],
    "usage": {"prompt_tokens": 12, "completion_tokens": 300,
        "total_tokens": 312}
  })json",
                            R"(provider: "together")");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().api(), "chat");
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 12 output_tokens: 300");
  // (12 + 300) x 0.88.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00027456");
}

TEST_F(RealShape, TogetherReranksByTheToken) {
  const auto priced = Price(R"json({
    "id": "a1b2c3d4e5f60002-FRA",
    "object": "rerank",
    "model": "Salesforce/Llama-Rank-V1",
    "results": [{"index": 0, "relevance_score": 0.61, "document": {}}],
    "usage": {"prompt_tokens": 2500, "completion_tokens": 0,
        "total_tokens": 2500}
  })json",
                            R"(provider: "together")");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 2500 output_tokens: 0");
  // 2,500 x 0.10.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00025");
}

TEST_F(RealShape, OpenAiRunsHaveUsageOnceTheyHaveEnded) {
  const auto priced = Price(R"json({
    "id": "run_Shape0001",
    "object": "thread.run",
    "created_at": 1781000000,
    "assistant_id": "asst_Shape0001",
    "thread_id": "thread_Shape0001",
    "status": "completed",
    "model": "gpt-4o-mini",
    "usage": {
      "prompt_tokens": 900,
      "completion_tokens": 40,
      "total_tokens": 940,
      "prompt_token_details": {"cached_tokens": 512},
      "completion_tokens_details": {"reasoning_tokens": 0}
    }
  })json");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().provider(), "openai");
  EXPECT_EQ(priced->extracted().api(), "runs");
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 900 cache_read_tokens: 512 output_tokens: 40 "
            "reasoning_tokens: 0");
  EXPECT_THAT(priced->extracted().unknown_paths(), IsEmpty());
  // 388 x 0.15 + 512 x 0.075 + 40 x 0.60, on 2026-06-09.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0001206");
}

TEST_F(RealShape, OpenAiRunsHaveNoUsageBefore) {
  EXPECT_EQ(ReasonOf(R"json({
    "id": "run_Shape0002", "object": "thread.run", "created_at": 1781000000,
    "status": "queued", "model": "gpt-4o-mini", "usage": null
  })json",
                     R"(provider: "openai")"),
            "USAGE_MISSING");
}

TEST_F(RealShape, GeminiEmbeddingsSpellTheirDetailsOtherwise) {
  const auto priced = Price(R"json({
    "embeddings": [{"values": [0.25, -0.5]}, {"values": [0.5, 0.25]}],
    "usageMetadata": {
      "promptTokenCount": 270,
      "promptTokenDetails": [
        {"modality": "TEXT", "tokenCount": 12},
        {"modality": "IMAGE", "tokenCount": 258}
      ]
    }
  })json",
                            R"(model: "gemini-embedding-2" strict: true)");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 270 image_input_tokens: 258 output_tokens: 0");
  // 12 x 0.20 + 258 x 0.45.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0001185");
}

constexpr char kKimiEvents[] = R"json(
{"id":"chatcmpl-Shape0001","object":"chat.completion.chunk","created":1795176000,"model":"kimi-k2.5","choices":[{"index":0,"delta":{"role":"assistant","content":"Yes"},"finish_reason":null}]}
{"id":"chatcmpl-Shape0001","object":"chat.completion.chunk","created":1795176000,"model":"kimi-k2.5","choices":[{"index":0,"delta":{},"finish_reason":"stop","usage":{"prompt_tokens":1200,"completion_tokens":50,"total_tokens":1250,"cached_tokens":1000,"prompt_tokens_details":{"cached_tokens":1000},"completion_tokens_details":{"reasoning_tokens":20}}}]}
)json";

TEST_F(RealShape, KimiStreamsHaveUsageInTheirChoice) {
  const auto priced = Price(kKimiEvents, "strict: true");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().provider(), "moonshotai");
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 1200 cache_read_tokens: 1000 output_tokens: 50 "
            "reasoning_tokens: 20");
  // 200 x 0.60 + 1,000 x 0.10 + 50 x 3.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00037");
}

TEST_F(RealShape, KimiStreamsThatWereAskedForUsageHaveItOnce) {
  const std::string events =
      std::string(kKimiEvents) +
      R"json({"id":"chatcmpl-Shape0001","object":"chat.completion.chunk","created":1795176000,"model":"kimi-k2.5","choices":[],"usage":{"prompt_tokens":1200,"completion_tokens":50,"total_tokens":1250,"cached_tokens":1000}})json";
  const auto priced = Price(events);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().provider(), "moonshotai");
  EXPECT_EQ(priced->extracted().api(), "chat");
  EXPECT_EQ(Text(priced->estimate().total()), "0.00037");
}

TEST_F(RealShape, PerplexityAgentIsKnownByItsCallsOfTools) {
  const auto extracted = Extract(R"json({
    "id": "resp_Shape0001",
    "object": "response",
    "created_at": 1795176000,
    "status": "completed",
    "model": "openai/gpt-5.4",
    "output": [],
    "usage": {
      "cost": {"currency": "USD", "total_cost": 0.0125},
      "input_tokens": 4000,
      "input_tokens_details": {"cache_creation_input_tokens": 0,
          "cache_read_input_tokens": 3000, "cached_tokens": 3000},
      "output_tokens": 100,
      "output_tokens_details": {"reasoning_tokens": 0},
      "tool_calls_details": {"search_web": {"cost_usd": 0.005,
          "invocation": 1}},
      "total_tokens": 4100
    }
  })json",
                                 "strict: true");
  ASSERT_THAT(extracted, IsOk());
  EXPECT_EQ(extracted->extracted().provider(), "perplexity");
  EXPECT_EQ(UsageText(extracted->extracted()),
            "input_tokens: 4000 cache_read_tokens: 3000 "
            "cache_write_tokens: 0 output_tokens: 100 reasoning_tokens: 0 "
            "web_searches: 1");
  EXPECT_EQ(Text(extracted->extracted().reported_cost()), "0.0125");
}

// Only a compaction was asked for: the totals leave it out.
TEST_F(RealShape, AnthropicTotalsLeaveOutCompaction) {
  const auto priced = Price(R"json({
    "id": "msg_Shape0001",
    "type": "message",
    "role": "assistant",
    "model": "claude-sonnet-5-5",
    "content": [{"type": "compaction", "content": "Short."}],
    "stop_reason": "compaction",
    "usage": {
      "input_tokens": 0,
      "output_tokens": 0,
      "cache_read_input_tokens": 0,
      "cache_creation_input_tokens": 0,
      "iterations": [{"type": "compaction", "input_tokens": 80000,
          "output_tokens": 150, "cache_read_input_tokens": 0,
          "cache_creation_input_tokens": 0}]
    }
  })json");
  ASSERT_THAT(priced, IsOk());
  // 80,000 x 2 + 150 x 10.
  EXPECT_EQ(Text(priced->estimate().total()), "0.1615");
}

}  // namespace
}  // namespace ratecard
