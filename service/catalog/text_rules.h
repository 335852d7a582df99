// What the text fields of a catalog may hold.
//
// Each function returns what is wrong with a value, to follow its quotation in
// a message (`is empty`, `may hold …`); an empty string if nothing is.

#ifndef RATECARD_SERVICE_CATALOG_TEXT_RULES_H_
#define RATECARD_SERVICE_CATALOG_TEXT_RULES_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace ratecard {

inline constexpr size_t kMaxLabel = 200;
inline constexpr size_t kMaxText = 4000;

// Provider, maker, service tier: lower-case letters, digits, `-`, `_`, `.`,
// beginning with a letter or digit; at most 63.
std::string IdProblem(absl::string_view text);

// Model and alias: printable ASCII without spaces, no `/` at either end; at
// most 200.
std::string ModelIdProblem(absl::string_view text);

// Schedule, source, calendar: letters, digits, `-`, `_`, `.`, beginning with a
// letter or digit; at most 128.
std::string ShortNameProblem(absl::string_view text);

// Region: letters, digits, `-`, `_`, beginning with a letter or digit; at most
// 63.
std::string RegionProblem(absl::string_view text);

// Key of a meter's parameter: lower_snake_case; at most 63.
std::string ParameterKeyProblem(absl::string_view text);

// ISO 4217 code: three capitals.
std::string CurrencyProblem(absl::string_view text);

// Host of an API, optionally with `*.` before and a path after it.
std::string ApiHostProblem(absl::string_view text);

// http:// or https:// and printable ASCII without spaces.
std::string UrlProblem(absl::string_view text);

// Name of an IANA time zone that this machine can load.
std::string TimeZoneProblem(absl::string_view text);

// Text for people: UTF-8 without control characters, at most `max` bytes. Empty
// is fine.
std::string TextProblem(absl::string_view text, size_t max);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_TEXT_RULES_H_
