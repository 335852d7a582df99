// Daily windows of LiteLLM's `off_peak_pricing`.

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"
#include "absl/time/time.h"
#include "service/catalog/importers/litellm_prices.h"
#include "service/catalog/text.h"
#include "service/catalog/text_rules.h"

namespace ratecard {
namespace {

constexpr int kDay = 24 * 60;
constexpr size_t kMaxWindows = 32;

// Minutes by which clocks in `zone` are ahead of UTC; nothing if that is not
// the same all year.
std::optional<int> FixedOffset(const std::string& zone) {
  absl::TimeZone loaded;
  if (!TimeZoneProblem(zone).empty() || !absl::LoadTimeZone(zone, &loaded)) {
    return std::nullopt;
  }
  const auto offset = [&](int month) {
    const absl::CivilDay day(2026, month, 1);
    return loaded.At(absl::FromCivil(day, absl::UTCTimeZone())).offset;
  };
  for (int month = 2; month <= 12; ++month) {
    if (offset(month) != offset(1)) {
      return std::nullopt;
    }
  }
  return offset(1) % 60 == 0 ? std::optional(offset(1) / 60) : std::nullopt;
}

// Reads the windows. The list tells hours in UTC and the weekday in a zone,
// both of the instant; ours are told in the zone throughout.
class WindowReader {
 public:
  WindowReader(std::string zone, int offset)
      : zone_(std::move(zone)), offset_(offset) {}

  // False if it is not understood.
  bool Read(ObjectReader* window) {
    weekdays_.clear();
    if (const Json* days = window->Value("weekdays")) {
      for (const Json& day : days->items) {
        const std::optional<int64_t> number = WholeNumber(day.text);
        if (!number.has_value() || *number < 1 || *number > 7) {
          return false;
        }
        weekdays_.push_back(static_cast<v1::Weekday>(*number));
      }
      std::sort(weekdays_.begin(), weekdays_.end());
      weekdays_.erase(std::unique(weekdays_.begin(), weekdays_.end()),
                      weekdays_.end());
      if (weekdays_.empty()) {
        return false;
      }
    }
    const Json* hours = window->Value("hours_utc");
    if (hours == nullptr) {
      return false;
    }
    if (!hours->is_array()) {
      return ReadHours(hours->text);
    }
    return !hours->items.empty() &&
           std::all_of(hours->items.begin(), hours->items.end(),
                       [&](const Json& one) { return ReadHours(one.text); });
  }

  const std::vector<v1::DailyWindow>& windows() const { return windows_; }

 private:
  // `10:00-00:00`; `00:00-00:00` is the whole day.
  bool ReadHours(const std::string& hours) {
    const std::vector<std::string> ends = absl::StrSplit(hours, '-');
    if (ends.size() != 2) {
      return false;
    }
    const absl::StatusOr<int> start = ParseMinuteOfDay(ends[0]);
    const absl::StatusOr<int> end = ParseMinuteOfDay(ends[1]);
    if (!start.ok() || !end.ok() || *start == kDay) {
      return false;
    }
    const int length = (*end - *start + kDay) % kDay;
    Add(*start + offset_, length == 0 ? kDay : length);
    return windows_.size() <= kMaxWindows;
  }

  // Cut at midnight, as each part has the weekdays of its own day.
  void Add(int start, int length) {
    if (length == kDay) {
      AddPart(0, kDay);
      return;
    }
    start = (start % kDay + kDay) % kDay;
    const int first = std::min(length, kDay - start);
    AddPart(start, start + first);
    if (first < length) {
      AddPart(0, length - first);
    }
  }

  void AddPart(int start, int end) {
    v1::DailyWindow& window = windows_.emplace_back();
    window.set_time_zone(zone_);
    window.set_start(absl::StrFormat("%02d:%02d", start / 60, start % 60));
    window.set_end(absl::StrFormat("%02d:%02d", end / 60, end % 60));
    for (const v1::Weekday day : weekdays_) {
      window.add_weekdays(day);
    }
  }

  const std::string zone_;
  const int offset_;
  std::vector<v1::Weekday> weekdays_;
  std::vector<v1::DailyWindow> windows_;
};

}  // namespace

std::optional<std::vector<v1::DailyWindow>> ReadLiteLlmWindows(
    ObjectReader* off_peak) {
  const std::string zone = off_peak->String("weekday_timezone").value_or("UTC");
  const std::optional<int> offset = FixedOffset(zone);
  if (!offset.has_value()) {
    off_peak->Report(ImportFinding::kBadValue, "weekday_timezone", zone);
    return std::nullopt;
  }
  WindowReader reader(zone, *offset);
  for (ObjectReader& window : off_peak->Objects("windows")) {
    if (!reader.Read(&window)) {
      off_peak->Report(ImportFinding::kBadValue, "windows", "not understood");
      return std::nullopt;
    }
    window.ReportRest();
  }
  if (reader.windows().empty()) {
    off_peak->Report(ImportFinding::kBadValue, "windows", "none");
    return std::nullopt;
  }
  return reader.windows();
}

}  // namespace ratecard
