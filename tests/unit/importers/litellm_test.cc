#include "service/catalog/importers/litellm.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/catalog/loader.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Import Read(const std::string& text) {
  const auto list = ParseJson(text);
  EXPECT_THAT(list, IsOk());
  auto import = ImportLiteLlm(*list, {"2026-11-01"});
  EXPECT_THAT(import, IsOk());
  return *std::move(import);
}

// The only entry of a list.
Import ReadEntry(const std::string& key, const std::string& members) {
  return Read(absl::StrCat("{\"", key, "\": {", members, "}}"));
}

const v1::Model* FindModel(const Import& import, const std::string& provider,
                           const std::string& id) {
  for (const v1::Provider& one : import.providers) {
    for (const v1::Model& model : one.models()) {
      if (one.provider_id() == provider && model.model_id() == id) {
        return &model;
      }
    }
  }
  ADD_FAILURE() << "no model " << provider << "/" << id;
  return &v1::Model::default_instance();
}

template <typename Priced>
std::string PriceOf(const Priced& priced) {
  return !priced.price().empty() ? priced.price()
         : priced.state() == v1::METER_STATE_UNSPECIFIED
             ? "-"
             : v1::MeterState_Name(priced.state()).substr(12);
}

// `standard INPUT_TOKENS 1.25 200001:2.5`, for each rate.
std::vector<std::string> Rates(const v1::Model& model) {
  std::vector<std::string> lines;
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    for (const v1::Rate& rate : schedule.rates()) {
      std::string line = absl::StrCat(schedule.schedule_id(), " ",
                                      v1::Meter_Name(rate.meter()).substr(6));
      for (const v1::MeterParameter& parameter : rate.parameters()) {
        absl::StrAppend(&line, "[", parameter.key(), "=", parameter.value(),
                        "]");
      }
      absl::StrAppend(&line, " ", PriceOf(rate));
      for (const v1::RateTier& tier : rate.tiers()) {
        absl::StrAppend(&line, " ", tier.min_input_tokens(), ":",
                        PriceOf(tier));
      }
      lines.push_back(line);
    }
  }
  return lines;
}

// `unknown_key input_cost`, for each finding.
std::vector<std::string> Findings(const Import& import) {
  std::vector<std::string> lines;
  for (const auto& [key, found] : import.report.findings()) {
    lines.push_back(absl::StrCat(NameOf(std::get<0>(key)), " ",
                                 std::get<1>(key), ": ", std::get<2>(key)));
  }
  return lines;
}

void ExpectLoads(const Import& import) {
  std::vector<CatalogFile> files;
  for (const v1::Provider& provider : import.providers) {
    std::string text;
    google::protobuf::TextFormat::PrintToString(provider, &text);
    files.push_back({absl::StrCat(provider.provider_id(), ".textproto"), text});
  }
  EXPECT_THAT(LoadCatalog(files), IsOk());
}

constexpr char kChat[] = R"("litellm_provider": "openai", "mode": "chat", )";

TEST(ImportLiteLlm, PricesTokensWithTiersAndServiceTiers) {
  const Import import = ReadEntry("gpt-9", absl::StrCat(kChat, R"(
        "input_cost_per_token": 1.25e-06,
        "input_cost_per_token_above_200k_tokens": 2.5e-06,
        "cache_creation_input_token_cost_above_1hr": 2.5e-06,
        "output_cost_per_reasoning_token": 0.00001,
        "input_cost_per_token_batches": 6.25e-07,
        "search_context_cost_per_query": {"search_context_size_low": 0.01,
          "search_context_size_medium": 0.01, "search_context_size_high": 0.01},
        "search_free_requests": {"count": 1500, "period": "day",
          "shared_group": "gpt-9"})"));
  const v1::Model& model = *FindModel(import, "openai", "gpt-9");
  EXPECT_THAT(
      Rates(model),
      ElementsAre("standard INPUT_TOKENS 1.25 200001:2.5",
                  "standard CACHE_WRITE_1H_TOKENS 2.5",
                  "standard REASONING_TOKENS 10", "standard WEB_SEARCHES 10",
                  "batch INPUT_TOKENS 0.625", "batch WEB_SEARCHES 10"));
  const v1::FreeAllowance& allowance =
      model.price_schedules(0).rates(3).free_allowance();
  EXPECT_EQ(allowance.quantity(), 1500);
  EXPECT_EQ(allowance.period(), "day");
  EXPECT_EQ(allowance.shared_by(), "gpt-9");
  EXPECT_THAT(Findings(import), IsEmpty());
  ExpectLoads(import);
}

TEST(ImportLiteLlm, LeavesUnpricedWhatHasATierAndNoBase) {
  const Import import = ReadEntry("gpt-9", absl::StrCat(kChat, R"(
        "input_cost_per_token_above_272k_tokens_flex": 0.00001)"));
  EXPECT_THAT(Rates(*FindModel(import, "openai", "gpt-9")),
              ElementsAre("flex INPUT_TOKENS - 272001:10"));
}

TEST(ImportLiteLlm, KeepsATierThatSaysThatAServiceTierIsFlat) {
  const Import import = ReadEntry("gpt-9", absl::StrCat(kChat, R"(
        "input_cost_per_token": 1e-06,
        "input_cost_per_token_above_100k_tokens": 2e-06,
        "input_cost_per_token_priority": 3e-06,
        "input_cost_per_token_above_100k_tokens_priority": 3e-06)"));
  EXPECT_THAT(Rates(*FindModel(import, "openai", "gpt-9")),
              ElementsAre("standard INPUT_TOKENS 1 100001:2",
                          "priority INPUT_TOKENS 3 100001:3"));
}

TEST(ImportLiteLlm, PricesByWhatTheModeMeans) {
  const Import import = Read(R"({
    "a": {"litellm_provider": "p", "mode": "audio_transcription",
          "input_cost_per_second": 0.0001, "output_cost_per_second": 0.0},
    "b": {"litellm_provider": "p", "mode": "video_generation",
          "output_cost_per_second": 0.1, "output_cost_per_second_720p": 0.2,
          "input_cost_per_image": 0.01},
    "c": {"litellm_provider": "p", "mode": "image_generation",
          "input_cost_per_image": 0.02, "output_cost_per_pixel": 0.0},
    "d": {"litellm_provider": "p", "mode": "rerank",
          "input_cost_per_query": 0.002},
    "e": {"litellm_provider": "p", "mode": "image_generation",
          "output_cost_per_image": 0.08, "output_cost_per_image_0.5K": 0.06},
    "f": {"litellm_provider": "p", "mode": "audio_speech",
          "output_cost_per_image": 0.08, "input_cost_per_character": 1.5e-05}
  })");
  EXPECT_THAT(Rates(*FindModel(import, "p", "a")),
              ElementsAre("standard INPUT_AUDIO_MILLISECONDS 0.006"));
  EXPECT_THAT(Rates(*FindModel(import, "p", "b")),
              ElementsAre("standard INPUT_IMAGES 0.01",
                          "standard OUTPUT_VIDEO_MILLISECONDS 6",
                          "standard OUTPUT_VIDEO_MILLISECONDS[resolution=720p] "
                          "12"));
  EXPECT_THAT(Rates(*FindModel(import, "p", "c")),
              ElementsAre("standard OUTPUT_IMAGES 0.02",
                          "standard OUTPUT_PIXELS UNPRICED"));
  EXPECT_THAT(Rates(*FindModel(import, "p", "d")),
              ElementsAre("standard RERANK_UNITS 2"));
  EXPECT_THAT(Rates(*FindModel(import, "p", "e")),
              ElementsAre("standard OUTPUT_IMAGES 0.08",
                          "standard OUTPUT_IMAGES[size=0.5K] 0.06"));
  EXPECT_THAT(Rates(*FindModel(import, "p", "f")),
              ElementsAre("standard INPUT_CHARACTERS 15"));
  ExpectLoads(import);
}

TEST(ImportLiteLlm, NeverTakesAZeroForFree) {
  const Import import = Read(R"({
    "ollama/llama": {"litellm_provider": "ollama", "input_cost_per_token": 0.0},
    "p/beam:free": {"litellm_provider": "p", "input_cost_per_token": 0},
    "chatgpt/gpt-9": {"litellm_provider": "chatgpt", "mode": "chat"}
  })");
  EXPECT_THAT(Rates(*FindModel(import, "ollama", "llama")),
              ElementsAre("standard INPUT_TOKENS UNPRICED"));
  EXPECT_THAT(Rates(*FindModel(import, "p", "beam:free")),
              ElementsAre("standard INPUT_TOKENS FREE"));
  const v1::Model& plan = *FindModel(import, "chatgpt", "gpt-9");
  EXPECT_TRUE(plan.plan_only());
  EXPECT_THAT(Rates(plan),
              ElementsAre("standard INPUT_TOKENS INCLUDED_IN_PLAN",
                          "standard OUTPUT_TOKENS INCLUDED_IN_PLAN"));
  EXPECT_THAT(Findings(import),
              ElementsAre("left_out input_cost_per_token: zero price, not said "
                          "to be free"));
  ExpectLoads(import);
}

TEST(ImportLiteLlm, PutsRegionsAndImageSizesIntoTheModel) {
  const Import import = Read(R"({
    "bedrock/us-gov-west-1/amazon.nova": {"litellm_provider": "bedrock",
      "input_cost_per_token": 1.2e-06},
    "amazon.nova": {"litellm_provider": "bedrock",
      "input_cost_per_token": 1e-06},
    "bedrock/*/1-month-commitment/amazon.nova": {
      "litellm_provider": "bedrock", "cost_per_second": 0.1},
    "high/1024-x-1024/gpt-image": {"litellm_provider": "openai",
      "mode": "image_generation", "input_cost_per_image": 0.25},
    "gpt-image": {"litellm_provider": "openai", "mode": "image_generation",
      "output_cost_per_image_token": 4e-05}
  })");
  const v1::Model& nova = *FindModel(import, "bedrock", "amazon.nova");
  EXPECT_THAT(Rates(nova),
              ElementsAre("standard INPUT_TOKENS 1",
                          "standard-us-gov-west-1 INPUT_TOKENS 1.2"));
  ASSERT_EQ(nova.aliases_size(), 1);
  EXPECT_EQ(nova.aliases(0).alias_id(), "bedrock/us-gov-west-1/amazon.nova");
  EXPECT_EQ(nova.aliases(0).region(), "us-gov-west-1");
  EXPECT_THAT(
      Rates(*FindModel(import, "openai", "gpt-image")),
      ElementsAre("standard IMAGE_OUTPUT_TOKENS 40",
                  "standard OUTPUT_IMAGES[quality=high][size=1024x1024] 0.25"));
  ExpectLoads(import);
}

TEST(ImportLiteLlm, PricesTokensForImagesOfEverySize) {
  const Import import = ReadEntry("azure/hd/1024-x-1024/dall-e-3", R"(
        "litellm_provider": "azure", "mode": "image_generation",
        "input_cost_per_pixel": 8e-08, "output_cost_per_token": 1e-05)");
  EXPECT_THAT(Rates(*FindModel(import, "azure", "dall-e-3")),
              ElementsAre("standard OUTPUT_TOKENS 10",
                          "standard INPUT_PIXELS[quality=hd]"
                          "[size=1024x1024] 0.08"));
}

TEST(ImportLiteLlm, RaisesTokensAndNotFees) {
  const Import import = ReadEntry("claude", R"("litellm_provider": "anthropic",
        "input_cost_per_token": 4e-06, "output_cost_per_token_batches": 1e-05,
        "search_context_cost_per_query": {"search_context_size_medium": 0.01},
        "provider_specific_entry": {"us": 1.1, "fast": 2})");
  EXPECT_THAT(
      Rates(*FindModel(import, "anthropic", "claude")),
      ElementsAre("standard INPUT_TOKENS 4",
                  "standard WEB_SEARCHES[search_context_size=medium] 10",
                  "standard-us INPUT_TOKENS 4.4",
                  "standard-us WEB_SEARCHES[search_context_size=medium] 10",
                  "batch OUTPUT_TOKENS 10",
                  "batch WEB_SEARCHES[search_context_size=medium] 10",
                  "batch-us OUTPUT_TOKENS 11",
                  "batch-us WEB_SEARCHES[search_context_size=medium] 10",
                  "fast INPUT_TOKENS 8",
                  "fast WEB_SEARCHES[search_context_size=medium] 10",
                  "fast-us INPUT_TOKENS 8.8",
                  "fast-us WEB_SEARCHES[search_context_size=medium] 10"));
  ExpectLoads(import);
}

TEST(ImportLiteLlm, ReadsRangesWhoseEndsBelongToTheLowerOne) {
  const Import import = Read(R"({
    "dashscope/qwen": {"litellm_provider": "dashscope", "tiered_pricing": [
      {"range": [0, 256000.0], "input_cost_per_token": 4e-07},
      {"range": [256000.0, 1e6], "input_cost_per_token": 1.2e-06}]},
    "exa/search": {"litellm_provider": "exa", "mode": "search",
      "tiered_pricing": [
        {"max_results_range": [0, 25], "input_cost_per_query": 0.005},
        {"max_results_range": [26, 100], "input_cost_per_query": 0.025}]}
  })");
  EXPECT_THAT(Rates(*FindModel(import, "dashscope", "qwen")),
              ElementsAre("standard INPUT_TOKENS 0.4 256001:1.2"));
  EXPECT_THAT(Rates(*FindModel(import, "exa", "search")),
              ElementsAre("standard WEB_SEARCHES[max_results=0-25] 5",
                          "standard WEB_SEARCHES[max_results=26-100] 25"));
}

TEST(ImportLiteLlm, TellsOffPeakHoursInTheZoneOfTheWeekday) {
  const Import import =
      ReadEntry("deepseek-x", R"("litellm_provider": "deepseek",
        "input_cost_per_token": 2e-06, "output_cost_per_token": 4e-06,
        "off_peak_pricing": {"input_cost_per_token": 1e-06,
          "weekday_timezone": "Asia/Shanghai",
          "windows": [{"hours_utc": ["10:00-00:00"], "weekdays": [1, 2]},
                      {"hours_utc": "00:00-00:00", "weekdays": [6]}]})");
  const v1::Model& model = *FindModel(import, "deepseek", "deepseek-x");
  EXPECT_THAT(Rates(model),
              ElementsAre("standard INPUT_TOKENS 2", "standard OUTPUT_TOKENS 4",
                          "standard-off-peak INPUT_TOKENS 1",
                          "standard-off-peak OUTPUT_TOKENS 4"));
  std::vector<std::string> windows;
  for (const v1::DailyWindow& window :
       model.price_schedules(1).daily_windows()) {
    windows.push_back(absl::StrCat(window.time_zone(), " ", window.start(), "-",
                                   window.end(), " ",
                                   absl::StrJoin(window.weekdays(), "")));
  }
  EXPECT_THAT(windows, ElementsAre("Asia/Shanghai 18:00-24:00 12",
                                   "Asia/Shanghai 00:00-08:00 12",
                                   "Asia/Shanghai 00:00-24:00 6"));
  ExpectLoads(import);
}

TEST(ImportLiteLlm, ReadsFacts) {
  const Import import = ReadEntry("gpt-9", absl::StrCat(kChat, R"(
        "max_input_tokens": 400000, "max_output_tokens": 128000,
        "supported_modalities": ["text", "image"], "supports_pdf_input": true,
        "supported_output_modalities": ["text"], "supports_reasoning": true,
        "supports_function_calling": false, "deprecation_date": "2027-01-31",
        "rpm": 10, "source": "https://example.com")"));
  const v1::Model& model = *FindModel(import, "openai", "gpt-9");
  EXPECT_EQ(model.limits().context_window_tokens(), 400'000);
  EXPECT_FALSE(model.limits().has_max_input_tokens());
  EXPECT_EQ(model.limits().max_output_tokens(), 128'000);
  EXPECT_THAT(model.input_modalities(),
              ElementsAre(v1::MODALITY_TEXT, v1::MODALITY_IMAGE,
                          v1::MODALITY_DOCUMENT));
  EXPECT_THAT(model.output_modalities(), ElementsAre(v1::MODALITY_TEXT));
  EXPECT_THAT(model.capabilities(), ElementsAre(v1::CAPABILITY_REASONING));
  EXPECT_EQ(model.lifecycle().retirement_date(), "2027-01-31");
  EXPECT_THAT(Findings(import), IsEmpty());
  ExpectLoads(import);
}

TEST(ImportLiteLlm, TakesAWindowSmallerThanTheOutputForAnInputLimit) {
  const Import import = ReadEntry("tts", R"("litellm_provider": "gemini",
        "max_input_tokens": 8192, "max_output_tokens": 16384)");
  const v1::Limits& limits = FindModel(import, "gemini", "tts")->limits();
  EXPECT_EQ(limits.max_input_tokens(), 8192);
  EXPECT_FALSE(limits.has_context_window_tokens());
  ExpectLoads(import);
}

TEST(ImportLiteLlm, MergesEntriesOfOneModelAndKeepsTheFirst) {
  const Import import = Read(R"({
    "deepseek-chat": {"litellm_provider": "deepseek",
      "input_cost_per_token": 2e-06},
    "deepseek/deepseek-chat": {"litellm_provider": "deepseek",
      "input_cost_per_token": 3e-06, "input_cost_per_token_cache_hit": 1e-07}
  })");
  const v1::Model& model = *FindModel(import, "deepseek", "deepseek-chat");
  EXPECT_THAT(Rates(model), ElementsAre("standard INPUT_TOKENS 2",
                                        "standard CACHE_READ_TOKENS 0.1"));
  EXPECT_EQ(model.aliases(0).alias_id(), "deepseek/deepseek-chat");
  EXPECT_THAT(Findings(import),
              ElementsAre("bad_value input_cost_per_token: 3e-06 contradicts "
                          "2e-06, which was taken"));
}

TEST(ImportLiteLlm, ReportsWhatItDoesNotUnderstand) {
  const Import import = Read(R"({
    "sample_spec": {"litellm_provider": "one of them"},
    "no-provider": {"mode": "chat"},
    "gpt-9": {"litellm_provider": "openai", "input_cost_per_tokens": 1e-06,
      "output_cost_per_token": -1, "citation_cost_per_token": 2e-06,
      "provider_specific_entry": {"warp": 3},
      "tiered_pricing": [{"range": [5], "input_cost_per_token": 1e-06}],
      "off_peak_pricing": {"windows": [{"hours_utc": "9-12"}]}}
  })");
  EXPECT_THAT(
      Findings(import),
      ElementsAre("unknown_key input_cost_per_tokens: ",
                  "unknown_key provider_specific_entry.warp: ",
                  "unknown_key tiered_pricing.input_cost_per_token: ",
                  "bad_value : no entry with a litellm_provider",
                  "bad_value off_peak_pricing.windows: not understood",
                  "bad_value output_cost_per_token: -1 is below 0",
                  "bad_value tiered_pricing.range: an array",
                  "left_out citation_cost_per_token: price of citations",
                  "left_out sample_spec: documentation of the list"));
  EXPECT_THAT(Rates(*FindModel(import, "openai", "gpt-9")), IsEmpty());
  ExpectLoads(import);
}

TEST(ImportLiteLlm, RefusesWhatIsNoSuchList) {
  for (const char* text : {"[]", "{}", R"({"a": {"b": 1}})"}) {
    EXPECT_THAT(ImportLiteLlm(*ParseJson(text), {"2026-11-01"}),
                FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_LIST"))
        << text;
  }
}

}  // namespace
}  // namespace ratecard
