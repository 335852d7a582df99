// Forms of text that catalog fields hold.

#ifndef RATECARD_SERVICE_CATALOG_TEXT_H_
#define RATECARD_SERVICE_CATALOG_TEXT_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace ratecard {

// `2026-08-16T16:00:00Z`, or a bare date, which is 00:00 UTC.
// Errors (INVALID_ARGUMENT): anything else, also the year 0, which no timestamp
// of the API has.
absl::StatusOr<absl::Time> ParseCatalogTime(absl::string_view text);

// The same, or `otherwise` for anything else, such as an empty text.
absl::Time CatalogTimeOr(absl::string_view text, absl::Time otherwise);

// `2026-08-16`. Errors (INVALID_ARGUMENT): anything else, also a day that the
// month does not have and the year 0.
absl::StatusOr<absl::CivilDay> ParseCatalogDate(absl::string_view text);

// The same, or `2026-08`, which stands for its first day.
absl::StatusOr<absl::CivilDay> ParseDayOrMonth(absl::string_view text);

// What ParseCatalogDate reads back. Requires a year from 1 to 9999.
std::string FormatCatalogDate(absl::CivilDay day);

// `HH:MM` in minutes since midnight, 00:00 to 24:00.
// Errors (INVALID_ARGUMENT): anything else.
absl::StatusOr<int> ParseMinuteOfDay(absl::string_view text);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_TEXT_H_
