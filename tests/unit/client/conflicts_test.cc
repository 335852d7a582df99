#include "client/conflicts.h"

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

using testing::ElementsAre;

v1::Model Parse(const std::string& text) {
  v1::Model model;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &model));
  return model;
}

std::string Text(const std::vector<Conflict>& conflicts, size_t shown = 100) {
  return ConflictsText(conflicts, shown, Style(false));
}

constexpr char kPrice[] =
    "name: 'providers/acme/models/big' currency_code: 'USD' disagreements { "
    "field: 'price_schedules.rates' value: '3; 6 from 200001 input tokens' "
    "source_id: 'list' taken_value: '3' taken_source_id: 'page' service_tier: "
    "'batch' region: 'us' meter: METER_INPUT_TOKENS price_difference: '3' }";

TEST(Conflicts, APriceHasBothValuesAndTheDifference) {
  EXPECT_EQ(Text(ConflictsOf(Parse(kPrice))),
            "acme/big  input_tokens, batch in us  differs by $3.00 per 1M "
            "tokens\n"
            "  taken  $3.00 (page)\n"
            "  other  $3.00; $6.00 from 200,001 input tokens (list)\n"
            "\n"
            "Where no reason is given, the value taken is that of the source "
            "which goes\n"
            "first in the order of trust.\n"
            "1 conflict in 1 model, 1 about prices\n");
}

// What is written by hand names only what was not taken.
TEST(Conflicts, TheValueTakenIsLookedUp) {
  EXPECT_EQ(
      Text(ConflictsOf(Parse(
          "name: 'providers/acme/models/big' source_id: 'page' limits { "
          "max_output_tokens: 65536 } input_modalities: [MODALITY_TEXT, "
          "MODALITY_IMAGE] field_sources { field: 'limits.max_output_tokens' "
          "source_id: 'card' } disagreements { field: "
          "'limits.max_output_tokens' value: '65535' source_id: 'list' reason: "
          "'Off by one.' } disagreements { field: 'input_modalities' value: "
          "'text' source_id: 'list' reason: 'Older.' }"))),
      "acme/big  limits.max_output_tokens\n"
      "  taken  65,536 (card)\n"
      "  other  65,535 (list)\n"
      "  why    Off by one.\n"
      "acme/big  input_modalities\n"
      "  taken  text, image (page)\n"
      "  other  text (list)\n"
      "  why    Older.\n"
      "\n"
      "2 conflicts in 1 model, 0 about prices\n");
}

// gemini-2.5-pro: one source for the whole lifecycle.
TEST(Conflicts, TheSourceOfAMessageIsThatOfItsFields) {
  const auto conflicts = ConflictsOf(Parse(
      "name: 'providers/acme/models/big' source_id: 'page' lifecycle { "
      "retirement_date: '2027-01-01' } field_sources { field: 'lifecycle' "
      "source_id: 'list' } disagreements { field: 'lifecycle.retirement_date' "
      "value: '2026-10-20' source_id: 'other' reason: 'Wrong.' }"));
  ASSERT_EQ(conflicts.size(), 1u);
  EXPECT_EQ(conflicts[0].disagreement.taken_source_id(), "list");
}

TEST(Conflicts, OfOneModelAreTheSameWordsWithoutItsName) {
  v1::Model model = Parse(kPrice);
  *model.mutable_disagreements()->Add() = model.disagreements(0);
  model.mutable_disagreements(1)->set_region("eu");
  model.mutable_disagreements(1)->set_price_difference("4");
  EXPECT_EQ(DisagreementsText(model),
            "input_tokens, batch in eu  differs by $4.00 per 1M tokens\n"
            "  taken  $3.00 (page)\n"
            "  other  $3.00; $6.00 from 200,001 input tokens (list)\n"
            "input_tokens, batch in us  differs by $3.00 per 1M tokens\n"
            "  taken  $3.00 (page)\n"
            "  other  $3.00; $6.00 from 200,001 input tokens (list)\n"
            "Where no reason is given, the value taken is that of the source "
            "which goes\n"
            "first in the order of trust.\n");
  EXPECT_EQ(DisagreementsText(Parse("name: 'providers/acme/models/big'")), "");
}

TEST(Conflicts, TheDearestIsFirstAndCurrenciesAreNotCompared) {
  const auto conflict = [](const std::string& model, const std::string& code,
                           const std::string& difference) {
    Conflict one;
    one.model = model;
    one.currency_code = code;
    one.disagreement.set_price_difference(difference);
    return one;
  };
  std::vector<Conflict> conflicts = {
      conflict("b", "USD", ""), conflict("c", "CNY", "100"),
      conflict("d", "USD", "9.5"), conflict("e", "USD", "10"),
      conflict("a", "USD", "")};
  SortConflicts(&conflicts);
  std::vector<std::string> models;
  models.reserve(conflicts.size());
  for (const Conflict& one : conflicts) {
    models.push_back(one.model);
  }
  EXPECT_THAT(models, ElementsAre("e", "d", "c", "a", "b"));
}

TEST(Conflicts, SaysHowManyThereAreBesideThoseShown) {
  std::vector<Conflict> conflicts = ConflictsOf(Parse(kPrice));
  conflicts.push_back(conflicts.front());
  EXPECT_THAT(Text(conflicts, 1),
              testing::EndsWith("1 of 2 conflicts in 1 model, 2 about "
                                "prices\n"));
}

TEST(Conflicts, JsonHasTheNamesOfTheProto) {
  const auto json = ConflictsJson(ConflictsOf(Parse(kPrice)), 100);
  ASSERT_TRUE(json.ok());
  EXPECT_THAT(*json, testing::StartsWith(
                         "{\n \"conflicts\": [\n  {\n   \"model\": "
                         "\"providers/acme/models/big\",\n   "
                         "\"currency_code\": \"USD\",\n   \"disagreement\": "
                         "{\n    \"field\": \"price_schedules.rates\",\n"));
}

}  // namespace
}  // namespace ratecard
