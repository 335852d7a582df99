#include "service/catalog/diff/price_diff.h"

#include "gmock/gmock.h"
#include "service/catalog/merge/rate_difference.h"
#include "service/catalog/text.h"
#include "tests/unit/catalog/diff/catalogs.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

absl::Time Today() { return CatalogTimeOr("2026-11-01", absl::InfinitePast()); }

// `batch us: input_tokens 2.5 -> 2, from 2026-07-30 until 2026-12-01`.
std::string TextOf(const PriceChange& change) {
  std::string text =
      absl::StrCat(change.where.service_tier(), " ", change.where.region(),
                   change.presence == Presence::kAdded     ? "+"
                   : change.presence == Presence::kRemoved ? "-"
                                                           : "",
                   ":");
  for (const RateChange& rate : change.rates) {
    const v1::Rate& any = rate.after.has_value() ? *rate.after : *rate.before;
    absl::StrAppend(
        &text, " ", v1::Meter_Name(any.meter()).substr(6), " ",
        rate.before.has_value() ? PriceText(*rate.before) : "none", " -> ",
        rate.after.has_value() ? PriceText(*rate.after) : "none", ",");
  }
  return absl::StrCat(text, " ", change.where.start_time(),
                      change.where.end_time().empty() ? "" : " until ",
                      change.where.end_time());
}

std::vector<std::string> Diff(const std::string& before,
                              const std::string& after) {
  std::vector<std::string> texts;
  for (const PriceChange& change :
       DiffPrices(ModelOf(before), ModelOf(after), Today()).changes) {
    texts.push_back(TextOf(change));
  }
  return texts;
}

PastPrices Past(const std::string& before, const std::string& after) {
  return DiffPrices(ModelOf(before), ModelOf(after), Today()).past;
}

TEST(PriceDiff, NamesTheDayFromWhichAPriceHolds) {
  EXPECT_THAT(Diff(Schedule("standard", Input("2.5") + Output("15")),
                   Schedule("old", "end_time: '2026-07-30'" + Input("2.5") +
                                       Output("15")) +
                       Schedule("standard", "start_time: '2026-07-30'" +
                                                Input("2") + Output("15"))),
              ElementsAre("standard : INPUT_TOKENS 2.5 -> 2, 2026-07-30"));
}

TEST(PriceDiff, APriceOfAllTimesHasNoDate) {
  EXPECT_THAT(Diff(Schedule("standard", Input("2.5") + Output("15")),
                   Schedule("standard", Input("2") + Output("12"))),
              ElementsAre("standard : INPUT_TOKENS 2.5 -> 2, OUTPUT_TOKENS 15 "
                          "-> 12, "));
}

TEST(PriceDiff, AnOfferHasAnEnd) {
  EXPECT_THAT(
      Diff(Schedule("standard", Input("2")),
           Schedule("a", "end_time: '2026-11-15'" + Input("2")) +
               Schedule("b", "start_time: '2026-11-15' end_time: '2026-12-01'" +
                                 Input("1")) +
               Schedule("c", "start_time: '2026-12-01'" + Input("2"))),
      ElementsAre("standard : INPUT_TOKENS 2 -> 1, 2026-11-15 until "
                  "2026-12-01"));
}

// One source says from when on it saw the price, another that it always held.
TEST(PriceDiff, HowSchedulesAreCutAndNamedAndWhoSaysSoIsNoChange) {
  EXPECT_THAT(Diff(Schedule("standard", Input("2")),
                   Schedule("a", "end_time: '2026-01-01'" + Input("2.00")) +
                       Schedule("b",
                                "start_time: '2026-01-01' start_basis: "
                                "DATE_BASIS_RECORDED source_id: 't'" +
                                    Input("2"))),
              IsEmpty());
  EXPECT_THAT(Diff(Schedule("standard", Input("2")),
                   Schedule("standard",
                            "start_time: '2026-10-31' start_basis: "
                            "DATE_BASIS_VERIFIED" +
                                Input("2"))),
              IsEmpty());
}

TEST(PriceDiff, WhatEndedByTodayIsSummedUp) {
  const std::string before = Schedule("standard", Input("2"));
  const std::string after =
      Schedule("a", "end_time: '2026-01-01'" + Input("4")) +
      Schedule("b",
               "start_time: '2026-01-01' end_time: '2026-02-01'" + Input("3")) +
      Schedule("standard", "start_time: '2026-02-01'" + Input("2"));
  EXPECT_THAT(Diff(before, after), IsEmpty());
  const PastPrices past = Past(before, after);
  EXPECT_EQ(past.periods, 2);
  EXPECT_EQ(past.start, absl::InfinitePast());
  EXPECT_EQ(past.end, CatalogTimeOr("2026-02-01", absl::InfinitePast()));
}

TEST(PriceDiff, MetersComeAndGo) {
  EXPECT_THAT(
      Diff(Schedule("standard", Input("2") + Output("8")),
           Schedule("standard",
                    Input("2") +
                        "rates { meter: METER_CACHE_READ_TOKENS price: '1' }")),
      ElementsAre("standard : CACHE_READ_TOKENS none -> 1, OUTPUT_TOKENS 8 -> "
                  "none, "));
}

TEST(PriceDiff, AStateIsAPriceToo) {
  EXPECT_THAT(Diff(Schedule("standard",
                            "rates { meter: METER_INPUT_TOKENS state: "
                            "METER_STATE_FREE }"),
                   Schedule("standard", Input("2"))),
              ElementsAre("standard : INPUT_TOKENS free -> 2, "));
}

TEST(PriceDiff, AThresholdIsAChange) {
  EXPECT_THAT(
      Diff(Schedule("standard", Input("2")),
           Schedule("standard",
                    Input("2",
                          "tiers { min_input_tokens: 200001 price: '4' "
                          "}"))),
      ElementsAre(
          "standard : INPUT_TOKENS 2 -> 2; 4 from 200001 input tokens, "));
}

// 50 free searches a day are money.
TEST(PriceDiff, AFreeAllowanceIsAChange) {
  const std::string rate = "rates { meter: METER_WEB_SEARCHES price: '35' ";
  EXPECT_THAT(
      Diff(Schedule("standard", rate + "}"),
           Schedule("standard",
                    rate + "free_allowance { quantity: 50 period: 'day' } }")),
      ElementsAre("standard : WEB_SEARCHES 35 -> 35, "));
}

TEST(PriceDiff, TiersAndRegionsComeAndGoWhole) {
  EXPECT_THAT(Diff(Schedule("standard", Input("2")) +
                       Schedule("flex", "service_tier: 'flex'" + Input("1")),
                   Schedule("standard", Input("2")) +
                       Schedule("batch", "service_tier: 'batch'" + Input("1")) +
                       Schedule("us", "region: 'us'" + Input("3"))),
              ElementsAre("standard us+: INPUT_TOKENS none -> 3, ",
                          "batch +: INPUT_TOKENS none -> 1, ",
                          "flex -: INPUT_TOKENS 1 -> none, "));
}

std::string Window(const std::string& start, const std::string& price) {
  return Schedule(
      "peak", absl::StrCat("daily_windows { time_zone: 'UTC' start: '", start,
                           "' end: '18:00' }", Input(price)));
}

TEST(PriceDiff, WindowsThatMoveKeepTheirPrices) {
  const PriceDiff diff = DiffPrices(
      ModelOf(Schedule("standard", Input("1")) + Window("08:00", "2")),
      ModelOf(Schedule("standard", Input("1")) + Window("09:00", "2")),
      Today());
  ASSERT_EQ(diff.changes.size(), 1);
  EXPECT_THAT(diff.changes[0].rates, IsEmpty());
  ASSERT_TRUE(diff.changes[0].windows_before.has_value());
  EXPECT_EQ(diff.changes[0].windows_before->daily_windows(0).start(), "08:00");
  EXPECT_EQ(diff.changes[0].where.daily_windows(0).start(), "09:00");
}

TEST(PriceDiff, PricesInAnotherCurrencyAllDiffer) {
  v1::Model yuan = ModelOf(Schedule("standard", Input("2")));
  yuan.set_currency_code("CNY");
  EXPECT_EQ(DiffPrices(ModelOf(Schedule("standard", Input("2"))), yuan, Today())
                .changes.size(),
            1);
}

}  // namespace
}  // namespace ratecard
