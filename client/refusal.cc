#include "client/refusal.h"

#include <algorithm>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "client/table.h"
#include "service/base/error.h"
#include "service/base/utf8.h"

namespace ratecard {

int64_t LineOf(const absl::Status& status) {
  int64_t line = 0;
  for (const auto& [key, value] : DetailOf(status).metadata) {
    if (key == "line" && absl::SimpleAtoi(value, &line)) {
      return line;
    }
  }
  return 0;
}

std::string RefusalText(const absl::Status& status, int64_t line,
                        const FlagOfField& flags) {
  const std::string text = ErrorText(status, flags, Style());
  absl::string_view message = text;
  absl::ConsumePrefix(&message, "ratecard: ");
  absl::ConsumePrefix(&message, absl::StrCat("line ", line, ": "));
  absl::ConsumeSuffix(&message, "\n");
  return std::string(message);
}

std::string RefusedLine(int64_t line, absl::string_view message,
                        const Style& style) {
  const std::string number = absl::StrCat(line);
  return absl::StrCat(
      std::string(kLineNumberWidth - std::min(kLineNumberWidth, number.size()),
                  ' '),
      number, "  ", style.Red("refused:"), " ",
      Printable(ReplaceNonUtf8(message)), "\n");
}

}  // namespace ratecard
