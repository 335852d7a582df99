#include "client/csv_text.h"

#include <string>

#include "gtest/gtest.h"

namespace ratecard {
namespace {

TEST(CsvRow, QuotesWhatHasToBeQuoted) {
  std::string out;
  CsvRow row(&out);
  for (const char* cell :
       {"plain", "", "a,b", "say \"hi\"", "two\nlines", " space", "größe"}) {
    row.Add(cell);
  }
  row.End();
  row.Add("next");
  row.End();
  EXPECT_EQ(out,
            "plain,,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\" space\","
            "größe\nnext\n");
}

}  // namespace
}  // namespace ratecard
