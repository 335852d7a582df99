#include "service/catalog/text.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

constexpr size_t kDateSize = 10;  // 2026-08-16
constexpr size_t kTimeSize = 20;  // 2026-08-16T16:00:00Z

Error Invalid(absl::string_view text, absl::string_view expected) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_TEXT",
               absl::StrCat("'", absl::Utf8SafeCHexEscape(text.substr(0, 64)),
                            "' is not ", expected));
}

// The number that `text` spells in digits alone; -1 if it holds anything else.
// Requires at most nine of them.
int Digits(absl::string_view text) {
  int value = 0;
  for (const char c : text) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) {
      return -1;
    }
    value = value * 10 + (c - '0');
  }
  return value;
}

// Requires kDateSize characters.
bool ReadDay(absl::string_view text, absl::CivilDay* day) {
  const int year = Digits(text.substr(0, 4));
  const int month = Digits(text.substr(5, 2));
  const int day_of_month = Digits(text.substr(8, 2));
  if (text[4] != '-' || text[7] != '-' || year < 1 || month < 0 ||
      day_of_month < 0) {
    return false;
  }
  *day = absl::CivilDay(year, month, day_of_month);
  // A day that the month does not have turns into one of the next.
  return day->month() == month && day->day() == day_of_month;
}

}  // namespace

absl::StatusOr<absl::Time> ParseCatalogTime(absl::string_view text) {
  absl::CivilDay day;
  if (text.size() == kDateSize && ReadDay(text, &day)) {
    return absl::FromCivil(day, absl::UTCTimeZone());
  }
  if (text.size() == kTimeSize && ReadDay(text.substr(0, kDateSize), &day) &&
      text[10] == 'T' && text[13] == ':' && text[16] == ':' &&
      text[19] == 'Z') {
    const int hour = Digits(text.substr(11, 2));
    const int minute = Digits(text.substr(14, 2));
    const int second = Digits(text.substr(17, 2));
    if (hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && second >= 0 &&
        second < 60) {
      return absl::FromCivil(day, absl::UTCTimeZone()) + absl::Hours(hour) +
             absl::Minutes(minute) + absl::Seconds(second);
    }
  }
  return Invalid(text,
                 "a date such as 2026-08-16 or a time such as "
                 "2026-08-16T16:00:00Z");
}

absl::Time CatalogTimeOr(absl::string_view text, absl::Time otherwise) {
  return ParseCatalogTime(text).value_or(otherwise);
}

absl::StatusOr<absl::CivilDay> ParseCatalogDate(absl::string_view text) {
  absl::CivilDay day;
  if (text.size() != kDateSize || !ReadDay(text, &day)) {
    return Invalid(text, "a date such as 2026-08-16");
  }
  return day;
}

absl::StatusOr<absl::CivilDay> ParseDayOrMonth(absl::string_view text) {
  for (const std::string& date :
       {std::string(text), absl::StrCat(text, "-01")}) {
    if (absl::StatusOr<absl::CivilDay> day = ParseCatalogDate(date); day.ok()) {
      return day;
    }
  }
  return Invalid(text, "a date such as 2026-08-16, or a month such as 2026-08");
}

std::string FormatCatalogDate(absl::CivilDay day) {
  const absl::TimeZone utc = absl::UTCTimeZone();
  return absl::FormatTime("%E4Y-%m-%d", absl::FromCivil(day, utc), utc);
}

absl::StatusOr<int> ParseMinuteOfDay(absl::string_view text) {
  if (text.size() == 5 && text[2] == ':') {
    const int hour = Digits(text.substr(0, 2));
    const int minute = Digits(text.substr(3, 2));
    if (hour >= 0 && minute >= 0 && minute < 60 &&
        hour * 60 + minute <= 24 * 60) {
      return hour * 60 + minute;
    }
  }
  return Invalid(text, "a time of day such as 08:30");
}

}  // namespace ratecard
