// Responses of Cohere, Voyage AI, Jina AI and AssemblyAI, as their references
// show them.

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
  return absl::StrCat("model: '", model, "' ", kAsOf);
}

// Prices of command-a-03-2025: 2.5 in, 10 out per 1,000,000 tokens. Source:
// LiteLLM 2026-11; https://cohere.com/pricing
class CoherePayload : public PayloadFixture {};

TEST_F(CoherePayload, CohereBilledUnitsAreBilled) {
  const std::string payload = R"json({
    "id": "c14c80c3-18eb-4519-9460-6c92edd8cfb4",
    "finish_reason": "COMPLETE",
    "message": {"role": "assistant",
                "content": [{"type": "text", "text": "LLMs are ..."}]},
    "usage": {
      "billed_units": {"input_tokens": 5, "output_tokens": 418},
      "tokens": {"input_tokens": 71, "output_tokens": 418},
      "cached_tokens": 64
    }
  })json";
  const auto response = Price(payload, Of("cohere/command-a-03-2025"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 5 output_tokens: 418");
  // (5 x 2.5 + 418 x 10) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0041925");
  EXPECT_EQ(response->extracted().provider(), "cohere");
  EXPECT_EQ(response->extracted().api(), "chat");
  EXPECT_EQ(response->extracted().response_id(),
            "c14c80c3-18eb-4519-9460-6c92edd8cfb4");
  EXPECT_THAT(response->extracted().unknown_paths(), IsEmpty());
  EXPECT_EQ(ReasonOf(payload, absl::StrCat("provider: 'cohere' ", kAsOf)),
            "MODEL_REQUIRED");
}

TEST_F(CoherePayload, Stream) {
  const auto response = Price(R"sse(event: message-start
data: {"id":"29f14a5a","type":"message-start","delta":{"message":{"role":"assistant","content":[]}}}

event: content-delta
data: {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Hi"}}}}

event: message-end
data: {"type":"message-end","delta":{"finish_reason":"COMPLETE","usage":{"billed_units":{"input_tokens":17,"output_tokens":12},"tokens":{"input_tokens":215,"output_tokens":12}}}}

data: [DONE]

)sse",
                              Of("cohere/command-a-03-2025"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 17 output_tokens: 12");
  // (17 x 2.5 + 12 x 10) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0001625");
}

TEST_F(CoherePayload, CutShortStream) {
  EXPECT_EQ(
      ReasonOf(R"sse(event: message-start
data: {"id":"29f14a5a","type":"message-start","delta":{"message":{"role":"assistant"}}}

event: content-delta
data: {"type":"content-delta","index":0,"delta":{"message":{"content":{"text":"Hi"}}}}

)sse",
               absl::StrCat("api: 'chat' ", Of("cohere/command-a-03-2025"))),
      "USAGE_MISSING");
}

TEST_F(CoherePayload, FirstVersionOfChat) {
  const auto response = Price(R"json({
    "response_id": "0385c7cf",
    "text": "The Arctic.",
    "generation_id": "f2bba1a1",
    "finish_reason": "COMPLETE",
    "meta": {
      "api_version": {"version": "1"},
      "billed_units": {"input_tokens": 70.0, "output_tokens": 20.0},
      "tokens": {"input_tokens": 120.0, "output_tokens": 20.0}
    }
  })json",
                              Of("cohere/command-a-03-2025"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 70 output_tokens: 20");
  // (70 x 2.5 + 20 x 10) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.000375");
}

// rerank-v3.5: 2 per 1,000 searches.
TEST_F(CoherePayload, RerankIsBilledBySearch) {
  const auto response =
      Price(R"json({
    "results": [{"index": 3, "relevance_score": 0.999071},
                {"index": 4, "relevance_score": 0.7867867}],
    "id": "07734bd2-2473-4f07-94e1-0d9f0e6843cf",
    "meta": {
      "api_version": {"version": "2", "is_experimental": false},
      "billed_units": {"search_units": 2}
    }
  })json",
            absl::StrCat("api: 'rerank' ", Of("cohere/rerank-v3.5")));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "quantities { meter: METER_RERANK_UNITS quantity: 2 }");
  // 2 x 2 / 1,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.004");
}

// embed-v4.0: 0.12 text, 0.47 images per 1,000,000 tokens.
TEST_F(CoherePayload, Embed) {
  const auto response = Price(R"json({
    "id": "5807ee2e-0cda-445a-9ec8-864c60a06606",
    "embeddings": {"float": [[0.01, -0.02]]},
    "texts": [],
    "meta": {
      "api_version": {"version": "2"},
      "billed_units": {"input_tokens": 100, "image_tokens": 1000, "images": 1}
    }
  })json",
                              Of("cohere/embed-v4.0"));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 1100 image_input_tokens: 1000");
  // (100 x 0.12 + 1,000 x 0.47) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.000482");
  EXPECT_EQ(response->extracted().api(), "embed");
}

// embed-english-v3.0: 0.0001 per image.
TEST_F(CoherePayload, EmbedOfImagesThatAreBilledByNumber) {
  const auto response = Price(R"json({
    "embeddings": {"float": [[0.01, -0.02]]},
    "meta": {"api_version": {"version": "2"}, "billed_units": {"images": 3}}
  })json",
                              Of("cohere/embed-english-v3.0"));
  ASSERT_TRUE(response.ok()) << response.status();
  // 3 x 0.0001.
  EXPECT_EQ(Text(response->estimate().total()), "0.0003");
}

// Prices per 1,000,000 tokens: voyage-3.5 0.06, rerank-2.5 0.05,
// voyage-multimodal-3 0.12. Source: LiteLLM 2026-11;
// https://docs.voyageai.com/docs/pricing
class VoyagePayload : public PayloadFixture {};

TEST_F(VoyagePayload, Embeddings) {
  const auto response = Price(R"json({
    "object": "list",
    "data": [{"object": "embedding", "embedding": [0.0069, -0.0109],
              "index": 0}],
    "model": "voyage-3.5",
    "usage": {"total_tokens": 1000}
  })json",
                              absl::StrCat("provider: 'voyage' ", kAsOf));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()), "input_tokens: 1000");
  // 1,000 x 0.06 / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00006");
  EXPECT_EQ(response->extracted().provider(), "voyageai");
}

TEST_F(VoyagePayload, Rerank) {
  const auto response =
      Price(R"json({
    "object": "list",
    "data": [{"relevance_score": 0.4375, "index": 0}],
    "model": "rerank-2.5",
    "usage": {"total_tokens": 260}
  })json",
            absl::StrCat("provider: 'voyage' api: 'rerank' ", kAsOf));
  ASSERT_TRUE(response.ok()) << response.status();
  // 260 x 0.05 / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.000013");
}

TEST_F(VoyagePayload, PixelsArePartOfTheTotal) {
  const auto response = Price(R"json({
    "object": "list",
    "data": [{"object": "embedding", "embedding": [0.0259, -0.0089],
              "index": 0}],
    "model": "voyage-multimodal-3",
    "usage": {"text_tokens": 5, "image_pixels": 2000000, "total_tokens": 3576}
  })json",
                              absl::StrCat("provider: 'voyage' ", kAsOf));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()), "input_tokens: 3576");
  // 3,576 x 0.12 / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00042912");
  EXPECT_THAT(response->extracted().unknown_paths(), IsEmpty());
}

// jina-reranker-v2-base-multilingual: 0.05 per 1,000,000 tokens.
class JinaPayload : public PayloadFixture {};

TEST_F(JinaPayload, Rerank) {
  const auto response = Price(R"json({
    "model": "jina-reranker-v2-base-multilingual",
    "object": "list",
    "usage": {"total_tokens": 815},
    "results": [{"index": 0, "relevance_score": 0.8783,
                 "document": {"text": "Organic skincare"}}]
  })json",
                              absl::StrCat("provider: 'jina' ", kAsOf));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()), "input_tokens: 815");
  // 815 x 0.05 / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00004075");
  EXPECT_EQ(response->extracted().provider(), "jina_ai");
}

// best: 0.0019998 per minute. Source: LiteLLM 2026-11.
class AssemblyAiPayload : public PayloadFixture {};

TEST_F(AssemblyAiPayload, SecondsOfAudio) {
  const auto response = Price(R"json({
    "id": "9ea68fd3-f953-42c1-9742-976c447fb463",
    "status": "completed",
    "audio_url": "https://assembly.ai/wildfires.mp3",
    "audio_duration": 281,
    "speech_model": "best",
    "confidence": 0.9404651451800253,
    "text": "Smoke from hundreds of wildfires"
  })json",
                              absl::StrCat("provider: 'assemblyai' ", kAsOf));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "quantities { meter: METER_INPUT_AUDIO_MILLISECONDS "
            "quantity: 281000 }");
  // 281,000 x 0.0019998 / 60,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00936573");
}

}  // namespace
}  // namespace ratecard
