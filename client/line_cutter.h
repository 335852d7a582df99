// Cuts a stream of bytes into lines.

#ifndef RATECARD_CLIENT_LINE_CUTTER_H_
#define RATECARD_CLIENT_LINE_CUTTER_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/usage/byte_window.h"

namespace ratecard {

struct TextLine {
  int64_t line = 1;        // from 1
  absl::string_view text;  // without whitespace around it
};

// Lines of whitespace are left out. Time: O(1) for each byte; memory: a small
// multiple of the longest line and piece. Used by one thread.
class LineCutter {
 public:
  explicit LineCutter(size_t max_line_bytes) : max_bytes_(max_line_bytes) {}

  // The next piece of the stream. Call Next until it gives nothing first.
  void Push(absl::string_view bytes) { window_.Push(bytes); }
  // There are no more.
  void Finish() { finished_ = true; }

  // The next line, or false: more has to be pushed or, behind Finish, that was
  // all. It is valid until the next call of Push or Next, and kDocumentPadding
  // bytes behind it can be read.
  //
  // Errors: INVALID_ARGUMENT LINE_TOO_LONG, with `line 7: ` in front and the
  // fact `line`; the next call goes on behind it.
  absl::StatusOr<bool> Next(TextLine* line);

 private:
  const size_t max_bytes_;
  ByteWindow window_;
  ByteFinder end_finder_{'\n'};
  bool finished_ = false;
  bool skips_line_ = false;  // up to its end
  int64_t line_ = 1;         // of the window's begin
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_LINE_CUTTER_H_
