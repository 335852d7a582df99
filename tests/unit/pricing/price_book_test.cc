#include "service/pricing/price_book.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/pricing/time_of.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const absl::Time kNow = TimeOf("2026-07-01T12:00:00Z");

PriceSchedule Schedule(std::string id, std::string region = "",
                       std::string tier = "standard") {
  PriceSchedule schedule;
  schedule.id = std::move(id);
  schedule.region = std::move(region);
  schedule.service_tier = std::move(tier);
  return schedule;
}

PriceSchedule Period(std::string id, absl::string_view start,
                     absl::string_view end) {
  PriceSchedule schedule = Schedule(std::move(id));
  if (!start.empty()) {
    schedule.start = TimeOf(start);
  }
  if (!end.empty()) {
    schedule.end = TimeOf(end);
  }
  return schedule;
}

// `us` holds two cities, `world` holds `us`, and `na` shares one with `us`.
RegionMap Regions() {
  RegionMap regions;
  regions.Add("world", {"us", "eu"});
  regions.Add("us", {"us-east", "us-west"});
  regions.Add("na", {"us-east"});
  regions.Add("us-east", {});
  regions.Add("us-west", {});
  regions.Add("eu", {});
  return regions;
}

// The id of the schedule in force, or the reason why there is none.
std::string Selected(const PriceBook& book, absl::Time as_of,
                     absl::string_view tier = "standard",
                     absl::string_view region = "") {
  const auto choice = book.Select(as_of, tier, region, Regions());
  return choice.ok() ? choice->schedule->id : DetailOf(choice.status()).reason;
}

// The metadata of an error by key.
std::string Fact(const absl::Status& status, absl::string_view key) {
  for (const auto& [name, value] : DetailOf(status).metadata) {
    if (name == key) {
      return value;
    }
  }
  return "none";
}

TEST(Select, TakesThePriceOfTheInstant) {
  const PriceBook book(
      {Period("new", "2026-07-30T00:00:00Z", ""),
       Period("old", "2026-07-09T00:00:00Z", "2026-07-30T00:00:00Z")});
  EXPECT_EQ(Selected(book, TimeOf("2026-07-09T00:00:00Z")), "old");
  EXPECT_EQ(Selected(book, TimeOf("2026-07-29T23:59:59.999999999Z")), "old");
  EXPECT_EQ(Selected(book, TimeOf("2026-07-30T00:00:00Z")), "new");
  EXPECT_EQ(Selected(book, TimeOf("9999-12-31T23:59:59Z")), "new");
}

TEST(Select, TakesAScheduleWithoutStartForAllThePast) {
  const PriceBook book({Period("always", "", "")});
  EXPECT_EQ(Selected(book, TimeOf("0001-01-01T00:00:00Z")), "always");
  EXPECT_EQ(Selected(book, absl::InfinitePast()), "always");
}

TEST(Select, RefusesAnInstantBeforeInAGapAndAfter) {
  const PriceBook book(
      {Period("a", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"),
       Period("b", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z")});
  for (const absl::string_view instant :
       {"2025-12-31T23:59:59Z", "2026-02-01T00:00:00Z", "2026-02-28T23:59:59Z",
        "2026-04-01T00:00:00Z"}) {
    const auto choice = book.Select(TimeOf(instant), "standard", "", Regions());
    EXPECT_THAT(choice, AllOf(FailsWith(absl::StatusCode::kFailedPrecondition,
                                        "PRICE_NOT_IN_FORCE"),
                              NamesField("as_of")))
        << instant;
    EXPECT_EQ(Fact(choice.status(), "offered"),
              "2026-01-01T00:00:00Z/2026-02-01T00:00:00Z,"
              "2026-03-01T00:00:00Z/2026-04-01T00:00:00Z");
  }
}

// A book with a price for the night, one for noon and one for the rest.
PriceBook ByHours() {
  PriceSchedule rest = Schedule("rest");
  PriceSchedule night = Schedule("night");
  night.windows.emplace_back(absl::UTCTimeZone(), 22 * 60, 6 * 60,
                             uint8_t{0x7f}, nullptr);
  PriceSchedule noon = Schedule("noon");
  noon.windows.emplace_back(absl::UTCTimeZone(), 11 * 60, 12 * 60,
                            uint8_t{0x7f}, nullptr);
  noon.windows.emplace_back(absl::UTCTimeZone(), 13 * 60, 14 * 60,
                            uint8_t{0x7f}, nullptr);
  return PriceBook({rest, night, noon});
}

TEST(Select, TakesTheWindowThatIsOpenAndElseTheRestOfTheDay) {
  const PriceBook book = ByHours();
  EXPECT_EQ(Selected(book, TimeOf("2026-07-01T10:59:59Z")), "rest");
  EXPECT_EQ(Selected(book, TimeOf("2026-07-01T11:00:00Z")), "noon");
  EXPECT_EQ(Selected(book, TimeOf("2026-07-01T12:00:00Z")), "rest");
  EXPECT_EQ(Selected(book, TimeOf("2026-07-01T13:59:59Z")), "noon");
  EXPECT_EQ(Selected(book, TimeOf("2026-07-01T22:00:00Z")), "night");
  EXPECT_EQ(Selected(book, TimeOf("2026-07-02T05:59:59Z")), "night");
  EXPECT_EQ(Selected(book, TimeOf("2026-07-02T06:00:00Z")), "rest");
}

TEST(Select, SaysThatOtherPricesHoldAtOtherTimesOfDay) {
  const PriceBook book = ByHours();
  for (const absl::string_view instant :
       {"2026-07-01T10:00:00Z", "2026-07-01T11:00:00Z",
        "2026-07-01T23:00:00Z"}) {
    EXPECT_TRUE(
        book.Select(TimeOf(instant), "standard", "", Regions())->daily_windows)
        << instant;
  }
  const PriceBook plain({Schedule("all")});
  EXPECT_FALSE(plain.Select(kNow, "standard", "", Regions())->daily_windows);
}

// The windows of a price that is not in force are not those of the day.
TEST(Select, IgnoresTheWindowsOfAnotherPeriodTierAndRegion) {
  PriceSchedule old = Period("old", "", "2026-01-01T00:00:00Z");
  PriceSchedule now = Period("now", "2026-01-01T00:00:00Z", "");
  PriceSchedule batch = Schedule("batch", "", "batch");
  PriceSchedule eu = Schedule("eu", "eu");
  for (PriceSchedule* other : {&old, &batch, &eu}) {
    other->windows.emplace_back(absl::UTCTimeZone(), 0, 24 * 60, uint8_t{0x7f},
                                nullptr);
  }
  const PriceBook book({old, now, batch, eu});
  const auto choice = book.Select(kNow, "standard", "", Regions());
  ASSERT_THAT(choice, IsOk());
  EXPECT_EQ(choice->schedule->id, "now");
  EXPECT_FALSE(choice->daily_windows);
}

TEST(Select, RefusesAnHourThatNoWindowTakes) {
  PriceSchedule day = Schedule("day");
  day.windows.emplace_back(absl::UTCTimeZone(), 8 * 60, 20 * 60, uint8_t{0x7f},
                           nullptr);
  const PriceBook book({day});
  EXPECT_EQ(Selected(book, TimeOf("2026-07-01T19:59:59Z")), "day");
  EXPECT_EQ(Selected(book, TimeOf("2026-07-01T20:00:00Z")),
            "PRICE_NOT_IN_FORCE");
}

// 2027-01-04 is a Monday; the calendar ends with 2026.
TEST(Select, SaysWhereTheHolidaysAreNotKnown) {
  auto calendar = std::make_shared<HolidayCalendar>();
  calendar->days = {absl::CivilDay(2026, 10, 1)};
  calendar->covers_through = absl::CivilDay(2026, 12, 31);
  PriceSchedule peak = Schedule("peak");
  peak.windows.emplace_back(Zone("Asia/Shanghai"), 9 * 60, 12 * 60,
                            uint8_t{0x1f}, calendar);
  const PriceBook book({Schedule("rest"), peak});
  const auto unknown = [&](absl::string_view instant) {
    return book.Select(TimeOf(instant), "standard", "", Regions())
        ->holidays_unknown;
  };
  EXPECT_FALSE(unknown("2026-12-31T02:00:00Z"));
  EXPECT_TRUE(unknown("2027-01-04T02:00:00Z"));
  EXPECT_FALSE(unknown("2027-01-04T05:00:00Z"));  // after hours
}

TEST(Select, TakesTheNarrowestOfNestedRegions) {
  const PriceBook book({Schedule("world", "world"), Schedule("us", "us"),
                        Schedule("east", "us-east")});
  EXPECT_EQ(Selected(book, kNow, "standard", "us-east"), "east");
  EXPECT_EQ(Selected(book, kNow, "standard", "us-west"), "us");
  EXPECT_EQ(Selected(book, kNow, "standard", "us"), "us");
  EXPECT_EQ(Selected(book, kNow, "standard", "eu"), "world");
  EXPECT_EQ(Selected(book, kNow, "standard", "world"), "world");
}

TEST(Select, NeverTakesThePriceOfANarrowerRegionForAWiderOne) {
  const PriceBook book({Schedule("east", "us-east")});
  EXPECT_EQ(Selected(book, kNow, "standard", "us-east"), "east");
  EXPECT_EQ(Selected(book, kNow, "standard", "us"), "REGION_NOT_OFFERED");
}

TEST(Select, NeverFallsBackFromARegionToGlobalPricesOrTheOtherWay) {
  const PriceBook global({Schedule("global")});
  EXPECT_EQ(Selected(global, kNow, "standard", "eu"), "REGION_NOT_OFFERED");
  const PriceBook both({Schedule("global"), Schedule("us", "us")});
  EXPECT_EQ(Selected(both, kNow), "global");
  EXPECT_EQ(Selected(both, kNow, "standard", "us-west"), "us");
  EXPECT_EQ(Selected(both, kNow, "standard", "eu"), "REGION_NOT_OFFERED");
}

TEST(Select, TakesTheWiderRegionWhileTheNarrowHasNoPriceOfItsOwn) {
  PriceSchedule east = Schedule("east", "us-east");
  east.end = TimeOf("2026-01-01T00:00:00Z");
  const PriceBook book({Schedule("us", "us"), east});
  const auto at = [&](absl::string_view instant) {
    return Selected(book, TimeOf(instant), "standard", "us-east");
  };
  EXPECT_EQ(at("2025-12-31T23:59:59Z"), "east");
  EXPECT_EQ(at("2026-01-01T00:00:00Z"), "us");
}

TEST(Select, SaysWhichPeriodsTheNarrowestRegionHadWhereNoneHolds) {
  PriceSchedule east =
      Period("east", "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
  east.region = "us-east";
  PriceSchedule us =
      Period("us", "2025-01-01T00:00:00Z", "2025-06-01T00:00:00Z");
  us.region = "us";
  const auto choice =
      PriceBook({us, east}).Select(kNow, "standard", "us-east", Regions());
  EXPECT_THAT(choice, FailsWith(absl::StatusCode::kFailedPrecondition,
                                "PRICE_NOT_IN_FORCE"));
  EXPECT_EQ(Fact(choice.status(), "offered"),
            "2025-01-01T00:00:00Z/2026-01-01T00:00:00Z");
}

TEST(Select, RequiresARegionWhereThereAreNoGlobalPrices) {
  const PriceBook book({Schedule("us", "us"), Schedule("eu", "eu")});
  const auto choice = book.Select(kNow, "standard", "", Regions());
  EXPECT_THAT(choice, AllOf(FailsWith(absl::StatusCode::kFailedPrecondition,
                                      "REGION_REQUIRED"),
                            NamesField("region")));
  EXPECT_EQ(Fact(choice.status(), "offered"), "eu,us");
  EXPECT_THAT(std::string(choice.status().message()), HasSubstr("eu, us"));
}

TEST(Select, SaysWhichRegionsAreOfferedInTheTier) {
  const PriceBook book(
      {Schedule("g"), Schedule("us", "us"), Schedule("b", "eu", "batch")});
  const auto choice = book.Select(kNow, "standard", "eu", Regions());
  EXPECT_THAT(choice, AllOf(FailsWith(absl::StatusCode::kFailedPrecondition,
                                      "REGION_NOT_OFFERED"),
                            NamesField("region")));
  EXPECT_EQ(Fact(choice.status(), "offered"), "us");
  EXPECT_THAT(std::string(choice.status().message()),
              HasSubstr("leave it empty, or one of: us"));
}

// `global` is no region unless the provider has one of that name.
TEST(Select, OffersNoRegionWhereThereAreGlobalPricesOnly) {
  const auto choice =
      PriceBook({Schedule("g")}).Select(kNow, "standard", "eu", Regions());
  EXPECT_EQ(Fact(choice.status(), "offered"), "");
  EXPECT_THAT(std::string(choice.status().message()),
              HasSubstr("leave the region empty"));
}

TEST(Select, ShortensWhatItQuotes) {
  const auto choice =
      PriceBook({Schedule("g")})
          .Select(kNow, std::string(100'000, 'x'), "", Regions());
  EXPECT_LT(choice.status().message().size(), 200u);
}

TEST(Select, NeverFallsBackToTheStandardTier) {
  const PriceBook book({Schedule("s"), Schedule("b", "", "batch"),
                        Schedule("b-eu", "eu", "batch")});
  const auto choice = book.Select(kNow, "priority", "", Regions());
  EXPECT_THAT(choice, AllOf(FailsWith(absl::StatusCode::kFailedPrecondition,
                                      "SERVICE_TIER_NOT_OFFERED"),
                            NamesField("service_tier")));
  EXPECT_EQ(Fact(choice.status(), "offered"), "batch,standard");
  EXPECT_EQ(Selected(book, kNow, "batch"), "b");
  EXPECT_EQ(Selected(book, kNow, "batch", "eu"), "b-eu");
  // Names of tiers are not prefixes or of another case.
  EXPECT_EQ(Selected(book, kNow, "batc"), "SERVICE_TIER_NOT_OFFERED");
  EXPECT_EQ(Selected(book, kNow, "Batch"), "SERVICE_TIER_NOT_OFFERED");
}

TEST(Select, RefusesAModelWithoutAnyPrice) {
  for (const absl::string_view region : {"", "us"}) {
    EXPECT_THAT(
        PriceBook().Select(kNow, "standard", region, Regions()),
        FailsWith(absl::StatusCode::kFailedPrecondition, "METER_UNPRICED"));
  }
}

TEST(PriceBook, ListsWhatItHas) {
  const PriceBook book({Schedule("b", "eu", "batch"), Schedule("s"),
                        Schedule("s2", "us"), Schedule("f", "", "flex")});
  EXPECT_THAT(book.ServiceTiers(), ElementsAre("batch", "flex", "standard"));
  EXPECT_THAT(PriceBook().ServiceTiers(), IsEmpty());
}

TEST(RegionMap, ContainsItselfAndAllWithin) {
  const RegionMap regions = Regions();
  EXPECT_TRUE(regions.Contains("us", "us"));
  EXPECT_TRUE(regions.Contains("us", "us-east"));
  EXPECT_TRUE(regions.Contains("world", "us-east"));
  EXPECT_TRUE(regions.Contains("na", "us-east"));
  EXPECT_FALSE(regions.Contains("na", "us-west"));
  EXPECT_FALSE(regions.Contains("us-east", "us"));
  EXPECT_FALSE(regions.Contains("eu", "us"));
  EXPECT_FALSE(regions.Contains("mars", "us"));
}

TEST(RegionMap, KnowsOnlyWhatWasAdded) {
  const RegionMap regions = Regions();
  EXPECT_TRUE(regions.Knows("us-east"));
  EXPECT_FALSE(regions.Knows("us-"));
  EXPECT_FALSE(regions.Knows("US"));
  EXPECT_FALSE(regions.Knows(""));
  EXPECT_EQ(regions.Find("mars"), "");
  EXPECT_THAT(regions.Names(),
              ElementsAre("eu", "na", "us", "us-east", "us-west", "world"));
}

TEST(UsualPrice, IsTheLatestOfTheStandardTierWithoutARegion) {
  const PriceBook book(
      {Period("old", "", "2026-07-09T00:00:00Z"),
       Period("new", "2026-07-09T00:00:00Z", "2026-08-01T00:00:00Z"),
       Schedule("regional", "us"), Schedule("batch", "", "batch")});
  const UsualPrice usual = book.Usual();
  ASSERT_NE(usual.schedule, nullptr);
  EXPECT_EQ(usual.schedule->id, "new");
  EXPECT_EQ(usual.from, absl::ToUnixSeconds(TimeOf("2026-07-09T00:00:00Z")));
  EXPECT_EQ(usual.until, absl::ToUnixSeconds(TimeOf("2026-08-01T00:00:00Z")));
}

TEST(UsualPrice, HoldsOnlyWhereNothingIsUncertain) {
  PriceSchedule schedule =
      Period("seen", "2026-01-01T00:00:00Z", "2026-12-01T00:00:00Z");
  schedule.verified_from = TimeOf("2026-03-01T00:00:00Z");
  schedule.last_seen = TimeOf("2026-10-01T00:00:00Z");
  const UsualPrice usual = PriceBook({schedule}).Usual();
  EXPECT_EQ(usual.from, absl::ToUnixSeconds(TimeOf("2026-03-01T00:00:00Z")));
  EXPECT_EQ(usual.until, absl::ToUnixSeconds(TimeOf("2026-10-01T00:00:00Z")));
}

TEST(UsualPrice, HoldsForEverWithoutBounds) {
  const UsualPrice usual = PriceBook({Period("always", "", "")}).Usual();
  EXPECT_LE(usual.from, absl::ToUnixSeconds(absl::UnixEpoch()));
  EXPECT_GE(usual.until, absl::ToUnixSeconds(TimeOf("9999-12-31T23:59:59Z")));
}

TEST(UsualPrice, IsNoneWhereARequestWithoutATierOrRegionMustSearch) {
  PriceSchedule night = Schedule("night");
  night.windows.emplace_back(absl::UTCTimeZone(), 22 * 60, 6 * 60,
                             uint8_t{0x7f}, nullptr);
  EXPECT_EQ(PriceBook().Usual().schedule, nullptr);
  EXPECT_EQ(PriceBook({Schedule("regional", "us")}).Usual().schedule, nullptr);
  EXPECT_EQ(PriceBook({Schedule("batch", "", "batch")}).Usual().schedule,
            nullptr);
  EXPECT_EQ(PriceBook({night, Schedule("day")}).Usual().schedule, nullptr);
}

TEST(UsualPrice, HasTheRatesOfItsSchedule) {
  PriceSchedule schedule = Schedule("one");
  Rate rate;
  rate.meter = Meter::kInput;
  rate.price_nanos = 1'750'000'000;
  schedule.rates.Add(rate);
  const UsualPrice usual = PriceBook({schedule}).Usual();
  ASSERT_NE(usual.rates.Find(Meter::kInput), nullptr);
  EXPECT_EQ(usual.rates.Find(Meter::kInput)->price_nanos, 1'750'000'000);
}

}  // namespace
}  // namespace ratecard
