#include "service/usage/document.h"

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/usage/value_scanner.h"

namespace ratecard {

absl::Status DocumentTooLarge(int64_t line, size_t max_bytes) {
  return Error(
             absl::StatusCode::kInvalidArgument, "DOCUMENT_TOO_LARGE",
             absl::StrCat("line ", line, ": longer than ", max_bytes, " bytes"))
      .With("line", absl::StrCat(line))
      .With("max_bytes", absl::StrCat(max_bytes));
}

absl::Status InvalidJson(int64_t line, absl::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_JSON",
               absl::StrCat("line ", line, ": ", what))
      .With("line", absl::StrCat(line));
}

absl::string_view DocumentText(absl::string_view json) {
  const absl::string_view text = StripJsonSpace(json);
  return text == "[DONE]" ? text.substr(0, 0) : text;
}

}  // namespace ratecard
