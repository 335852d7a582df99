#include "service/catalog/merge/fact_merge.h"

#include <string>
#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/catalog/merge/layers.h"

namespace ratecard {
namespace {

using testing::ElementsAre;

std::string SourceOf(const v1::Model& model, const std::string& field) {
  for (const v1::FieldSource& source : model.field_sources()) {
    if (source.field() == field) {
      return source.source_id();
    }
  }
  return model.source_id();
}

TEST(MergeFacts, TakesEachFieldFromTheFirstThatHasIt) {
  const v1::Model model =
      MergedModel({"display_name: 'One'", "display_name: 'Two' maker: 'acme'",
                   "maker: 'other' limits { context_window_tokens: 1000 }"});
  EXPECT_EQ(model.display_name(), "One");
  EXPECT_EQ(model.maker(), "acme");
  EXPECT_EQ(model.limits().context_window_tokens(), 1000);
  EXPECT_EQ(SourceOf(model, "display_name"), "a");
  EXPECT_EQ(SourceOf(model, "maker"), "b");
  EXPECT_EQ(SourceOf(model, "limits.context_window_tokens"), "c");
}

TEST(MergeFacts, FollowTheirOwnOrderOfTrust) {
  const v1::Provider provider =
      Merged({LayerOf("prices",
                      "models { model_id: 'm' maker: 'x' " +
                          Standard(InOut("1", "2")) + " }",
                      1),
              LayerOf("facts",
                      "models { model_id: 'm' maker: 'y' " +
                          Standard(InOut("3", "4")) + " }",
                      0)});
  EXPECT_EQ(ModelOf(provider, "m").maker(), "y");
  EXPECT_EQ(InputOf(ModelOf(provider, "m")), "1");
}

TEST(MergeFacts, AnotherLimitIsADisagreement) {
  const v1::Model model =
      MergedModel({"limits { context_window_tokens: 1000 }",
                   "limits { context_window_tokens: 2000 }"});
  EXPECT_EQ(model.limits().context_window_tokens(), 1000);
  ASSERT_EQ(model.disagreements_size(), 1);
  EXPECT_EQ(model.disagreements(0).field(), "limits.context_window_tokens");
  EXPECT_EQ(model.disagreements(0).value(), "2000");
  EXPECT_EQ(model.disagreements(0).taken_value(), "1000");
}

TEST(MergeFacts, PassesOverALimitAboveTheWindow) {
  const v1::Model model = MergedModel({"limits { context_window_tokens: 1000 }",
                                       "limits { max_output_tokens: 5000 }",
                                       "limits { max_output_tokens: 500 }"});
  EXPECT_EQ(model.limits().max_output_tokens(), 500);
  ASSERT_EQ(model.disagreements_size(), 1);
  EXPECT_EQ(model.disagreements(0).value(), "5000");
  EXPECT_EQ(model.disagreements(0).reason(), "It is above the context window.");
}

TEST(MergeFacts, OutputOutsideTheWindowMayBeAboveIt) {
  const v1::Model model =
      MergedModel({"limits { context_window_tokens: 1000 }",
                   "limits { max_output_tokens: 5000 output_outside_window: "
                   "true }"});
  EXPECT_EQ(model.limits().max_output_tokens(), 5000);
  EXPECT_TRUE(model.limits().output_outside_window());
}

// A list with a window of 64,000 took a curated output limit of 128,000 away.
TEST(MergeFacts, AWindowBelowATrustedOutputLimitIsTheDisagreement) {
  const v1::Model model =
      MergedModel({"limits { max_output_tokens: 128000 }",
                   "limits { context_window_tokens: 64000 }",
                   "limits { context_window_tokens: 200000 }"});
  EXPECT_EQ(model.limits().max_output_tokens(), 128000);
  EXPECT_EQ(model.limits().context_window_tokens(), 200000);
  ASSERT_EQ(model.disagreements_size(), 1);
  EXPECT_EQ(model.disagreements(0).field(), "limits.context_window_tokens");
  EXPECT_EQ(model.disagreements(0).value(), "64000");
  EXPECT_EQ(model.disagreements(0).reason(), "It is below the output limit.");
  EXPECT_EQ(model.disagreements(0).taken_value(), "200000");
}

TEST(MergeFacts, AWindowBelowATrustedInputLimitIsTheDisagreement) {
  const v1::Model model =
      MergedModel({"limits { max_input_tokens: 128000 }",
                   "limits { context_window_tokens: 64000 }"});
  EXPECT_EQ(model.limits().max_input_tokens(), 128000);
  EXPECT_FALSE(model.limits().has_context_window_tokens());
  ASSERT_EQ(model.disagreements_size(), 1);
  EXPECT_EQ(model.disagreements(0).reason(), "It is below the input limit.");
}

TEST(MergeFacts, OutputStaysInsideTheWindowIfBothLimitsAreMoreTrusted) {
  const v1::Model model = MergedModel(
      {"limits { context_window_tokens: 1000 max_output_tokens: 500 }",
       "limits { context_window_tokens: 1000 max_output_tokens: 5000 "
       "output_outside_window: true }"});
  EXPECT_EQ(model.limits().max_output_tokens(), 500);
  EXPECT_FALSE(model.limits().output_outside_window());
}

TEST(MergeFacts, ATrustedSourceMayPutTheOutputOfOthersOutsideTheWindow) {
  const v1::Model model = MergedModel(
      {"limits { output_outside_window: true }",
       "limits { context_window_tokens: 1000 max_output_tokens: 500 }",
       "limits { max_output_tokens: 5000 }"});
  EXPECT_TRUE(model.limits().output_outside_window());
  EXPECT_EQ(model.limits().max_output_tokens(), 500);
}

// LiteLLM's max_input_tokens of GPT-5.2 Codex is 272,000, its window 400,000.
TEST(MergeFacts, AWindowThatMayBeTheInputLimitIsItBesideALargerOne) {
  std::vector<CatalogLayer> layers = {
      LayerOf("litellm",
              "models { model_id: 'm' limits { context_window_tokens: 272000 "
              "} }"),
      LayerOf("other",
              "models { model_id: 'm' limits { context_window_tokens: 400000 "
              "} }",
              1)};
  layers[0].window_may_be_input_limit = true;
  const v1::Model model = ModelOf(Merged(std::move(layers)), "m");
  EXPECT_EQ(model.limits().context_window_tokens(), 400000);
  EXPECT_EQ(model.limits().max_input_tokens(), 272000);
  EXPECT_TRUE(model.disagreements().empty());
}

TEST(MergeFacts, AWindowThatMayBeTheInputLimitIsAWindowByItself) {
  std::vector<CatalogLayer> layers = {
      LayerOf("litellm",
              "models { model_id: 'm' limits { context_window_tokens: 272000 "
              "} }"),
      LayerOf("other", "models { model_id: 'm' maker: 'x' }", 1)};
  layers[0].window_may_be_input_limit = true;
  const v1::Model model = ModelOf(Merged(std::move(layers)), "m");
  EXPECT_EQ(model.limits().context_window_tokens(), 272000);
  EXPECT_FALSE(model.limits().has_max_input_tokens());
}

TEST(MergeFacts, PassesOverARetirementBeforeTheRelease) {
  const v1::Model model =
      MergedModel({"lifecycle { release_date: '2026-01-01' }",
                   "lifecycle { retirement_date: '2025-01-01' }"});
  EXPECT_EQ(model.lifecycle().retirement_date(), "");
  ASSERT_EQ(model.disagreements_size(), 1);
  EXPECT_EQ(model.disagreements(0).value(), "2025-01-01");
  EXPECT_EQ(model.disagreements(0).reason(), "It is before the release date.");
}

// A list's deprecation on 2026-09-01 took a curated retirement away.
TEST(MergeFacts, ADeprecationAfterATrustedRetirementIsTheDisagreement) {
  const v1::Model model =
      MergedModel({"lifecycle { retirement_date: '2026-07-23' }",
                   "lifecycle { deprecation_date: '2026-09-01' }"});
  EXPECT_EQ(model.lifecycle().retirement_date(), "2026-07-23");
  EXPECT_EQ(model.lifecycle().deprecation_date(), "");
  ASSERT_EQ(model.disagreements_size(), 1);
  EXPECT_EQ(model.disagreements(0).field(), "lifecycle.deprecation_date");
  EXPECT_EQ(model.disagreements(0).value(), "2026-09-01");
  EXPECT_EQ(model.disagreements(0).reason(),
            "It is after the retirement date.");
}

TEST(MergeFacts, AReleaseAfterATrustedDeprecationIsTheDisagreement) {
  const v1::Model model =
      MergedModel({"lifecycle { deprecation_date: '2026-02-01' }",
                   "lifecycle { release_date: '2026-03-01' }",
                   "lifecycle { release_date: '2026-01-01' }"});
  EXPECT_EQ(model.lifecycle().deprecation_date(), "2026-02-01");
  EXPECT_EQ(model.lifecycle().release_date(), "2026-01-01");
  ASSERT_EQ(model.disagreements_size(), 1);
  EXPECT_EQ(model.disagreements(0).value(), "2026-03-01");
  EXPECT_EQ(model.disagreements(0).reason(),
            "It is after the deprecation date.");
}

TEST(MergeFacts, UniteCapabilitiesAndTakeModalitiesWhole) {
  const v1::Model model = MergedModel(
      {"capabilities: CAPABILITY_REASONING input_modalities: MODALITY_TEXT",
       "capabilities: CAPABILITY_TOOL_USE input_modalities: MODALITY_IMAGE"});
  EXPECT_THAT(model.capabilities(),
              ElementsAre(v1::CAPABILITY_TOOL_USE, v1::CAPABILITY_REASONING));
  EXPECT_THAT(model.input_modalities(), ElementsAre(v1::MODALITY_TEXT));
}

TEST(MergeFacts, AModelThatOneLayerStillListsIsListed) {
  const v1::Model model = MergedModel(
      {"lifecycle { last_listed_date: '2026-06-30' }", "maker: 'x'"});
  EXPECT_EQ(model.lifecycle().last_listed_date(), "");
}

TEST(MergeFacts, AModelThatNoLayerListsHasTheLastDay) {
  const v1::Model model =
      MergedModel({"lifecycle { last_listed_date: '2026-05-12' }",
                   "lifecycle { last_listed_date: '2026-06-30' }"});
  EXPECT_EQ(model.lifecycle().last_listed_date(), "2026-06-30");
}

// models.dev had it as a beta in June.
TEST(MergeFacts, APreviewThatHasEndedIsNone) {
  const v1::Model model =
      MergedModel({"lifecycle { preview: true last_listed_date: '2026-06-30' }",
                   "lifecycle { release_date: '2026-01-01' }",
                   "lifecycle { preview: true }", "maker: 'x'"});
  EXPECT_FALSE(model.lifecycle().preview());
  EXPECT_FALSE(
      MergedModel(
          {"maker: 'x'",
           "lifecycle { preview: true last_listed_date: '2026-06-30' }"})
          .lifecycle()
          .preview());
}

TEST(MergeFacts, WhoKnowsOfNoLifecycleDoesNotEndAPreview) {
  EXPECT_TRUE(MergedModel({"maker: 'x'", "lifecycle { preview: true }"})
                  .lifecycle()
                  .preview());
}

TEST(MergeFacts, AModelThatNoLayerListsStaysThePreviewThatItWas) {
  EXPECT_TRUE(
      MergedModel({"lifecycle { preview: true last_listed_date: '2026-06-30' }",
                   "lifecycle { last_listed_date: '2026-05-12' }"})
          .lifecycle()
          .preview());
}

TEST(MergeFacts, WhatWasGoesAfterWhatIs) {
  const v1::Model model = MergedModel(
      {"display_name: 'Was' lifecycle { last_listed_date: '2026-05-12' } " +
           Standard(InOut("9", "9")),
       "display_name: 'Is' " + Standard(InOut("1", "2"))});
  EXPECT_EQ(model.display_name(), "Is");
  EXPECT_EQ(InputOf(model), "1");
}

}  // namespace
}  // namespace ratecard
