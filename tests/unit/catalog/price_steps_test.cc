#include "service/catalog/price_steps.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "service/catalog/merge/rate_difference.h"
#include "service/catalog/period.h"
#include "tests/unit/catalog/diff/catalogs.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string TextOf(const RateStep& rate) {
  const v1::Rate& any = rate.after != nullptr ? *rate.after : *rate.before;
  return absl::StrCat(" ", v1::Meter_Name(any.meter()).substr(6), " ",
                      rate.before == nullptr ? "none" : PriceText(*rate.before),
                      " -> ",
                      rate.after == nullptr ? "none" : PriceText(*rate.after));
}

// `2026-07-30 documented batch us 09:00-12:00 old/new: INPUT_TOKENS 2.5 -> 2`.
std::string TextOf(const PriceStep& step) {
  std::string text =
      step.time == absl::InfinitePast() ? "ever" : FormatCatalogTime(step.time);
  if (step.basis != v1::DATE_BASIS_UNSPECIFIED) {
    absl::StrAppend(&text, " ", v1::DateBasis_Name(step.basis).substr(11, 3));
  }
  if (TierOf(*step.place) != "standard") {
    absl::StrAppend(&text, " ", TierOf(*step.place));
  }
  absl::StrAppend(&text, step.place->region().empty() ? "" : " ",
                  step.place->region());
  for (const v1::DailyWindow& window : step.place->daily_windows()) {
    absl::StrAppend(&text, " ", window.start(), "-", window.end());
  }
  absl::StrAppend(&text, step.windows_end ? " end " : " ",
                  step.before == nullptr ? "" : step.before->schedule_id(), "/",
                  step.after == nullptr ? "" : step.after->schedule_id(), ":");
  for (const RateStep& rate : step.rates) {
    absl::StrAppend(&text, TextOf(rate));
  }
  return text;
}

std::vector<std::string> Steps(const std::string& schedules,
                               const std::string& service_tier = "") {
  const v1::Model model = ModelOf(schedules);
  std::vector<std::string> texts;
  for (const PriceStep& step : PriceStepsOf(model, service_tier)) {
    texts.push_back(TextOf(step));
  }
  return texts;
}

std::string From(const std::string& date) {
  return absl::StrCat("start_time: '", date, "' ");
}

std::string Until(const std::string& date) {
  return absl::StrCat("end_time: '", date, "' ");
}

std::string Hours(const std::string& start, const std::string& end) {
  return absl::StrCat("daily_windows { time_zone: 'UTC' start: '", start,
                      "' end: '", end, "' } ");
}

TEST(PriceSteps, AModelWithoutPricesHasNone) {
  EXPECT_THAT(Steps(""), IsEmpty());
}

TEST(PriceSteps, TheFirstPricesHaveNoOldOnesAndNoTimeIfNoneIsKnown) {
  EXPECT_THAT(Steps(Schedule("a", Input("2") + Output("8"))),
              ElementsAre("ever /a: INPUT_TOKENS none -> 2 OUTPUT_TOKENS none "
                          "-> 8"));
  EXPECT_THAT(Steps(Schedule("a", From("2026-01-01") + Input("2"))),
              ElementsAre("2026-01-01 DOC /a: INPUT_TOKENS none -> 2"));
}

TEST(PriceSteps, NameWhatChangedAndNothingElse) {
  EXPECT_THAT(
      Steps(Schedule("a", Until("2026-07-30") + Input("2.5") + Output("15")) +
            Schedule("b", From("2026-07-30") + Input("2") + Output("15"))),
      ElementsAre("ever /a: INPUT_TOKENS none -> 2.5 OUTPUT_TOKENS none -> 15",
                  "2026-07-30 DOC a/b: INPUT_TOKENS 2.5 -> 2"));
}

TEST(PriceSteps, HowSchedulesAreCutAndNamedIsNoChange) {
  EXPECT_THAT(Steps(Schedule("a", Until("2026-01-01") + Input("2")) +
                    Schedule("b", From("2026-01-01") + Until("2026-02-01") +
                                      "start_basis: DATE_BASIS_RECORDED " +
                                      Input("2.00")) +
                    Schedule("c", From("2026-02-01") + Input("3"))),
              ElementsAre("ever /a: INPUT_TOKENS none -> 2",
                          "2026-02-01 DOC b/c: INPUT_TOKENS 2 -> 3"));
}

TEST(PriceSteps, PricesEndAndComeBack) {
  EXPECT_THAT(Steps(Schedule("a", Until("2026-01-01") + Input("2")) +
                    Schedule("b", From("2026-02-01") + Input("2"))),
              ElementsAre("ever /a: INPUT_TOKENS none -> 2",
                          "2026-01-01 a/: INPUT_TOKENS 2 -> none",
                          "2026-02-01 DOC /b: INPUT_TOKENS none -> 2"));
}

// Somebody looked on 2026-10-01: the price is that of all times since the one
// before it ended.
TEST(PriceSteps, AVerifiedPriceBeginsWhereTheOneBeforeItEnds) {
  const std::string verified =
      Schedule("b", From("2026-10-01") + "start_basis: DATE_BASIS_VERIFIED " +
                        Input("3"));
  EXPECT_THAT(Steps(verified), ElementsAre("ever /b: INPUT_TOKENS none -> 3"));
  EXPECT_THAT(Steps(Schedule("a", Until("2026-05-01") + Input("2")) + verified),
              ElementsAre("ever /a: INPUT_TOKENS none -> 2",
                          "2026-05-01 VER a/b: INPUT_TOKENS 2 -> 3"));
}

TEST(PriceSteps, TiersAndRegionsEachHaveTheirOwn) {
  const std::string schedules =
      Schedule("us", "region: 'us' " + Input("2")) +
      Schedule("all", Input("2")) +
      Schedule("flex", "service_tier: 'flex' " + Input("1")) +
      Schedule("batch", "service_tier: 'batch' " + Input("1"));
  EXPECT_THAT(Steps(schedules),
              ElementsAre("ever /all: INPUT_TOKENS none -> 2",
                          "ever us /us: INPUT_TOKENS none -> 2",
                          "ever batch /batch: INPUT_TOKENS none -> 1",
                          "ever flex /flex: INPUT_TOKENS none -> 1"));
  EXPECT_THAT(Steps(schedules, "batch"),
              ElementsAre("ever batch /batch: INPUT_TOKENS none -> 1"));
  EXPECT_THAT(Steps(schedules, "standard").size(), 2);
  EXPECT_THAT(Steps(schedules, "slow"), IsEmpty());
}

// DeepSeek on 2026-08-16: the price of all day rises, and at peak hours is
// twice that, where the one of all day held before.
TEST(PriceSteps, NewHoursChangeWhatHeldBeforeAtThem) {
  EXPECT_THAT(
      Steps(Schedule("old", Until("2026-08-16") + Input("0.435")) +
            Schedule("new", From("2026-08-16") + Input("0.66")) +
            Schedule("peak", From("2026-08-16") + Hours("01:00", "04:00") +
                                 Input("1.32"))),
      ElementsAre(
          "ever /old: INPUT_TOKENS none -> 0.435",
          "2026-08-16 DOC old/new: INPUT_TOKENS 0.435 -> 0.66",
          "2026-08-16 DOC 01:00-04:00 old/peak: INPUT_TOKENS 0.435 -> 1.32"));
}

TEST(PriceSteps, HoursThatEndChangeToWhatHoldsAllDay) {
  EXPECT_THAT(
      Steps(Schedule("day", Input("4")) +
            Schedule("night", Hours("22:00", "06:00") + Until("2026-03-01") +
                                  Input("2"))),
      ElementsAre("ever /day: INPUT_TOKENS none -> 4",
                  "ever 22:00-06:00 /night: INPUT_TOKENS none -> 2",
                  "2026-03-01 22:00-06:00 end night/day: INPUT_TOKENS 2 -> 4"));
}

// The windows are told of all the same: without them, night would cost 3.
TEST(PriceSteps, HoursThatKeepThePriceWhileItChangesAroundThemAreNamed) {
  EXPECT_THAT(
      Steps(Schedule("a", Until("2026-03-01") + Input("2")) +
            Schedule("day", From("2026-03-01") + Input("3")) +
            Schedule("night", From("2026-03-01") + Hours("22:00", "06:00") +
                                  Input("2"))),
      ElementsAre("ever /a: INPUT_TOKENS none -> 2",
                  "2026-03-01 DOC a/day: INPUT_TOKENS 2 -> 3",
                  "2026-03-01 DOC 22:00-06:00 a/night:"));
}

TEST(PriceSteps, HoursAtThePriceOfAllDayAreNone) {
  EXPECT_THAT(
      Steps(Schedule("day", Until("2026-03-01") + Input("2")) +
            Schedule("day2", From("2026-03-01") + Input("3")) +
            Schedule("night", Hours("22:00", "06:00") + Until("2026-03-01") +
                                  Input("2")) +
            Schedule("night2", From("2026-03-01") + Until("2026-04-01") +
                                   Hours("22:00", "06:00") + Input("3"))),
      ElementsAre("ever /day: INPUT_TOKENS none -> 2",
                  "2026-03-01 DOC day/day2: INPUT_TOKENS 2 -> 3"));
}

// 22:00-06:00 becomes 23:00-05:00 at another price.
TEST(PriceSteps, HoursThatTakeThePlaceOfOthersAreToldAgainstThePriceOfAllDay) {
  EXPECT_THAT(
      Steps(Schedule("day", Input("4")) +
            Schedule("night", Hours("22:00", "06:00") + Until("2026-03-01") +
                                  Input("2")) +
            Schedule("late", From("2026-03-01") + Hours("23:00", "05:00") +
                                 Input("1"))),
      ElementsAre("ever /day: INPUT_TOKENS none -> 4",
                  "ever 22:00-06:00 /night: INPUT_TOKENS none -> 2",
                  "2026-03-01 22:00-06:00 end night/day: INPUT_TOKENS 2 -> 4",
                  "2026-03-01 DOC 23:00-05:00 day/late: INPUT_TOKENS 4 -> 1"));
}

TEST(PriceSteps, MetersThresholdsStatesAndAllowancesCount) {
  const std::string search = "rates { meter: METER_WEB_SEARCHES price: '35' ";
  EXPECT_THAT(
      Steps(Schedule("a", Until("2026-01-01") + Input("2") + search + "}") +
            Schedule("b", From("2026-01-01") + Until("2026-02-01") +
                              Input("2",
                                    "tiers { min_input_tokens: 200001 "
                                    "price: '4' }") +
                              search +
                              "free_allowance { quantity: 50 period: 'day' } "
                              "}") +
            Schedule("c", From("2026-02-01") +
                              "rates { meter: METER_INPUT_TOKENS state: "
                              "METER_STATE_FREE }" +
                              Output("8"))),
      ElementsAre("ever /a: INPUT_TOKENS none -> 2 WEB_SEARCHES none -> 35",
                  "2026-01-01 DOC a/b: INPUT_TOKENS 2 -> 2; 4 from 200001 "
                  "input tokens WEB_SEARCHES 35 -> 35",
                  "2026-02-01 DOC b/c: INPUT_TOKENS 2; 4 from 200001 input "
                  "tokens -> free OUTPUT_TOKENS none -> 8 WEB_SEARCHES 35 -> "
                  "none"));
}

std::string Audio(const std::string& what) {
  return absl::StrCat("rates { meter: METER_AUDIO_INPUT_TOKENS ", what, " } ");
}

// Audio at $2 of its own is billed as text at $2 and back at $3: it costs what
// it cost each time. At last it costs something else.
TEST(PriceSteps, WhatIsBilledAsAnotherMeterCostsWhatThatOneCosts) {
  const std::string as_text = Audio("billed_as: METER_INPUT_TOKENS");
  EXPECT_THAT(
      Steps(
          Schedule("a",
                   Until("2026-01-01") + Input("2") + Audio("price: '2'")) +
          Schedule("b", From("2026-01-01") + Until("2026-02-01") + Input("2") +
                            as_text) +
          Schedule("c", From("2026-02-01") + Until("2026-03-01") + Input("3") +
                            as_text) +
          Schedule("d", From("2026-03-01") + Until("2026-04-01") + Input("3") +
                            Audio("price: '3'")) +
          Schedule("e", From("2026-04-01") + Input("4") + Audio("price: '3'"))),
      ElementsAre(
          "ever /a: INPUT_TOKENS none -> 2 AUDIO_INPUT_TOKENS none -> 2",
          "2026-02-01 DOC b/c: INPUT_TOKENS 2 -> 3 AUDIO_INPUT_TOKENS "
          "2 -> billed as METER_INPUT_TOKENS",
          "2026-04-01 DOC d/e: INPUT_TOKENS 3 -> 4 AUDIO_INPUT_TOKENS "
          "billed as METER_INPUT_TOKENS -> 3"));
}

}  // namespace
}  // namespace ratecard
