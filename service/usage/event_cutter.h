// Server-sent events as JSON documents.

#ifndef RATECARD_SERVICE_USAGE_EVENT_CUTTER_H_
#define RATECARD_SERVICE_USAGE_EVENT_CUTTER_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "service/usage/byte_window.h"
#include "service/usage/document.h"

namespace ratecard {

// Reads the `data` of events as the HTML standard has it: lines end with CR, LF
// or both, several lines of data are joined by LF, a blank line ends the event,
// comments and other fields are nothing. More lenient than the standard, the
// end of the stream ends an event too. Used by one thread.
class EventCutter {
 public:
  explicit EventCutter(size_t max_bytes) : max_bytes_(max_bytes) {}

  // As DocumentSplitter::Next. Drops from `window`, always the same, what is
  // done with; `*line` is that of its begin.
  DocumentResult Next(ByteWindow* window, bool finished, int64_t* line);

  size_t buffer_bytes() const { return joined_.capacity(); }

 private:
  struct Line {
    absl::string_view text;
    int64_t number;
  };

  std::optional<Line> TakeLine(ByteWindow* window, bool finished,
                               int64_t* line);
  bool AddLine(const Line& line);
  void Join();
  DocumentResult WaitForLine(ByteWindow* window, int64_t line);
  absl::Status SkipEvent(int64_t line);
  std::optional<Document> EndEvent();

  const size_t max_bytes_;
  ByteFinder next_cr_{'\r'};
  ByteFinder next_lf_{'\n'};
  bool behind_cr_ = false;    // a LF that follows ends no other line
  bool skips_line_ = false;   // it was too long
  bool skips_event_ = false;  // likewise

  // The event that is being read.
  int64_t data_lines_ = 0;
  int64_t event_line_ = 0;  // of its first data
  absl::string_view data_;  // of one line, in the window
  bool is_joined_ = false;  // it is in `joined_` instead
  std::string joined_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_EVENT_CUTTER_H_
