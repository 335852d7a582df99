// Responses of xAI's API, as its reference shows them. Prices in USD per 1M
// tokens, in the order input, cached input, output, are those of November 2026
// unless `created` says otherwise; each test names the list that has them.

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

using testing::IsEmpty;

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

}  // namespace
}  // namespace ratecard
