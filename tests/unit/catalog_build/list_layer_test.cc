#include "service/catalog/build/list_layer.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/catalog/merge/layers.h"

namespace ratecard {
namespace {

using testing::IsEmpty;
using testing::Pair;

std::vector<v1::Provider> Curated() {
  return {ProviderFrom(R"(
    provider_id: "aws-bedrock" currency_code: "USD"
    aliases: ["bedrock", "bedrock_converse"]
    regions { region_id: "us" } regions { region_id: "global" }
    name_patterns { pattern: "{region}.{model}" }
    name_patterns { pattern: "accounts/aws/models/{model}" }
    name_patterns { pattern: "projects/{segment}/{model}" }
    models {
      model_id: "anthropic.claude-4"
      aliases { alias_id: "anthropic.claude-4-v1:0" kind: ALIAS_KIND_ALIAS }
      aliases { alias_id: "anthropic.claude-4-0601" kind: ALIAS_KIND_SNAPSHOT }
      aliases {
        alias_id: "anthropic.claude-4-old" kind: ALIAS_KIND_ALIAS
        end_time: "2026-01-01"
      }
    }
  )")};
}

// Provider labels of a list, each with these models.
v1::Provider Collected(
    const std::vector<std::pair<std::string, std::string>>& labels) {
  std::vector<v1::Provider> list;
  for (const auto& [label, text] : labels) {
    v1::Provider provider = LayerOf("list", text).providers[0];
    provider.set_provider_id(label);
    list.push_back(std::move(provider));
  }
  const std::vector<v1::Provider> curated = Curated();
  std::vector<v1::Provider> collected =
      ToCatalogNames(std::move(list), KnownNames(curated));
  EXPECT_EQ(collected.size(), 1U);
  return collected.front();
}

std::string Priced(const std::string& id, const std::string& price,
                   const std::string& more = "") {
  return absl::StrCat("models { model_id: '", id, "' ", more,
                      Standard(Rate("INPUT_TOKENS", price)), " } ");
}

TEST(KnownNames, SplitsARegionOffAnId) {
  const std::vector<v1::Provider> curated = Curated();
  const KnownNames names(curated);
  EXPECT_THAT(names.SplitRegion("aws-bedrock", "us.anthropic.claude-5"),
              Pair("anthropic.claude-5", "us"));
  EXPECT_THAT(names.SplitRegion("aws-bedrock", "anthropic.claude-5"),
              Pair("anthropic.claude-5", ""));
  EXPECT_THAT(names.SplitRegion("other", "us.anthropic.claude-5"),
              Pair("us.anthropic.claude-5", ""));
}

TEST(KnownNames, KnowsLabelsOfProviders) {
  const std::vector<v1::Provider> curated = Curated();
  const KnownNames names(curated);
  EXPECT_EQ(names.ProviderId("bedrock_converse"), "aws-bedrock");
  EXPECT_EQ(names.ProviderId("unheard-of"), "unheard-of");
}

// A snapshot or a name of some time may have prices of its own.
TEST(KnownNames, KnowsOtherSpellingsOfModels) {
  const std::vector<v1::Provider> curated = Curated();
  const KnownNames names(curated);
  const auto id = [&](const std::string& name) {
    return names.ModelId("aws-bedrock", name);
  };
  EXPECT_EQ(id("anthropic.claude-4-v1:0"), "anthropic.claude-4");
  EXPECT_EQ(id("anthropic.claude-4-0601"), "anthropic.claude-4-0601");
  EXPECT_EQ(id("anthropic.claude-4-old"), "anthropic.claude-4-old");
  EXPECT_EQ(id("accounts/aws/models/titan"), "titan");
  EXPECT_EQ(id("accounts/aws/models/anthropic.claude-4-v1:0"),
            "anthropic.claude-4");
  EXPECT_EQ(id("projects/mine/titan"), "projects/mine/titan");
  EXPECT_EQ(names.ModelId("other", "accounts/aws/models/titan"),
            "accounts/aws/models/titan");
}

// Fireworks had deepseek-v4-pro at $1.74 under one spelling, at $1.20 under the
// other.
TEST(ToCatalogNames, TwoSpellingsAreOneModel) {
  const v1::Provider provider =
      Collected({{"bedrock", Priced("titan", "1") +
                                 Priced("accounts/aws/models/titan", "2") +
                                 Priced("us.anthropic.claude-4-v1:0", "5")}});
  ASSERT_EQ(provider.models_size(), 2);
  EXPECT_EQ(provider.models(0).model_id(), "anthropic.claude-4");
  EXPECT_EQ(InputOf(provider.models(0), "standard", "us"), "5");
  EXPECT_EQ(provider.models(1).model_id(), "titan");
}

TEST(DropAliasesOfOthers, DropsWhatAPatternMakesAModelOf) {
  const std::vector<v1::Provider> curated = Curated();
  std::vector<v1::Provider> providers = {Collected(
      {{"bedrock",
        Priced("titan", "1") +
            Priced("big", "2",
                   "aliases { alias_id: 'accounts/aws/models/titan' } "
                   "aliases { alias_id: 'accounts/aws/models/other' } ")}})};
  DropAliasesOfOthers(KnownNames(curated), &providers);
  const v1::Model& model = ModelOf(providers[0], "big");
  ASSERT_EQ(model.aliases_size(), 1);
  EXPECT_EQ(model.aliases(0).alias_id(), "accounts/aws/models/other");
}

TEST(ToCatalogNames, FoldsRegionsOfIdsIntoSchedules) {
  const v1::Provider provider =
      Collected({{"bedrock", Priced("anthropic.claude-5", "5") +
                                 Priced("us.anthropic.claude-5", "5.5")}});
  ASSERT_EQ(provider.models_size(), 1);
  EXPECT_EQ(InputOf(provider.models(0)), "5");
  EXPECT_EQ(InputOf(provider.models(0), "standard", "us"), "5.5");
  EXPECT_EQ(provider.regions(0).region_id(), "us");
}

// genai-prices has `regional.moonshotai.kimi-k3`, an id that no API takes, and
// `us.moonshotai.kimi-k3` as its alias: that name then had no region.
TEST(ToCatalogNames, TakesRegionalPricesForThoseOfTheBareId) {
  const v1::Provider provider = Collected(
      {{"bedrock", Priced("global.moonshotai.kimi-k3", "3") +
                       Priced("regional.moonshotai.kimi-k3", "3.3",
                              "aliases { alias_id: 'us.moonshotai.kimi-k3' } "
                              "aliases { alias_id: 'us.kimi' } ")}});
  ASSERT_EQ(provider.models_size(), 1);
  const v1::Model& model = provider.models(0);
  EXPECT_EQ(model.model_id(), "moonshotai.kimi-k3");
  EXPECT_EQ(InputOf(model), "3.3");
  EXPECT_EQ(InputOf(model, "standard", "global"), "3");
  ASSERT_EQ(model.aliases_size(), 1);
  EXPECT_EQ(model.aliases(0).alias_id(), "us.kimi");
  EXPECT_EQ(model.aliases(0).region(), "us");
}

TEST(ToCatalogNames, UnitesLabelsOfOneProvider) {
  const v1::Provider provider = Collected(
      {{"bedrock_converse", Priced("m", "1") + Priced("n", "2")},
       {"bedrock", Priced("m", "9", "capabilities: CAPABILITY_REASONING ")}});
  EXPECT_EQ(provider.provider_id(), "aws-bedrock");
  EXPECT_EQ(provider.models_size(), 2);
  // `bedrock` comes first by name.
  EXPECT_EQ(InputOf(ModelOf(provider, "m")), "9");
  EXPECT_EQ(InputOf(ModelOf(provider, "n")), "2");
}

TEST(ToCatalogNames, GivesAMakerItsOneName) {
  EXPECT_EQ(Collected({{"openrouter", Priced("meta-llama/llama-4-scout", "1",
                                             "maker: 'meta-llama'")}})
                .models(0)
                .maker(),
            "meta");
}

TEST(ToCatalogNames, AddsTiersOfTheOtherEntry) {
  const v1::Provider provider = Collected(
      {{"bedrock", Priced("m", "1")},
       {"bedrock_converse",
        "models { model_id: 'M' price_schedules { schedule_id: 'standard' "
        "service_tier: 'flex' " +
            Rate("INPUT_TOKENS", "0.5") + " } }"}});
  ASSERT_EQ(provider.models_size(), 1);
  EXPECT_EQ(InputOf(provider.models(0)), "1");
  EXPECT_EQ(InputOf(provider.models(0), "flex"), "0.5");
}

TEST(ToCatalogNames, AddsNoPricesInAnotherCurrency) {
  const v1::Provider provider = Collected(
      {{"bedrock", Priced("m", "1")},
       {"bedrock_converse",
        "models { model_id: 'm' currency_code: 'CNY' price_schedules { "
        "schedule_id: 'flex' service_tier: 'flex' " +
            Rate("INPUT_TOKENS", "7") + " } }"}});
  EXPECT_EQ(InputOf(provider.models(0), "flex"), "");
}

TEST(ToCatalogNames, PricesKeepTheHolidaysOfTheirLabel) {
  const v1::Provider provider =
      Collected({{"bedrock", OffHolidays("m", "2026-10-01", "list")},
                 {"bedrock_converse", OffHolidays("n", "2026-12-24", "list")}});
  ASSERT_EQ(provider.holiday_calendars_size(), 2);
  EXPECT_EQ(provider.holiday_calendars(1).dates(0), "2026-12-24");
  EXPECT_EQ(CalendarOf(ModelOf(provider, "m")), "cn");
  EXPECT_EQ(CalendarOf(ModelOf(provider, "n")), "cn-2");
}

// azure/gpt-5.5 had priority at $12.50, azure_ai/gpt-5.5 at $10; the second one
// vanished.
TEST(ToCatalogNames, PricesOfTheSameModelThatDifferAreDisagreements) {
  const v1::Provider provider =
      Collected({{"bedrock", Priced("m", "12.5")},
                 {"bedrock_converse", Priced("m", "10")}});
  const v1::Model& model = provider.models(0);
  EXPECT_EQ(InputOf(model), "12.5");
  ASSERT_EQ(model.disagreements_size(), 1);
  const v1::Disagreement& other = model.disagreements(0);
  EXPECT_EQ(other.value(), "10");
  EXPECT_EQ(other.source_id(), "list");
  EXPECT_EQ(other.taken_value(), "12.5");
  EXPECT_EQ(other.taken_source_id(), "list");
  EXPECT_EQ(other.meter(), v1::METER_INPUT_TOKENS);
  EXPECT_EQ(other.service_tier(), "standard");
  EXPECT_EQ(other.price_difference(), "2.5");
  EXPECT_EQ(other.reason(), "The same list has it under bedrock_converse/m.");
}

TEST(ToCatalogNames, PricesOfTheSameModelThatAgreeAreNoDisagreement) {
  const v1::Provider provider =
      Collected({{"bedrock", Priced("m", "1")},
                 {"bedrock_converse", Priced("m", "1.0")}});
  EXPECT_THAT(provider.models(0).disagreements(), IsEmpty());
}

TEST(ToCatalogNames, OnlyPricesThatHoldNowAndAllDayAreCompared) {
  const std::string model = "models { model_id: 'm' price_schedules { ";
  const std::string rate = Rate("INPUT_TOKENS", "9") + " } }";
  for (const char* when :
       {"end_time: '2026-06-01' ",
        "daily_windows { time_zone: 'UTC' start: '09:00' end: '12:00' } "}) {
    const v1::Provider provider =
        Collected({{"bedrock", Priced("m", "1")},
                   {"bedrock_converse",
                    absl::StrCat(model, "schedule_id: 'then' ", when, rate)}});
    EXPECT_THAT(provider.models(0).disagreements(), IsEmpty()) << when;
  }
}

std::vector<v1::Provider> AtAzure(const std::string& id) {
  std::vector<v1::Provider> list;
  for (const auto& [label, price] :
       {std::pair{"azure", "8"}, std::pair{"azure_ai", "2"}}) {
    list.push_back(LayerOf("list", Priced(id, price)).providers[0]);
    list.back().set_provider_id(label);
  }
  const std::vector<v1::Provider> curated = {ProviderFrom(
      "provider_id: 'azure' currency_code: 'USD' aliases: 'azure_ai'")};
  return ToCatalogNames(std::move(list), KnownNames(curated));
}

// azure/mistral-large-latest says $8, without a source;
// azure_ai/mistral-large-latest $2, with Microsoft's page.
TEST(ToCatalogNames, AzureAiGoesFirstForModelsThatAreNotOpenAis) {
  const v1::Model mistral = AtAzure("mistral-large-latest")[0].models(0);
  EXPECT_EQ(InputOf(mistral), "2");
  ASSERT_EQ(mistral.disagreements_size(), 1);
  EXPECT_EQ(mistral.disagreements(0).value(), "8");
  EXPECT_EQ(mistral.disagreements(0).reason(),
            "The same list has it under azure/mistral-large-latest.");
  EXPECT_EQ(InputOf(AtAzure("gpt-5.5")[0].models(0)), "8");
  EXPECT_EQ(InputOf(AtAzure("model-router")[0].models(0)), "8");
}

}  // namespace
}  // namespace ratecard
