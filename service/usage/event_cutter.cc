#include "service/usage/event_cutter.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace ratecard {

DocumentResult EventCutter::Next(ByteWindow* window, bool finished,
                                 int64_t* line) {
  while (true) {
    const std::optional<Line> taken = TakeLine(window, finished, line);
    if (!taken.has_value()) {
      if (finished) {
        return EndEvent();
      }
      return WaitForLine(window, *line);
    }
    if (std::exchange(skips_line_, false)) {
      continue;
    }
    if (taken->text.empty()) {
      const std::optional<Document> document = EndEvent();
      if (document.has_value()) {
        return document;
      }
    } else if (!skips_event_ && !AddLine(*taken)) {
      return SkipEvent(taken->number);
    }
  }
}

// A line without what ends it; or the rest of the stream.
std::optional<EventCutter::Line> EventCutter::TakeLine(ByteWindow* window,
                                                       bool finished,
                                                       int64_t* line) {
  if (behind_cr_ && !window->empty()) {
    behind_cr_ = false;
    window->Drop(window->front() == '\n' ? 1 : 0);
  }
  const uint64_t begin = window->begin();
  const uint64_t end =
      std::min(next_cr_.Find(*window, begin), next_lf_.Find(*window, begin));
  const bool is_whole = end != window->end();
  if (!is_whole && (!finished || window->empty())) {
    return std::nullopt;
  }
  const Line taken = {window->Between(begin, end), *line};
  if (is_whole) {
    behind_cr_ = window->From(end).front() == '\r';
    ++*line;
  }
  window->DropTo(end + (is_whole ? 1 : 0));
  return taken;
}

// Whether the line, and the event with it, is short enough.
bool EventCutter::AddLine(const Line& line) {
  absl::string_view text = line.text;
  if (text.size() > max_bytes_) {
    return false;
  }
  if (absl::ConsumePrefix(&text, "data:")) {
    absl::ConsumePrefix(&text, " ");
  } else if (text == "data") {
    text = "";
  } else {
    return true;
  }
  if (data_lines_++ == 0) {
    data_ = text;
    event_line_ = line.number;
    return true;
  }
  Join();
  absl::StrAppend(&joined_, "\n", text);
  return joined_.size() <= max_bytes_;
}

// Takes the event's data so far out of the window.
void EventCutter::Join() {
  if (data_lines_ > 0 && !std::exchange(is_joined_, true)) {
    joined_.assign(data_.data(), data_.size());
  }
}

DocumentResult EventCutter::WaitForLine(ByteWindow* window, int64_t line) {
  Join();
  if (window->size() <= max_bytes_) {
    return std::nullopt;
  }
  skips_line_ = true;
  window->DropTo(window->end());
  if (skips_event_) {
    return std::nullopt;
  }
  return SkipEvent(line);
}

absl::Status EventCutter::SkipEvent(int64_t line) {
  skips_event_ = true;
  const bool has_data = std::exchange(data_lines_, 0) > 0;
  return DocumentTooLarge(has_data ? event_line_ : line, max_bytes_);
}

std::optional<Document> EventCutter::EndEvent() {
  const bool is_joined = std::exchange(is_joined_, false);
  const bool has_data = std::exchange(data_lines_, 0) > 0;
  if (std::exchange(skips_event_, false) || !has_data) {
    return std::nullopt;
  }
  if (is_joined) {
    const size_t size = joined_.size();
    joined_.append(kDocumentPadding, ' ');
    data_ = absl::string_view(joined_).substr(0, size);
  }
  const absl::string_view json = DocumentText(data_);
  if (json.empty()) {
    return std::nullopt;
  }
  return Document{json, event_line_};
}

}  // namespace ratecard
