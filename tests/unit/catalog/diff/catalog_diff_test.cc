#include "service/catalog/diff/catalog_diff.h"

#include "gmock/gmock.h"
#include "tests/unit/catalog/diff/catalogs.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string Model(const std::string& id, const std::string& text = "") {
  return absl::StrCat(" models { model_id: '", id, "' source_id: 's' ", text,
                      Schedule("standard", Input("2")), " } ");
}

std::string Alias(const std::string& id, const std::string& text = "") {
  return absl::StrCat(" aliases { alias_id: '", id, "' ", text, " } ");
}

// The two states of a provider, and what differs.
struct Compared {
  Compared(const std::string& old_text, const std::string& new_text)
      : before{ProviderOf(old_text)},
        after{ProviderOf(new_text)},
        diff(DiffCatalogs(before, after)) {}

  const ModelDiff& model() const {
    EXPECT_EQ(diff.providers.size(), 1);
    EXPECT_EQ(diff.providers.at(0).models.size(), 1);
    return diff.providers.at(0).models.at(0);
  }

  const std::vector<v1::Provider> before;
  const std::vector<v1::Provider> after;
  const CatalogDiff diff;
};

TEST(CatalogDiff, TheSameCatalogDiffersInNothing) {
  EXPECT_THAT(Compared(Model("a"), Model("a")).diff.providers, IsEmpty());
}

TEST(CatalogDiff, WhoSaysSoAndWhenIsNoChange) {
  const Compared compared(
      Model("a"),
      "sources { source_id: 't' checked_date: '2026-11-20' }"
      "models { model_id: 'a' source_id: 't' field_sources { field: 'limits' "
      "source_id: 's' } disagreements { field: 'limits' value: '1' source_id: "
      "'s' }" +
          Schedule("now", Input("2.0")) + "}");
  EXPECT_THAT(compared.diff.providers, IsEmpty());
  EXPECT_EQ(compared.diff.today, absl::FromUnixSeconds(1795219200));  // 11-21
}

TEST(CatalogDiff, ProvidersAndModelsComeAndGo) {
  const std::vector<v1::Provider> before = {
      ProviderOf("gone", Model("a")),
      ProviderOf("stays", Model("a") + Model("b"))};
  const std::vector<v1::Provider> after = {
      ProviderOf("new", Model("a") + Model("b")),
      ProviderOf("stays", Model("b") + Model("c"))};
  const CatalogDiff diff = DiffCatalogs(before, after);
  ASSERT_EQ(diff.providers.size(), 3);
  EXPECT_EQ(diff.providers[0].id(), "gone");
  EXPECT_EQ(diff.providers[1].id(), "new");
  EXPECT_EQ(diff.providers[2].id(), "stays");
  const DiffCounts counts = CountsOf(diff);
  EXPECT_EQ(counts.providers_added, 1);
  EXPECT_EQ(counts.providers_removed, 1);
  EXPECT_EQ(counts.models_added, 3);
  EXPECT_EQ(counts.models_removed, 2);
  EXPECT_EQ(counts.prices_changed, 0);
}

TEST(CatalogDiff, AnIdThatDiffersInCaseIsARename) {
  const Compared compared(Model("qwen/qwen3-8b"), Model("qwen/Qwen3-8B"));
  EXPECT_TRUE(compared.model().renamed());
  EXPECT_EQ(compared.model().model.before->model_id(), "qwen/qwen3-8b");
  EXPECT_EQ(compared.model().model.id(), "qwen/Qwen3-8B");
}

TEST(CatalogDiff, AnIdThatBecameAnAliasIsARename) {
  const Compared compared(Model("a-preview"), Model("a", Alias("a-preview")));
  EXPECT_TRUE(compared.model().renamed());
  EXPECT_THAT(compared.model().aliases, IsEmpty());
}

TEST(CatalogDiff, AModelThatBecameAnAliasOfAnOldOneIsGone) {
  const Compared compared(Model("a") + Model("b"), Model("a", Alias("b")));
  const auto& models = compared.diff.providers.at(0).models;
  ASSERT_EQ(models.size(), 2);
  EXPECT_TRUE(models[1].removed());
  EXPECT_EQ(models[1].successor, "a");
}

TEST(CatalogDiff, AModelNoLongerListedIsCountedAsThat) {
  const Compared compared(
      Model("a"), Model("a", "lifecycle { last_listed_date: '2026-06-30' }"));
  EXPECT_TRUE(compared.model().no_longer_listed());
  const DiffCounts counts = CountsOf(compared.diff);
  EXPECT_EQ(counts.no_longer_listed, 1);
  EXPECT_EQ(counts.facts_changed, 0);
}

TEST(CatalogDiff, FactsAreComparedFieldByField) {
  const Compared compared(
      Model("a",
            "limits { context_window_tokens: 200000 max_output_tokens: 8192 } "
            "input_modalities: [MODALITY_TEXT, MODALITY_AUDIO]"),
      Model("a",
            "limits { context_window_tokens: 400000 } input_modalities: "
            "[MODALITY_TEXT, MODALITY_IMAGE] lifecycle { retirement_date: "
            "'2027-01-01' preview: true }"));
  const std::vector<FieldChange>& fields = compared.model().fields;
  ASSERT_EQ(fields.size(), 5);
  EXPECT_EQ(fields[0].field, "limits.context_window_tokens");
  EXPECT_EQ(fields[0].before, "200000");
  EXPECT_EQ(fields[0].after, "400000");
  EXPECT_EQ(fields[1].field, "limits.max_output_tokens");
  EXPECT_EQ(fields[1].before, "8192");
  EXPECT_EQ(fields[1].after, "");
  EXPECT_EQ(fields[2].field, "input_modalities");
  EXPECT_THAT(fields[2].added, ElementsAre("image"));
  EXPECT_THAT(fields[2].removed, ElementsAre("audio"));
  EXPECT_EQ(fields[3].field, "lifecycle.retirement_date");
  EXPECT_EQ(fields[4].field, "lifecycle.preview");
  EXPECT_EQ(fields[4].after, "true");
}

TEST(CatalogDiff, ProvidersHaveFactsToo) {
  const Compared compared(
      "aliases: 'ac' regions { region_id: 'us' }",
      "aliases: 'acm' regions { region_id: 'us' contains: 'us-1' }");
  ASSERT_EQ(compared.diff.providers.size(), 1);
  const std::vector<FieldChange>& fields = compared.diff.providers[0].fields;
  ASSERT_EQ(fields.size(), 2);
  EXPECT_THAT(fields[0].added, ElementsAre("acm"));
  EXPECT_THAT(fields[0].removed, ElementsAre("ac"));
  EXPECT_EQ(fields[1].field, "regions");
  EXPECT_THAT(fields[1].altered, ElementsAre("us"));
}

TEST(CatalogDiff, AnAliasThatMovedIsOneChange) {
  const Compared compared(Model("a", Alias("latest")) + Model("b"),
                          Model("a") + Model("b", Alias("latest")));
  EXPECT_EQ(compared.model().model.id(), "b");
  ASSERT_EQ(compared.model().aliases.size(), 1);
  EXPECT_EQ(compared.model().aliases[0].alias_id, "latest");
  EXPECT_EQ(compared.model().aliases[0].moved_from, "a");
}

TEST(CatalogDiff, AnAliasThatHoldsForAPeriodIsComparedWithIt) {
  const Compared compared(
      Model("a", Alias("latest") + Alias("old")),
      Model("a", Alias("latest", "end_time: '2026-07-01'") + Alias("new")));
  const std::vector<AliasChange>& aliases = compared.model().aliases;
  ASSERT_EQ(aliases.size(), 3);
  EXPECT_EQ(aliases[0].alias_id, "latest");
  EXPECT_EQ(aliases[0].after, "until 2026-07-01");
  EXPECT_EQ(aliases[1].alias_id, "new");
  EXPECT_EQ(aliases[1].presence, Presence::kAdded);
  EXPECT_EQ(aliases[2].alias_id, "old");
  EXPECT_EQ(aliases[2].presence, Presence::kRemoved);
}

}  // namespace
}  // namespace ratecard
