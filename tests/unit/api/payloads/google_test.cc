// Responses of the Gemini API, as its reference shows them.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

// 2026-11-20T12:00:00Z
constexpr char kAsOf[] = "as_of { seconds: 1795176000 }";

// Prices per 1,000,000 tokens of gemini-3.8-flash: 0.75 in, 0.075 read, 3.75
// out; 14 per 1,000 searches. Of gemini-2.5-flash: 0.3 in, 0.03 read, 1 audio
// in, 0.1 audio read, 2.5 out; 35 per 1,000 grounded requests. Source: LiteLLM
// 2026-11; https://ai.google.dev/gemini-api/docs/pricing
class GoogleGenerateContentPayload : public PayloadFixture {};

TEST_F(GoogleGenerateContentPayload, Plain) {
  const auto response = Price(R"json({
    "candidates": [
      {
        "content": {"parts": [{"text": "At its core, ..."}], "role": "model"},
        "finishReason": "STOP",
        "avgLogprobs": -0.19
      }
    ],
    "usageMetadata": {
      "promptTokenCount": 4,
      "candidatesTokenCount": 715,
      "totalTokenCount": 719,
      "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 4}],
      "candidatesTokensDetails": [{"modality": "TEXT", "tokenCount": 715}]
    },
    "modelVersion": "gemini-3.8-flash",
    "responseId": "Yt-aaPqVG9OkmecP"
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  const v1::ExtractedUsage& extracted = response->extracted();
  EXPECT_EQ(UsageText(extracted), "input_tokens: 4 output_tokens: 715");
  // (4 x 0.75 + 715 x 3.75) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00268425");
  EXPECT_EQ(extracted.provider(), "google");
  EXPECT_EQ(extracted.api(), "generate-content");
  EXPECT_TRUE(extracted.detected());
  EXPECT_EQ(extracted.model(), "gemini-3.8-flash");
  EXPECT_EQ(extracted.response_id(), "Yt-aaPqVG9OkmecP");
  EXPECT_THAT(extracted.unknown_paths(), IsEmpty());
}

TEST_F(GoogleGenerateContentPayload, GeminiThoughtsComeOnTopOfCandidates) {
  const auto response = Price(R"json({
    "candidates": [{"content": {"parts": [{"text": "42"}]},
                    "finishReason": "STOP"}],
    "usageMetadata": {
      "promptTokenCount": 1000,
      "candidatesTokenCount": 200,
      "totalTokenCount": 2000,
      "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 1000}],
      "thoughtsTokenCount": 800
    },
    "modelVersion": "gemini-3.8-flash"
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 1000 output_tokens: 1000 reasoning_tokens: 800");
  // (1,000 x 0.75 + 200 x 3.75 + 800 x 3.75) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0045");
}

TEST_F(GoogleGenerateContentPayload, GeminiAudioInsideCached) {
  const auto response = Price(R"json({
    "candidates": [{"finishReason": "STOP"}],
    "usageMetadata": {
      "promptTokenCount": 10000,
      "cachedContentTokenCount": 8000,
      "candidatesTokenCount": 100,
      "totalTokenCount": 10100,
      "promptTokensDetails": [
        {"modality": "TEXT", "tokenCount": 4000},
        {"modality": "AUDIO", "tokenCount": 6000}
      ],
      "cacheTokensDetails": [
        {"modality": "AUDIO", "tokenCount": 5000},
        {"modality": "TEXT", "tokenCount": 3000}
      ]
    },
    "modelVersion": "gemini-2.5-flash"
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 10000 cache_read_tokens: 8000 "
            "audio_input_tokens: 6000 cached_audio_input_tokens: 5000 "
            "output_tokens: 100");
  // Text: 1,000 x 0.3 + 3,000 x 0.03; audio: 1,000 x 1 + 5,000 x 0.1; out:
  // 100 x 2.5; each / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00214");
  EXPECT_THAT(CodesOf(response->estimate().warnings()),
              testing::Not(Contains(v1::WARNING_CODE_OVERLAP_ASSUMED)));
}

TEST_F(GoogleGenerateContentPayload, GeminiZeroCountsAreLeftOut) {
  const auto thought = Price(R"json({
    "candidates": [{"finishReason": "MAX_TOKENS", "index": 0}],
    "usageMetadata": {
      "promptTokenCount": 21,
      "totalTokenCount": 81,
      "thoughtsTokenCount": 60
    },
    "modelVersion": "gemini-3.8-flash"
  })json",
                             kAsOf);
  ASSERT_TRUE(thought.ok()) << thought.status();
  EXPECT_EQ(UsageText(thought->extracted()),
            "input_tokens: 21 output_tokens: 60 reasoning_tokens: 60");
  // (21 x 0.75 + 60 x 3.75) / 1,000,000.
  EXPECT_EQ(Text(thought->estimate().total()), "0.00024075");

  const auto blocked = Price(R"json({
    "promptFeedback": {"blockReason": "PROHIBITED_CONTENT"},
    "usageMetadata": {"promptTokenCount": 9, "totalTokenCount": 9},
    "modelVersion": "gemini-3.8-flash"
  })json",
                             kAsOf);
  ASSERT_TRUE(blocked.ok()) << blocked.status();
  EXPECT_EQ(UsageText(blocked->extracted()),
            "input_tokens: 9 output_tokens: 0");
  // 9 x 0.75 / 1,000,000.
  EXPECT_EQ(Text(blocked->estimate().total()), "0.00000675");
}

// What a URL or a tool gave is input beside the prompt.
TEST_F(GoogleGenerateContentPayload, ToolsComeOnTopOfThePrompt) {
  const auto response = Price(R"json({
    "candidates": [{"finishReason": "STOP"}],
    "usageMetadata": {
      "promptTokenCount": 50,
      "candidatesTokenCount": 10,
      "totalTokenCount": 1060,
      "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 50}],
      "toolUsePromptTokenCount": 1000,
      "toolUsePromptTokensDetails": [{"modality": "TEXT", "tokenCount": 1000}]
    },
    "modelVersion": "gemini-3.8-flash"
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 1050 output_tokens: 10");
  // (1,050 x 0.75 + 10 x 3.75) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.000825");
  EXPECT_THAT(response->extracted().unknown_paths(), IsEmpty());
}

std::string Grounded(const std::string& model) {
  return absl::StrCat(R"json({
    "candidates": [{
      "content": {"parts": [{"text": "Spain won."}], "role": "model"},
      "finishReason": "STOP",
      "groundingMetadata": {
        "webSearchQueries": ["euro 2024 winner", "euro 2024 final", "uefa"],
        "groundingChunks": [
          {"web": {"uri": "https://example.com", "title": "example.com"}}
        ]
      }
    }],
    "usageMetadata": {"promptTokenCount": 100, "candidatesTokenCount": 200,
                      "totalTokenCount": 300},
    "modelVersion": ")json",
                      model, "\"}");
}

// Since Gemini 3.
TEST_F(GoogleGenerateContentPayload, GroundingIsBilledByQuery) {
  const auto response = Price(Grounded("gemini-3.8-flash"), kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 100 output_tokens: 200 web_searches: 3");
  // (100 x 0.75 + 200 x 3.75) / 1,000,000 + 3 x 14 / 1,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.042825");
  EXPECT_THAT(CodesOf(response->estimate().warnings()),
              Contains(v1::WARNING_CODE_FREE_ALLOWANCE_IGNORED));
}

// Before Gemini 3.
TEST_F(GoogleGenerateContentPayload, GroundingIsBilledByRequest) {
  const auto response = Price(Grounded("gemini-2.5-flash"), kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 100 output_tokens: 200 web_searches: 1");
  // (100 x 0.3 + 200 x 2.5) / 1,000,000 + 1 x 35 / 1,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.03553");
}

TEST_F(GoogleGenerateContentPayload, GroundingWithoutAQueryIsNone) {
  const auto response = Price(R"json({
    "candidates": [{"finishReason": "STOP",
                    "groundingMetadata": {"webSearchQueries": []}}],
    "usageMetadata": {"promptTokenCount": 100, "candidatesTokenCount": 200,
                      "totalTokenCount": 300},
    "modelVersion": "gemini-2.5-flash"
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  // (100 x 0.3 + 200 x 2.5) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00053");
}

TEST_F(GoogleGenerateContentPayload, ImagesMade) {
  const auto response = Price(R"json({
    "candidates": [{
      "content": {"parts": [{"inlineData": {"mimeType": "image/png",
                                            "data": "iVBORw0KGgo="}}]},
      "finishReason": "STOP"
    }],
    "usageMetadata": {
      "promptTokenCount": 12,
      "candidatesTokenCount": 1290,
      "totalTokenCount": 1302,
      "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 12}],
      "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 1290}]
    },
    "modelVersion": "gemini-3.1-flash-image"
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 12 output_tokens: 1290 image_output_tokens: 1290");
  // (12 x 0.5 + 1,290 x 60) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.077406");
}

TEST_F(GoogleGenerateContentPayload, ImagesAndDocumentsGiven) {
  const auto response = Price(R"json({
    "candidates": [{"finishReason": "STOP"}],
    "usageMetadata": {
      "promptTokenCount": 1066,
      "candidatesTokenCount": 100,
      "totalTokenCount": 1166,
      "promptTokensDetails": [
        {"modality": "TEXT", "tokenCount": 8},
        {"modality": "IMAGE", "tokenCount": 258},
        {"modality": "DOCUMENT", "tokenCount": 800}
      ]
    },
    "modelVersion": "gemini-3.8-flash"
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 1066 image_input_tokens: 1058 output_tokens: 100");
  // Images at the price of text: (1,066 x 0.75 + 100 x 3.75) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0011745");
}

constexpr char kChunks[] =
    R"sse(data: {"candidates":[{"content":{"parts":[{"text":"One"}],"role":"model"}}],"usageMetadata":{"promptTokenCount":10,"totalTokenCount":40,"thoughtsTokenCount":30},"modelVersion":"gemini-3.8-flash","responseId":"r1"}

data: {"candidates":[{"content":{"parts":[{"text":" two"}],"role":"model"}}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":5,"totalTokenCount":45,"thoughtsTokenCount":30},"modelVersion":"gemini-3.8-flash","responseId":"r1"}

)sse";

constexpr char kLastChunk[] =
    R"sse(data: {"candidates":[{"content":{"parts":[{"text":" three."}],"role":"model"},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":12,"totalTokenCount":52,"thoughtsTokenCount":30},"modelVersion":"gemini-3.8-flash","responseId":"r1"}

)sse";

TEST_F(GoogleGenerateContentPayload, StreamCountsAreRunningTotals) {
  const auto response = Price(absl::StrCat(kChunks, kLastChunk), kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 10 output_tokens: 42 reasoning_tokens: 30");
  // (10 x 0.75 + 42 x 3.75) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.000165");
  EXPECT_EQ(response->extracted().documents(), 3);
}

TEST_F(GoogleGenerateContentPayload, CutShortStream) {
  EXPECT_EQ(ReasonOf(kChunks, kAsOf), "STREAM_INCOMPLETE");
}

// What streamGenerateContent answers without alt=sse.
TEST_F(GoogleGenerateContentPayload, StreamAsAnArray) {
  const auto response = Price(R"json([{
    "candidates": [{"content": {"parts": [{"text": "One"}]}}],
    "usageMetadata": {"promptTokenCount": 10, "totalTokenCount": 10},
    "modelVersion": "gemini-3.8-flash",
    "responseId": "r1"
  },
  {
    "candidates": [{"content": {"parts": [{"text": "."}]},
                    "finishReason": "STOP"}],
    "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 4,
                      "totalTokenCount": 14},
    "modelVersion": "gemini-3.8-flash",
    "responseId": "r1"
  }])json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 10 output_tokens: 4");
  // (10 x 0.75 + 4 x 3.75) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0000225");
}

TEST_F(GoogleGenerateContentPayload, LineOfABatchesResults) {
  const auto response = Price(
      R"json({"key":"request-1","response":{"candidates":[{"content":{"parts":[{"text":"Hi"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1000,"candidatesTokenCount":100,"totalTokenCount":1100},"modelVersion":"gemini-3.8-flash"}})json",
      kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  // (1,000 x 0.375 + 100 x 1.875) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0005625");
  EXPECT_EQ(response->extracted().service_tier(), "batch");
}

TEST_F(GoogleGenerateContentPayload, ServiceTierOfTheGeminiApi) {
  const auto response = Price(R"json({
    "candidates": [{"finishReason": "STOP"}],
    "usageMetadata": {"promptTokenCount": 1000, "candidatesTokenCount": 100,
                      "totalTokenCount": 1100, "serviceTier": "priority"},
    "modelVersion": "gemini-3.8-flash"
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  // (1,000 x 1.35 + 100 x 6.75) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.002025");
  EXPECT_EQ(response->extracted().service_tier(), "priority");
}

TEST_F(GoogleGenerateContentPayload, InconsistentTotal) {
  EXPECT_EQ(ReasonOf(R"json({
    "candidates": [{"finishReason": "STOP"}],
    "usageMetadata": {"promptTokenCount": 1000, "candidatesTokenCount": 100,
                      "totalTokenCount": 1200},
    "modelVersion": "gemini-3.8-flash"
  })json",
                     kAsOf),
            "USAGE_INCONSISTENT");
}

TEST_F(GoogleGenerateContentPayload, WithoutUsage) {
  EXPECT_EQ(ReasonOf(R"json({
    "candidates": [{"finishReason": "STOP"}],
    "usageMetadata": null,
    "modelVersion": "gemini-3.8-flash"
  })json",
                     absl::StrCat("provider: 'google' ", kAsOf)),
            "USAGE_MISSING");
}

TEST_F(GoogleGenerateContentPayload, Embeddings) {
  const auto response =
      Price(R"json({
    "embedding": {"values": [0.013168523, -0.008711934]},
    "usageMetadata": {
      "promptTokenCount": 2000,
      "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 2000}]
    }
  })json",
            absl::StrCat("model: 'google/gemini-embedding-001'"
                         " ",
                         kAsOf));
  ASSERT_TRUE(response.ok()) << response.status();
  // 2,000 x 0.15 / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.0003");
}

class GoogleChatPayload : public PayloadFixture {};

// The total has 865 tokens more than the two: thoughts.
TEST_F(GoogleChatPayload, CompletionLeavesThoughtsOut) {
  const auto response = Price(R"json({
    "id": "XN2XaKfsDs2L7dcP",
    "object": "chat.completion",
    "created": 1795176000,
    "model": "gemini-3.8-flash",
    "choices": [{"index": 0, "finish_reason": "stop",
                 "message": {"role": "assistant", "content": "Hi"}}],
    "usage": {"completion_tokens": 102, "prompt_tokens": 758,
              "total_tokens": 1725}
  })json");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 758 output_tokens: 967");
  // (758 x 0.75 + 967 x 3.75) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00419475");
  EXPECT_EQ(response->extracted().provider(), "google");
  EXPECT_EQ(response->extracted().api(), "chat");
}

// Should the completion contain them, they are not counted twice.
TEST_F(GoogleChatPayload, CompletionWithThoughts) {
  const auto response = Price(R"json({
    "object": "chat.completion",
    "model": "gemini-3.8-flash",
    "choices": [{"index": 0, "finish_reason": "stop"}],
    "usage": {"completion_tokens": 967, "prompt_tokens": 758,
              "total_tokens": 1725,
              "completion_tokens_details": {"reasoning_tokens": 865}}
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 758 output_tokens: 967 reasoning_tokens: 865");
  EXPECT_EQ(Text(response->estimate().total()), "0.00419475");
}

// Prices per 1,000,000 tokens of gemini-3.8-live: 0.75 text in, 3 audio in, 4.5
// text out, 12 audio out. Source: LiteLLM 2026-11.
class GoogleLivePayload : public PayloadFixture {};

TEST_F(GoogleLivePayload, TurnsAddUp) {
  const auto response = Price(
      R"json({"setupComplete":{}}
{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":522,"responseTokenCount":42,"totalTokenCount":564,"promptTokensDetails":[{"modality":"TEXT","tokenCount":332},{"modality":"AUDIO","tokenCount":165}],"responseTokensDetails":[{"modality":"AUDIO","tokenCount":42}],"thoughtsTokenCount":136}}
{"serverContent":{"turnComplete":true},"usageMetadata":{"promptTokenCount":700,"responseTokenCount":58,"totalTokenCount":758,"promptTokensDetails":[{"modality":"TEXT","tokenCount":400},{"modality":"AUDIO","tokenCount":300}],"responseTokensDetails":[{"modality":"AUDIO","tokenCount":58}]}}
)json",
      absl::StrCat("model: 'google/gemini-3.8-live' ", kAsOf));
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 1222 audio_input_tokens: 465 output_tokens: 236 "
            "reasoning_tokens: 136 audio_output_tokens: 100");
  // In: (1,222 - 465) x 0.75 + 465 x 3; out: 136 x 4.5 + 100 x 12; each /
  // 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00377475");
  EXPECT_EQ(response->extracted().api(), "live");
}

TEST_F(GoogleLivePayload, IsKnownAtVertexToo) {
  const auto response = Extract(
      R"json({"usageMetadata":{"promptTokenCount":522,"responseTokenCount":42,"totalTokenCount":564,"trafficType":"ON_DEMAND"}})json",
      "provider: 'google-vertex' model: 'gemini-live-2.5-flash'");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->extracted().api(), "live");
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 522 output_tokens: 42");
}

class GoogleInteractionsPayload : public PayloadFixture {};

TEST_F(GoogleInteractionsPayload, ThoughtsAndSearches) {
  const auto response = Price(R"json({
    "id": "v1_ChdXS0l4YWZXTk9xbk0xZThQczhEcmlROBIX",
    "created": "2026-11-20T12:00:00Z",
    "updated": "2026-11-20T12:00:05Z",
    "model": "gemini-3.8-flash",
    "object": "interaction",
    "status": "completed",
    "steps": [{"type": "model_output",
               "content": [{"type": "text", "text": "Spain."}]}],
    "usage": {
      "total_input_tokens": 1000,
      "input_tokens_by_modality": [{"modality": "text", "tokens": 1000}],
      "total_cached_tokens": 400,
      "cached_tokens_by_modality": [{"modality": "text", "tokens": 400}],
      "total_output_tokens": 200,
      "output_tokens_by_modality": [{"modality": "text", "tokens": 200}],
      "total_tool_use_tokens": 0,
      "total_thought_tokens": 100,
      "total_tokens": 1300,
      "grounding_tool_count": [
        {"type": "google_search", "count": 2},
        {"type": "google_maps", "count": 1}
      ]
    }
  })json");
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 1000 cache_read_tokens: 400 output_tokens: 300 "
            "reasoning_tokens: 100 web_searches: 2 "
            "quantities { meter: METER_MAPS_QUERIES quantity: 1 }");
  // (600 x 0.75 + 400 x 0.075 + 300 x 3.75) / 1,000,000 + 2 x 14 / 1,000 +
  // 1 x 14 / 1,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.043605");
  EXPECT_EQ(response->extracted().api(), "interactions");
  EXPECT_EQ(response->extracted().provider(), "google");
  EXPECT_THAT(response->extracted().unknown_paths(), IsEmpty());
}

TEST_F(GoogleInteractionsPayload, Stream) {
  const auto response = Price(R"sse(event: interaction.created
data: {"event_type":"interaction.created","interaction":{"id":"v1_a","status":"in_progress","model":"gemini-3.8-flash"}}

event: step.delta
data: {"event_type":"step.delta","index":0,"delta":{"type":"text","text":"Hi"}}

event: interaction.completed
data: {"event_type":"interaction.completed","interaction":{"id":"v1_a","status":"completed","model":"gemini-3.8-flash","usage":{"total_input_tokens":10,"total_output_tokens":4,"total_thought_tokens":2,"total_cached_tokens":0,"total_tokens":16}}}

)sse",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(UsageText(response->extracted()),
            "input_tokens: 10 cache_read_tokens: 0 output_tokens: 6 "
            "reasoning_tokens: 2");
  // (10 x 0.75 + 6 x 3.75) / 1,000,000.
  EXPECT_EQ(Text(response->estimate().total()), "0.00003");
  EXPECT_EQ(response->extracted().response_id(), "v1_a");
}

// A stored history is counted apart, as no reference says.
TEST_F(GoogleInteractionsPayload, StoredHistoryIsReported) {
  const auto response = Price(R"json({
    "id": "v1_b",
    "model": "gemini-3.8-flash",
    "status": "completed",
    "previous_interaction_id": "v1_a",
    "usage": {"total_input_tokens": 11, "total_output_tokens": 20,
              "total_tokens": 31, "raw_prompt_token": 24750}
  })json",
                              kAsOf);
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_THAT(response->extracted().unknown_paths(),
              ElementsAre("usage.raw_prompt_token"));
  EXPECT_THAT(CodesOf(response->estimate().warnings()),
              Contains(v1::WARNING_CODE_USAGE_FIELD_UNKNOWN));
}

}  // namespace
}  // namespace ratecard
