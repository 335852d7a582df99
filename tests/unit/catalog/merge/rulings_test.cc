#include "service/catalog/merge/rulings.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/catalog/merge/layers.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// What people write who do not take a value.
std::string Ruling(const std::string& field, const std::string& value,
                   const std::string& more = "") {
  return absl::StrCat("disagreements { field: '", field, "' value: '", value,
                      "' source_id: 'a' reason: 'Wrong.' ", more, "} ");
}

// A list has the retirement at another provider.
TEST(Rulings, ATextThatIsLeftOutIsNotTakenFromBelow) {
  const v1::Model model =
      MergedModel({Ruling("lifecycle.retirement_date", "2026-07-05"),
                   "lifecycle { retirement_date: '2026-07-05' }",
                   "lifecycle { retirement_date: '2026-08-05' }"});
  EXPECT_EQ(model.lifecycle().retirement_date(), "");
  EXPECT_EQ(model.disagreements_size(), 1) << "the ruling";
}

// gemini-embedding-001 gives vectors; a list has 1 as its output limit.
TEST(Rulings, ALimitThatIsLeftOutIsNotTakenFromBelow) {
  const v1::Model model = MergedModel(
      {Ruling("limits.max_output_tokens", "1"),
       "limits { context_window_tokens: 2048 max_output_tokens: 1 }"});
  EXPECT_FALSE(model.limits().has_max_output_tokens());
  EXPECT_EQ(model.limits().context_window_tokens(), 2048);
  EXPECT_EQ(model.disagreements_size(), 1) << "the ruling";
}

// LiteLLM's window may be the input limit: then it is one that is rejected.
TEST(Rulings, AWindowThatIsTheInputLimitIsNotTakenForIt) {
  std::vector<CatalogLayer> layers = {
      LayerOf("a",
              absl::StrCat("models { model_id: 'm' ",
                           Ruling("limits.max_input_tokens", "1000"), "}")),
      LayerOf("b",
              "models { model_id: 'm' limits { context_window_tokens: 1000 } }",
              1),
      LayerOf("c",
              "models { model_id: 'm' limits { context_window_tokens: 2000 } }",
              2)};
  layers[1].window_may_be_input_limit = true;
  const v1::Model model = ModelOf(Merged(std::move(layers)), "m");
  EXPECT_EQ(model.limits().context_window_tokens(), 2000);
  EXPECT_FALSE(model.limits().has_max_input_tokens());
}

// A zero of a list means that no limit is published.
TEST(Rulings, OfAMessageHoldsForItsFields) {
  const v1::Model model = MergedModel(
      {Ruling("limits", "0") + "limits { context_window_tokens: 2048 }",
       "limits { max_input_tokens: 1 max_output_tokens: 1 }"});
  EXPECT_EQ(model.limits().context_window_tokens(), 2048);
  EXPECT_FALSE(model.limits().has_max_input_tokens());
  EXPECT_FALSE(model.limits().has_max_output_tokens());
}

TEST(Rulings, AFieldIsNoMessageAroundAnotherOne) {
  EXPECT_FALSE(Rejects(ModelOf(LayerOf("a", "models { model_id: 'm' " +
                                                Ruling("base", "x") + "}")
                                   .providers[0],
                               "m"),
                       "base_model"));
}

TEST(Rulings, AValueOfItsOwnIsTaken) {
  const v1::Model model = MergedModel({Ruling("limits.max_output_tokens", "1") +
                                           "limits { max_output_tokens: 500 }",
                                       "limits { max_output_tokens: 1 }",
                                       "limits { max_output_tokens: 2 }"});
  EXPECT_EQ(model.limits().max_output_tokens(), 500);
  ASSERT_EQ(model.disagreements_size(), 2);
  EXPECT_EQ(model.disagreements(0).value(), "2");
  EXPECT_EQ(model.disagreements(1).reason(), "Wrong.");
}

TEST(Rulings, TakesNothingFromAboveAway) {
  const v1::Model model = MergedModel({"limits { max_output_tokens: 1 }",
                                       Ruling("limits.max_output_tokens", "1"),
                                       "limits { max_output_tokens: 2 }"});
  EXPECT_EQ(model.limits().max_output_tokens(), 1);
}

TEST(Rulings, AListThatIsLeftOutIsNotTakenFromBelow) {
  const v1::Model model = MergedModel(
      {Ruling("input_modalities", "text"),
       "input_modalities: MODALITY_TEXT output_modalities: MODALITY_TEXT"});
  EXPECT_THAT(model.input_modalities(), IsEmpty());
  EXPECT_THAT(model.output_modalities(), ElementsAre(v1::MODALITY_TEXT));
}

TEST(Rulings, CapabilitiesThatAreRejectedAreNotAdded) {
  const v1::Model model = MergedModel({"capabilities: CAPABILITY_STREAMING",
                                       "capabilities: CAPABILITY_REASONING " +
                                           Ruling("capabilities", "tool_use"),
                                       "capabilities: CAPABILITY_TOOL_USE"});
  EXPECT_THAT(model.capabilities(),
              ElementsAre(v1::CAPABILITY_REASONING, v1::CAPABILITY_STREAMING));
}

TEST(Rulings, AServiceTierThatIsNamedIsNotTakenFromBelow) {
  const std::string batch =
      "price_schedules { schedule_id: 'batch' service_tier: 'batch' " +
      InOut("1", "1") + "}";
  const v1::Model model = MergedModel(
      {Standard(InOut("2", "2")) + Ruling("price_schedules.service_tier",
                                          "batch", "service_tier: 'batch' "),
       Standard(InOut("2", "2")) + batch});
  EXPECT_EQ(InputOf(model), "2");
  EXPECT_EQ(InputOf(model, "batch"), "");
}

}  // namespace
}  // namespace ratecard
