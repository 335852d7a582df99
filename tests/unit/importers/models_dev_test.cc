#include "service/catalog/importers/models_dev.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/substitute.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/importers/rate_text.h"

namespace ratecard {
namespace {

using testing::ElementsAre;

constexpr char kFormat[] = "models.dev";

// A list of one model, `acme`'s `m`, with these further members.
Import ImportModel(const std::string& members, const std::string& id = "m",
                   const std::string& provider = "acme") {
  return ImportText(kFormat,
                    absl::Substitute(R"({"$0": {"id": "$0", "name": "Acme",
          "npm": "x", "env": ["KEY"], "doc": "https://acme.test/docs",
          "models": {"$1": {"id": "$1", "name": "M", $2}}}})",
                                     provider, id, members));
}

Import ImportCost(const std::string& cost, const std::string& id = "m",
                  const std::string& provider = "acme") {
  return ImportModel(absl::StrCat(R"("cost": )", cost), id, provider);
}

std::string Standard(const Import& import, v1::Meter meter,
                     absl::string_view id = "m") {
  return RateText(ModelOf(import, id), "standard", meter);
}

TEST(ModelsDev, ReadsWhatAModelIs) {
  const Import import = ImportModel(
      R"("family": "m-line", "attachment": true, "temperature": true,
         "reasoning": true, "tool_call": true, "structured_output": true,
         "open_weights": true, "knowledge": "2025-04",
         "release_date": "2025-06-16", "last_updated": "2025-06-16",
         "modalities": {"input": ["text", "pdf"], "output": ["text"]},
         "limit": {"context": 400000, "input": 272000, "output": 128000},
         "status": "beta")");
  const v1::Model model = ModelOf(import, "m");
  EXPECT_EQ(model.display_name(), "M");
  EXPECT_EQ(model.product_line(), "m-line");
  EXPECT_EQ(model.limits().context_window_tokens(), 400'000);
  EXPECT_EQ(model.limits().max_input_tokens(), 272'000);
  EXPECT_EQ(model.limits().max_output_tokens(), 128'000);
  EXPECT_THAT(model.input_modalities(),
              ElementsAre(v1::MODALITY_TEXT, v1::MODALITY_DOCUMENT));
  EXPECT_THAT(
      model.capabilities(),
      ElementsAre(v1::CAPABILITY_TOOL_USE, v1::CAPABILITY_STRUCTURED_OUTPUT,
                  v1::CAPABILITY_REASONING, v1::CAPABILITY_OPEN_WEIGHTS));
  EXPECT_EQ(model.lifecycle().release_date(), "2025-06-16");
  EXPECT_EQ(model.lifecycle().knowledge_cutoff(), "2025-04");
  EXPECT_TRUE(model.lifecycle().preview());
  EXPECT_TRUE(import.report.findings().empty());
  EXPECT_EQ(import.providers[0].sources(0).source_id(), kFormat);
  EXPECT_EQ(import.providers[0].sources(0).checked_date(), "2026-11-01");
}

// 0 is a limit that is not published.
TEST(ModelsDev, TakesNoLimitFromAZero) {
  const v1::Model model = ModelOf(
      ImportModel(R"("limit": {"context": 0, "input": 0, "output": 5})"), "m");
  EXPECT_FALSE(model.limits().has_context_window_tokens());
  EXPECT_FALSE(model.limits().has_max_input_tokens());
  EXPECT_EQ(model.limits().max_output_tokens(), 5);
}

TEST(ModelsDev, LeavesOutALimitAboveTheWindow) {
  const Import import =
      ImportModel(R"("limit": {"context": 448, "output": 4096})");
  EXPECT_FALSE(ModelOf(import, "m").limits().has_max_output_tokens());
  EXPECT_EQ(CountOf(import, ImportFinding::kBadValue, "limit.output"), 1);
}

TEST(ModelsDev, ReadsDaysOnlyWhereTheyAreDays) {
  const Import import = ImportModel(
      R"("release_date": "2025-06", "knowledge": "2025-02-31",
         "status": "deprecated")");
  const v1::Model model = ModelOf(import, "m");
  EXPECT_FALSE(model.has_lifecycle());
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, "release_date"), 1);
  EXPECT_EQ(CountOf(import, ImportFinding::kBadValue, "knowledge"), 1);
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, "status"), 1);
  EXPECT_EQ(model.card().rows(0).value(), "deprecated");
}

TEST(ModelsDevCost, IsPerMillionTokens) {
  const Import import = ImportCost(
      R"({"input": 1.25, "output": 10, "reasoning": 12, "cache_read": 0.125,
          "cache_write": 1.5625, "input_audio": 40, "output_audio": 80})");
  EXPECT_EQ(Standard(import, v1::METER_INPUT_TOKENS), "1.25");
  EXPECT_EQ(Standard(import, v1::METER_OUTPUT_TOKENS), "10");
  EXPECT_EQ(Standard(import, v1::METER_REASONING_TOKENS), "12");
  EXPECT_EQ(Standard(import, v1::METER_CACHE_READ_TOKENS), "0.125");
  EXPECT_EQ(Standard(import, v1::METER_CACHE_WRITE_5M_TOKENS), "1.5625");
  EXPECT_EQ(Standard(import, v1::METER_AUDIO_INPUT_TOKENS), "40");
  EXPECT_EQ(Standard(import, v1::METER_AUDIO_OUTPUT_TOKENS), "80");
}

TEST(ModelsDevCost, LosesItsNoiseAndSaysSo) {
  const Import import =
      ImportCost(R"({"input": 0.049999999999999996, "output": 1})");
  EXPECT_EQ(Standard(import, v1::METER_INPUT_TOKENS), "0.05");
  EXPECT_EQ(CountOf(import, ImportFinding::kNoiseRemoved, "cost.input"), 1);
}

// Keys as the list of June 2026 has them by mistake.
TEST(ModelsDevCost, ReportsMisspelledPrices) {
  const Import import = ImportCost(
      R"({"input": 1, "output": 2, "cache_input": 0.1, "cached_input": 0.1,
          "cached_write": 1.25})");
  EXPECT_EQ(import.report.Count(ImportFinding::kUnknownKey), 3);
  const auto& [key, found] = *import.report.findings().begin();
  EXPECT_EQ(std::get<1>(key), "cost.cache_input");
  EXPECT_EQ(found.first_path, "acme.models.m.cost.cache_input");
  EXPECT_EQ(Standard(import, v1::METER_CACHE_READ_TOKENS), "");
}

// `size` is the last number of tokens without the tier, or 200001 as it is.
TEST(ModelsDevTiers, StartAboveTheirSize) {
  const Import import = ImportCost(
      R"({"input": 1, "output": 2, "cache_read": 0.1, "tiers": [
          {"input": 2, "output": 3, "tier": {"type": "context", "size": 32000}},
          {"input": 4, "output": 5, "tier": {"size": 262144}}]})");
  EXPECT_EQ(Standard(import, v1::METER_INPUT_TOKENS), "1 32001:2 262145:4");
  EXPECT_EQ(Standard(import, v1::METER_OUTPUT_TOKENS), "2 32001:3 262145:5");
  EXPECT_EQ(Standard(import, v1::METER_CACHE_READ_TOKENS), "0.1");
  EXPECT_EQ(Standard(ImportCost(R"({"input": 1, "output": 2, "tiers": [
          {"input": 2, "tier": {"type": "context", "size": 200001}}]})"),
                     v1::METER_INPUT_TOKENS),
            "1 200001:2");
}

TEST(ModelsDevTiers, AreReadInTheirOlderForm) {
  const Import import = ImportCost(
      R"({"input": 1, "output": 2,
          "context_over_200k": {"input": 2, "output": 3, "cache_read": 0.2}})");
  EXPECT_EQ(Standard(import, v1::METER_INPUT_TOKENS), "1 200001:2");
  // Below the tier nobody has said what a cached token costs.
  EXPECT_EQ(Standard(import, v1::METER_CACHE_READ_TOKENS), " 200001:0.2");
}

TEST(ModelsDevTiers, ThatContradictEachOtherAreReported) {
  const Import import = ImportCost(
      R"({"input": 1, "output": 2, "context_over_200k": {"input": 3},
          "tiers": [{"input": 2, "tier": {"type": "context", "size": 200000}},
                    {"input": 9, "tier": {"type": "night", "size": 1}}]})");
  EXPECT_EQ(Standard(import, v1::METER_INPUT_TOKENS), "1 200001:2");
  EXPECT_EQ(
      CountOf(import, ImportFinding::kBadValue, "cost.context_over_200k.input"),
      1);
  EXPECT_EQ(CountOf(import, ImportFinding::kBadValue, "cost.tiers.tier.type"),
            1);
}

// Audio has a price only if it is billed separately.
TEST(ModelsDevAudio, IsBilledAsTextWithoutAPriceOfItsOwn) {
  const Import import = ImportModel(
      R"("modalities": {"input": ["text", "audio"],
                        "output": ["text", "audio"]},
         "cost": {"input": 1, "output": 2, "output_audio": 20})");
  EXPECT_EQ(Standard(import, v1::METER_AUDIO_INPUT_TOKENS), "as INPUT_TOKENS");
  EXPECT_EQ(Standard(import, v1::METER_AUDIO_OUTPUT_TOKENS), "20");
  EXPECT_EQ(Standard(ImportCost(R"({"input": 1, "output": 2})"),
                     v1::METER_AUDIO_INPUT_TOKENS),
            "");
}

TEST(ModelsDevZero, IsFreeOnlyWhereTheListSaysSo) {
  constexpr char kZero[] = R"({"input": 0, "output": 0, "cache_read": 0})";
  for (const char* id : {"m:free", "m-free", "auto/free"}) {
    const Import free = ImportCost(kZero, id);
    EXPECT_EQ(Standard(free, v1::METER_INPUT_TOKENS, id), "FREE") << id;
    EXPECT_EQ(Standard(free, v1::METER_CACHE_READ_TOKENS, id), "FREE") << id;
  }
  for (const char* id : {"m", "freedom", "free-m"}) {
    const Import unknown = ImportCost(kZero, id);
    EXPECT_EQ(Standard(unknown, v1::METER_OUTPUT_TOKENS, id), "UNPRICED") << id;
    EXPECT_EQ(Standard(unknown, v1::METER_CACHE_READ_TOKENS, id), "") << id;
    EXPECT_EQ(unknown.report.Count(ImportFinding::kLeftOut), 3) << id;
    EXPECT_FALSE(unknown.report.lost_anything()) << id;
  }
}

TEST(ModelsDevZero, IsFreeWhereTheNameSaysSo) {
  const Import import =
      ImportText(kFormat, R"json({"acme": {"models": {"m": {"name": "M (Free)",
                 "cost": {"input": 0, "output": 0}}}}})json");
  EXPECT_EQ(Standard(import, v1::METER_INPUT_TOKENS), "FREE");
}

// Cache writes at 0 beside a priced input have no price of their own.
TEST(ModelsDevZero, BesideAPriceSaysThatNothingIsBilledSeparately) {
  const Import import =
      ImportCost(R"({"input": 1, "output": 0, "cache_write": 0})");
  EXPECT_EQ(Standard(import, v1::METER_CACHE_WRITE_5M_TOKENS), "");
  EXPECT_EQ(Standard(import, v1::METER_OUTPUT_TOKENS), "UNPRICED");
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, "cost.cache_write"), 1);
}

TEST(ModelsDevPlan, IncludesWhatCostsNothingMore) {
  for (const char* provider : {"zai-coding-plan", "github-copilot"}) {
    const Import import =
        ImportCost(R"({"input": 0, "output": 0})", "m", provider);
    EXPECT_EQ(Standard(import, v1::METER_INPUT_TOKENS), "INCLUDED_IN_PLAN");
    EXPECT_TRUE(ModelOf(import, "m").plan_only());
  }
  EXPECT_FALSE(ModelOf(ImportCost("{}", "m", "planet"), "m").plan_only());
}

TEST(ModelsDevPlan, KeepsAPriceThatIsPublished) {
  const Import import =
      ImportCost(R"({"input": 2, "output": 8})", "m", "github-copilot");
  EXPECT_EQ(Standard(import, v1::METER_INPUT_TOKENS), "2");
}

TEST(ModelsDevPlan, IncludesModelsOfWhichNoPriceIsGiven) {
  const Import plan = ImportModel(R"("reasoning": false)", "m", "step-plan");
  EXPECT_EQ(Standard(plan, v1::METER_OUTPUT_TOKENS), "INCLUDED_IN_PLAN");
  EXPECT_TRUE(ModelOf(ImportModel(R"("reasoning": false)"), "m")
                  .price_schedules()
                  .empty());
}

// A mode is the service tier that its requests carry.
TEST(ModelsDevModes, AreServiceTiers) {
  const Import import = ImportModel(
      R"("cost": {"input": 5, "output": 25}, "experimental": {"modes": {
           "fast": {"cost": {"input": 30, "output": 150},
                    "provider": {"body": {"speed": "fast"},
                                 "headers": {"beta": "x"}}},
           "quick": {"cost": {"input": 10, "output": 50},
                     "provider": {"body": {"service_tier": "priority"}}}},
         "other": 1})");
  const v1::Model model = ModelOf(import, "m");
  EXPECT_EQ(RateText(model, "fast", v1::METER_INPUT_TOKENS), "30");
  EXPECT_EQ(RateText(model, "priority", v1::METER_OUTPUT_TOKENS), "50");
  EXPECT_EQ(model.price_schedules(0).service_tier(), "");
  EXPECT_EQ(model.price_schedules(1).service_tier(), "fast");
  EXPECT_EQ(import.report.Count(ImportFinding::kUnknownKey), 1);
}

std::string Hosts(const std::string& api) {
  const Import import = ImportText(
      kFormat,
      absl::Substitute(R"({"b": {"api": "$0", "models": {"m": {}}}})", api));
  return absl::StrCat(import.providers[0].api_hosts_size() == 0
                          ? ""
                          : import.providers[0].api_hosts(0),
                      "|", import.report.Count(ImportFinding::kLeftOut));
}

TEST(ModelsDevHosts, AreBaseUrlsUpToTheirFirstVariable) {
  EXPECT_EQ(Hosts("https://api.acme.test/v1/"), "api.acme.test/v1|0");
  EXPECT_EQ(Hosts("https://${NAME}.acme.test/models"), "*.acme.test/models|0");
  EXPECT_EQ(Hosts("https://acme.test/v4/accounts/${ID}/ai"),
            "acme.test/v4/accounts|0");
  for (const char* local :
       {"http://127.0.0.1:1234/v1", "http://localhost:8080/v1", "${URL}/v1",
        "https://${HOST}/v1", "https://a.${REGION}.acme.test/v1"}) {
    EXPECT_EQ(Hosts(local), "|1") << local;
  }
}

TEST(ModelsDevHosts, AreOfTheFirstProviderThatHasThem) {
  const Import import = ImportText(
      kFormat,
      R"({"b-coding-plan": {"api": "https://b.test/v1", "models": {}},
          "b": {"api": "https://b.test/v1", "models": {}},
          "a": {"models": {
              "m": {"provider": {"api": "https://b.test/v1"}}}}})");
  EXPECT_EQ(import.providers[0].api_hosts_size(), 0);
  EXPECT_THAT(import.providers[1].api_hosts(), ElementsAre("b.test/v1"));
  EXPECT_EQ(import.providers[2].api_hosts_size(), 0);
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, "provider.api"), 2);
}

TEST(ModelsDevList, GivesProvidersAndModelsInOrder) {
  const Import import =
      ImportText(kFormat, R"({"Zeta": {"models": {"b": {}, "a": {}}},
                   "alpha": {"models": {"bad id": {}}}, "no": 1})");
  ASSERT_EQ(import.providers.size(), 2);
  EXPECT_EQ(import.providers[0].provider_id(), "alpha");
  EXPECT_EQ(import.providers[1].provider_id(), "zeta");
  EXPECT_EQ(import.providers[1].models(0).model_id(), "a");
  EXPECT_EQ(import.report.Count(ImportFinding::kBadValue), 2);
}

TEST(ModelsDevList, KeepsTheFirstOfTwoProvidersOfOneId) {
  const Import import =
      ImportText(kFormat, R"({"Acme": {"name": "first", "models": {"m": {}}},
                   "acme": {"name": "second", "models": {"n": {}}},
                   "nil": {"models": null}, "one": {"models": 1}})");
  ASSERT_EQ(import.providers.size(), 3);
  EXPECT_EQ(import.providers[0].display_name(), "first");
  EXPECT_EQ(import.providers[0].models_size(), 1);
  EXPECT_EQ(import.report.Count(ImportFinding::kBadValue), 3);
}

TEST(ModelsDevList, IsRefusedIfItIsAnother) {
  for (const char* text : {"[]", "{}", R"({"data": []})",
                           R"({"gpt-4o": {"input_cost_per_token": 1}})"}) {
    EXPECT_THAT(ImportList(*FindImportFormat(kFormat), text, {"2026-11-01"}),
                FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_LIST"))
        << text;
  }
}

TEST(ModelsDevList, MoreTiersThanACatalogTakesAreNoReasonToRefuseIt) {
  std::vector<std::string> tiers;
  for (int i = 1; i <= 65; ++i) {
    tiers.push_back(absl::Substitute(
        R"({"input": $0, "tier": {"type": "context", "size": $0000}})", i + 3));
  }
  const Import import =
      ImportCost(absl::Substitute(R"({"input": 3, "output": 4, "tiers": [$0]})",
                                  absl::StrJoin(tiers, ",")));
  EXPECT_EQ(ModelOf(import, "m").price_schedules_size(), 0);
  EXPECT_EQ(import.report.Count(ImportFinding::kBadValue), 1);
}

// Its `aliases.models` made it look like a list of one provider.
TEST(ModelsDevList, ASnapshotOfModelPricesIsNotAProviderWithoutModels) {
  const auto import = ImportList(*FindImportFormat(kFormat), R"({
      "schema": 1, "updated_at": "2026-10-26T18:46:35Z",
      "prices": {"acme": {"m": {"standard": []}}},
      "aliases": {"models": {"big": "acme/m"}}})",
                                 {"2026-11-01"});
  EXPECT_THAT(import,
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_LIST"));
  EXPECT_EQ(import.status().message(),
            "no model was found: expected a list of the format models.dev "
            "(models.dev api.json), found an object with \"schema\", "
            "\"updated_at\", \"prices\", \"aliases\"");
}

TEST(ModelsDevCards, HoldWhatIsKnownOfAModelWherever) {
  const Import import = ImportText(kFormat, R"({"acme/m-1": {"name": "M 1",
      "modalities": {"input": ["text"], "output": ["text"]},
      "license": "MIT",
      "weights": [{"label": "Hugging Face", "quantization": "fp8",
                   "url": "https://hf.test/acme/M-1"}],
      "links": [{"type": "docs", "url": "https://acme.test/m"}],
      "benchmarks": [
        {"name": "Bench", "version": "2.1", "score": 21.80,
         "metric": "percent", "harness": "Runner", "variant": "Runner",
         "source": "https://bench.test/top/", "date": "2025-05-09"},
        {"name": "Bench", "score": "x", "source": "nowhere"}]}})");
  const v1::Model model = ModelOf(import, "m-1");
  EXPECT_EQ(model.maker(), "acme");
  EXPECT_EQ(model.base_model(), "m-1");
  EXPECT_TRUE(model.price_schedules().empty());
  ASSERT_EQ(model.card().rows_size(), 3);
  EXPECT_EQ(model.card().rows(0).value(), "MIT");
  EXPECT_EQ(model.card().rows(1).key(), "Hugging Face (fp8)");
  EXPECT_EQ(model.card().rows(2).key(), "docs");
  ASSERT_EQ(model.card().benchmarks_size(), 1);
  EXPECT_EQ(model.card().benchmarks(0).benchmark(),
            "Bench 2.1 (Runner, percent)");
  EXPECT_EQ(model.card().benchmarks(0).score(), "21.80");
  EXPECT_EQ(model.card().benchmarks(0).source_id(),
            "bench.test-top-2025-05-09");
  EXPECT_EQ(import.providers[0].sources(1).checked_date(), "2025-05-09");
  EXPECT_EQ(import.report.Count(ImportFinding::kBadValue), 2);
}

}  // namespace
}  // namespace ratecard
