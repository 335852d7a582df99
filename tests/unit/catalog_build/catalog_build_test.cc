#include "service/catalog/build/catalog_build.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/catalog/merge/layers.h"

namespace ratecard {
namespace {

using testing::EndsWith;
using testing::IsEmpty;
using testing::StartsWith;

PriceList ListOf(const std::string& format, const std::string& date,
                 const std::string& text) {
  return {absl::StrCat(format, "-", date, ".json"), FindImportFormat(format),
          date, text};
}

// models.dev's list with one model of `acme`, of that id and with this cost.
PriceList ModelsDev(const std::string& date, const std::string& id,
                    const std::string& cost) {
  return ListOf("models.dev", date,
                absl::StrCat(R"({"acme": {"id": "acme", "name": "Acme",
      "npm": "x", "env": ["K"], "doc": "https://acme.test", "models": {")",
                             id, R"(": {"id": ")", id,
                             R"(", "name": "M", "cost": )", cost, "}}}}"));
}

// LiteLLM's list with the same.
PriceList LiteLlm(const std::string& date, const std::string& id,
                  const std::string& input, const std::string& output) {
  return ListOf(
      "litellm", date,
      absl::StrCat(R"({"acme/)", id,
                   R"(": {"litellm_provider": "acme", "mode": "chat",
      "max_input_tokens": 1000, "input_cost_per_token": )",
                   input, R"(, "output_cost_per_token": )", output, "}}"));
}

v1::Model Built(const std::vector<PriceList>& lists) {
  const auto build = BuildCatalog({}, lists);
  EXPECT_THAT(build, IsOk());
  return build.ok() ? ModelOf(build->providers.front(), "m") : v1::Model();
}

constexpr char kCost[] = R"({"input": 3, "output": 4})";

TEST(BuildCatalog, BelievesLiteLlmsPricesBeforeModelsDevs) {
  const v1::Model model = Built({ModelsDev("2026-10-31", "m", kCost),
                                 LiteLlm("2026-11-01", "m", "1e-6", "2e-6")});
  EXPECT_EQ(InputOf(model), "1");
  EXPECT_EQ(model.display_name(), "M");
  EXPECT_EQ(model.disagreements_size(), 2);
}

TEST(BuildCatalog, DoesNotDependOnTheOrderOfLists) {
  std::vector<PriceList> lists = {
      ModelsDev("2026-10-31", "m", kCost),
      ModelsDev("2026-06-30", "m", R"({"input": 5, "output": 6})"),
      LiteLlm("2026-11-01", "n", "1e-6", "2e-6")};
  std::vector<size_t> order = {0, 1, 2};
  std::string first;
  do {
    const auto build =
        BuildCatalog({}, {{lists[order[0]], lists[order[1]], lists[order[2]]}});
    ASSERT_THAT(build, IsOk());
    const std::string text = build->providers.front().DebugString();
    if (first.empty()) {
      first = text;
    }
    EXPECT_EQ(text, first);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST(BuildCatalog, ARecordedStepLiesBetweenTwoStatesOfAList) {
  const v1::Model model =
      Built({ModelsDev("2026-10-31", "m", kCost),
             ModelsDev("2026-06-30", "m", R"({"input": 5, "output": 6})")});
  EXPECT_EQ(InputOf(model), "3");
  EXPECT_EQ(
      PriceOf(model, v1::METER_INPUT_TOKENS, "standard", "", "2026-10-31"),
      "5");
}

TEST(BuildCatalog, AListReadSixtyDaysBeforeAnotherIsCurrent) {
  const v1::Model model = Built({LiteLlm("2026-09-01", "m", "1e-6", "2e-6"),
                                 ModelsDev("2026-10-31", "m", kCost)});
  EXPECT_EQ(InputOf(model), "1");
}

TEST(BuildCatalog, AListReadMoreThanSixtyDaysBeforeAnotherIsThePast) {
  const v1::Model model = Built({LiteLlm("2026-08-31", "m", "1e-6", "2e-6"),
                                 ModelsDev("2026-10-31", "m", kCost)});
  EXPECT_EQ(InputOf(model), "3");
  EXPECT_THAT(model.disagreements(), IsEmpty());
}

TEST(BuildCatalog, AModelOfThePastAloneSaysWhenItWasListed) {
  EXPECT_EQ(Built({LiteLlm("2026-08-31", "m", "1e-6", "2e-6"),
                   ModelsDev("2026-10-31", "n", kCost)})
                .lifecycle()
                .last_listed_date(),
            "2026-08-31");
}

// It was marked with the day of the newest state of its list.
TEST(BuildCatalog, AModelDroppedBeforeItsListEndedKeepsItsDay) {
  EXPECT_EQ(Built({ModelsDev("2026-05-01", "m", kCost),
                   ModelsDev("2026-06-30", "n", kCost),
                   LiteLlm("2026-11-01", "o", "1e-6", "2e-6")})
                .lifecycle()
                .last_listed_date(),
            "2026-05-01");
}

TEST(BuildCatalog, RefusesTwoStatesOfAListOnOneDay) {
  std::vector<PriceList> lists = {ModelsDev("2026-10-31", "m", kCost),
                                  ModelsDev("2026-10-31", "n", kCost)};
  lists[0].name = "a.json";
  lists[1].name = "b.json";
  const auto build = BuildCatalog({}, lists);
  EXPECT_THAT(build,
              FailsWith(absl::StatusCode::kInvalidArgument, "DUPLICATE_LIST"));
  EXPECT_THAT(std::string(build.status().message()),
              EndsWith(": a.json and b.json"));
}

TEST(BuildCatalog, NamesTheListThatItCannotRead) {
  PriceList list = ModelsDev("2026-10-31", "m", kCost);
  list.name = "b.json";
  for (const auto& [text, reason] :
       {std::pair("{", "INVALID_JSON"), std::pair("[]", "INVALID_LIST")}) {
    list.text = text;
    const auto build =
        BuildCatalog({}, {{LiteLlm("2026-11-01", "m", "1e-6", "2e-6"), list}});
    EXPECT_THAT(build, FailsWith(absl::StatusCode::kInvalidArgument, reason));
    EXPECT_THAT(std::string(build.status().message()), StartsWith("b.json: "));
  }
}

TEST(BuildCatalog, NamesOnlySourcesThatItUses) {
  const auto build =
      BuildCatalog({}, {{LiteLlm("2026-11-01", "m", "1e-6", "2e-6"),
                         LiteLlm("2026-06-30", "m", "1e-6", "2e-6")}});
  ASSERT_THAT(build, IsOk());
  ASSERT_EQ(build->providers[0].sources_size(), 1);
  EXPECT_EQ(build->providers[0].sources(0).source_id(), "litellm-2026-11-01");
}

}  // namespace
}  // namespace ratecard
