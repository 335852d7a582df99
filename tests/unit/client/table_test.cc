#include "client/table.h"

#include "gtest/gtest.h"

namespace ratecard {
namespace {

TEST(Table, AlignsTextNumbersAndPoints) {
  Table table({{"METER"}, {"N", Align::kRight}, {"PRICE", Align::kPoint}});
  table.AddRow({"input", "40,000", "$1.75"});
  table.AddRow({"cache", "8", "$0.175"});
  table.AddRow({"output", "120", "$14.00"});
  EXPECT_EQ(table.Render(Style()),
            "METER        N    PRICE\n"
            "input   40,000   $1.75\n"
            "cache        8   $0.175\n"
            "output     120  $14.00\n");
}

TEST(Table, PutsWordsIntoANumberColumn) {
  Table table({{"PRICE", Align::kPoint}});
  table.AddRow({"free"});
  table.AddRow({"$10.125"});
  EXPECT_EQ(table.Render(Style()),
            "   PRICE\n"
            "free\n"
            " $10.125\n");
}

TEST(Table, LeavesOutColumnsWithoutContent) {
  Table table({{"A"}, {"EMPTY"}, {"B"}});
  table.AddRow({"1", "", "2"});
  EXPECT_EQ(table.Render(Style()), "A  B\n1  2\n");
}

TEST(Table, CountsCodePointsNotBytes) {
  Table table({{"NAME"}, {"N"}});
  table.AddRow({"é…", "1"});
  table.AddRow({"abcd", "2"});
  EXPECT_EQ(table.Render(Style()), "NAME  N\né…    1\nabcd  2\n");
}

// What a server or a file sends must not steer the terminal.
TEST(Table, ShowsControlCharactersAsQuestionMarks) {
  Table table({{"NAME"}});
  table.AddRow({"a\x1b[31mb\n"});
  EXPECT_EQ(table.Render(Style()), "NAME\na?[31mb?\n");
}

TEST(Table, MarksTitlesAndBoldRowsOnlyWithColour) {
  Table table({{"A"}});
  table.AddRow({"x"}, true);
  EXPECT_EQ(table.Render(Style(true)), "\x1b[1mA\x1b[0m\n\x1b[1mx\x1b[0m\n");
}

TEST(Table, DropsColumnsThatDoNotFit) {
  Table table({{"NAME"},
               {"SECOND", Align::kLeft, false, 1},
               {"FIRST", Align::kLeft, false, 2}});
  table.AddRow({"n", "s", "f"});
  EXPECT_EQ(table.Render(Style(), 19),
            "NAME  SECOND  FIRST\nn     s       f\n");
  EXPECT_EQ(table.Render(Style(), 18), "NAME  SECOND\nn     s\n");
  EXPECT_EQ(table.Render(Style(), 11), "NAME\nn\n");
  EXPECT_EQ(table.Render(Style(), 1), "NAME\nn\n");
}

TEST(Table, CutsTheLastColumnToWhatRoomThereIs) {
  Table table({{"NAME"},
               {"DROP", Align::kLeft, false, 1},
               {"NOTES", Align::kLeft, false, 0, true}});
  table.AddRow({"n", "d", "other prices from 200,001 tokens"});
  table.AddRow({"m", "d", "étés à l'été à l'été"});
  EXPECT_EQ(table.Render(Style(), 30),
            "NAME  DROP  NOTES\n"
            "n     d     other prices from…\n"
            "m     d     étés à l'été à l'…\n");
  EXPECT_EQ(table.Render(Style(), 18),
            "NAME  NOTES\n"
            "n     other price…\n"
            "m     étés à l'ét…\n");
}

TEST(Cut, KeepsWhatFits) {
  EXPECT_EQ(Cut("abc", 3), "abc");
  EXPECT_EQ(Cut("abcd", 3), "ab…");
  EXPECT_EQ(Cut("ééé", 2), "é…");
  EXPECT_EQ(Cut("", 0), "");
}

TEST(Facts, LinesUpAndLeavesOutWhatIsEmpty) {
  Facts facts;
  facts.Add("model", "m");
  facts.Add("region", "");
  facts.Add("as of", "now");
  EXPECT_EQ(facts.Render(), "model  m\nas of  now\n");
}

TEST(Facts, BreaksLongValuesAtSpaces) {
  Facts facts;
  facts.Add("note",
            "one two three four five six seven eight nine ten eleven twelve "
            "thirteen fourteen");
  EXPECT_EQ(facts.Render(),
            "note  one two three four five six seven eight nine ten eleven "
            "twelve thirteen\n"
            "      fourteen\n");
}

TEST(Wrap, NeverBreaksAWord) {
  EXPECT_EQ(Wrap("aaaaaaaaaa bb", 5, 2), "aaaaaaaaaa\n  bb");
  EXPECT_EQ(Wrap("", 5, 2), "");
}

}  // namespace
}  // namespace ratecard
