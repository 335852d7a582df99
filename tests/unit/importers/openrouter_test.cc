#include "service/catalog/importers/openrouter.h"

#include <string>

#include "absl/strings/substitute.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/importers/rate_text.h"

namespace ratecard {
namespace {

using testing::ElementsAre;

constexpr char kFormat[] = "openrouter";

Import ImportPricing(const std::string& pricing,
                     const std::string& id = "acme/m") {
  return ImportText(
      kFormat,
      absl::Substitute(
          R"({"data": [{"id": "$0", "name": "Acme: M", "pricing": $1}]})", id,
          pricing));
}

std::string Standard(const Import& import, v1::Meter meter,
                     absl::string_view id = "acme/m") {
  return RateText(ModelOf(import, id), "standard", meter);
}

TEST(OpenRouter, ReadsWhatAModelIs) {
  const Import import = ImportText(kFormat, R"({"data": [{
      "id": "~acme/m", "canonical_slug": "acme/m-20260512",
      "hugging_face_id": "Acme/M-1B", "name": "Acme: M",
      "created": 1778613011, "expiration_date": "2026-06-01",
      "knowledge_cutoff": "2025-08-31", "description": "prose",
      "context_length": 131072, "per_request_limits": null,
      "architecture": {"modality": "text+file->text", "tokenizer": "Other",
                       "instruct_type": null,
                       "input_modalities": ["text", "file"],
                       "output_modalities": ["text"]},
      "top_provider": {"context_length": 131072, "is_moderated": false,
                       "max_completion_tokens": 8192},
      "supported_parameters": ["tools", "reasoning", "include_reasoning",
                               "temperature", "structured_outputs"]}]})");
  const v1::Model model = ModelOf(import, "~acme/m");
  EXPECT_EQ(model.maker(), "acme");
  EXPECT_EQ(model.base_model(), "m-1b");
  EXPECT_EQ(model.aliases(0).alias_id(), "acme/m-20260512");
  EXPECT_EQ(model.aliases(0).kind(), v1::ALIAS_KIND_SNAPSHOT);
  EXPECT_EQ(model.limits().context_window_tokens(), 131'072);
  EXPECT_EQ(model.limits().max_output_tokens(), 8192);
  EXPECT_THAT(model.input_modalities(),
              ElementsAre(v1::MODALITY_TEXT, v1::MODALITY_DOCUMENT));
  EXPECT_THAT(
      model.capabilities(),
      ElementsAre(v1::CAPABILITY_TOOL_USE, v1::CAPABILITY_STRUCTURED_OUTPUT,
                  v1::CAPABILITY_REASONING));
  EXPECT_EQ(model.lifecycle().release_date(), "2026-05-12");
  EXPECT_EQ(model.lifecycle().retirement_date(), "2026-06-01");
  EXPECT_EQ(model.lifecycle().knowledge_cutoff(), "2025-08-31");
  EXPECT_TRUE(import.report.findings().empty());
  EXPECT_EQ(import.providers[0].provider_id(), kFormat);
  EXPECT_THAT(import.providers[0].api_hosts(),
              ElementsAre("openrouter.ai/api/v1"));
}

// A token at 0.00000125 is a million at 1.25; a search at 0.01 is a thousand
// at 10.
TEST(OpenRouterPricing, IsOfOne) {
  const Import import = ImportPricing(
      R"({"prompt": "0.00000125", "completion": "0.00001",
          "internal_reasoning": "0.000012", "input_cache_read": "1.25e-7",
          "input_cache_write": "0.000000375", "audio": "0.000032",
          "image": "0.00265", "request": "0.005", "web_search": "0.01"})");
  EXPECT_EQ(Standard(import, v1::METER_INPUT_TOKENS), "1.25");
  EXPECT_EQ(Standard(import, v1::METER_OUTPUT_TOKENS), "10");
  EXPECT_EQ(Standard(import, v1::METER_REASONING_TOKENS), "12");
  EXPECT_EQ(Standard(import, v1::METER_CACHE_READ_TOKENS), "0.125");
  EXPECT_EQ(Standard(import, v1::METER_CACHE_WRITE_5M_TOKENS), "0.375");
  EXPECT_EQ(Standard(import, v1::METER_AUDIO_INPUT_TOKENS), "32");
  EXPECT_EQ(Standard(import, v1::METER_INPUT_IMAGES), "0.00265");
  EXPECT_EQ(Standard(import, v1::METER_REQUESTS), "5");
  EXPECT_EQ(Standard(import, v1::METER_WEB_SEARCHES), "10");
  EXPECT_TRUE(import.report.findings().empty());
}

// No image costs as little as one token: Gemini's `image` is per token.
TEST(OpenRouterPricing, TakesAnImageAtTheTokenPriceAsTokens) {
  const Import import = ImportPricing(
      R"({"prompt": "0.0000003", "completion": "0.0000025",
          "image": "0.0000003"})");
  EXPECT_EQ(Standard(import, v1::METER_IMAGE_INPUT_TOKENS), "0.3");
  EXPECT_EQ(Standard(import, v1::METER_INPUT_IMAGES), "");
}

TEST(OpenRouterPricing, ThatIsDynamicIsUnpriced) {
  const Import import =
      ImportPricing(R"({"prompt": "-1", "completion": "-1", "image": "-1"})");
  EXPECT_EQ(Standard(import, v1::METER_INPUT_TOKENS), "UNPRICED");
  EXPECT_EQ(Standard(import, v1::METER_OUTPUT_TOKENS), "UNPRICED");
  EXPECT_EQ(Standard(import, v1::METER_IMAGE_INPUT_TOKENS), "");
  EXPECT_EQ(import.report.Count(ImportFinding::kLeftOut), 3);
}

TEST(OpenRouterPricing, OfZeroIsFreeOnlyWhereTheIdSaysSo) {
  constexpr char kZero[] =
      R"({"prompt": "0", "completion": "0", "request": "0"})";
  const Import free = ImportPricing(kZero, "acme/m:free");
  EXPECT_EQ(Standard(free, v1::METER_INPUT_TOKENS, "acme/m:free"), "FREE");
  EXPECT_TRUE(free.report.findings().empty());
  const Import alpha = ImportPricing(kZero);
  EXPECT_EQ(Standard(alpha, v1::METER_INPUT_TOKENS), "UNPRICED");
  EXPECT_EQ(Standard(alpha, v1::METER_REQUESTS), "");
  EXPECT_EQ(alpha.report.Count(ImportFinding::kLeftOut), 3);
}

TEST(OpenRouterPricing, OfZeroBesideAPriceIsNotBilledSeparately) {
  const Import import = ImportPricing(
      R"({"prompt": "0.000001", "completion": "0.000002", "image": "0",
          "internal_reasoning": "0"})");
  EXPECT_EQ(Standard(import, v1::METER_INPUT_IMAGES), "");
  EXPECT_EQ(Standard(import, v1::METER_IMAGE_INPUT_TOKENS), "");
  EXPECT_EQ(Standard(import, v1::METER_REASONING_TOKENS), "");
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, "pricing.image"), 1);
}

// Strictly more than `min_prompt_tokens`.
TEST(OpenRouterPricing, HasOverridesForLongPrompts) {
  const Import import = ImportPricing(
      R"({"prompt": "0.000001", "completion": "0.000002", "overrides": [
          {"min_prompt_tokens": 200000, "prompt": "0.000002"},
          {"utc_start": 100, "utc_end": 400, "prompt": "0.0000005"}]})");
  EXPECT_EQ(Standard(import, v1::METER_INPUT_TOKENS), "1 200001:2");
  EXPECT_EQ(Standard(import, v1::METER_OUTPUT_TOKENS), "2");
  EXPECT_EQ(import.report.Count(ImportFinding::kLeftOut), 1);
}

TEST(OpenRouterPricing, ReportsWhatItDoesNotKnow) {
  const Import import = ImportPricing(
      R"({"prompt": "0.000001", "completion": "-3", "smell": "1"})");
  EXPECT_EQ(CountOf(import, ImportFinding::kUnknownKey, "pricing.smell"), 1);
  EXPECT_EQ(CountOf(import, ImportFinding::kBadValue, "pricing.completion"), 1);
  EXPECT_EQ(Standard(import, v1::METER_OUTPUT_TOKENS), "");
}

// `:free` shares the slug of the model that is paid for.
TEST(OpenRouterSlugs, BelongToTheModelAndNotToItsVariants) {
  const Import import = ImportText(kFormat, R"({"data": [
      {"id": "a/m:free", "canonical_slug": "a/m-1"},
      {"id": "a/m", "canonical_slug": "a/m-1"},
      {"id": "a/n", "canonical_slug": "a/m"},
      {"id": "a/o", "canonical_slug": "a/m-1"}]})");
  EXPECT_TRUE(ModelOf(import, "a/m:free").aliases().empty());
  EXPECT_EQ(ModelOf(import, "a/m").aliases(0).alias_id(), "a/m-1");
  EXPECT_TRUE(ModelOf(import, "a/n").aliases().empty());
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, "canonical_slug"), 1);
  EXPECT_EQ(CountOf(import, ImportFinding::kBadValue, "canonical_slug"), 2);
}

TEST(OpenRouterList, KeepsTheFirstOfTwoModelsOfOneId) {
  const Import import = ImportText(kFormat, R"({"data": [
      {"id": "a/m", "name": "first"}, {"id": "a/m", "name": "second"},
      {"id": "bad id"}, 7]})");
  EXPECT_EQ(ModelOf(import, "a/m").display_name(), "first");
  EXPECT_EQ(import.report.Count(ImportFinding::kBadValue), 3);
}

TEST(OpenRouterList, IsRefusedIfItIsAnother) {
  for (const char* text : {"[]", "{}", R"({"data": {}})", R"({"data": []})"}) {
    EXPECT_THAT(ImportList(*FindImportFormat(kFormat), text, {"2026-11-01"}),
                FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_LIST"))
        << text;
  }
}

}  // namespace
}  // namespace ratecard
