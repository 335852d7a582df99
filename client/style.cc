#include "client/style.h"

#include <unistd.h>

#include <cstdlib>

#include "absl/strings/str_cat.h"

namespace ratecard {
namespace {

absl::string_view Environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace

Style Style::For(ColorMode mode, int fd) {
  if (mode != ColorMode::kAuto) {
    return Style(mode == ColorMode::kAlways);
  }
  return Style(isatty(fd) == 1 && Environment("TERM") != "dumb" &&
               Environment("NO_COLOR").empty());
}

std::string Style::Mark(absl::string_view code, absl::string_view text) const {
  return enabled_ ? absl::StrCat("\x1b[", code, "m", text, "\x1b[0m")
                  : std::string(text);
}

}  // namespace ratecard
