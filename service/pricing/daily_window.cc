#include "service/pricing/daily_window.h"

#include <algorithm>
#include <utility>

namespace ratecard {
namespace {

constexpr int kMinutesPerDay = 24 * 60;
constexpr int kMinutesPerWeek = 7 * kMinutesPerDay;

// The local day on which a window that is open at `time` opened, if its hours
// say that it is open at all.
struct Opening {
  bool inside = false;
  absl::CivilDay day;
};

Opening OpeningAt(const absl::TimeZone& zone, int start_minute, int end_minute,
                  absl::Time time) {
  const absl::CivilSecond local = absl::ToCivilSecond(time, zone);
  const int minute = local.hour() * 60 + local.minute();
  const absl::CivilDay today(local);
  if (start_minute < end_minute) {
    return {minute >= start_minute && minute < end_minute, today};
  }
  if (minute >= start_minute) {
    return {true, today};
  }
  return {minute < end_minute, today - 1};
}

}  // namespace

bool HolidayCalendar::Contains(absl::CivilDay day) const {
  return std::binary_search(days.begin(), days.end(), day);
}

DailyWindow::DailyWindow(absl::TimeZone zone, int start_minute, int end_minute,
                         uint8_t weekdays,
                         std::shared_ptr<const HolidayCalendar> holidays)
    : zone_(zone),
      start_minute_(start_minute),
      end_minute_(end_minute),
      weekdays_(weekdays),
      holidays_(std::move(holidays)) {}

bool DailyWindow::IsWeekday(absl::CivilDay day) const {
  const auto weekday = static_cast<unsigned>(absl::GetWeekday(day));
  return (weekdays_ >> weekday & 1u) != 0;
}

bool DailyWindow::Contains(absl::Time time) const {
  const Opening opening = OpeningAt(zone_, start_minute_, end_minute_, time);
  return opening.inside && IsWeekday(opening.day) &&
         (holidays_ == nullptr || !holidays_->Contains(opening.day));
}

bool DailyWindow::PastCalendar(absl::Time time) const {
  if (holidays_ == nullptr) {
    return false;
  }
  const Opening opening = OpeningAt(zone_, start_minute_, end_minute_, time);
  return opening.inside && IsWeekday(opening.day) &&
         opening.day > holidays_->covers_through;
}

bool DailyWindow::Overlaps(const DailyWindow& other) const {
  const auto length = [](const DailyWindow& window) {
    const int minutes = window.end_minute_ - window.start_minute_;
    return minutes > 0 ? minutes : minutes + kMinutesPerDay;
  };
  for (int day = 0; day < 7; ++day) {
    for (int other_day = 0; other_day < 7; ++other_day) {
      if ((weekdays_ >> day & 1) == 0 ||
          (other.weekdays_ >> other_day & 1) == 0) {
        continue;
      }
      const int begin = day * kMinutesPerDay + start_minute_;
      const int other_begin = other_day * kMinutesPerDay + other.start_minute_;
      // How far one begins after the other, around the week.
      const int gap = (other_begin - begin + kMinutesPerWeek) % kMinutesPerWeek;
      const int back =
          (begin - other_begin + kMinutesPerWeek) % kMinutesPerWeek;
      if (gap < length(*this) || back < length(other)) {
        return true;
      }
    }
  }
  return false;
}

}  // namespace ratecard
