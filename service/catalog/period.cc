#include "service/catalog/period.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "service/catalog/text.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

// Whether `text` is empty, which leaves `*time` as it is, or was read.
bool ReadTime(const std::string& text, absl::Time* time) {
  if (text.empty()) {
    return true;
  }
  const absl::StatusOr<absl::Time> parsed = ParseCatalogTime(text);
  if (parsed.ok()) {
    *time = *parsed;
  }
  return parsed.ok();
}

}  // namespace

absl::string_view TierOf(const v1::PriceSchedule& schedule) {
  return schedule.service_tier().empty()
             ? kStandardTier
             : absl::string_view(schedule.service_tier());
}

bool AreSiblings(const v1::PriceSchedule& a, const v1::PriceSchedule& b) {
  return TierOf(a) == TierOf(b) && a.region() == b.region();
}

std::string WindowsKey(const v1::PriceSchedule& schedule) {
  std::string key;
  for (const v1::DailyWindow& window : schedule.daily_windows()) {
    const std::string bytes = window.SerializeAsString();
    absl::StrAppend(&key, bytes.size(), ":", bytes);
  }
  return key;
}

std::vector<std::optional<Period>> EffectivePeriods(const v1::Model& model) {
  const auto& schedules = model.price_schedules();
  std::vector<std::optional<Period>> periods(
      static_cast<size_t>(schedules.size()));
  for (int i = 0; i < schedules.size(); ++i) {
    Period period;
    if (ReadTime(schedules[i].start_time(), &period.start) &&
        ReadTime(schedules[i].end_time(), &period.end)) {
      periods[static_cast<size_t>(i)] = period;
    }
  }
  for (int i = 0; i < schedules.size(); ++i) {
    std::optional<Period>& period = periods[static_cast<size_t>(i)];
    if (schedules[i].start_basis() != v1::DATE_BASIS_VERIFIED ||
        !period.has_value()) {
      continue;
    }
    absl::Time start = absl::InfinitePast();
    for (int j = 0; j < schedules.size(); ++j) {
      const std::optional<Period>& other = periods[static_cast<size_t>(j)];
      if (j != i && other.has_value() && other->end <= period->start &&
          AreSiblings(schedules[i], schedules[j]) &&
          schedules[i].daily_windows().empty() ==
              schedules[j].daily_windows().empty()) {
        start = std::max(start, other->end);
      }
    }
    period->start = start;
  }
  return periods;
}

absl::Time DayAfterLastSource(const v1::Provider& provider) {
  absl::Time last = absl::InfinitePast();
  for (const v1::Source& source : provider.sources()) {
    last = std::max(last,
                    CatalogTimeOr(source.checked_date(), absl::InfinitePast()));
  }
  return last + absl::Hours(24);
}

std::string FormatCatalogTime(absl::Time time) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  const bool midnight =
      absl::FromCivil(absl::ToCivilDay(time, utc), utc) == time;
  return absl::FormatTime(midnight ? "%E4Y-%m-%d" : "%E4Y-%m-%dT%H:%M:%SZ",
                          time, utc);
}

}  // namespace ratecard
