#include "client/catalog_diff_text.h"

#include "client/price_change_text.h"
#include "gmock/gmock.h"
#include "tests/unit/catalog/diff/catalogs.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

std::string TextOf(const std::vector<v1::Provider>& before,
                   const std::vector<v1::Provider>& after) {
  return CatalogDiffText(DiffCatalogs(before, after), Style(false));
}

// The line of the prices of a model that differ.
std::string Prices(const std::string& before, const std::string& after) {
  const std::string text = TextOf(
      {ProviderOf("models { model_id: 'm' source_id: 's' " + before + "}")},
      {ProviderOf("models { model_id: 'm' source_id: 's' " + after + "}")});
  const size_t begin = text.find("\n  ") + 3;
  return text.substr(begin, text.find("\n", begin) - begin);
}

TEST(CatalogDiffText, HasALineForAReviewerToApprove) {
  EXPECT_EQ(Prices(Schedule("standard", Input("2.5") + Output("15")),
                   Schedule("a", "end_time: '2026-07-30'" + Input("2.5") +
                                     Output("15")) +
                       Schedule("b", "start_time: '2026-07-30'" + Input("2") +
                                         Output("12"))),
            "m: input $2.50 → $2.00, output $15.00 → $12.00 per 1M tokens from "
            "2026-07-30");
}

TEST(CatalogDiffText, NamesThePriceAboveAThresholdThatDiffers) {
  const auto tier = [](const std::string& price) {
    return "tiers { min_input_tokens: 200001 price: '" + price + "' }";
  };
  EXPECT_EQ(Prices(Schedule("standard", Input("2", tier("5"))),
                   Schedule("standard", Input("2", tier("4")))),
            "m: input from 200,001 input tokens $5.00 → $4.00 per 1M tokens");
  EXPECT_EQ(Prices(Schedule("standard", Input("2")),
                   Schedule("standard", Input("2", tier("4")))),
            "m: input $2.00 → $2.00 ($4.00 from 200,001 input tokens) per 1M "
            "tokens");
}

TEST(CatalogDiffText, StatesAreWords) {
  EXPECT_EQ(Prices(Schedule("standard",
                            "rates { meter: METER_INPUT_TOKENS state: "
                            "METER_STATE_FREE }"),
                   Schedule("standard",
                            "rates { meter: METER_INPUT_TOKENS state: "
                            "METER_STATE_INCLUDED_IN_PLAN }" +
                                Output("3"))),
            "m: input free → in plan; output none → $3.00 per 1M tokens");
}

TEST(CatalogDiffText, NamesTierRegionAndWindows) {
  EXPECT_EQ(Prices("", Schedule("batch",
                                "service_tier: 'batch' region: 'us' "
                                "daily_windows { time_zone: 'UTC' start: "
                                "'09:00' end: '18:00' }" +
                                    Input("1"))),
            "m: batch in us, daily UTC 09:00-18:00: new, input $1.00 per 1M "
            "tokens");
  const auto peak = [](const std::string& start) {
    return Schedule("peak", "daily_windows { time_zone: 'UTC' start: '" +
                                start + "' end: '18:00' }" + Input("2"));
  };
  EXPECT_EQ(Prices(peak("08:00"), peak("09:00")),
            "m: windows daily UTC 08:00-18:00 → daily UTC 09:00-18:00");
}

TEST(CatalogDiffText, SumsUpThePast) {
  EXPECT_EQ(Prices(Schedule("standard", Input("2")),
                   Schedule("a", "end_time: '2026-01-01'" + Input("4")) +
                       Schedule("b", "start_time: '2026-01-01'" + Input("2"))),
            "m: past prices differ, 1 period until 2026-01-01");
}

// A whole catalog: prices, then what came and went, then facts and names.
TEST(CatalogDiffText, IsInOneOrderAndEndsWithCounts) {
  const auto model = [](const std::string& id, const std::string& text) {
    return " models { model_id: '" + id + "' source_id: 's' " + text + " } ";
  };
  const std::string price = Schedule("standard", Input("2"));
  const std::vector<v1::Provider> before = {
      ProviderOf("acme", model("a", price + "aliases { alias_id: 'x' }") +
                             model("b", price) + model("old", price) +
                             model("c", price)),
      ProviderOf("gone", model("a", price))};
  const std::vector<v1::Provider> after = {ProviderOf(
      "acme",
      model("a", price + "limits { max_output_tokens: 32768 }") +
          model("b", Schedule("standard", Input("3"))) +
          model("c", price + "aliases { alias_id: 'x' kind: "
                             "ALIAS_KIND_SNAPSHOT } lifecycle { "
                             "last_listed_date: '2026-06-30' }") +
          model(
              "new",
              Schedule("standard", Input("1",
                                         "tiers { min_input_tokens: 128001 "
                                         "price: '2' }") +
                                       Output("4")) +
                  Schedule("batch", "service_tier: 'batch'" + Input("0.5"))))};
  EXPECT_EQ(TextOf(before, after),
            "acme\n"
            "  b: input $2.00 → $3.00 per 1M tokens\n"
            "  c no longer listed, last on 2026-06-30\n"
            "  new added: input $1.00, output $4.00 per 1M tokens; from "
            "128,001 input tokens: input $2.00; also batch\n"
            "  old removed\n"
            "  a: limits.max_output_tokens none → 32,768\n"
            "  c: aliases + x (snapshot), which was a\n"
            "\n"
            "gone removed, with 1 model\n"
            "\n"
            "2 providers differ, 1 of them removed; models: 1 added, 2 "
            "removed, 1 no longer\n"
            "listed, 1 with other prices, 2 with other facts\n");
}

TEST(CatalogDiffText, SaysThatNothingDiffers) {
  EXPECT_EQ(TextOf({}, {}), "no differences\n");
}

TEST(CatalogDiffJson, HasThePricesOfWhatIsNew) {
  const std::vector<v1::Provider> after = {
      ProviderOf("models { model_id: 'm' source_id: 's' " +
                 Schedule("standard", Input("2")) + "}")};
  const auto json = CatalogDiffJson(DiffCatalogs({}, after));
  ASSERT_TRUE(json.ok());
  EXPECT_THAT(*json, HasSubstr("\"change\": \"added\""));
  EXPECT_THAT(*json, HasSubstr("\"price\": \"2\""));
  EXPECT_THAT(*json, HasSubstr("\"models_added\": 1"));
}

}  // namespace
}  // namespace ratecard
