#include "client/warning_tally.h"

#include "absl/strings/str_cat.h"
#include "client/format.h"
#include "client/table.h"

namespace ratecard {

void WarningTally::Add(
    int64_t line,
    const google::protobuf::RepeatedPtrField<v1::Warning>& warnings) {
  for (const v1::Warning& warning : warnings) {
    Warned& warned = warnings_[warning.code()];
    if (warned.count++ == 0) {
      warned.line = line;
      warned.message = warning.message();
    }
  }
}

std::string WarningTally::Text(const Style& style) const {
  std::string out;
  for (const auto& [code, warned] : warnings_) {
    absl::StrAppend(&out, style.Yellow("warning:"), " line ", warned.line, ": ",
                    Printable(warned.message),
                    warned.count == 1
                        ? ""
                        : absl::StrCat(" (and ", FormatCount(warned.count - 1),
                                       " more like it)"),
                    "\n");
  }
  return out;
}

}  // namespace ratecard
