#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/catalog/loader.h"
#include "service/catalog/model_proto.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

std::string FileOf(const std::string& models) {
  return absl::StrCat(
      "provider_id: \"p\"\ncurrency_code: \"USD\"\ndisplay_name: \"P\"\n"
      "sources { source_id: \"s\" checked_date: \"2026-11-01\" }\n",
      models);
}

std::string ModelOf(const std::string& id, const std::string& input,
                    const std::string& more = "") {
  return absl::StrCat("models { model_id: '", id, "' source_id: 's' ", more,
                      " price_schedules { schedule_id: 'standard' rates { "
                      "meter: METER_INPUT_TOKENS price: '",
                      input,
                      "' } rates { meter: METER_OUTPUT_TOKENS price: '8' } } "
                      "}\n");
}

std::shared_ptr<const Catalog> Load(const std::vector<CatalogFiles>& layers) {
  const auto catalog = LoadCatalogLayers(layers);
  EXPECT_THAT(catalog, IsOk());
  return catalog.value_or(nullptr);
}

v1::Model ProtoOf(const Catalog& catalog, const std::string& id) {
  const auto model = catalog.GetModel(absl::StrCat("providers/p/models/", id));
  EXPECT_THAT(model, IsOk());
  v1::Model proto;
  EXPECT_THAT(ToProto(**model, &proto), IsOk());
  return proto;
}

std::string InputOf(const Catalog& catalog, const std::string& id) {
  return ProtoOf(catalog, id).price_schedules(0).rates(0).price();
}

TEST(LoadCatalogLayers, APrivatePriceWinsAndEverythingElseStays) {
  const CatalogFiles curated = {
      {"p.textproto", FileOf(ModelOf("m", "2",
                                     "limits { context_window_tokens: 1000 } "
                                     "aliases { alias_id: 'alias' }") +
                             ModelOf("n", "3"))}};
  const CatalogFiles mine = {{"p.textproto", FileOf(ModelOf("m", "1.5"))}};
  const auto catalog = Load({mine, curated});
  ASSERT_NE(catalog, nullptr);
  EXPECT_EQ(InputOf(*catalog, "m"), "1.5");
  EXPECT_EQ(InputOf(*catalog, "n"), "3");
  EXPECT_EQ(catalog->models().size(), 2U);
  const v1::Model model = ProtoOf(*catalog, "m");
  EXPECT_EQ(model.limits().context_window_tokens(), 1000);
  EXPECT_EQ(model.aliases(0).alias_id(), "alias");
}

TEST(LoadCatalogLayers, AMistakeInOneLayerHasItsFileAndLine) {
  const CatalogFiles good = {{"p.textproto", FileOf(ModelOf("m", "2"))}};
  const CatalogFiles bad = {{"bad.textproto", FileOf(ModelOf("m", "2e5"))}};
  const auto catalog = LoadCatalogLayers({good, bad});
  ASSERT_THAT(catalog,
              FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_CATALOG"));
  EXPECT_THAT(std::string(catalog.status().message()),
              HasSubstr("bad.textproto:5:"));
}

TEST(LoadCatalogLayers, OneLayerIsACatalogAsBefore) {
  const CatalogFiles files = {{"p.textproto", FileOf(ModelOf("m", "2"))}};
  const auto catalog = Load({files});
  const auto same = LoadCatalog(files);
  ASSERT_THAT(same, IsOk());
  EXPECT_EQ(catalog->revision(), (*same)->revision());
}

}  // namespace
}  // namespace ratecard
