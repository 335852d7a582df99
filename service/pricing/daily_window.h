// Parts of the day in local time: peak hours and the like.

#ifndef RATECARD_SERVICE_PRICING_DAILY_WINDOW_H_
#define RATECARD_SERVICE_PRICING_DAILY_WINDOW_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace ratecard {

// Days on which windows may stay closed. Immutable.
struct HolidayCalendar {
  std::vector<absl::CivilDay> days;  // ascending
  absl::CivilDay covers_through;

  bool Contains(absl::CivilDay day) const;
};

// Opens at `start_minute` of the local days it names and holds until
// `end_minute`, on the next day if that is not later. Immutable; thread-safe.
class DailyWindow {
 public:
  // Minutes are since local midnight: start 0 to 1439, end 1 to 1440.
  // `weekdays` has bit 0 for Monday to bit 6 for Sunday; at least one is set.
  // `holidays` may be null: none are left out.
  DailyWindow(absl::TimeZone zone, int start_minute, int end_minute,
              uint8_t weekdays,
              std::shared_ptr<const HolidayCalendar> holidays);

  // Whether the window is open at `time`. Weekday and holiday are those of the
  // local day on which it opened.
  bool Contains(absl::Time time) const;

  // Whether the answer at `time` rests on days past the holiday calendar.
  bool PastCalendar(absl::Time time) const;

  // Whether the two are ever open at once in some week, holidays aside.
  // Requires the same zone.
  bool Overlaps(const DailyWindow& other) const;

  const absl::TimeZone& zone() const { return zone_; }

 private:
  bool IsWeekday(absl::CivilDay day) const;  // one of `weekdays_`

  absl::TimeZone zone_;
  int start_minute_;
  int end_minute_;
  uint8_t weekdays_;
  std::shared_ptr<const HolidayCalendar> holidays_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_PRICING_DAILY_WINDOW_H_
