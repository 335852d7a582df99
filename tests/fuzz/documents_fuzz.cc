// The documents of a payload are the same whatever pieces it comes in, and
// those that a simpler reading of the whole finds.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "service/base/error.h"
#include "service/usage/document.h"
#include "service/usage/documents.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/check.h"
#include "tests/fuzz/json_tree.h"

namespace ratecard {
namespace {

struct Found {
  int64_t line = 0;
  std::string text;  // of the document, or the message of the error
  bool is_error = false;

  friend bool operator==(const Found& a, const Found& b) {
    return a.line == b.line && a.text == b.text && a.is_error == b.is_error;
  }
};

struct Split {
  PayloadForm form = PayloadForm::kUndecided;
  std::vector<Found> found;
};

Found ErrorOf(const absl::Status& status) {
  const ErrorDetail detail = DetailOf(status);
  RATECARD_CHECK(absl::IsInvalidArgument(status));
  RATECARD_CHECK(detail.reason == "DOCUMENT_TOO_LARGE" ||
                 detail.reason == "INVALID_JSON");
  RATECARD_CHECK(status.message().size() < 200);
  return {0, std::string(status.message()), true};
}

Found DocumentOf(const Document& document) {
  std::string padding(document.json.data() + document.json.size(),
                      kDocumentPadding);  // can be read
  RATECARD_CHECK(padding.size() == kDocumentPadding);
  return {document.line, std::string(document.json), false};
}

// Whether an error of this form is the last that there is.
bool ErrorStays(PayloadForm form) {
  return form == PayloadForm::kBody || form == PayloadForm::kArray;
}

// Takes all that there is by now. False behind an error that stays.
bool Drain(DocumentSplitter* splitter, Split* split) {
  while (true) {
    const DocumentResult next = splitter->Next();
    if (!next.ok()) {
      split->found.push_back(ErrorOf(next.status()));
      if (ErrorStays(splitter->form())) {
        const DocumentResult again = splitter->Next();
        RATECARD_CHECK(!again.ok() &&
                       again.status().message() == next.status().message());
        return false;
      }
    } else if (next->has_value()) {
      split->found.push_back(DocumentOf(**next));
    } else {
      return true;
    }
  }
}

// `largest`: of pieces; 0: all at once.
Split SplitInPieces(absl::string_view text, size_t max_bytes, size_t largest,
                    Mixer* mixer) {
  Split split;
  DocumentSplitter splitter(max_bytes);
  const size_t limit = largest == 0 ? text.size() : largest;
  bool more = true;
  while (more && !text.empty()) {
    const size_t size = largest == 0
                            ? text.size()
                            : std::min(text.size(), 1 + mixer->Below(largest));
    splitter.Push(text.substr(0, size));
    text.remove_prefix(size);
    more = (largest == 0 && mixer->Below(2) == 0) || Drain(&splitter, &split);
    RATECARD_CHECK(splitter.buffer_bytes() <= 8 * (max_bytes + limit) + 1024);
  }
  if (more) {
    splitter.Finish();
    (void)Drain(&splitter, &split);
  }
  split.form = splitter.form();
  return split;
}

absl::string_view StripSpace(absl::string_view text) {
  constexpr absl::string_view kSpace = " \t\r\n";
  const size_t begin = text.find_first_not_of(kSpace);
  return begin == absl::string_view::npos
             ? ""
             : text.substr(begin, text.find_last_not_of(kSpace) - begin + 1);
}

void AddReference(int64_t line, absl::string_view text,
                  std::vector<Found>* out) {
  const absl::string_view json = StripSpace(text);
  if (!json.empty() && json != "[DONE]") {
    out->push_back({line, std::string(json), false});
  }
}

std::vector<Found> ReferenceLines(absl::string_view text) {
  std::vector<Found> found;
  int64_t line = 0;
  for (const absl::string_view one : absl::StrSplit(text, '\n')) {
    AddReference(++line, one, &found);
  }
  return found;
}

// Lines that end with CR LF, LF or CR.
std::vector<std::string> EventLines(absl::string_view text) {
  std::string plain;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '\r') {
      plain.push_back(text[i]);
    } else if (i + 1 == text.size() || text[i + 1] != '\n') {
      plain.push_back('\n');
    }
  }
  return absl::StrSplit(plain, '\n');
}

// An event that nothing ends counts too.
std::vector<Found> ReferenceEvents(absl::string_view text) {
  constexpr absl::string_view kSpace = " \t\r\n";
  const size_t begin = std::min(text.find_first_not_of(kSpace), text.size());
  int64_t line = std::count(text.begin(), text.begin() + begin, '\n');
  std::vector<std::string> lines = EventLines(text.substr(begin));
  lines.emplace_back();
  std::vector<Found> found;
  std::vector<std::string> data;
  int64_t first = 0;
  for (const std::string& one : lines) {
    ++line;
    if (one.empty()) {
      AddReference(first, absl::StrJoin(data, "\n"), &found);
      data.clear();
    } else if (one == "data" || absl::StartsWith(one, "data:")) {
      absl::string_view value = one;
      value.remove_prefix(std::min<size_t>(5, value.size()));
      if (one == "data") {
        value = "";
      }
      absl::ConsumePrefix(&value, " ");
      first = data.empty() ? line : first;
      data.emplace_back(value);
    }
  }
  return found;
}

// Of an array that is one; its documents have no errors then.
void CheckArray(absl::string_view text, const std::vector<Found>& found) {
  const std::optional<JsonTree> tree = ParseJsonTree(text);
  if (!tree.has_value()) {
    return;
  }
  RATECARD_CHECK(tree->items.size() == found.size());
  for (size_t i = 0; i < found.size(); ++i) {
    const std::optional<JsonTree> one = ParseJsonTree(found[i].text);
    RATECARD_CHECK(!found[i].is_error && one.has_value());
    RATECARD_CHECK(Render(*one) == Render(tree->items[i]));
  }
}

void CheckReference(absl::string_view text, const Split& split) {
  absl::ConsumePrefix(&text, "\xef\xbb\xbf");
  switch (split.form) {
    case PayloadForm::kJsonLines:
      RATECARD_CHECK(split.found == ReferenceLines(text));
      break;
    case PayloadForm::kEvents:
      RATECARD_CHECK(split.found == ReferenceEvents(text));
      break;
    case PayloadForm::kArray:
      CheckArray(text, split.found);
      break;
    default:
      RATECARD_CHECK(split.found.size() <= 1);
      if (!split.found.empty()) {
        RATECARD_CHECK(split.found[0].text == StripSpace(text));
      }
  }
}

void CheckOrder(const Split& split) {
  int64_t line = 0;
  for (const Found& found : split.found) {
    if (found.is_error) {
      continue;
    }
    RATECARD_CHECK(split.form == PayloadForm::kArray ? found.line >= line
                                                     : found.line > line);
    RATECARD_CHECK(!found.text.empty());
    line = found.line;
  }
}

void CheckSplit(absl::string_view bytes) {
  ByteSource source(bytes);
  constexpr size_t kLimits[] = {1 << 20, 1, 8, 24, 64, 300, 1 << 20, 1 << 20};
  const size_t max_bytes = kLimits[source.Below(8)];
  Mixer mixer(source.Byte());
  const absl::string_view text = source.rest();
  const Split whole = SplitInPieces(text, max_bytes, 0, &mixer);
  CheckOrder(whole);
  for (const size_t largest : {size_t{1}, size_t{7}, size_t{100}}) {
    const Split pieces = SplitInPieces(text, max_bytes, largest, &mixer);
    RATECARD_CHECK(pieces.form == whole.form);
    RATECARD_CHECK(pieces.found == whole.found);
  }
  if (max_bytes > text.size()) {
    CheckReference(text, whole);
  }
}

}  // namespace
}  // namespace ratecard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ratecard::CheckSplit({reinterpret_cast<const char*>(data), size});
  return 0;
}
