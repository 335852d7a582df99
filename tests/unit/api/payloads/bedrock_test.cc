// Responses of Amazon Bedrock, as its reference shows them.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

using testing::IsEmpty;

// 2026-11-20T12:00:00Z
constexpr char kAsOf[] = "as_of { seconds: 1795176000 }";

std::string Of(const char* model) {
  return absl::StrCat("provider: 'aws-bedrock' model: '", model, "' ", kAsOf);
}

// Prices per 1,000,000 tokens of amazon.nova-pro-v1:0: 0.8 in, 0.2 read, 0.8
// written, 3.2 out; flex in `us` 0.4 in, 1.6 out. Of claude-opus-5-5 in `us`:
// 4.4 in, 0.22 read, 5.5 written for 5 minutes, 8.8 for 1 hour, 22 out; routed
// globally 4 in, 0.2 read, 5 and 8 written, 20 out. Source: LiteLLM 2026-11;
// https://aws.amazon.com/bedrock/pricing/
class BedrockConversePayload : public PayloadFixture {};

constexpr char kConverse[] = R"json({
  "output": {"message": {"role": "assistant",
                         "content": [{"text": "Here is a list."}]}},
  "stopReason": "end_turn",
  "usage": {
    "cacheReadInputTokenCount": 2000,
    "cacheReadInputTokens": 2000,
    "cacheWriteInputTokenCount": 0,
    "cacheWriteInputTokens": 0,
    "inputTokens": 100,
    "outputTokens": 50,
    "serverToolUsage": {},
    "totalTokens": 2150
  },
  "metrics": {"latencyMs": 1275}
})json";

TEST_F(BedrockConversePayload, BedrockInputTokensAreWithoutCache) {
  const auto response =
      Price(kConverse, absl::StrCat("model: 'amazon.nova-pro-v1:0' ", kAsOf));
  ASSERT_TRUE(response.ok()) << response.status();
  const v1::ExtractedUsage& extracted = response->extracted();
  EXPECT_EQ(UsageText(extracted),
            "input_tokens: 2100 cache_read_tokens: 2000 cache_write_tokens: 0 "
            "output_tokens: 50");
  // (100 x 0.8 + 2,000 x 0.2 + 50 x 3.2) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00064");
  EXPECT_EQ(extracted.provider(), "aws-bedrock");
  EXPECT_EQ(extracted.api(), "converse");
  EXPECT_TRUE(extracted.detected());
  EXPECT_EQ(extracted.model(), "");
  EXPECT_THAT(extracted.unknown_paths(), IsEmpty());
}

TEST_F(BedrockConversePayload, ConverseNeedsTheModelOfTheRequest) {
  EXPECT_EQ(ReasonOf(kConverse, kAsOf), "MODEL_REQUIRED");
}

TEST_F(BedrockConversePayload, WritesByLifetime) {
  const auto response = Price(R"json({
    "output": {"message": {"role": "assistant", "content": []}},
    "stopReason": "end_turn",
    "usage": {
      "inputTokens": 13,
      "outputTokens": 4,
      "totalTokens": 7287,
      "cacheReadInputTokens": 0,
      "cacheWriteInputTokens": 7270,
      "cacheDetails": [
        {"ttl": "1h", "inputTokens": 5000},
        {"ttl": "5m", "inputTokens": 2270}
      ]
    },
    "metrics": {"latencyMs": 900}
  })json",
                              Of("us.anthropic.claude-opus-5-5"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 7283 cache_read_tokens: 0 cache_write_tokens: 7270 "
            "cache_write_5m_tokens: 2270 cache_write_1h_tokens: 5000 "
            "output_tokens: 4");
  // (13 x 4.4 + 2,270 x 5.5 + 5,000 x 8.8 + 4 x 22) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0566302");
}

TEST_F(BedrockConversePayload, InconsistentSums) {
  EXPECT_EQ(ReasonOf(R"json({
    "usage": {
      "inputTokens": 13, "outputTokens": 4, "totalTokens": 7287,
      "cacheReadInputTokens": 0, "cacheWriteInputTokens": 7270,
      "cacheDetails": [{"ttl": "5m", "inputTokens": 270},
                       {"ttl": "1h", "inputTokens": 5000}]
    }
  })json",
                     Of("us.anthropic.claude-opus-5-5")),
            "USAGE_INCONSISTENT");
  // As if the input contained what is read from the cache.
  EXPECT_EQ(ReasonOf(R"json({
    "usage": {"inputTokens": 2100, "outputTokens": 50, "totalTokens": 2150,
              "cacheReadInputTokens": 2000, "cacheWriteInputTokens": 0}
  })json",
                     Of("amazon.nova-pro-v1:0")),
            "USAGE_INCONSISTENT");
}

TEST_F(BedrockConversePayload, MissingAndNullCaches) {
  const auto response = Price(R"json({
    "usage": {"inputTokens": 1672, "outputTokens": 18, "serverToolUsage": {},
              "cacheReadInputTokens": null, "totalTokens": 1690}
  })json",
                              Of("amazon.nova-pro-v1:0"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 1672 output_tokens: 18");
  // (1,672 x 0.8 + 18 x 3.2) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0013952");
}

// What Nova answers to InvokeModel names the caches so only.
TEST_F(BedrockConversePayload, Nova) {
  const auto response = Price(R"json({
    "output": {"message": {"content": [{"text": "Hi"}], "role": "assistant"}},
    "stopReason": "end_turn",
    "usage": {"inputTokens": 100, "outputTokens": 50, "totalTokens": 2150,
              "cacheReadInputTokenCount": 2000,
              "cacheWriteInputTokenCount": 0}
  })json",
                              Of("amazon.nova-pro-v1:0"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 2100 cache_read_tokens: 2000 cache_write_tokens: 0 "
            "output_tokens: 50");
  EXPECT_EQ(Text(response->estimate().total()), "0.00064");
}

TEST_F(BedrockConversePayload, EventsOfAStream) {
  const auto response = Price(R"json({"messageStart":{"role":"assistant"}}
{"contentBlockDelta":{"delta":{"text":"Hi"},"contentBlockIndex":0}}
{"contentBlockStop":{"contentBlockIndex":0}}
{"messageStop":{"stopReason":"end_turn"}}
{"metadata":{"usage":{"inputTokens":125,"outputTokens":60,"totalTokens":185},"metrics":{"latencyMs":1175},"serviceTier":{"type":"flex"}}}
)json",
                              Of("us.amazon.nova-pro-v1:0"));
  ASSERT_TRUE(response.ok()) << response.status();
  // (125 x 0.4 + 60 x 1.6) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.000146");
  EXPECT_EQ(response->extracted().service_tier(), "flex");
  EXPECT_EQ(response->extracted().documents(), 5);
}

TEST_F(BedrockConversePayload, CutShortStream) {
  EXPECT_EQ(
      ReasonOf(R"json({"messageStart":{"role":"assistant"}}
{"contentBlockDelta":{"delta":{"text":"Hi"},"contentBlockIndex":0}}
)json",
               absl::StrCat("api: 'converse' ", Of("us.amazon.nova-pro-v1:0"))),
      "USAGE_MISSING");
}

TEST_F(BedrockConversePayload, DefaultIsStandard) {
  const auto response = Price(R"json({
    "usage": {"inputTokens": 1000, "outputTokens": 100, "totalTokens": 1100},
    "serviceTier": {"type": "default"}
  })json",
                              Of("amazon.nova-pro-v1:0"));
  ASSERT_TRUE(response.ok()) << response.status();
  // (1,000 x 0.8 + 100 x 3.2) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00112");
  EXPECT_EQ(response->extracted().service_tier(), "standard");
}

TEST_F(BedrockConversePayload, ReservedHasNoPriceByTokens) {
  EXPECT_EQ(ReasonOf(R"json({
    "usage": {"inputTokens": 1000, "outputTokens": 100, "totalTokens": 1100},
    "serviceTier": {"type": "reserved"}
  })json",
                     Of("amazon.nova-pro-v1:0")),
            "SERVICE_TIER_NOT_OFFERED");
}

class BedrockInvokeModelPayload : public PayloadFixture {};

TEST_F(BedrockInvokeModelPayload, Claude) {
  const auto response = Price(R"json({
    "model": "claude-opus-5-5",
    "id": "msg_bdrk_01Q4X2C5H9iXyE6sRsnGHVPM",
    "type": "message",
    "role": "assistant",
    "content": [{"type": "text", "text": "Hi"}],
    "stop_reason": "end_turn",
    "stop_sequence": null,
    "usage": {
      "input_tokens": 8,
      "cache_creation_input_tokens": 0,
      "cache_read_input_tokens": 3000,
      "cache_creation": {"ephemeral_5m_input_tokens": 0,
                         "ephemeral_1h_input_tokens": 0},
      "output_tokens": 12
    }
  })json",
                              Of("us.anthropic.claude-opus-5-5"));
  ASSERT_TRUE(response.ok()) << response.status();
  // (8 x 4.4 + 3,000 x 0.22 + 12 x 22) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0009592");
  EXPECT_EQ(response->extracted().provider(), "aws-bedrock");
  EXPECT_EQ(response->extracted().api(), "messages");
}

// The metrics of the last event say the same once more.
TEST_F(BedrockInvokeModelPayload, StreamOfClaude) {
  const auto response = Price(
      R"json({"type":"message_start","message":{"model":"claude-opus-5-5","id":"msg_bdrk_1","type":"message","role":"assistant","content":[],"usage":{"input_tokens":3,"cache_creation_input_tokens":25037,"cache_read_input_tokens":0,"cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":25037},"output_tokens":1}}}
{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hi"}}
{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":13}}
{"type":"message_stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":3,"outputTokenCount":13,"invocationLatency":3037,"firstByteLatency":2635,"cacheReadInputTokenCount":0,"cacheWriteInputTokenCount":25037}}
)json",
      Of("global.anthropic.claude-opus-5-5"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 25040 cache_read_tokens: 0 "
            "cache_write_tokens: 25037 cache_write_5m_tokens: 0 "
            "cache_write_1h_tokens: 25037 output_tokens: 13");
  // (3 x 4 + 25,037 x 8 + 13 x 20) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.200568");
  EXPECT_EQ(response->extracted().api(), "messages");
}

// Prices of mistral.mistral-large-2402-v1:0: 4 in, 12 out.
TEST_F(BedrockInvokeModelPayload, StreamOfAModelThatSaysNoUsageItself) {
  const auto response = Price(
      R"json({"outputs":[{"text":"Bon","stop_reason":null}]}
{"outputs":[{"text":"jour","stop_reason":"stop"}],"amazon-bedrock-invocationMetrics":{"inputTokenCount":15,"outputTokenCount":20,"invocationLatency":721,"firstByteLatency":290}}
)json",
      absl::StrCat("model: 'mistral.mistral-large-2402-v1:0' ", kAsOf));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 15 output_tokens: 20");
  // (15 x 4 + 20 x 12) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0003");
  EXPECT_EQ(response->extracted().provider(), "aws-bedrock");
  EXPECT_EQ(response->extracted().api(), "invoke-model-stream");
  EXPECT_THAT(response->extracted().unknown_paths(), IsEmpty());
}

// Prices of meta.llama3-3-70b-instruct-v1:0: 0.72 in and out; batch 0.36.
TEST_F(BedrockInvokeModelPayload, Llama) {
  const auto response = Price(R"json({
    "generation": "\n\nKhartoum.",
    "prompt_token_count": 15,
    "generation_token_count": 12,
    "stop_reason": "stop"
  })json",
                              Of("meta.llama3-3-70b-instruct-v1:0"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 15 output_tokens: 12");
  // (15 + 12) x 0.72 / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00001944");
  EXPECT_EQ(response->extracted().api(), "llama");
}

TEST_F(BedrockInvokeModelPayload, StreamOfLlama) {
  const std::string begin =
      R"json({"generation":"","prompt_token_count":15,"generation_token_count":1,"stop_reason":null}
{"generation":"Khartoum","prompt_token_count":null,"generation_token_count":2,"stop_reason":null}
)json";
  const std::string request = Of("meta.llama3-3-70b-instruct-v1:0");
  EXPECT_EQ(ReasonOf(begin, request), "STREAM_INCOMPLETE");
  const auto response = Price(
      begin +
          R"json({"generation":".","prompt_token_count":null,"generation_token_count":3,"stop_reason":"stop","amazon-bedrock-invocationMetrics":{"inputTokenCount":15,"outputTokenCount":3,"invocationLatency":500,"firstByteLatency":200}}
)json",
      request);
  ASSERT_TRUE(response.ok()) << response.status();
  // (15 + 3) x 0.72 / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00001296");
}

TEST_F(BedrockInvokeModelPayload, LineOfBatchOutput) {
  const auto response = Price(
      R"json({"recordId":"CALL0000001","modelInput":{"prompt":"Hi"},"modelOutput":{"generation":"Hello","prompt_token_count":1500,"generation_token_count":500,"stop_reason":"stop"}})json",
      Of("meta.llama3-3-70b-instruct-v1:0"));
  ASSERT_TRUE(response.ok()) << response.status();
  // (1,500 + 500) x 0.36 / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00072");
  EXPECT_EQ(response->extracted().service_tier(), "batch");
}

// Prices of amazon.titan-text-express-v1: 0.2 in, 0.6 out. Of
// amazon.titan-embed-text-v2:0: 0.02 in.
TEST_F(BedrockInvokeModelPayload, Titan) {
  const auto text = Price(R"json({
    "inputTextTokenCount": 100,
    "results": [{"tokenCount": 30, "outputText": "Hi",
                 "completionReason": "FINISH"},
                {"tokenCount": 20, "outputText": "Ho",
                 "completionReason": "FINISH"}]
  })json",
                          Of("amazon.titan-text-express-v1"));
  ASSERT_TRUE(text.ok()) << text.status();
  EXPECT_EQ(UsageText(text->extracted()),
            "input_tokens: 100 output_tokens: 50");
  // (100 x 0.2 + 50 x 0.6) / 1,000,000.
  EXPECT_EQ(Text(text->estimate().total()), "0.00005");
  EXPECT_EQ(text->extracted().api(), "titan-text");

  const auto vectors = Price(
      R"json({"embedding": [-0.09, 0.03], "inputTextTokenCount": 500})json",
      Of("amazon.titan-embed-text-v2:0"));
  ASSERT_TRUE(vectors.ok()) << vectors.status();
  EXPECT_EQ(UsageText(vectors->extracted()), "input_tokens: 500");
  // 500 x 0.02 / 1,000,000.
  EXPECT_EQ(Text(vectors->estimate().total()), "0.00001");
  EXPECT_EQ(vectors->extracted().api(), "titan-embeddings");
}

class BedrockInvocationLogPayload : public PayloadFixture {};

TEST_F(BedrockInvocationLogPayload, NamesModelAndTime) {
  const auto response = Price(R"json({
    "schemaType": "ModelInvocationLog",
    "schemaVersion": "1.0",
    "timestamp": "2026-11-20T12:00:00Z",
    "accountId": "123456789012",
    "identity": {"arn": "arn:aws:iam::123456789012:user/alice"},
    "region": "us-east-1",
    "requestId": "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111",
    "operation": "Converse",
    "modelId": "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.anthropic.claude-opus-5-5",
    "input": {
      "inputContentType": "application/json",
      "inputBodyJson": {"inferenceConfig": {"maxTokens": 4096}},
      "inputTokenCount": 100,
      "cacheReadInputTokenCount": 1000,
      "cacheWriteInputTokenCount": 500
    },
    "output": {
      "outputContentType": "application/json",
      "outputBodyJson": {
        "stopReason": "end_turn",
        "usage": {"inputTokens": 100, "outputTokens": 50, "totalTokens": 1650,
                  "cacheReadInputTokens": 1000, "cacheWriteInputTokens": 500,
                  "cacheDetails": [{"ttl": "1h", "inputTokens": 500}]},
        "metrics": {"latencyMs": 300}
      },
      "outputTokenCount": 50
    }
  })json");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 1600 cache_read_tokens: 1000 "
            "cache_write_tokens: 500 cache_write_1h_tokens: 500 "
            "output_tokens: 50");
  // (100 x 4.4 + 1,000 x 0.22 + 500 x 8.8 + 50 x 22) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00616");
  EXPECT_EQ(response->extracted().provider(), "aws-bedrock");
  EXPECT_EQ(response->extracted().api(), "invocation-log");
  EXPECT_EQ(response->extracted().response_id(),
            "a1b2c3d4-5678-90ab-cdef-EXAMPLE11111");
  EXPECT_EQ(response->extracted().create_time().seconds(), 1795176000);
  EXPECT_THAT(response->extracted().unknown_paths(), IsEmpty());
}

// Bodies of streams are arrays of events; numbers in them are no usage.
TEST_F(BedrockInvocationLogPayload, OfAStream) {
  const auto response = Price(R"json({
    "schemaType": "ModelInvocationLog",
    "timestamp": "2026-11-20T12:00:00Z",
    "region": "us-east-1",
    "modelId": "amazon.titan-text-express-v1",
    "input": {"inputBodyJson": {"textGenerationConfig": {"maxTokenCount": 9}},
              "inputTokenCount": 100},
    "output": {"outputBodyJson": [{"outputText": "Hi", "index": 0,
                                   "totalOutputTextTokenCount": 50}],
               "outputTokenCount": 50}
  })json");
  ASSERT_TRUE(response.ok()) << response.status();
  // (100 x 0.2 + 50 x 0.6) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00005");
  EXPECT_THAT(response->extracted().unknown_paths(), IsEmpty());
}

}  // namespace
}  // namespace ratecard
