#include "service/pricing/daily_window.h"

#include <cstdint>
#include <memory>
#include <random>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/pricing/time_of.h"

namespace ratecard {
namespace {

constexpr uint8_t kEveryDay = 0x7f;
constexpr uint8_t kMonday = 1 << 0;
constexpr uint8_t kThursday = 1 << 3;
constexpr uint8_t kFriday = 1 << 4;
constexpr uint8_t kSaturday = 1 << 5;
constexpr uint8_t kSunday = 1 << 6;

constexpr int Minute(int hour, int minute = 0) { return hour * 60 + minute; }

DailyWindow Window(absl::string_view zone, int start, int end,
                   uint8_t weekdays = kEveryDay,
                   std::shared_ptr<const HolidayCalendar> holidays = nullptr) {
  return DailyWindow(Zone(zone), start, end, weekdays, std::move(holidays));
}

std::shared_ptr<const HolidayCalendar> Calendar(
    std::vector<absl::CivilDay> days, absl::CivilDay covers_through) {
  auto calendar = std::make_shared<HolidayCalendar>();
  calendar->days = std::move(days);
  calendar->covers_through = covers_through;
  return calendar;
}

TEST(DailyWindow, HoldsFromItsFirstInstantToBeforeItsEnd) {
  const DailyWindow window = Window("UTC", Minute(9), Minute(12));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-14T08:59:59.999999999Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-14T09:00:00Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-14T11:59:59.999999999Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-14T12:00:00Z")));
}

// Beijing is eight hours ahead: 09:00 there is 01:00 UTC.
TEST(DailyWindow, IsInLocalTime) {
  const DailyWindow window = Window("Asia/Shanghai", Minute(9), Minute(12));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-14T00:59:59Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-14T01:00:00Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-14T03:59:59Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-14T04:00:00Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-14T09:00:00Z")));
}

// DeepSeek's discount of 2025: 16:30 to 00:30 UTC.
TEST(DailyWindow, GoesOnAfterMidnight) {
  const DailyWindow window = Window("UTC", Minute(16, 30), Minute(0, 30));
  EXPECT_FALSE(window.Contains(TimeOf("2025-03-01T16:29:59Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2025-03-01T16:30:00Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2025-03-01T23:59:59Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2025-03-02T00:00:00Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2025-03-02T00:29:59Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2025-03-02T00:30:00Z")));
}

TEST(DailyWindow, MayEndAtMidnight) {
  const DailyWindow window = Window("UTC", Minute(22), Minute(24));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-14T21:59:59Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-14T22:00:00Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-14T23:59:59Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-15T00:00:00Z")));
}

TEST(DailyWindow, MayLastAWholeDay) {
  const DailyWindow thursday = Window("UTC", 0, Minute(24), kThursday);
  EXPECT_FALSE(thursday.Contains(TimeOf("2026-10-14T23:59:59Z")));
  EXPECT_TRUE(thursday.Contains(TimeOf("2026-10-15T00:00:00Z")));
  EXPECT_TRUE(thursday.Contains(TimeOf("2026-10-15T23:59:59Z")));
  EXPECT_FALSE(thursday.Contains(TimeOf("2026-10-16T00:00:00Z")));
}

// 2026-10-16 is a Friday.
TEST(DailyWindow, TakesTheWeekdayOnWhichItOpened) {
  const DailyWindow window = Window("UTC", Minute(22), Minute(6), kFriday);
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-16T05:59:59Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-16T21:59:59Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-16T22:00:00Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-17T00:00:00Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-17T05:59:59Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-17T06:00:00Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-17T22:00:00Z")));
}

// 2026-10-11 is a Sunday in Beijing from 2026-10-10T16:00Z on.
TEST(DailyWindow, TakesTheLocalWeekday) {
  const DailyWindow window =
      Window("Asia/Shanghai", Minute(0), Minute(9), kSunday);
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-10T15:59:59Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-10T16:00:00Z")));  // UTC Saturday
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-11T00:59:59Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-11T01:00:00Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-11T16:00:00Z")));  // UTC Sunday
}

// 2026-10-01, a Thursday, is a holiday.
TEST(DailyWindow, DoesNotOpenOnAHoliday) {
  const DailyWindow window = Window(
      "UTC", Minute(9), Minute(12), kEveryDay,
      Calendar({absl::CivilDay(2026, 10, 1)}, absl::CivilDay(2026, 12, 31)));
  EXPECT_TRUE(window.Contains(TimeOf("2026-09-30T10:00:00Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-01T10:00:00Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-02T10:00:00Z")));
}

TEST(DailyWindow, ThatOpenedOnTheEveOfAHolidayGoesOnAfterMidnight) {
  const DailyWindow window = Window(
      "UTC", Minute(22), Minute(6), kEveryDay,
      Calendar({absl::CivilDay(2026, 10, 1)}, absl::CivilDay(2026, 12, 31)));
  EXPECT_TRUE(window.Contains(TimeOf("2026-09-30T22:00:00Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-01T05:59:59Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-01T22:00:00Z")));
  // The night after it opened on the holiday: it did not.
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-02T05:59:59Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-02T22:00:00Z")));
}

TEST(DailyWindow, TakesTheHolidayOfTheLocalDay) {
  const DailyWindow window = Window(
      "Asia/Shanghai", Minute(0), Minute(24), kEveryDay,
      Calendar({absl::CivilDay(2026, 10, 1)}, absl::CivilDay(2026, 12, 31)));
  EXPECT_TRUE(window.Contains(TimeOf("2026-09-30T15:59:59Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-09-30T16:00:00Z")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-01T15:59:59Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-01T16:00:00Z")));
}

// Germany, 2026-03-29: 02:00 winter time becomes 03:00 summer time at 01:00
// UTC.
TEST(DailyWindow, IsAnHourShorterWhenSummerTimeBegins) {
  const DailyWindow window =
      Window("Europe/Berlin", Minute(1, 30), Minute(3, 30));
  EXPECT_FALSE(window.Contains(TimeOf("2026-03-29T01:29:59+01:00")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-03-29T01:30:00+01:00")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-03-29T00:59:59Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-03-29T01:00:00Z")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-03-29T03:29:59+02:00")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-03-29T03:30:00+02:00")));
}

TEST(DailyWindow, DoesNotOpenInTheHourThatIsSkipped) {
  const DailyWindow window =
      Window("Europe/Berlin", Minute(2, 15), Minute(2, 45));
  const absl::Time midnight = TimeOf("2026-03-29T00:00:00+01:00");
  for (int minute = 0; minute < 23 * 60; ++minute) {
    ASSERT_FALSE(window.Contains(midnight + absl::Minutes(minute))) << minute;
  }
  EXPECT_TRUE(window.Contains(TimeOf("2026-03-28T02:15:00+01:00")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-03-30T02:15:00+02:00")));
}

// Germany, 2026-10-25: 03:00 summer time becomes 02:00 winter time at 01:00
// UTC.
TEST(DailyWindow, IsAnHourLongerWhenSummerTimeEnds) {
  const DailyWindow window =
      Window("Europe/Berlin", Minute(1, 30), Minute(3, 30));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-25T01:29:59+02:00")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-25T01:30:00+02:00")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-25T02:59:59+02:00")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-25T02:00:00+01:00")));
  EXPECT_TRUE(window.Contains(TimeOf("2026-10-25T03:29:59+01:00")));
  EXPECT_FALSE(window.Contains(TimeOf("2026-10-25T03:30:00+01:00")));
}

TEST(DailyWindow, HoldsInBothPassesOfTheHourThatIsRepeated) {
  const DailyWindow window =
      Window("Europe/Berlin", Minute(2, 15), Minute(2, 45));
  for (const absl::string_view offset : {"+02:00", "+01:00"}) {
    const auto at = [&](absl::string_view time) {
      return TimeOf(absl::StrCat("2026-10-25T", time, offset));
    };
    EXPECT_FALSE(window.Contains(at("02:14:59"))) << offset;
    EXPECT_TRUE(window.Contains(at("02:15:00"))) << offset;
    EXPECT_TRUE(window.Contains(at("02:44:59"))) << offset;
    EXPECT_FALSE(window.Contains(at("02:45:00"))) << offset;
  }
}

TEST(DailyWindow, KeepsItsLocalHoursAcrossANightInWhichTheClockChanges) {
  const DailyWindow night = Window("Europe/Berlin", Minute(22), Minute(6));
  EXPECT_FALSE(night.Contains(TimeOf("2026-03-28T21:59:59+01:00")));
  EXPECT_TRUE(night.Contains(TimeOf("2026-03-28T22:00:00+01:00")));
  EXPECT_TRUE(night.Contains(TimeOf("2026-03-29T05:59:59+02:00")));
  EXPECT_FALSE(night.Contains(TimeOf("2026-03-29T06:00:00+02:00")));
  EXPECT_TRUE(night.Contains(TimeOf("2026-10-24T22:00:00+02:00")));
  EXPECT_TRUE(night.Contains(TimeOf("2026-10-25T05:59:59+01:00")));
  EXPECT_FALSE(night.Contains(TimeOf("2026-10-25T06:00:00+01:00")));
}

TEST(PastCalendar, BeginsWithTheFirstDayThatTheCalendarDoesNotCover) {
  const DailyWindow window = Window("UTC", Minute(22), Minute(6), kEveryDay,
                                    Calendar({}, absl::CivilDay(2026, 12, 31)));
  EXPECT_FALSE(window.PastCalendar(TimeOf("2026-12-31T22:00:00Z")));
  // Opened on the last day that is covered.
  EXPECT_FALSE(window.PastCalendar(TimeOf("2027-01-01T05:59:59Z")));
  EXPECT_TRUE(window.PastCalendar(TimeOf("2027-01-01T22:00:00Z")));
  EXPECT_TRUE(window.PastCalendar(TimeOf("2027-01-02T05:59:59Z")));
}

// 2027-01-01 is a Friday. Where hours and weekday say that the window is
// closed, no holiday changes the answer.
TEST(PastCalendar, IsOnlyTrueWhereAHolidayWouldMatter) {
  const auto calendar = Calendar({}, absl::CivilDay(2026, 12, 31));
  const DailyWindow fridays =
      Window("UTC", Minute(9), Minute(12), kFriday, calendar);
  EXPECT_TRUE(fridays.PastCalendar(TimeOf("2027-01-01T09:00:00Z")));
  EXPECT_FALSE(fridays.PastCalendar(TimeOf("2027-01-01T08:59:59Z")));
  EXPECT_FALSE(fridays.PastCalendar(TimeOf("2027-01-01T12:00:00Z")));
  EXPECT_FALSE(fridays.PastCalendar(TimeOf("2027-01-02T10:00:00Z")));
  EXPECT_FALSE(fridays.PastCalendar(TimeOf("2026-12-25T10:00:00Z")));
}

TEST(PastCalendar, NeverComesWithoutACalendar) {
  const DailyWindow window = Window("UTC", Minute(9), Minute(12));
  EXPECT_FALSE(window.PastCalendar(TimeOf("2999-01-01T10:00:00Z")));
}

TEST(HolidayCalendar, ContainsItsDaysAndNoOthers) {
  const auto calendar =
      Calendar({absl::CivilDay(2026, 1, 1), absl::CivilDay(2026, 10, 1),
                absl::CivilDay(2026, 10, 2)},
               absl::CivilDay(2026, 12, 31));
  EXPECT_TRUE(calendar->Contains(absl::CivilDay(2026, 1, 1)));
  EXPECT_TRUE(calendar->Contains(absl::CivilDay(2026, 10, 2)));
  EXPECT_FALSE(calendar->Contains(absl::CivilDay(2026, 10, 3)));
  EXPECT_FALSE(calendar->Contains(absl::CivilDay(2025, 10, 1)));
}

TEST(Overlaps, SeesWhetherHoursMeet) {
  const auto utc = [](int start, int end, uint8_t weekdays = kEveryDay) {
    return Window("UTC", start, end, weekdays);
  };
  EXPECT_TRUE(utc(Minute(9), Minute(12)).Overlaps(utc(Minute(11), Minute(14))));
  EXPECT_FALSE(
      utc(Minute(9), Minute(12)).Overlaps(utc(Minute(12), Minute(14))));
  EXPECT_TRUE(utc(Minute(9), Minute(12)).Overlaps(utc(Minute(9), Minute(12))));
  EXPECT_FALSE(utc(Minute(9), Minute(12), kFriday)
                   .Overlaps(utc(Minute(9), Minute(12), kSaturday)));
}

TEST(Overlaps, GoesAroundTheWeek) {
  const DailyWindow sunday_night =
      Window("UTC", Minute(22), Minute(6), kSunday);
  const auto monday = [](int start, int end) {
    return Window("UTC", start, end, kMonday);
  };
  EXPECT_TRUE(sunday_night.Overlaps(monday(Minute(5, 59), Minute(7))));
  EXPECT_TRUE(monday(Minute(5, 59), Minute(7)).Overlaps(sunday_night));
  EXPECT_FALSE(sunday_night.Overlaps(monday(Minute(6), Minute(7))));
  EXPECT_FALSE(sunday_night.Overlaps(monday(Minute(22), Minute(6))));
}

// Minutes at which the window is open in a week that begins with a Monday, by
// laying out what opens on each of its days.
std::vector<bool> Layout(int start, int end, uint8_t weekdays) {
  constexpr int kWeek = 7 * 24 * 60;
  std::vector<bool> open(kWeek);
  const int length = end > start ? end - start : end - start + 24 * 60;
  for (int day = 0; day < 7; ++day) {
    for (int i = 0; i < ((weekdays >> day & 1) != 0 ? length : 0); ++i) {
      open[static_cast<size_t>((day * 24 * 60 + start + i) % kWeek)] = true;
    }
  }
  return open;
}

TEST(DailyWindow, AgreesWithALayoutOfTheWeekMinuteByMinute) {
  std::mt19937 random(1);
  const absl::Time monday = TimeOf("2026-10-12T00:00:00Z");
  std::vector<DailyWindow> windows;
  std::vector<std::vector<bool>> layouts;
  for (int i = 0; i < 40; ++i) {
    const int start = static_cast<int>(random() % 1440);
    const int end = 1 + static_cast<int>(random() % 1440);
    if (start == end) {
      continue;
    }
    const auto weekdays = static_cast<uint8_t>(1 + random() % 0x7f);
    windows.push_back(Window("UTC", start, end, weekdays));
    layouts.push_back(Layout(start, end, weekdays));
    for (size_t minute = 0; minute < layouts.back().size(); minute += 7) {
      ASSERT_EQ(windows.back().Contains(
                    monday + absl::Minutes(static_cast<int64_t>(minute))),
                layouts.back()[minute])
          << start << "-" << end << " on " << int{weekdays} << " at " << minute;
    }
  }
  for (size_t i = 0; i < windows.size(); ++i) {
    for (size_t j = 0; j < windows.size(); ++j) {
      bool meet = false;
      for (size_t minute = 0; minute < layouts[i].size(); ++minute) {
        meet |= layouts[i][minute] && layouts[j][minute];
      }
      ASSERT_EQ(windows[i].Overlaps(windows[j]), meet) << i << " and " << j;
    }
  }
}

}  // namespace
}  // namespace ratecard
