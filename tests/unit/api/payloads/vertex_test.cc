// Responses of Vertex AI, as its reference shows them.

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

using testing::Contains;

// 2026-11-20T12:00:00Z
constexpr char kAsOf[] = "as_of { seconds: 1795176000 }";

// Prices per 1,000,000 tokens of gemini-3.8-flash at Vertex: as at the Gemini
// API; flex 0.375 in, 1.875 out. Source: LiteLLM 2026-11;
// https://cloud.google.com/vertex-ai/generative-ai/pricing
class VertexPayload : public PayloadFixture {};

TEST_F(VertexPayload, KindOfTrafficIsTheServiceTierAndTellsTheProvider) {
  const auto response = Price(R"json({
    "candidates": [{"content": {"role": "model", "parts": [{"text": "Hi"}]},
                    "finishReason": "STOP"}],
    "usageMetadata": {
      "promptTokenCount": 1000,
      "candidatesTokenCount": 100,
      "totalTokenCount": 1100,
      "trafficType": "ON_DEMAND_FLEX",
      "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 1000}],
      "candidatesTokensDetails": [{"modality": "TEXT", "tokenCount": 100}]
    },
    "modelVersion": "gemini-3.8-flash",
    "createTime": "2026-11-20T12:00:00.123456Z",
    "responseId": "5f3kaIa"
  })json");
  ASSERT_TRUE(response.ok()) << response.status();
  // (1,000 x 0.375 + 100 x 1.875) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0005625");
  EXPECT_EQ(response->extracted().provider(), "google-vertex");
  EXPECT_EQ(response->extracted().service_tier(), "flex");
  EXPECT_EQ(response->extracted().create_time().seconds(), 1795176000);
  EXPECT_THAT(CodesOf(response->estimate().warnings()),
              testing::Not(Contains(v1::WARNING_CODE_TIME_ASSUMED)));
}

TEST_F(VertexPayload, OnDemandIsStandard) {
  const auto response = Price(R"json({
    "candidates": [{"finishReason": "STOP"}],
    "usageMetadata": {"promptTokenCount": 1000, "candidatesTokenCount": 100,
                      "totalTokenCount": 1100, "trafficType": "ON_DEMAND"},
    "modelVersion": "gemini-3.8-flash"
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  // (1,000 x 0.75 + 100 x 3.75) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.001125");
  EXPECT_EQ(response->extracted().service_tier(), "standard");
}

// The line says how it was served, whatever kind of traffic it was.
TEST_F(VertexPayload, LineOfABatchesResults) {
  const auto response = Price(
      R"json({"status":"","processed_time":"2026-11-20T12:00:00.000+00:00","request":{"contents":[]},"response":{"candidates":[{"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1000,"candidatesTokenCount":100,"totalTokenCount":1100,"trafficType":"ON_DEMAND"},"modelVersion":"gemini-3.8-flash"}})json",
      absl::StrCat("provider: 'google-vertex' ", kAsOf));
  ASSERT_TRUE(response.ok()) << response.status();
  // (1,000 x 0.375 + 100 x 1.875) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0005625");
  EXPECT_EQ(response->extracted().service_tier(), "batch");
}

TEST_F(VertexPayload, ProvisionedThroughputHasNoPriceByTokens) {
  EXPECT_EQ(ReasonOf(R"json({
    "candidates": [{"finishReason": "STOP"}],
    "usageMetadata": {"promptTokenCount": 1000, "candidatesTokenCount": 100,
                      "totalTokenCount": 1100,
                      "trafficType": "PROVISIONED_THROUGHPUT"},
    "modelVersion": "gemini-3.8-flash"
  })json",
                     kAsOf),
            "SERVICE_TIER_NOT_OFFERED");
}

// Prices of claude-opus-5-5 at Vertex: 4 in, 0.2 read, 20 out.
TEST_F(VertexPayload, ClaudeThroughRawPredict) {
  const auto response = Price(R"json({
    "id": "msg_vrtx_01LCyVVGGbqCrMCrDDGpzGS9",
    "type": "message",
    "role": "assistant",
    "model": "claude-opus-5-5",
    "content": [{"type": "text", "text": "Hi"}],
    "stop_reason": "end_turn",
    "usage": {"input_tokens": 20, "cache_read_input_tokens": 1000,
              "output_tokens": 10}
  })json",
                              absl::StrCat("provider: 'vertex_ai' ", kAsOf));
  ASSERT_TRUE(response.ok()) << response.status();
  // (20 x 4 + 1,000 x 0.2 + 10 x 20) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00048");
  EXPECT_EQ(response->extracted().provider(), "google-vertex");
  EXPECT_EQ(response->extracted().api(), "messages");
}

// text-embedding-005: 0.1 per 1,000,000 tokens.
TEST_F(VertexPayload, EmbeddingsOfSeveralTexts) {
  const auto response =
      Price(R"json({
    "predictions": [
      {"embeddings": {"statistics": {"truncated": false, "token_count": 6},
                      "values": [0.1, 0.2]}},
      {"embeddings": {"statistics": {"truncated": false, "token_count": 4},
                      "values": [0.3, 0.4]}}
    ],
    "metadata": {"billableCharacterCount": 36}
  })json",
            absl::StrCat("model: "
                         "'google-vertex/text-embedding-005' ",
                         kAsOf));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()), "input_tokens: 10");
  // 10 x 0.1 / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.000001");
}

}  // namespace
}  // namespace ratecard
