#include "client/line_cutter.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

using testing::ElementsAre;

// `1: text` for each line, the message for each error.
std::vector<std::string> Lines(absl::string_view text, size_t piece,
                               size_t max_bytes) {
  LineCutter cutter(max_bytes);
  std::vector<std::string> found;
  const auto drain = [&] {
    TextLine line;
    while (true) {
      const absl::StatusOr<bool> next = cutter.Next(&line);
      if (next.ok() && !*next) {
        return;
      }
      found.push_back(next.ok() ? absl::StrCat(line.line, ": ", line.text)
                                : std::string(next.status().message()));
    }
  };
  for (size_t at = 0; at < text.size(); at += piece) {
    cutter.Push(text.substr(at, piece));
    drain();
  }
  cutter.Finish();
  drain();
  return found;
}

TEST(LineCutter, NumbersLinesAndLeavesOutBlankOnes) {
  for (size_t piece = 1; piece < 12; ++piece) {
    EXPECT_THAT(Lines("\n a \r\n\t\n\nb", piece, 10),
                ElementsAre("2: a", "5: b"));
  }
}

TEST(LineCutter, RefusesALineThatIsTooLongAndGoesOn) {
  for (size_t piece = 1; piece < 20; ++piece) {
    EXPECT_THAT(
        Lines("abcd\nabcde\nab\nabcdefgh", piece, 4),
        ElementsAre("1: abcd", "line 2: the line is longer than 4 bytes",
                    "3: ab", "line 4: the line is longer than 4 bytes"));
  }
}

}  // namespace
}  // namespace ratecard
