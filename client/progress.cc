#include "client/progress.h"

#include <unistd.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/format.h"
#include "client/output.h"

namespace ratecard {
namespace {

constexpr absl::Duration kInterval = absl::Milliseconds(200);
constexpr absl::string_view kClearLine = "\r\x1b[K";

}  // namespace

Progress::Progress(bool enabled, int64_t total_bytes)
    : enabled_(enabled && isatty(STDERR_FILENO) == 1),
      total_bytes_(total_bytes) {}

void Progress::Show(int64_t lines, int64_t bytes, absl::Time now) {
  if (!enabled_ || now < next_) {
    return;
  }
  next_ = now + kInterval;
  is_shown_ = true;
  // A file may grow while it is read.
  const std::string share =
      total_bytes_ > 0
          ? absl::StrCat(
                std::min<int64_t>(
                    100, bytes / std::max<int64_t>(1, total_bytes_ / 100)),
                "%")
          : absl::StrCat(FormatCount(bytes >> 20), " MiB");
  (void)WriteAll(STDERR_FILENO, absl::StrCat(kClearLine, FormatCount(lines),
                                             " lines, ", share));
}

void Progress::Clear() {
  if (is_shown_) {
    is_shown_ = false;
    (void)WriteAll(STDERR_FILENO, kClearLine);
  }
}

}  // namespace ratecard
