#include "service/catalog/text.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

absl::Time Utc(int year, int month, int day, int hour = 0, int minute = 0,
               int second = 0) {
  return absl::FromCivil(
      absl::CivilSecond(year, month, day, hour, minute, second),
      absl::UTCTimeZone());
}

TEST(ParseCatalogTime, ReadsTimesAndBareDates) {
  EXPECT_THAT(ParseCatalogTime("2026-08-16T16:00:05Z"),
              IsOkAndHolds(Utc(2026, 8, 16, 16, 0, 5)));
  EXPECT_THAT(ParseCatalogTime("2026-08-16"), IsOkAndHolds(Utc(2026, 8, 16)));
  EXPECT_THAT(ParseCatalogTime("2024-02-29"), IsOkAndHolds(Utc(2024, 2, 29)));
}

TEST(ParseCatalogTime, RefusesAnythingElse) {
  for (const char* text :
       {"", "2026", "2026-08", "2026-8-16", "2026-02-29", "2026-00-10",
        "2026-13-01", "2026-08-16T24:00:00Z", "2026-08-16T16:60:00Z",
        "2026-08-16T16:00:60Z", "2026-08-16T16:00:00", "2026-08-16 16:00:00Z",
        "2026-08-16T16:00:00+02:00", "-026-08-16", "2026-08-16T1a:00:00Z",
        "2026-08-16T16:00:00Z ", "+202-08-16", "663-08-16", "0000-08-16"}) {
    EXPECT_FALSE(ParseCatalogTime(text).ok()) << text;
  }
}

TEST(ParseCatalogDate, RefusesATime) {
  EXPECT_THAT(ParseCatalogDate("2026-08-16"),
              IsOkAndHolds(absl::CivilDay(2026, 8, 16)));
  EXPECT_FALSE(ParseCatalogDate("2026-08-16T00:00:00Z").ok());
  EXPECT_FALSE(ParseCatalogDate("2026-04-31").ok());
}

TEST(FormatCatalogDate, WritesWhatIsReadBack) {
  for (const char* text : {"0001-01-01", "0663-02-01", "9999-12-31"}) {
    const absl::StatusOr<absl::CivilDay> day = ParseCatalogDate(text);
    ASSERT_THAT(day, IsOk());
    EXPECT_EQ(FormatCatalogDate(*day), text);
  }
}

TEST(ParseMinuteOfDay, RunsFromMidnightToMidnight) {
  EXPECT_THAT(ParseMinuteOfDay("00:00"), IsOkAndHolds(0));
  EXPECT_THAT(ParseMinuteOfDay("08:30"), IsOkAndHolds(510));
  EXPECT_THAT(ParseMinuteOfDay("24:00"), IsOkAndHolds(1440));
  for (const char* text : {"", "8:30", "24:01", "12:60", "-1:00", "1200",
                           "12:0", "12:00:00", "aa:bb"}) {
    EXPECT_FALSE(ParseMinuteOfDay(text).ok()) << text;
  }
}

}  // namespace
}  // namespace ratecard
