// The records of CSV, and the text of any encoding, are the same whatever
// pieces they come in, and what is written as CSV is read as it was.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "client/csv_reader.h"
#include "client/csv_text.h"
#include "client/item_field.h"
#include "client/text_decoder.h"
#include "ratecard/v1/estimate_service.pb.h"
#include "tests/fuzz/byte_source.h"
#include "tests/fuzz/check.h"

namespace ratecard {
namespace {

constexpr size_t kLongest = 1 << 20;

struct Found {
  int64_t line = 0;
  std::vector<std::string> cells;
  std::string problem;

  friend bool operator==(const Found& a, const Found& b) {
    return a.line == b.line && a.cells == b.cells && a.problem == b.problem;
  }
};

// Takes all that there is by now.
void Drain(CsvReader* reader, std::vector<Found>* found) {
  CsvRecord record;
  while (true) {
    const absl::StatusOr<bool> next = reader->Next(&record);
    if (!next.ok()) {
      RATECARD_CHECK(absl::IsInvalidArgument(next.status()));
      found->push_back({0, {}, std::string(next.status().message())});
    } else if (!*next) {
      return;
    } else {
      RATECARD_CHECK(!record.cells.empty());
      found->push_back({record.line, {}, ""});
      for (const absl::string_view cell : record.cells) {
        found->back().cells.emplace_back(cell);
      }
    }
  }
}

// `largest`: of pieces; 0: all at once.
std::vector<Found> ReadInPieces(absl::string_view text, char delimiter,
                                size_t max_bytes, size_t largest,
                                Mixer* mixer) {
  std::vector<Found> found;
  CsvReader reader(delimiter, max_bytes);
  while (!text.empty()) {
    const size_t size = largest == 0
                            ? text.size()
                            : std::min(text.size(), 1 + mixer->Below(largest));
    reader.Push(text.substr(0, size));
    text.remove_prefix(size);
    Drain(&reader, &found);
  }
  reader.Finish();
  Drain(&reader, &found);
  return found;
}

void CheckOrder(const std::vector<Found>& found) {
  int64_t line = 0;
  for (const Found& one : found) {
    RATECARD_CHECK(!one.problem.empty() || one.line > line);
    line = std::max(line, one.line);
  }
}

void CheckWrittenIsRead(const std::vector<Found>& found, Mixer* mixer) {
  std::string text;
  CsvRow row(&text);
  std::vector<std::vector<std::string>> written;
  for (const Found& one : found) {
    const bool blank = one.cells.size() == 1 && one.cells[0].empty();
    if (!one.problem.empty() || blank) {
      continue;
    }
    for (const std::string& cell : one.cells) {
      row.Add(cell);
    }
    row.End();
    written.push_back(one.cells);
  }
  const std::vector<Found> again =
      ReadInPieces(text, ',', 4 * kLongest, 0, mixer);
  RATECARD_CHECK(again.size() == written.size());
  for (size_t i = 0; i < again.size(); ++i) {
    RATECARD_CHECK(again[i].cells == written[i]);
  }
}

// What `cell` says by one decimal mark, or as it is without; empty: it is
// refused.
std::string Said(const ItemField& field, absl::string_view cell, char mark) {
  v1::EstimateCostRequest request;
  return SetItemField(field, cell, mark, &request).ok()
             ? absl::StrCat("ok ", request.SerializeAsString())
             : "";
}

// Any header, and any cell below it, gives an answer, and without a decimal
// mark none that neither of them gives.
void CheckFields(const std::vector<Found>& found) {
  for (size_t i = 1; i < found.size() && i < 8; ++i) {
    const size_t cells = std::min(found[0].cells.size(), found[i].cells.size());
    for (size_t column = 0; column < cells; ++column) {
      const std::optional<ItemField> field =
          FindItemField(found[0].cells[column]);
      if (field.has_value()) {
        RATECARD_CHECK(field->unit >= 1);
        const std::string& cell = found[i].cells[column];
        const std::string said = Said(*field, cell, '\0');
        RATECARD_CHECK(said.empty() || said == Said(*field, cell, '.') ||
                       said == Said(*field, cell, ','));
      }
    }
  }
}

// `largest`: of pieces; 0: all at once.
std::string DecodeInPieces(const std::string& encoding, absl::string_view text,
                           size_t largest, Mixer* mixer) {
  std::string decoded;
  TextDecoder decoder;
  RATECARD_CHECK(decoder.Start(encoding).ok());
  while (!text.empty()) {
    const size_t size = largest == 0
                            ? text.size()
                            : std::min(text.size(), 1 + mixer->Below(largest));
    absl::StrAppend(&decoded, decoder.Decode(text.substr(0, size)));
    text.remove_prefix(size);
  }
  absl::StrAppend(&decoded, decoder.Finish());
  return decoded;
}

void CheckDecoder(absl::string_view text, Mixer* mixer) {
  constexpr const char* kEncodings[] = {"",         "utf-16",     "utf-16be",
                                        "utf-32le", "big5-hkscs", "latin1"};
  const std::string encoding = kEncodings[mixer->Below(6)];
  const std::string whole = DecodeInPieces(encoding, text, 0, mixer);
  for (const size_t largest : {size_t{1}, size_t{5}}) {
    RATECARD_CHECK(DecodeInPieces(encoding, text, largest, mixer) == whole);
  }
}

void CheckCsv(absl::string_view bytes) {
  ByteSource source(bytes);
  constexpr size_t kLimits[] = {kLongest, 1, 8, 24};
  const size_t max_bytes = kLimits[source.Below(4)];
  constexpr char kDelimiters[] = {0, ',', ';', '\t'};
  const char delimiter = kDelimiters[source.Below(4)];
  Mixer mixer(source.Byte());
  const absl::string_view text = source.rest();
  const std::vector<Found> whole =
      ReadInPieces(text, delimiter, max_bytes, 0, &mixer);
  CheckOrder(whole);
  for (const size_t largest : {size_t{1}, size_t{7}, size_t{100}}) {
    RATECARD_CHECK(ReadInPieces(text, delimiter, max_bytes, largest, &mixer) ==
                   whole);
  }
  CheckWrittenIsRead(whole, &mixer);
  CheckFields(whole);
  CheckDecoder(text, &mixer);
}

}  // namespace
}  // namespace ratecard

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ratecard::CheckCsv({reinterpret_cast<const char*>(data), size});
  return 0;
}
