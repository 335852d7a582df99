// Audio, images, embeddings and moderation at OpenAI. Prices in USD per 1M
// tokens, unless said otherwise, in November 2026:
//   gpt-realtime-2.1        text 4, cached 0.40, audio 32, cached 0.40, image
//   5,
//                           cached 0.50; out: text 24, audio 64
//                           litellm.model_prices.json["gpt-realtime-2.1"]
//   gpt-4o-mini-transcribe  text 1.25, audio 3, out 5
//                           genai-prices openai/gpt-4o-mini-transcribe
//   gpt-transcribe          0.0045 per minute
//                           genai-prices openai/gpt-transcribe
//   gpt-live-1              0.05 per minute
//                           genai-prices openai/gpt-live-1
//   gpt-4o-mini-tts         in 0.60, out 12
//                           genai-prices openai/gpt-4o-mini-tts
//   gpt-image-2             text 5, image 8; out: text 30, image 30
//                           litellm.model_prices.json["gpt-image-2"]
//   text-embedding-3-small  0.02
//                           litellm.model_prices.json["text-embedding-3-small"]

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

using ::testing::IsEmpty;

constexpr char kInNovember[] = " as_of { seconds: 1795176000 }";

class OpenAiRealtimePayload : public PayloadFixture {};

constexpr char kResponseDone[] =
    R"({"type":"response.done","event_id":"event_CCXHxcMy86rrKhBLDdqCh","response":{"object":"realtime.response","id":"resp_CCXHw0UJld10EzIUXQCNh","status":"completed","status_details":null,"output":[{"id":"item_CCXHwGjjDUfOXbiySlK7i","type":"message","status":"completed","role":"assistant","content":[{"type":"output_audio","transcript":"Loud and clear!"}]}],"conversation_id":"conv_CCXHsurMKcaVxIZvaCI5m","output_modalities":["audio"],"max_output_tokens":"inf","usage":{"total_tokens":253,"input_tokens":132,"output_tokens":121,"input_token_details":{"text_tokens":119,"audio_tokens":13,"image_tokens":0,"cached_tokens":64,"cached_tokens_details":{"text_tokens":64,"audio_tokens":0,"image_tokens":0}},"output_token_details":{"text_tokens":30,"audio_tokens":91}},"metadata":null}})";

TEST_F(OpenAiRealtimePayload, ResponseDoneSaysEveryCell) {
  const auto priced =
      Price(kResponseDone,
            std::string(R"(model: "openai/gpt-realtime-2.1")") + kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 132 cache_read_tokens: 64 audio_input_tokens: 13 "
            "image_input_tokens: 0 cached_audio_input_tokens: 0 "
            "cached_image_input_tokens: 0 output_tokens: 121 "
            "audio_output_tokens: 91");
  // 55 x 4 + 64 x 0.40 + 13 x 32 + 30 x 24 + 91 x 64.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0072056");
  EXPECT_EQ(priced->extracted().provider(), "openai");
  EXPECT_EQ(priced->extracted().api(), "realtime");
  EXPECT_EQ(priced->extracted().response_id(), "resp_CCXHw0UJld10EzIUXQCNh");
  EXPECT_THAT(priced->extracted().unknown_paths(), IsEmpty());
}

TEST_F(OpenAiRealtimePayload, AudioInsideCached) {
  const auto priced = Price(R"json({
    "object": "realtime.response", "id": "resp_2", "status": "completed",
    "usage": {
      "total_tokens": 1200, "input_tokens": 1000, "output_tokens": 200,
      "input_token_details": {
        "text_tokens": 300, "audio_tokens": 700, "cached_tokens": 500,
        "cached_tokens_details": {"text_tokens": 100, "audio_tokens": 400}},
      "output_token_details": {"text_tokens": 50, "audio_tokens": 150}}
  })json",
                            std::string(R"(provider: "openai"
                                           model: "gpt-realtime-2.1")") +
                                kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 1000 cache_read_tokens: 500 "
            "audio_input_tokens: 700 cached_audio_input_tokens: 400 "
            "output_tokens: 200 audio_output_tokens: 150");
  // 200 x 4 + 100 x 0.40 + 300 x 32 + 400 x 0.40 + 50 x 24 + 150 x 64.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0214");
  EXPECT_THAT(priced->estimate().warnings(), IsEmpty());
}

TEST_F(OpenAiRealtimePayload, SessionNamesTheModel) {
  const auto priced = Price(
      std::string(
          R"({"type":"session.created","event_id":"event_1","session":{"type":"realtime","object":"realtime.session","id":"sess_1","model":"gpt-realtime-2.1","output_modalities":["audio"]}})"
          "\n") +
          kResponseDone + "\n",
      kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().model(), "gpt-realtime-2.1");
  EXPECT_EQ(priced->extracted().documents(), 2);
  EXPECT_EQ(Text(priced->estimate().total()), "0.0072056");
}

TEST_F(OpenAiRealtimePayload, ModelIsNeededWhereNothingNamesIt) {
  EXPECT_EQ(ReasonOf(kResponseDone, kInNovember), "MODEL_REQUIRED");
}

TEST_F(OpenAiRealtimePayload, CachedTokensMustBeTheirParts) {
  // An example that the reference had for a while.
  EXPECT_EQ(ReasonOf(R"json({
    "object": "realtime.response", "id": "resp_3", "status": "completed",
    "usage": {
      "total_tokens": 275, "input_tokens": 127, "output_tokens": 148,
      "input_token_details": {
        "cached_tokens": 384, "text_tokens": 119, "audio_tokens": 8,
        "cached_tokens_details": {"text_tokens": 128, "audio_tokens": 256}},
      "output_token_details": {"text_tokens": 36, "audio_tokens": 112}}
  })json",
                     std::string(R"(provider: "openai"
                                    model: "gpt-realtime-2.1")") +
                         kInNovember),
            "USAGE_INCONSISTENT");
}

class OpenAiAudioPayload : public PayloadFixture {};

TEST_F(OpenAiAudioPayload, TranscriptionByTokens) {
  const auto priced = Price(R"json({
    "text": "Imagine the wildest idea that you've ever had.",
    "usage": {
      "type": "tokens",
      "input_tokens": 14,
      "input_token_details": {"text_tokens": 0, "audio_tokens": 14},
      "output_tokens": 45,
      "total_tokens": 59
    }
  })json",
                            std::string(R"(provider: "openai"
                                           model: "gpt-4o-mini-transcribe")") +
                                kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 14 audio_input_tokens: 14 output_tokens: 45");
  EXPECT_EQ(priced->extracted().api(), "transcriptions");
  // 14 x 3 + 45 x 5.
  EXPECT_EQ(Text(priced->estimate().total()), "0.000267");
}

TEST_F(OpenAiAudioPayload, TranscriptionByLength) {
  const auto priced = Price(R"json({
    "task": "transcribe", "language": "english", "duration": 10.5,
    "text": "The beach was a popular spot on a hot summer day.",
    "segments": [],
    "usage": {"type": "duration", "seconds": 10.5}
  })json",
                            std::string(R"(provider: "openai"
                                           model: "gpt-transcribe")") +
                                kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "quantities { meter: METER_INPUT_AUDIO_MILLISECONDS "
            "quantity: 10500 }");
  // 10,500 x 0.0045 / 60,000.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0007875");
}

TEST_F(OpenAiAudioPayload, TranscriptionStreamed) {
  const auto priced = Price(
      R"(data: {"type":"transcript.text.delta","delta":"I"}

data: {"type":"transcript.text.delta","delta":" see"}

data: {"type":"transcript.text.done","text":"I see","usage":{"type":"tokens","input_tokens":14,"input_token_details":{"text_tokens":0,"audio_tokens":14},"output_tokens":45,"total_tokens":59}}

)",
      std::string(R"(provider: "openai" api: "transcriptions"
                     model: "gpt-4o-mini-transcribe")") +
          kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(Text(priced->estimate().total()), "0.000267");
}

TEST_F(OpenAiAudioPayload, TranscriptionInARealtimeSessionHasAModelOfItsOwn) {
  const auto priced = Price(R"json({
    "type": "conversation.item.input_audio_transcription.completed",
    "event_id": "event_1", "item_id": "item_1", "content_index": 0,
    "transcript": "Hello?",
    "usage": {
      "type": "tokens", "total_tokens": 26, "input_tokens": 17,
      "input_token_details": {"text_tokens": 0, "audio_tokens": 17},
      "output_tokens": 9}
  })json",
                            std::string(R"(provider: "openai"
                                           model: "gpt-4o-mini-transcribe")") +
                                kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().api(), "transcriptions");
  // 17 x 3 + 9 x 5.
  EXPECT_EQ(Text(priced->estimate().total()), "0.000096");
}

TEST_F(OpenAiAudioPayload, Speech) {
  const auto priced = Price(
      R"(data: {"type":"speech.audio.delta","audio":"UklGRg=="}

data: {"type":"speech.audio.done","usage":{"input_tokens":14,"output_tokens":101,"total_tokens":115}}

)",
      std::string(R"(model: "openai/gpt-4o-mini-tts")") + kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 14 output_tokens: 101");
  EXPECT_EQ(priced->extracted().api(), "speech");
  // 14 x 0.60 + 101 x 12.
  EXPECT_EQ(Text(priced->estimate().total()), "0.0012204");
}

TEST_F(OpenAiAudioPayload, LiveSessionsReportTheirLengthSoFar) {
  const auto priced = Price(
      R"({"type":"session.usage.updated","event_id":"e1","usage":{"seconds":45}}
{"type":"session.usage.updated","event_id":"e2","usage":{"seconds":90,"active_seconds":80,"paused_seconds":10}}
)",
      std::string(R"(provider: "openai" model: "gpt-live-1")") + kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().api(), "live");
  // 90 s x 0.05 / 60 s.
  EXPECT_EQ(Text(priced->estimate().total()), "0.075");
}

class OpenAiImagesPayload : public PayloadFixture {};

TEST_F(OpenAiImagesPayload, OutputIsOfImages) {
  const auto priced = Price(R"json({
    "created": 1795176000,
    "background": "opaque", "output_format": "png", "quality": "medium",
    "size": "1024x1024",
    "data": [{"b64_json": "aGk="}],
    "usage": {
      "total_tokens": 100,
      "input_tokens": 50,
      "output_tokens": 50,
      "input_tokens_details": {"text_tokens": 10, "image_tokens": 40}
    }
  })json",
                            R"(model: "openai/gpt-image-2")");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 50 image_input_tokens: 40 output_tokens: 50 "
            "image_output_tokens: 50");
  EXPECT_EQ(priced->extracted().api(), "images");
  EXPECT_EQ(priced->estimate().as_of().seconds(), 1795176000);
  // 10 x 5 + 40 x 8 + 50 x 30.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00187");
}

TEST_F(OpenAiImagesPayload, DetailsMaySayThatSomeOutputIsText) {
  const auto priced = Price(R"json({
    "created": 1795176000, "data": [{"b64_json": "aGk="}],
    "usage": {
      "total_tokens": 350, "input_tokens": 50, "output_tokens": 300,
      "input_tokens_details": {"text_tokens": 50, "image_tokens": 0},
      "output_tokens_details": {"text_tokens": 28, "image_tokens": 272}
    }
  })json",
                            R"(provider: "openai" model: "gpt-image-2")");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()),
            "input_tokens: 50 image_input_tokens: 0 output_tokens: 300 "
            "image_output_tokens: 272");
  // 50 x 5 + 28 x 30 + 272 x 30.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00925");
}

TEST_F(OpenAiImagesPayload, Streamed) {
  const auto priced = Price(
      R"(event: image_generation.partial_image
data: {"type":"image_generation.partial_image","b64_json":"aGk=","created_at":1795175990,"size":"1024x1024","quality":"high","background":"opaque","output_format":"png","partial_image_index":0}

event: image_generation.completed
data: {"type":"image_generation.completed","b64_json":"aGk=","created_at":1795176000,"size":"1024x1024","quality":"high","background":"opaque","output_format":"png","usage":{"total_tokens":100,"input_tokens":50,"output_tokens":50,"input_tokens_details":{"text_tokens":10,"image_tokens":40}}}

)",
      R"(provider: "openai" model: "gpt-image-2")");
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->estimate().as_of().seconds(), 1795176000);
  EXPECT_EQ(Text(priced->estimate().total()), "0.00187");
}

TEST_F(OpenAiImagesPayload, TokensOfAnotherModelAreNotLeftOutSilently) {
  const auto priced = Price(R"json({
    "created": 1795176000, "data": [{"b64_json": "aGk="}],
    "output_format": "svg",
    "svg_usage": {"model": "gpt-6.1-terra", "input_tokens": 900,
                  "output_tokens": 4000, "reasoning_tokens": 1000,
                  "total_tokens": 4900},
    "usage": {
      "total_tokens": 100, "input_tokens": 50, "output_tokens": 50,
      "input_tokens_details": {"text_tokens": 10, "image_tokens": 40}}
  })json",
                            R"(provider: "openai" model: "gpt-image-2")");
  ASSERT_THAT(priced, IsOk());
  EXPECT_THAT(CodesOf(priced->estimate().warnings()),
              testing::Contains(v1::WARNING_CODE_USAGE_FIELD_UNKNOWN));
  EXPECT_THAT(priced->extracted().unknown_paths(),
              testing::Contains("svg_usage.output_tokens"));
}

class OpenAiEmbeddingsPayload : public PayloadFixture {};

TEST_F(OpenAiEmbeddingsPayload, OnlyInputIsBilled) {
  const auto priced = Price(R"json({
    "object": "list",
    "data": [{"object": "embedding", "index": 0,
              "embedding": [0.0023064255, -0.009327292, -0.0028842222]}],
    "model": "text-embedding-3-small",
    "usage": {"prompt_tokens": 8, "total_tokens": 8}
  })json",
                            kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(UsageText(priced->extracted()), "input_tokens: 8");
  EXPECT_EQ(priced->extracted().provider(), "openai");
  EXPECT_EQ(priced->extracted().api(), "embeddings");
  // 8 x 0.02.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00000016");
}

TEST_F(OpenAiEmbeddingsPayload, LineOfABatchOutputFile) {
  const auto priced = Price(R"json({
    "id": "batch_req_1", "custom_id": "e-1", "error": null,
    "response": {"status_code": 200, "request_id": "r", "body": {
      "object": "list", "model": "text-embedding-3-small",
      "data": [{"object": "embedding", "index": 0, "embedding": [0.5]}],
      "usage": {"prompt_tokens": 1000, "total_tokens": 1000}}}
  })json",
                            kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().service_tier(), "batch");
  // 1,000 x 0.01. Source: genai-prices openai/text-embedding-3-small
  // price_variants processing=batch.
  EXPECT_EQ(Text(priced->estimate().total()), "0.00001");
}

class OpenAiModerationsPayload : public PayloadFixture {};

TEST_F(OpenAiModerationsPayload, IsFree) {
  const auto priced = Price(R"json({
    "id": "modr-970d409ef3bef3b70c73d8232df86e7d",
    "model": "omni-moderation-latest",
    "results": [{
      "flagged": true,
      "categories": {"sexual": false, "violence": true},
      "category_scores": {"sexual": 2.34135824776394e-7,
                          "violence": 0.8599265510337075},
      "category_applied_input_types": {"sexual": ["image"],
                                       "violence": ["image"]}}]
  })json",
                            kInNovember);
  ASSERT_THAT(priced, IsOk());
  EXPECT_EQ(priced->extracted().api(), "moderations");
  // genai-prices openai/moderation, its description says free.
  EXPECT_EQ(Text(priced->estimate().total()), "0");
  EXPECT_FALSE(priced->estimate().incomplete());
}

}  // namespace
}  // namespace ratecard
