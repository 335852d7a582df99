#include "client/line_cutter.h"

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"

namespace ratecard {

absl::StatusOr<bool> LineCutter::Next(TextLine* line) {
  while (!window_.empty()) {
    const uint64_t begin = window_.begin();
    const uint64_t end = end_finder_.Find(window_, begin);
    const bool has_end = end != window_.end();
    const bool too_long = end - begin > max_bytes_;
    if (!has_end && !finished_ && !too_long && !skips_line_) {
      return false;
    }
    const absl::string_view text = window_.Between(begin, end);
    window_.DropTo(has_end ? end + 1 : end);
    const bool skipped = std::exchange(skips_line_, !has_end && !finished_);
    const int64_t number = line_;
    line_ += has_end ? 1 : 0;
    if (skipped) {
      continue;
    }
    if (too_long) {
      return Error(absl::StatusCode::kInvalidArgument, "LINE_TOO_LONG",
                   absl::StrCat("line ", number, ": the line is longer than ",
                                max_bytes_, " bytes"))
          .With("line", absl::StrCat(number));
    }
    line->line = number;
    line->text = absl::StripAsciiWhitespace(text);
    if (!line->text.empty()) {
      return true;
    }
  }
  return false;
}

}  // namespace ratecard
