// What a file that is no text, or no lines of JSON, is instead.

#ifndef RATECARD_CLIENT_TEXT_FORM_H_
#define RATECARD_CLIENT_TEXT_FORM_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace ratecard {

// Looks at `start`, the first piece of a file, for what would make an error of
// every line of it.
//
// Errors (INVALID_ARGUMENT NOT_TEXT), with how to make lines of it: a file that
// is compressed or a spreadsheet, one of an encoding with zero bytes, one whose
// lines end with CR alone, one with Excel's `sep=;` in front of its header.
absl::Status CheckText(absl::string_view start);

// The same for JSON Lines: a list, or an object that goes over several lines.
absl::Status CheckJsonLines(absl::string_view start);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_TEXT_FORM_H_
