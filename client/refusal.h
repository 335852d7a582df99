// What is wrong with one line of a file of many.

#ifndef RATECARD_CLIENT_REFUSAL_H_
#define RATECARD_CLIENT_REFUSAL_H_

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "client/error_report.h"
#include "client/style.h"

namespace ratecard {

// The line that an error names by the fact `line`; 0: none.
int64_t LineOf(const absl::Status& status);

// As ErrorText, on one line and without the program's name and `line 7: ` in
// front.
std::string RefusalText(const absl::Status& status, int64_t line,
                        const FlagOfField& flags);

// Columns of a line's number, before what is said of it.
inline constexpr size_t kLineNumberWidth = 7;

// `      7  refused: message`, with an end of line.
std::string RefusedLine(int64_t line, absl::string_view message,
                        const Style& style);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_REFUSAL_H_
