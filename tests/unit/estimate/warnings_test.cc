// What an estimate warns of, and the instants at which that begins.

#include <memory>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/estimate/estimate.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/estimate/test_model.h"

namespace ratecard {
namespace {

using F = UsageField;

std::vector<Rate> Rates() {
  return {RateOf(Meter::kInput, Dollars(1)),
          RateOf(Meter::kOutput, Dollars(2))};
}

WarningSet WarningsOf(const TestModel& test, const EstimateOptions& options,
                      const Usage& usage = UsageOf({{F::kInputTokens, 10}})) {
  Estimate estimate;
  EXPECT_THAT(PriceUsage(test.model, usage, options, &estimate), IsOk());
  return estimate.warnings;
}

WarningSet WarningsAt(const TestModel& test, absl::string_view as_of) {
  EstimateOptions options;
  options.as_of = TimeOf(as_of);
  return WarningsOf(test, options);
}

TEST(WarningSet, HoldsWhatWasAdded) {
  WarningSet set;
  EXPECT_TRUE(set.empty());
  set.Add(WarningCode::kPriceInexact);
  WarningSet other;
  other.Add(WarningCode::kModelDeprecated);
  set.AddAll(other);
  for (int i = 1; i <= static_cast<int>(WarningCode::kPriceInexact); ++i) {
    const auto code = static_cast<WarningCode>(i);
    EXPECT_EQ(set.Has(code), code == WarningCode::kPriceInexact ||
                                 code == WarningCode::kModelDeprecated);
  }
  EXPECT_FALSE(set.empty());
}

TEST(LifecycleWarning, SaysThatNoListHasTheModelAnyMore) {
  TestModel test(Rates());
  test.model.lifecycle.unlisted =
      absl::ToUnixSeconds(TimeOf("2026-07-01T00:00:00Z"));
  EXPECT_TRUE(WarningsAt(test, "2026-06-30T23:59:59Z").empty());
  EXPECT_TRUE(WarningsAt(test, "2026-07-01T00:00:00Z")
                  .Has(WarningCode::kModelUnlisted));
  // What its provider says of it says more.
  test.model.lifecycle.retired =
      absl::ToUnixSeconds(TimeOf("2026-08-01T00:00:00Z"));
  EXPECT_FALSE(WarningsAt(test, "2026-08-01T00:00:00Z")
                   .Has(WarningCode::kModelUnlisted));
}

TEST(LifecycleWarning, FollowsTheModelsDates) {
  TestModel test(Rates());
  test.model.lifecycle.released =
      absl::ToUnixSeconds(TimeOf("2025-01-01T00:00:00Z"));
  test.model.lifecycle.deprecated =
      absl::ToUnixSeconds(TimeOf("2026-01-01T00:00:00Z"));
  test.model.lifecycle.retired =
      absl::ToUnixSeconds(TimeOf("2026-06-01T00:00:00Z"));
  EXPECT_TRUE(WarningsAt(test, "2024-12-31T23:59:59Z")
                  .Has(WarningCode::kBeforeRelease));
  EXPECT_TRUE(WarningsAt(test, "2025-01-01T00:00:00Z").empty());
  EXPECT_TRUE(WarningsAt(test, "2025-12-31T23:59:59Z").empty());
  EXPECT_TRUE(WarningsAt(test, "2026-01-01T00:00:00Z")
                  .Has(WarningCode::kModelDeprecated));
  EXPECT_FALSE(
      WarningsAt(test, "2026-05-31T23:59:59Z").Has(WarningCode::kModelRetired));
  EXPECT_TRUE(
      WarningsAt(test, "2026-06-01T00:00:00Z").Has(WarningCode::kModelRetired));
}

// The list was checked on 2026-06-01: 90 days later is 2026-08-30.
TEST(PriceStale, BeginsAfterTheBound) {
  const TestModel test(Rates());
  EstimateOptions options;
  options.stale_after = absl::Hours(24 * 90);
  options.as_of = TimeOf("2026-08-30T00:00:00Z");
  EXPECT_TRUE(WarningsOf(test, options).empty());
  options.as_of += absl::Nanoseconds(1);
  EXPECT_TRUE(WarningsOf(test, options).Has(WarningCode::kPriceStale));
}

// The second source was checked on 2026-01-01.
TEST(PriceStale, LooksAtTheSourcesOfThePricesUsed) {
  std::vector<Rate> rates = Rates();
  rates[1].source = 1;
  const TestModel test(std::move(rates));
  EstimateOptions options;
  options.stale_after = absl::Hours(24 * 90);
  options.as_of = TimeOf("2026-06-15T00:00:00Z");
  EXPECT_FALSE(WarningsOf(test, options).Has(WarningCode::kPriceStale));
  EXPECT_TRUE(WarningsOf(test, options, UsageOf({{F::kOutputTokens, 1}}))
                  .Has(WarningCode::kPriceStale));
}

TEST(PriceDateUncertain, HoldsFromTheLastSightingToTheEnd) {
  PriceSchedule before = ScheduleOf("before", Rates());
  before.last_seen = TimeOf("2026-10-26T18:46:35Z");
  before.end = TimeOf("2026-10-29T00:00:00Z");
  PriceSchedule after = ScheduleOf("after", Rates());
  after.start = before.end;
  const TestModel test({before, after});
  const auto uncertain = [&](absl::string_view as_of) {
    return WarningsAt(test, as_of).Has(WarningCode::kPriceDateUncertain);
  };
  EXPECT_FALSE(uncertain("2026-10-26T18:46:34Z"));
  EXPECT_TRUE(uncertain("2026-10-26T18:46:35Z"));
  EXPECT_TRUE(uncertain("2026-10-28T23:59:59Z"));
  EXPECT_FALSE(uncertain("2026-10-29T00:00:00Z"));
}

TEST(PriceBeforeVerified, HoldsUntilSomebodyLooked) {
  PriceSchedule schedule = ScheduleOf("all", Rates());
  schedule.verified_from = TimeOf("2026-10-12T00:00:00Z");
  const TestModel test({schedule});
  EXPECT_TRUE(WarningsAt(test, "2026-10-11T23:59:59Z")
                  .Has(WarningCode::kPriceBeforeVerified));
  EXPECT_TRUE(WarningsAt(test, "2026-10-12T00:00:00Z").empty());
}

TEST(HolidaysUnknown, IsSaidPastTheCalendar) {
  auto calendar = std::make_shared<HolidayCalendar>();
  calendar->covers_through = absl::CivilDay(2026, 12, 31);
  PriceSchedule peak = ScheduleOf("peak", Rates());
  peak.windows.emplace_back(absl::UTCTimeZone(), 9 * 60, 12 * 60, uint8_t{0x7f},
                            calendar);
  const TestModel test({ScheduleOf("rest", Rates()), peak});
  EXPECT_FALSE(WarningsAt(test, "2026-12-31T10:00:00Z")
                   .Has(WarningCode::kHolidaysUnknown));
  EXPECT_TRUE(WarningsAt(test, "2027-01-01T10:00:00Z")
                  .Has(WarningCode::kHolidaysUnknown));
}

// A single request is priced at its instant: nothing to warn of.
TEST(DailyWindowsOfAnEstimate, AreNotedWithoutAWarning) {
  PriceSchedule peak = ScheduleOf("peak", Rates());
  peak.windows.emplace_back(absl::UTCTimeZone(), 9 * 60, 12 * 60, uint8_t{0x7f},
                            nullptr);
  const TestModel test({ScheduleOf("rest", Rates()), peak});
  EstimateOptions options;
  options.as_of = TimeOf("2026-07-01T10:00:00Z");
  Estimate estimate;
  ASSERT_THAT(PriceUsage(test.model, UsageOf({{F::kInputTokens, 1}}), options,
                         &estimate),
              IsOk());
  EXPECT_TRUE(estimate.daily_windows);
  EXPECT_EQ(estimate.schedule->id, "peak");
  EXPECT_TRUE(estimate.warnings.empty());
}

TEST(FreeAllowanceIgnored, IsSaidOfARateThatHasOne) {
  std::vector<Rate> rates = Rates();
  Rate searches = RateOf(Meter::kWebSearches, Dollars(35));
  searches.free_allowance = true;
  rates.push_back(searches);
  const TestModel test(std::move(rates));
  EstimateOptions options;
  options.as_of = TimeOf("2026-07-01T00:00:00Z");
  EXPECT_TRUE(WarningsOf(test, options).empty());
  EXPECT_TRUE(WarningsOf(test, options, UsageOf({{F::kWebSearches, 2}}))
                  .Has(WarningCode::kFreeAllowanceIgnored));
}

TEST(PriceInexact, IsSaidOfAPriceThatWasRounded) {
  std::vector<Rate> rates = Rates();
  rates[1].inexact = true;
  const TestModel test(std::move(rates));
  EstimateOptions options;
  options.as_of = TimeOf("2026-07-01T00:00:00Z");
  EXPECT_TRUE(WarningsOf(test, options).empty());
  Estimate estimate;
  ASSERT_THAT(PriceUsage(test.model, UsageOf({{F::kOutputTokens, 1}}), options,
                         &estimate),
              IsOk());
  EXPECT_TRUE(estimate.warnings.Has(WarningCode::kPriceInexact));
  EXPECT_TRUE(estimate.lines[0].inexact);
}

TEST(OverlapAssumed, IsSaidOfAChoiceThatWasMade) {
  std::vector<Rate> rates = Rates();
  rates.push_back(RateOf(Meter::kAudioInput, Dollars(4)));
  rates.push_back(RateOf(Meter::kAudioCacheRead, Dollars(1)));
  const TestModel test(std::move(rates));
  EstimateOptions options;
  options.as_of = TimeOf("2026-07-01T00:00:00Z");
  const Usage open = UsageOf({{F::kInputTokens, 100},
                              {F::kCacheReadTokens, 40},
                              {F::kAudioInputTokens, 40}});
  EXPECT_TRUE(
      WarningsOf(test, options, open).Has(WarningCode::kOverlapAssumed));
  Usage given = open;
  given.Set(F::kCachedAudioInputTokens, 10);
  EXPECT_TRUE(WarningsOf(test, options, given).empty());
}

}  // namespace
}  // namespace ratecard
