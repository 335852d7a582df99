#include "service/catalog/importers/model_prices_daily.h"

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/catalog/importers/price_text.h"
#include "service/catalog/text.h"
#include "service/catalog/text_rules.h"

namespace ratecard {
namespace {

constexpr int kDay = 24 * 60;
constexpr int64_t kMaxOffsetHours = 14;
constexpr size_t kMaxRules = 16;  // of a provider

std::string Clock(int minute) {
  return absl::StrFormat("%02d:%02d", minute / 60, minute % 60);
}

std::string ReadPage(ObjectReader* reader) {
  std::string page = reader->String("source").value_or("");
  if (const std::string problem = UrlProblem(page); !problem.empty()) {
    reader->Report(ImportFinding::kBadValue, "source", problem);
    page.clear();
  }
  return page;
}

// A zone that is as many hours before UTC all year. POSIX counts the other way.
std::string ZoneName(int64_t offset_hours, absl::string_view calendar) {
  if (offset_hours == 8 && calendar == "cn") {
    return "Asia/Shanghai";
  }
  return offset_hours == 0
             ? "UTC"
             : absl::StrCat("Etc/GMT", offset_hours > 0 ? "-" : "+",
                            std::abs(offset_hours));
}

struct Calendar {
  DailyCalendar daily;
  int64_t offset_hours = 0;
};

std::optional<Calendar> ReadCalendar(const std::string& id,
                                     ObjectReader* reader) {
  Calendar read;
  read.daily.page = ReadPage(reader);
  v1::HolidayCalendar& calendar = read.daily.calendar;
  calendar.set_calendar_id(id);
  calendar.set_covers_through(reader->String("covers_through").value_or(""));
  std::set<std::string> dates;
  for (const std::string& date : reader->Strings("dates")) {
    if (!ParseCatalogDate(date).ok()) {
      reader->Report(ImportFinding::kBadValue, "dates", date.substr(0, 40));
      return std::nullopt;
    }
    dates.insert(date);
  }
  read.offset_hours = reader->Integer("utc_offset_hours").value_or(0);
  reader->ReportRest();
  if (!ParseCatalogDate(calendar.covers_through()).ok() ||
      (!dates.empty() && calendar.covers_through() < *dates.rbegin()) ||
      !ShortNameProblem(id).empty() ||
      std::abs(read.offset_hours) > kMaxOffsetHours) {
    reader->Report(ImportFinding::kBadValue, "", "a calendar that cannot be");
    return std::nullopt;
  }
  for (const std::string& date : dates) {
    calendar.add_dates(date);
  }
  return read;
}

// Reads one element of the array `schedule`.
class RuleReader {
 public:
  RuleReader(const std::map<std::string, Calendar>& calendars,
             ObjectReader* reader)
      : calendars_(calendars), reader_(*reader) {}

  // Nothing, and reported, if a part of it cannot be read: half a rule would
  // give wrong prices.
  std::optional<DailyRule> Read() {
    reader_.Ignore({"note", "terms"});
    const bool off_peak = reader_.Value("off_peak_hours_utc") != nullptr;
    rule_.name = off_peak ? "off-peak" : "peak";
    rule_.page = ReadPage(&reader_);
    ReadTimes();
    ReadDays();
    ReadHours(off_peak ? "off_peak_hours_utc" : "peak_hours_utc");
    ReadFactors(off_peak ? "off_peak_multiplier" : "peak_multiplier");
    reader_.ReportRest();
    return good_ ? std::optional(rule_) : std::nullopt;
  }

 private:
  void Bad(absl::string_view key, absl::string_view remark) {
    reader_.Report(ImportFinding::kBadValue, key, remark);
    good_ = false;
  }

  void ReadTimes() {
    const auto start =
        ParseCatalogTime(reader_.String("valid_from").value_or(""));
    if (!start.ok()) {
      Bad("valid_from", "no time");
      return;
    }
    rule_.start = *start;
    if (reader_.Value("valid_until") == nullptr) {
      return;
    }
    const auto end =
        ParseCatalogTime(reader_.String("valid_until").value_or(""));
    if (!end.ok() || *end <= *start) {
      Bad("valid_until", "no time after valid_from");
      return;
    }
    rule_.end = *end;
  }

  void ReadDays() {
    weekdays_ = reader_.Bool("weekdays_only").value_or(false);
    calendar_ = reader_.String("holidays").value_or("");
    if (calendar_.empty()) {
      return;
    }
    const auto it = calendars_.find(calendar_);
    if (it == calendars_.end()) {
      Bad("holidays", "not a calendar of the list");
      return;
    }
    offset_hours_ = it->second.offset_hours;
  }

  void ReadHours(const char* key) {
    const Json* hours = reader_.Value(key);
    if (hours == nullptr || !hours->is_array() || hours->items.empty() ||
        hours->items.size() > 24) {
      Bad(key, "no hours");
      return;
    }
    for (const Json& window : hours->items) {
      const bool pair = window.is_array() && window.items.size() == 2;
      const auto start =
          ParseMinuteOfDay(pair ? window.items[0].text : std::string());
      const auto end =
          ParseMinuteOfDay(pair ? window.items[1].text : std::string());
      if (!start.ok() || !end.ok() || *start % kDay == *end % kDay) {
        Bad(key, "no hours");
        return;
      }
      AddWindow(key, *start % kDay, *end == 0 ? kDay : *end);
    }
  }

  // In UTC. The list looks at the UTC weekday and the local holiday of the
  // instant, a catalog at those of the day on which the window opens: the same
  // where the window is within one day of both.
  void AddWindow(const char* key, int start, int end) {
    const int shift = static_cast<int>(offset_hours_) * 60;
    const bool any_day = !weekdays_ && calendar_.empty();
    if (!any_day && (end < start || start + shift < 0 || end + shift > kDay)) {
      Bad(key, "hours of more than one day");
      return;
    }
    v1::DailyWindow window;
    window.set_time_zone(ZoneName(offset_hours_, calendar_));
    window.set_start(Clock(start + shift));
    window.set_end(Clock(end + shift));
    window.set_except_holidays(calendar_);
    for (int day = v1::WEEKDAY_MONDAY; weekdays_ && day <= v1::WEEKDAY_FRIDAY;
         ++day) {
      window.add_weekdays(static_cast<v1::Weekday>(day));
    }
    rule_.windows.push_back(std::move(window));
  }

  void ReadFactors(const char* key) {
    const Json* factors = reader_.Value(key);
    if (factors != nullptr && factors->is_object()) {
      for (const auto& [model, factor] : factors->members) {
        const auto nanos = ImportPrice(factor.text, {});
        if (!factor.is_number() || !nanos.ok() || nanos->nanos == 0) {
          Bad(key, Brief(factor));
          return;
        }
        rule_.factor_nanos_by_model[model] = nanos->nanos;
      }
      return;
    }
    const auto nanos = ImportPrice(factors == nullptr ? "" : factors->text, {});
    if (factors == nullptr || !factors->is_number() || !nanos.ok() ||
        nanos->nanos == 0) {
      Bad(key, factors == nullptr ? "missing" : Brief(*factors));
      return;
    }
    rule_.factor_nanos = nanos->nanos;
  }

  const std::map<std::string, Calendar>& calendars_;
  ObjectReader& reader_;
  DailyRule rule_;
  bool weekdays_ = false;
  std::string calendar_;
  int64_t offset_hours_ = 0;
  bool good_ = true;
};

std::map<std::string, Calendar> ReadCalendars(ObjectReader* schedules) {
  std::map<std::string, Calendar> calendars;
  std::optional<ObjectReader> holidays = schedules->Object("holidays");
  if (!holidays.has_value()) {
    return calendars;
  }
  for (const auto* member : holidays->Rest()) {
    std::optional<ObjectReader> reader = holidays->Object(member->first);
    if (!reader.has_value()) {
      continue;
    }
    if (std::optional<Calendar> calendar =
            ReadCalendar(member->first, &*reader)) {
      calendars.emplace(member->first, *std::move(calendar));
    }
  }
  return calendars;
}

}  // namespace

std::optional<int64_t> DailyRule::FactorOf(absl::string_view model) const {
  if (factor_nanos.has_value()) {
    return factor_nanos;
  }
  const auto it = factor_nanos_by_model.find(std::string(model));
  return it == factor_nanos_by_model.end() ? std::nullopt
                                           : std::optional(it->second);
}

DailyRules ReadDailyRules(ObjectReader* schedules) {
  DailyRules rules;
  const std::map<std::string, Calendar> calendars = ReadCalendars(schedules);
  for (const auto& [id, calendar] : calendars) {
    rules.calendars.emplace(id, calendar.daily);
  }
  for (ObjectReader& reader : schedules->Objects("schedule")) {
    const std::string provider = reader.String("provider").value_or("");
    std::optional<DailyRule> rule = RuleReader(calendars, &reader).Read();
    if (!rule.has_value()) {
      continue;
    }
    std::vector<DailyRule>& of_provider = rules.by_provider[provider];
    const bool overlaps = std::any_of(
        of_provider.begin(), of_provider.end(), [&](const DailyRule& other) {
          return rule->start < other.end && other.start < rule->end;
        });
    if (overlaps || of_provider.size() == kMaxRules) {
      reader.Report(ImportFinding::kBadValue, "valid_from",
                    overlaps ? "overlaps an earlier schedule of the provider"
                             : "too many schedules of the provider");
      continue;
    }
    of_provider.push_back(*std::move(rule));
  }
  schedules->ReportRest();
  return rules;
}

std::optional<PricePeriod> InHoursOf(const DailyRule& rule,
                                     const PricePeriod& period,
                                     const PriceCells& cells) {
  // A price that was seen once held before too, in these hours and out of them.
  const bool verified = period.start_basis == v1::DATE_BASIS_VERIFIED;
  PricePeriod hours;
  hours.start =
      std::max(rule.start, verified ? absl::InfinitePast() : period.start);
  hours.start_basis = verified || hours.start != period.start
                          ? v1::DATE_BASIS_DOCUMENTED
                          : period.start_basis;
  hours.end = std::min(rule.end, period.end);
  hours.last_seen = hours.end == period.end
                        ? std::max(hours.start, period.last_seen)
                        : hours.end;
  hours.cells = cells;
  hours.page = rule.page;
  // Hours that ended before the price was first seen say nothing about it.
  if (hours.start >= hours.end || (verified && hours.end <= period.start)) {
    return std::nullopt;
  }
  return hours;
}

}  // namespace ratecard
