#include "service/catalog/merge/layer_merge.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/catalog/merge/layers.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

CatalogLayer Knowing(CatalogLayer layer) {
  layer.knows_aliases = true;
  return layer;
}

std::vector<std::string> AliasesOf(const v1::Model& model) {
  std::vector<std::string> ids;
  for (const v1::Alias& alias : model.aliases()) {
    ids.push_back(alias.alias_id());
  }
  return ids;
}

std::vector<std::string> ModelsOf(const v1::Provider& provider) {
  std::vector<std::string> ids;
  for (const v1::Model& model : provider.models()) {
    ids.push_back(model.model_id());
  }
  return ids;
}

std::string Priced(const std::string& id, const std::string& in,
                   const std::string& more = "") {
  return absl::StrCat("models { model_id: '", id, "' ", more,
                      Standard(InOut(in, in)), " } ");
}

TEST(MergeLayers, HasTheModelsOfAllLayersInOrder) {
  const v1::Provider provider =
      Merged({LayerOf("a", Priced("b", "1")),
              LayerOf("b", Priced("c", "1") + Priced("a", "1"))});
  EXPECT_THAT(ModelsOf(provider), ElementsAre("a", "b", "c"));
}

TEST(MergeLayers, TakesAUsageFormatWholeFromTheMostTrustedLayer) {
  const auto format = [](const std::string& id, const std::string& path) {
    return absl::StrCat("usage_formats { format_id: '", id, "' required: '",
                        path, "' rules { path: '", path,
                        "' fields: 'input_tokens' } } ");
  };
  const v1::Provider provider =
      Merged({LayerOf("a", format("chat", "in")),
              LayerOf("b", format("chat", "out") + format("audio", "in"))});
  ASSERT_EQ(provider.usage_formats_size(), 2);
  EXPECT_EQ(provider.usage_formats(0).format_id(), "chat");
  EXPECT_THAT(provider.usage_formats(0).required(), ElementsAre("in"));
  EXPECT_EQ(provider.usage_formats(1).format_id(), "audio");
}

TEST(MergeLayers, MatchesModelsInOtherCase) {
  const v1::Provider provider =
      Merged({LayerOf("a", Priced("qwen/qwen3", "1")),
              LayerOf("b", Priced("Qwen/Qwen3", "2"))});
  ASSERT_THAT(ModelsOf(provider), ElementsAre("qwen/qwen3"));
  EXPECT_THAT(AliasesOf(provider.models(0)), ElementsAre("Qwen/Qwen3"));
  EXPECT_EQ(InputOf(provider.models(0)), "1");
}

TEST(MergeLayers, MatchesModelsByKnownAliases) {
  const std::string above =
      Priced("new", "1", "aliases { alias_id: 'new-2026' } ");
  const v1::Provider known = Merged(
      {Knowing(LayerOf("a", above)), LayerOf("b", Priced("new-2026", "2"))});
  EXPECT_THAT(ModelsOf(known), ElementsAre("new"));
  const v1::Provider guessed =
      Merged({LayerOf("a", above), LayerOf("b", Priced("new-2026", "2"))});
  EXPECT_THAT(ModelsOf(guessed), ElementsAre("new", "new-2026"));
  EXPECT_THAT(AliasesOf(ModelOf(guessed, "new")), IsEmpty());
}

// gpt-4o-audio-preview has prices of text in one list; its snapshot, in another
// one, those of audio too.
TEST(MergeLayers, TakesWhatALayerHasUnderAnAliasAfterWhatItHasUnderTheId) {
  const v1::Provider provider = Merged(
      {Knowing(LayerOf("a",
                       "models { model_id: 'x' aliases { alias_id: 'x-1' } "
                       "aliases { alias_id: 'x-2' } } ")),
       LayerOf("b", absl::StrCat("models { model_id: 'x-1' ",
                                 Standard(InOut("2", "10") +
                                          Rate("AUDIO_INPUT_TOKENS", "40")),
                                 " } ", Priced("x-2", "3"),
                                 "models { model_id: 'x' ",
                                 Standard(InOut("2", "10")), " } "))});
  ASSERT_THAT(ModelsOf(provider), ElementsAre("x"));
  const v1::Model& model = provider.models(0);
  EXPECT_EQ(InputOf(model), "2");
  EXPECT_EQ(PriceOf(model, v1::METER_AUDIO_INPUT_TOKENS), "40");
  EXPECT_EQ(model.disagreements_size(), 2) << "of x-2: input and output";
  EXPECT_EQ(model.lifecycle().retirement_date(), "") << "of x-1 alone";
}

// mistral-ocr-latest is mistral-ocr-4-1 since 2026-07-16. A list's price of
// mistral-ocr-latest went to mistral-ocr-2512, which comes first.
TEST(MergeLayers, TakesAMovingNameForTheModelThatItMeansToday) {
  const v1::Provider provider = Merged(
      {Knowing(LayerOf(
           "a",
           "models { model_id: 'ocr-1' aliases { alias_id: 'latest' end_time: "
           "'2026-07-16' } } models { model_id: 'ocr-2' aliases { alias_id: "
           "'latest' start_time: '2026-07-16' } }")),
       LayerOf("b", Priced("latest", "4"))});
  EXPECT_EQ(InputOf(ModelOf(provider, "ocr-1")), "");
  EXPECT_EQ(InputOf(ModelOf(provider, "ocr-2")), "4");
  EXPECT_THAT(AliasesOf(ModelOf(provider, "ocr-1")), ElementsAre("latest"));
  EXPECT_THAT(AliasesOf(ModelOf(provider, "ocr-2")), ElementsAre("latest"));
}

TEST(MergeLayers, FollowsAnAliasOfAModelThatIsItselfAnAlias) {
  const v1::Provider provider = Merged(
      {Knowing(LayerOf("a", Priced("mine", "1", "aliases { alias_id: 'm' } "))),
       Knowing(LayerOf("b", Priced("m", "2", "aliases { alias_id: 'm-1' } "))),
       LayerOf("c", Priced("m-1", "3"))});
  ASSERT_THAT(ModelsOf(provider), ElementsAre("mine"));
  EXPECT_THAT(AliasesOf(provider.models(0)), UnorderedElementsAre("m", "m-1"));
}

TEST(MergeLayers, AModelOfALayerAboveIsNoAliasOfOneBelow) {
  const v1::Provider provider = Merged(
      {Knowing(LayerOf("a", Priced("x", "1"))),
       Knowing(LayerOf("b", Priced("y", "2", "aliases { alias_id: 'x' } "))),
       LayerOf("c", "models { model_id: 'x' maker: 'x' }")});
  EXPECT_EQ(ModelOf(provider, "x").maker(), "x");
  EXPECT_EQ(ModelOf(provider, "y").maker(), "");
  EXPECT_THAT(AliasesOf(ModelOf(provider, "y")), IsEmpty());
}

TEST(MergeLayers, AnAliasIsThatOfTheMostTrustedLayer) {
  const v1::Provider provider =
      Merged({LayerOf("a", Priced("x", "1", "aliases { alias_id: 'name' } ")),
              LayerOf("b", Priced("y", "2", "aliases { alias_id: 'name' } "))});
  EXPECT_THAT(AliasesOf(ModelOf(provider, "x")), ElementsAre("name"));
  EXPECT_THAT(AliasesOf(ModelOf(provider, "y")), IsEmpty());
}

// The list has `Bar` itself, under an id that another layer writes `bar`.
TEST(MergeLayers, ASpellingOfAModelIsNoAliasOfAnotherInTheSameList) {
  const v1::Provider provider =
      Merged({LayerOf("a", Priced("bar", "1")),
              LayerOf("b", Priced("Aaa", "2", "aliases { alias_id: 'Bar' } ") +
                               Priced("Bar", "1"))});
  EXPECT_THAT(AliasesOf(ModelOf(provider, "Aaa")), IsEmpty());
  EXPECT_THAT(AliasesOf(ModelOf(provider, "bar")), ElementsAre("Bar"));
}

TEST(MergeLayers, DropsAliasesThatAProvidersNameMakesOfTheId) {
  const v1::Provider provider =
      Merged({LayerOf("a", Priced("x", "1", "aliases { alias_id: 'p/x' } "))});
  EXPECT_THAT(AliasesOf(provider.models(0)), IsEmpty());
}

TEST(MergeLayers, APlanIsNotNeededForWhatABetterSourceSells) {
  EXPECT_FALSE(
      MergedModel({Standard(InOut("1", "1")), "plan_only: true"}).plan_only());
}

TEST(MergeLayers, APlanIsNeededIfABetterSourceSaysSoWithoutPrices) {
  EXPECT_TRUE(
      MergedModel({"plan_only: true", Standard(InOut("1", "1"))}).plan_only());
  EXPECT_TRUE(MergedModel({"maker: 'x'", "plan_only: true"}).plan_only());
}

// github-copilot: model-prices has prices by the token, which go first, and no
// plans; models.dev knows them, and had claude-sonnet-4 until June.
TEST(MergeLayers, APlanIsNeededAsTheBestSourceOfFactsSays) {
  const CatalogLayer prices = LayerOf("prices", Priced("m", "1"), 4);
  const std::string plan = "models { model_id: 'm' plan_only: true ";
  EXPECT_TRUE(ModelOf(Merged({prices, LayerOf("facts", plan + "}", 0)}), "m")
                  .plan_only());
  EXPECT_TRUE(
      ModelOf(Merged({prices, LayerOf("facts",
                                      plan + "lifecycle { last_listed_date: "
                                             "'2026-06-30' } }",
                                      0)}),
              "m")
          .plan_only());
}

TEST(MergeLayers, RenamesSourcesThatClash) {
  CatalogLayer below = LayerOf("a", Priced("m", "2"));
  below.providers[0].mutable_sources(0)->set_checked_date("2026-10-01");
  v1::Source* other = below.providers[0].add_sources();
  other->set_source_id("a-2");
  other->set_checked_date("2026-10-02");
  const v1::Provider provider =
      Merged({LayerOf("a", Priced("m", "1")), std::move(below)});
  ASSERT_EQ(provider.sources_size(), 3);
  EXPECT_EQ(provider.sources(1).source_id(), "a-3");
  EXPECT_EQ(provider.sources(1).checked_date(), "2026-10-01");
  EXPECT_EQ(provider.models(0).disagreements(0).source_id(), "a-3");
}

TEST(MergeLayers, SharesSourcesThatAreTheSame) {
  EXPECT_EQ(
      Merged({LayerOf("a", Priced("m", "1")), LayerOf("a", Priced("n", "1"))})
          .sources_size(),
      1);
}

// The prices below then followed the holidays above: a request cost twice as
// much.
TEST(MergeLayers, PricesKeepTheHolidaysOfTheirLayer) {
  const v1::Provider provider =
      Merged({LayerOf("a", OffHolidays("m", "2026-10-01", "a")),
              LayerOf("b", OffHolidays("n", "2026-12-24", "b"))});
  ASSERT_EQ(provider.holiday_calendars_size(), 2);
  EXPECT_EQ(provider.holiday_calendars(0).calendar_id(), "cn");
  EXPECT_THAT(provider.holiday_calendars(0).dates(), ElementsAre("2026-10-01"));
  EXPECT_EQ(CalendarOf(ModelOf(provider, "m")), "cn");
  EXPECT_EQ(provider.holiday_calendars(1).calendar_id(), "cn-2");
  EXPECT_THAT(provider.holiday_calendars(1).dates(), ElementsAre("2026-12-24"));
  EXPECT_EQ(CalendarOf(ModelOf(provider, "n")), "cn-2");
}

TEST(MergeLayers, SharesHolidaysThatAreTheSameByAnotherSource) {
  const v1::Provider provider =
      Merged({LayerOf("a", OffHolidays("m", "2026-10-01", "a")),
              LayerOf("b", OffHolidays("n", "2026-10-01", "b"))});
  EXPECT_EQ(provider.holiday_calendars_size(), 1);
  EXPECT_EQ(CalendarOf(ModelOf(provider, "n")), "cn");
}

// A private file has to declare the region whose price it corrects, not what is
// in it.
TEST(MergeLayers, ARegionKeepsWhatAnyLayerKnowsToBeInIt) {
  const v1::Provider provider = Merged(
      {LayerOf("a", "regions { region_id: 'us' }" + Priced("m", "1")),
       LayerOf("b",
               "regions { region_id: 'us' contains: 'us-east-1' } regions { "
               "region_id: 'us-east-1' }" +
                   Priced("m", "1"))});
  ASSERT_EQ(provider.regions_size(), 2);
  EXPECT_THAT(provider.regions(0).contains(), ElementsAre("us-east-1"));
}

v1::Provider Named(const std::string& id, const std::string& text) {
  return ProviderFrom(
      absl::StrCat("provider_id: '", id, "' currency_code: 'USD' ", text));
}

TEST(MergeLayers, AnAliasOfTwoProvidersIsThatOfTheMostTrustedLayer) {
  CatalogLayer above;
  above.providers.push_back(
      Named("one", "aliases: 'x' api_hosts: 'api.example'"));
  CatalogLayer below;
  below.providers.push_back(
      Named("two", "aliases: ['one', 'x'] api_hosts: 'API.example'"));
  const std::vector<v1::Provider> merged = MergeLayers({above, below});
  ASSERT_EQ(merged.size(), 2U);
  EXPECT_THAT(merged[0].aliases(), ElementsAre("x"));
  EXPECT_THAT(merged[0].api_hosts(), ElementsAre("api.example"));
  EXPECT_THAT(merged[1].aliases(), IsEmpty());
  EXPECT_THAT(merged[1].api_hosts(), IsEmpty());
}

TEST(MergeLayers, ANameThatIsTheIdIsNone) {
  CatalogLayer above;
  above.providers.push_back(Named("one", "display_name: 'one'"));
  CatalogLayer below;
  below.providers.push_back(Named("one", "display_name: 'One Inc.'"));
  EXPECT_EQ(MergeLayers({above, below})[0].display_name(), "One Inc.");
}

}  // namespace
}  // namespace ratecard
