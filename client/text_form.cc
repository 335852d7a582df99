#include "client/text_form.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

struct Magic {
  absl::string_view bytes;  // that it begins with
  absl::string_view advice;
};

constexpr Magic kMagics[] = {
    {"\x1f\x8b", "compressed by gzip: zcat FILE | ratecard … --batch -"},
    {"\x28\xb5\x2f\xfd",
     "compressed by zstd: zstdcat FILE | ratecard … "
     "--batch -"},
    {absl::string_view("\xfd"
                       "7zXZ\0",
                       6),
     "compressed by xz: xzcat FILE | ratecard … --batch -"},
    {"BZh", "compressed by bzip2: bzcat FILE | ratecard … --batch -"},
    {"PK\x03\x04", "a zip archive or a spreadsheet: save it as CSV"},
    {"\xd0\xcf\x11\xe0", "a spreadsheet: save it as CSV"},
    {"PAR1", "Parquet: write it as CSV or JSON Lines"},
    {"SQLite format 3", "a database: write it as CSV or JSON Lines"}};

Error NotText(absl::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "NOT_TEXT",
               absl::StrCat("the file is ", what));
}

}  // namespace

absl::Status CheckText(absl::string_view start) {
  for (const Magic& magic : kMagics) {
    if (absl::StartsWith(start, magic.bytes)) {
      return NotText(magic.advice);
    }
  }
  if (absl::StartsWith(start, "sep=")) {
    return NotText(
        "CSV with a line in front of its header, as Excel takes it: leave it "
        "out, and say by --delimiter what it says, if it is not found");
  }
  const absl::string_view line = start.substr(0, start.find('\n'));
  if (absl::StrContains(line, '\0')) {
    return NotText(
        "no UTF-8, as its first line has zero bytes: say what it is by "
        "--encoding, as utf-16le");
  }
  if (line.size() == start.size() &&
      absl::StrContains(absl::StripAsciiWhitespace(line), '\r')) {
    return NotText(
        "text whose lines end with CR alone: tr '\\r' '\\n' < FILE | ratecard "
        "… --batch -");
  }
  return absl::OkStatus();
}

absl::Status CheckJsonLines(absl::string_view start) {
  start = absl::StripLeadingAsciiWhitespace(start);
  if (absl::StartsWith(start, "[")) {
    return NotText(
        "a list of JSON, and not an object a line: jq -c '.[]' FILE | ratecard "
        "… --batch -");
  }
  const size_t end = start.find('\n');
  if (end != absl::string_view::npos &&
      absl::StripAsciiWhitespace(start.substr(0, end)) == "{") {
    return NotText(
        "JSON that goes over several lines, and not an object a line: jq -c . "
        "FILE | ratecard … --batch -");
  }
  return absl::OkStatus();
}

}  // namespace ratecard
