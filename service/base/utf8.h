// Text as UTF-8.

#ifndef RATECARD_SERVICE_BASE_UTF8_H_
#define RATECARD_SERVICE_BASE_UTF8_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace ratecard {

// Whether `text` is UTF-8; if not, `*bad` is where the first bad byte stands.
bool IsUtf8(absl::string_view text, size_t* bad);

// `text` with `?` in place of every byte that is not part of a character.
std::string ReplaceNonUtf8(absl::string_view text);

// `text`, or if it is longer than 64 bytes what of its start fits into these,
// cut between characters, and an ellipsis.
std::string Shortened(absl::string_view text);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_BASE_UTF8_H_
