// Colour for terminals.

#ifndef RATECARD_CLIENT_STYLE_H_
#define RATECARD_CLIENT_STYLE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace ratecard {

enum class ColorMode { kAuto, kAlways, kNever };

// Marks text for a terminal, or leaves it as it is.
class Style {
 public:
  explicit Style(bool enabled = false) : enabled_(enabled) {}

  // kAuto: only if file descriptor `fd` is a terminal, TERM is not `dumb` and
  // NO_COLOR is unset or empty.
  static Style For(ColorMode mode, int fd);

  std::string Bold(absl::string_view text) const { return Mark("1", text); }
  std::string Red(absl::string_view text) const { return Mark("1;31", text); }
  std::string Green(absl::string_view text) const { return Mark("32", text); }
  std::string Yellow(absl::string_view text) const { return Mark("33", text); }

 private:
  std::string Mark(absl::string_view code, absl::string_view text) const;

  bool enabled_;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_STYLE_H_
