#include "client/csv_reader.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// `1: a|b` for each record, `1! REASON` for each error.
std::vector<std::string> Drain(CsvReader* reader) {
  std::vector<std::string> found;
  CsvRecord record;
  while (true) {
    const absl::StatusOr<bool> next = reader->Next(&record);
    if (!next.ok()) {
      const ErrorDetail detail = DetailOf(next.status());
      found.push_back(
          absl::StrCat(detail.metadata.front().second, "! ", detail.reason));
    } else if (*next) {
      found.push_back(
          absl::StrCat(record.line, ": ", absl::StrJoin(record.cells, "|")));
    } else {
      return found;
    }
  }
}

std::vector<std::string> Records(absl::string_view text, char delimiter = ',',
                                 size_t max_bytes = 1000) {
  CsvReader reader(delimiter, max_bytes);
  reader.Push(text);
  reader.Finish();
  return Drain(&reader);
}

TEST(CsvReader, CutsLinesIntoCells) {
  EXPECT_THAT(Records("a,b\nc,,d\n"), ElementsAre("1: a|b", "2: c||d"));
  EXPECT_THAT(Records("a,b\r\nc,\r\n"), ElementsAre("1: a|b", "2: c|"));
  EXPECT_THAT(Records("a,b"), ElementsAre("1: a|b"));
  EXPECT_THAT(Records(","), ElementsAre("1: |"));
  EXPECT_THAT(Records(""), ElementsAre());
}

TEST(CsvReader, LeavesOutBlankLinesButCountsThem) {
  EXPECT_THAT(Records("\n\na\r\n\r\n\nb\n"), ElementsAre("3: a", "6: b"));
}

// RFC 4180, section 2, rules 5 to 7.
TEST(CsvReader, QuotesHoldDelimitersLinesAndQuotes) {
  EXPECT_THAT(Records("\"a,b\",\"c\"\n"), ElementsAre("1: a,b|c"));
  EXPECT_THAT(Records("\"say \"\"hi\"\"\",\"\"\"\"\n"),
              ElementsAre("1: say \"hi\"|\""));
  EXPECT_THAT(Records("\"one\ntwo\r\nthree\",x\ny\n"),
              ElementsAre("1: one\ntwo\r\nthree|x", "4: y"));
  EXPECT_THAT(Records("\"\"\r\n\"a\"\r\n"), ElementsAre("1: ", "2: a"));
  EXPECT_THAT(Records("x,\"a\""), ElementsAre("1: x|a"));
}

TEST(CsvReader, TakesAQuoteWithinACellAsItIs) {
  EXPECT_THAT(Records("5\" disk,b\nc,d\n"),
              ElementsAre("1: 5\" disk|b", "2: c|d"));
}

TEST(CsvReader, RefusesTextBehindAQuoteAndGoesOn) {
  EXPECT_THAT(Records("a\n\"b\"c,d\ne\n"),
              ElementsAre("1: a", "2! TEXT_BEHIND_QUOTE", "3: e"));
}

// A quote that nobody closes costs its line, not the rest of the file.
TEST(CsvReader, GoesOnBehindTheLineOfAQuoteThatIsNotClosed) {
  EXPECT_THAT(Records("a\n\"b\nc\nd\n"),
              ElementsAre("1: a", "2! QUOTE_NOT_CLOSED", "3: c", "4: d"));
  EXPECT_THAT(
      Records("\"b\nc\nd\ne\nf\n", ',', 6),
      ElementsAre("1! RECORD_TOO_LONG", "2: c", "3: d", "4: e", "5: f"));
}

TEST(CsvReader, RefusesARecordThatIsTooLongAndGoesOn) {
  EXPECT_THAT(Records("abc\nabcd\nab\n", ',', 3),
              ElementsAre("1: abc", "2! RECORD_TOO_LONG", "3: ab"));
}

TEST(CsvReader, FindsTheDelimiterThatTheHeaderHasMost) {
  EXPECT_THAT(Records("a;b;c\n1,5;2;3\n", 0),
              ElementsAre("1: a|b|c", "2: 1,5|2|3"));
  EXPECT_THAT(Records("a\tb\n", 0), ElementsAre("1: a|b"));
  EXPECT_THAT(Records("\na|b\n", 0), ElementsAre("2: a|b"));
  EXPECT_THAT(Records("\"a;b;c\",d\n", 0), ElementsAre("1: a;b;c|d"));
  EXPECT_THAT(Records("model\n", 0), ElementsAre("1: model"));
}

TEST(CsvReader, IsTheSameInPiecesOfAnySize) {
  const std::string text =
      "a,\"b\"\"c\nd\",e\r\n\r\n\"x\r\n\"y\n\"q\",\"\"\r\n5\",z\n\"open\nend";
  const std::vector<std::string> whole = Records(text, 0, 40);
  for (size_t size = 1; size < text.size(); ++size) {
    CsvReader reader(0, 40);
    std::vector<std::string> found;
    for (size_t at = 0; at < text.size(); at += size) {
      reader.Push(absl::string_view(text).substr(at, size));
      for (std::string& one : Drain(&reader)) {
        found.push_back(std::move(one));
      }
    }
    reader.Finish();
    for (std::string& one : Drain(&reader)) {
      found.push_back(std::move(one));
    }
    EXPECT_EQ(found, whole) << "pieces of " << size;
  }
}

TEST(CsvReader, SaysWhereAndWhat) {
  CsvReader reader(',', 10);
  reader.Push("\"b\nccccccccccc\n");
  CsvRecord record;
  EXPECT_THAT(reader.Next(&record).status().message(),
              HasSubstr("line 1: the record is longer than 10 bytes: is a "
                        "quote not closed?"));
}

}  // namespace
}  // namespace ratecard
