#include "service/catalog/merge/model_field.h"

#include <optional>
#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

v1::Model Parse(const std::string& text) {
  v1::Model model;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &model));
  return model;
}

TEST(TextOfField, HasTheFormOfADisagreement) {
  const v1::Model model = Parse(
      "maker: 'acme' plan_only: true limits { context_window_tokens: 131072 } "
      "lifecycle { release_date: '2026-01-01' } input_modalities: "
      "[MODALITY_TEXT, MODALITY_IMAGE]");
  EXPECT_EQ(TextOfField(model, "maker"), "acme");
  EXPECT_EQ(TextOfField(model, "plan_only"), "true");
  EXPECT_EQ(TextOfField(model, "limits.context_window_tokens"), "131072");
  EXPECT_EQ(TextOfField(model, "lifecycle.release_date"), "2026-01-01");
  EXPECT_EQ(TextOfField(model, "input_modalities"), "text, image");
}

TEST(TextOfField, IsEmptyIfTheModelSaysNothing) {
  const v1::Model model = Parse("limits { context_window_tokens: 131072 }");
  EXPECT_EQ(TextOfField(model, "maker"), "");
  EXPECT_EQ(TextOfField(model, "limits.max_output_tokens"), "") << "not 0";
  EXPECT_EQ(TextOfField(model, "lifecycle.release_date"), "");
  EXPECT_EQ(TextOfField(model, "input_modalities"), "");
}

TEST(TextOfField, IsNoneIfThereIsNotOneValue) {
  const v1::Model model = Parse("limits { context_window_tokens: 131072 }");
  for (const char* field :
       {"price_schedules", "price_schedules.region", "limits", "weight", ""}) {
    EXPECT_EQ(TextOfField(model, field), std::nullopt) << field;
  }
}

TEST(SourceOfField, IsThatOfTheNearestMessageThatHasOne) {
  const v1::Model model = Parse(
      "source_id: 'page' field_sources { field: 'limits' source_id: 'list' } "
      "field_sources { field: 'limits.max_output_tokens' source_id: 'card' }");
  EXPECT_EQ(SourceOfField(model, "limits.max_output_tokens"), "card");
  EXPECT_EQ(SourceOfField(model, "limits.max_input_tokens"), "list");
  EXPECT_EQ(SourceOfField(model, "maker"), "page");
}

}  // namespace
}  // namespace ratecard
