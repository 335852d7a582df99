#include "client/text_form.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

std::string Problem(absl::string_view start) {
  return std::string(CheckText(start).message());
}

TEST(TextForm, KnowsWhatIsNoText) {
  EXPECT_THAT(Problem("\x1f\x8b\x08"), HasSubstr("gzip: zcat FILE"));
  EXPECT_THAT(Problem("PK\x03\x04"), HasSubstr("a spreadsheet"));
  EXPECT_THAT(Problem("PAR1"), HasSubstr("Parquet"));
}

// UTF-16 without its mark.
TEST(TextForm, KnowsZeroBytesOfTheFirstLine) {
  EXPECT_THAT(Problem(absl::string_view("m\0o\0,\0\n\0", 8)),
              HasSubstr("--encoding, as utf-16le"));
  EXPECT_EQ(Problem(absl::string_view("model\na\0", 8)), "");
}

TEST(TextForm, KnowsLinesThatEndWithReturnAlone) {
  EXPECT_THAT(Problem("model,input\ra,1\r"), HasSubstr("CR alone"));
  EXPECT_EQ(Problem("model,input\r\na,1\r\n"), "");
  EXPECT_EQ(Problem("model,input\r"), "");
}

TEST(TextForm, KnowsTheLineThatExcelTakesInFront) {
  EXPECT_THAT(Problem("sep=;\nmodel;input\n"), HasSubstr("leave it out"));
  EXPECT_EQ(Problem("separate;input\n"), "");
}

TEST(TextForm, TakesTextsOfAllKinds) {
  for (const char* text :
       {"", "model,input\n", "{\"model\":1}", "größe", "B"}) {
    EXPECT_THAT(CheckText(text), IsOk());
    EXPECT_THAT(CheckJsonLines(text), IsOk());
  }
}

TEST(TextForm, KnowsJsonThatIsNotALineEach) {
  EXPECT_THAT(CheckJsonLines(" [{\"model\":1}]").message(),
              HasSubstr("a list of JSON"));
  EXPECT_THAT(CheckJsonLines("{\n  \"model\":1\n}\n").message(),
              HasSubstr("goes over several lines"));
  // The first piece of a pipe.
  EXPECT_THAT(CheckJsonLines("{"), IsOk());
}

}  // namespace
}  // namespace ratecard
