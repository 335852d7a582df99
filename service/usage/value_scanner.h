// Where a JSON value ends.

#ifndef RATECARD_SERVICE_USAGE_VALUE_SCANNER_H_
#define RATECARD_SERVICE_USAGE_VALUE_SCANNER_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace ratecard {

// Whether a JSON value may begin with `c`.
bool BeginsJsonValue(char c);

// Whether `c` is whitespace of JSON.
bool IsJsonSpace(char c);

// `text` without whitespace of JSON around it.
absl::string_view StripJsonSpace(absl::string_view text);

// Finds the end of a value whose bytes come in pieces. Looks at strings and
// brackets only: what it finds may still be no JSON. Used by one thread.
class ValueScanner {
 public:
  // How many bytes of `text` belong to the value. `text` goes on where the one
  // before ended; the first begins with BeginsJsonValue.
  size_t Scan(absl::string_view text);

  // Whether the value has ended. A number or a word ends before what cannot be
  // part of it, so that this has to be seen.
  bool done() const { return done_; }

 private:
  enum class Kind { kUnknown, kWord, kString, kNested };

  size_t ScanWord(absl::string_view text);
  // Bytes up to behind the end of the string that they are in.
  size_t ScanString(absl::string_view text);
  size_t ScanNested(absl::string_view text);

  Kind kind_ = Kind::kUnknown;
  int64_t depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;  // an odd number of backslashes is behind
  bool done_ = false;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_VALUE_SCANNER_H_
