// Responses of Mistral's API, as its reference shows them. Prices in USD per 1M
// tokens, in the order input, cached input, output, are those of November 2026
// unless `created` says otherwise; each test names the list that has them.

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/payloads/payload_fixture.h"

namespace ratecard {
namespace {

constexpr char kInNovember[] = " as_of { seconds: 1795176000 }";

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

}  // namespace
}  // namespace ratecard
