#include "service/catalog/merge/disagreements.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/catalog/merge/layers.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string Disagreement(const std::string& text) {
  return absl::StrCat("disagreements { ", text, " } ");
}

// One that a merge wrote: a list has another price of input than the 3 taken.
std::string OfInput(const std::string& value, const std::string& more = "") {
  return Disagreement(absl::StrCat(
      "field: 'price_schedules.rates' value: '", value,
      "' source_id: 'list' taken_value: '3' taken_source_id: 'page' "
      "service_tier: 'standard' meter: METER_INPUT_TOKENS price_difference: "
      "'1' ",
      more));
}

// What is left of the disagreements of a model on 2026-11-01.
std::vector<v1::Disagreement> Refreshed(const std::string& model) {
  v1::Model refreshed =
      ModelOf(LayerOf("a", absl::StrCat("models { model_id: 'm' ", model, " }"))
                  .providers[0],
              "m");
  RefreshDisagreements(
      absl::FromCivil(absl::CivilDay(2026, 11, 1), absl::UTCTimeZone()),
      &refreshed);
  return {refreshed.disagreements().begin(), refreshed.disagreements().end()};
}

std::string Reason(const std::vector<v1::Disagreement>& disagreements) {
  return disagreements.size() == 1 ? disagreements[0].reason() : "not one";
}

TEST(RefreshDisagreements, APriceIsComparedWithWhatTheModelHasByNow) {
  const auto left =
      Refreshed(Standard(InOut("5", "9") + "source_id: 'new'") + OfInput("4"));
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].value(), "4");
  EXPECT_EQ(left[0].taken_value(), "5");
  EXPECT_EQ(left[0].taken_source_id(), "new");
  EXPECT_EQ(left[0].price_difference(), "1") << "5 - 4";
}

TEST(RefreshDisagreements, APriceThatTheModelHasByNowIsNone) {
  EXPECT_THAT(Refreshed(Standard(InOut("4", "9")) + OfInput("4")), IsEmpty());
}

// aws-bedrock has claude-sonnet-4-5 by region only. A list's price without one
// stood beside a "taken" one that was nowhere.
TEST(RefreshDisagreements, APriceThatTheModelDoesNotHaveIsNone) {
  EXPECT_THAT(
      Refreshed(Standard("region: 'us' " + InOut("3", "9")) + OfInput("4")),
      IsEmpty());
  EXPECT_THAT(Refreshed(Standard("service_tier: 'batch' " + InOut("3", "9")) +
                        OfInput("4")),
              IsEmpty());
  EXPECT_THAT(Refreshed(Standard(Rate("OUTPUT_TOKENS", "9")) + OfInput("4")),
              IsEmpty());
}

// A discount at OpenRouter ended after the list was read.
TEST(RefreshDisagreements, APriceThatHasEndedIsNotTheOneTaken) {
  const auto left = Refreshed(
      "price_schedules { schedule_id: 'old' end_time: '2026-10-31' " +
      InOut("3", "9") +
      "} price_schedules { schedule_id: 'new' start_time: '2026-10-31' " +
      InOut("6", "9") + "} " + OfInput("4"));
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].taken_value(), "6");
  EXPECT_EQ(left[0].price_difference(), "2") << "6 - 4";
}

TEST(RefreshDisagreements, WhatIsBilledAsAnotherMeterHasNoDifference) {
  const std::string billed = OfInput("billed as METER_TEXT_INPUT_TOKENS");
  const auto left = Refreshed(Standard(InOut("3", "9")) + billed);
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].price_difference(), "");
}

std::string OfWindow(const std::string& value) {
  return Disagreement(absl::StrCat(
      "field: 'limits.context_window_tokens' value: '", value,
      "' source_id: 'list' taken_value: '1000' taken_source_id: 'page' reason: "
      "'It is below the input limit.'"));
}

TEST(RefreshDisagreements, AFactIsComparedWithWhatTheModelSaysByNow) {
  const auto left = Refreshed(
      "source_id: 'a' limits { context_window_tokens: 3000 } field_sources { "
      "field: 'limits' source_id: 'card' }" +
      OfWindow("2000"));
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].value(), "2000");
  EXPECT_EQ(left[0].taken_value(), "3000");
  EXPECT_EQ(left[0].taken_source_id(), "card");
  EXPECT_EQ(left[0].reason(), "") << "it was about 1000";
}

TEST(RefreshDisagreements, AFactThatTheModelSaysByNowIsNone) {
  EXPECT_THAT(Refreshed("limits { context_window_tokens: 2000 } " +
                        OfWindow("2000") + OfWindow("2000")),
              IsEmpty());
}

TEST(RefreshDisagreements, AFactThatWasTakenBeforeIsAsItWas) {
  const auto left =
      Refreshed("limits { context_window_tokens: 1000 } " + OfWindow("2000"));
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].taken_source_id(), "page");
  EXPECT_EQ(left[0].reason(), "It is below the input limit.");
}

TEST(RefreshDisagreements, AFactThatTheModelDoesNotSayTookNothing) {
  const auto left = Refreshed(OfWindow("2000"));
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].taken_value(), "");
}

TEST(RefreshDisagreements, WhatStandsThereTwiceIsOne) {
  EXPECT_EQ(Refreshed(OfWindow("2000") + OfWindow("2000")).size(), 1u);
}

std::string Ruling(const std::string& more) {
  return Disagreement(absl::StrCat(
      "field: 'price_schedules.rates' value: 'all of it' source_id: 'list' "
      "reason: 'Old.' ",
      more));
}

// The list still has the tier of a beta that is over.
TEST(RefreshDisagreements, ARulingGivesItsReasonToThePricesOfItsSource) {
  const auto left = Refreshed(
      Standard(InOut("3", "9")) + Ruling("") + OfInput("4") +
      Disagreement("field: 'price_schedules.rates' value: '8' source_id: "
                   "'list' taken_value: '9' taken_source_id: 'page' "
                   "service_tier: 'standard' meter: METER_OUTPUT_TOKENS") +
      Disagreement("field: 'price_schedules.rates' value: '8' source_id: "
                   "'other' taken_value: '9' taken_source_id: 'page' "
                   "service_tier: 'standard' meter: METER_OUTPUT_TOKENS"));
  std::vector<std::string> rows;
  rows.reserve(left.size());
  for (const v1::Disagreement& row : left) {
    rows.push_back(
        absl::StrCat(row.source_id(), " ", row.value(), " ", row.reason()));
  }
  EXPECT_THAT(rows, ElementsAre("list 4 Old.", "list 8 Old.", "other 8 "))
      << "and no ruling";
}

TEST(RefreshDisagreements, ARulingOnOnePriceIsNotAboutOthers) {
  const std::string conflict = Standard(InOut("3", "9")) + OfInput("4");
  for (const char* same :
       {"service_tier: 'standard'", "meter: METER_INPUT_TOKENS",
        "service_tier: 'standard' meter: METER_INPUT_TOKENS"}) {
    EXPECT_EQ(Reason(Refreshed(conflict + Ruling(same))), "Old.") << same;
  }
  for (const char* other :
       {"service_tier: 'batch'", "region: 'us'", "meter: METER_OUTPUT_TOKENS",
        "parameters { key: 'size' value: '1' }"}) {
    const auto left = Refreshed(conflict + Ruling(other));
    ASSERT_EQ(left.size(), 2u) << other;
    EXPECT_EQ(left[0].reason(), "") << other;
  }
}

TEST(RefreshDisagreements, ARulingOnAFactIsAboutItsOwnValue) {
  const auto ruling = [](const std::string& value) {
    return Disagreement(
        absl::StrCat("field: 'limits.context_window_tokens' value: '", value,
                     "' source_id: 'list' reason: 'Rounded.'"));
  };
  EXPECT_EQ(Reason(Refreshed(OfWindow("2000") + ruling("2000"))), "Rounded.");
  EXPECT_EQ(Refreshed(OfWindow("2000") + ruling("2001")).size(), 2u);
}

TEST(RefreshDisagreements, ARulingThatSettlesNothingStaysAsItIs) {
  const auto left = Refreshed(Standard(InOut("3", "9")) + Ruling(""));
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].value(), "all of it");
  EXPECT_EQ(left[0].taken_source_id(), "");
}

// A model that one layer alone has, whose prices have changed since.
TEST(RefreshDisagreements, HoldsForModelsOfOneLayer) {
  EXPECT_EQ(MergedModel({Standard(InOut("4", "9")) +
                         Disagreement(
                             "field: 'price_schedules.rates' value: '4' "
                             "source_id: 'a' taken_value: '3' taken_source_id: "
                             "'a' service_tier: 'standard' meter: "
                             "METER_INPUT_TOKENS")})
                .disagreements_size(),
            0);
}

}  // namespace
}  // namespace ratecard
