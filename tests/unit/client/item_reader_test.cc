#include "client/item_reader.h"

#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

enum class Form { kCsv, kJson };

// A file that is read as items.
class Items {
 public:
  Items(Form form, const std::string& text, const ColumnOptions& options = {},
        const std::string& encoding = "")
      : input_(WriteFile(text)) {
    EXPECT_THAT(input_.Start(encoding), IsOk());
    absl::StatusOr<ItemColumns> columns = ItemColumns::Make(options);
    EXPECT_THAT(columns, IsOk());
    if (form == Form::kJson) {
      reader_ = ReadJsonItems(*std::move(columns), &input_);
      return;
    }
    absl::StatusOr<std::unique_ptr<ItemReader>> reader =
        ReadCsvItems(0, *std::move(columns), &input_);
    if (reader.ok()) {
      reader_ = *std::move(reader);
    } else {
      problem_ = std::string(reader.status().message());
    }
  }

  // False at the end.
  bool Next() {
    request = v1::EstimateCostRequest();
    const absl::StatusOr<bool> found = reader_->Next(&item, &request);
    EXPECT_THAT(found, IsOk());
    return found.ok() && *found;
  }

  // `line: kept|kept` or `line! problem` of each.
  std::vector<std::string> All() {
    std::vector<std::string> all;
    while (Next()) {
      all.push_back(absl::StrCat(
          item.line, item.problem.ok() ? ": " : "! ",
          item.problem.ok()
              ? absl::StrJoin(item.kept, "|",
                              [](std::string* out, const KeptValue& value) {
                                absl::StrAppend(out, value.plain());
                              })
              : std::string(item.problem.message())));
    }
    return all;
  }

  const std::string& problem() const { return problem_; }  // of the header
  const ItemReader& reader() const { return *reader_; }

  BatchItem item;
  v1::EstimateCostRequest request;

 private:
  static std::string WriteFile(const std::string& text) {
    const std::string path = absl::StrCat(testing::TempDir(), "/items");
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  TextInput input_;
  std::unique_ptr<ItemReader> reader_;
  std::string problem_;
};

TEST(CsvItems, AreReadByTheirHeader) {
  Items items(Form::kCsv,
              "Model;Input (k);cached;Service Tier\n"
              "gpt-5.2;1,5;20;batch\n"
              "gpt-5.2;1.5;;\n");
  ASSERT_TRUE(items.Next());
  EXPECT_THAT(items.item.problem.message(),
              HasSubstr("column 'Input (k)': '1,5' is not a quantity"));
  ASSERT_TRUE(items.Next());
  EXPECT_THAT(items.item.problem, IsOk());
  EXPECT_EQ(items.item.line, 3);
  EXPECT_EQ(items.request.model(), "gpt-5.2");
  EXPECT_EQ(items.request.usage().input_tokens(), 1'500);
  EXPECT_FALSE(items.request.usage().has_cache_read_tokens());
  EXPECT_EQ(items.request.service_tier(), "");
  EXPECT_FALSE(items.Next());
}

TEST(CsvItems, CarryColumnsThrough) {
  Items items(Form::kCsv, "id,input,note\n7,10,\"a\nb\"\n8,10,\n",
              {{}, {"note"}, true});
  EXPECT_THAT(items.reader().kept(), ElementsAre("note", "id"));
  EXPECT_THAT(items.All(), ElementsAre("2: a\nb|7", "4: |8"));
}

TEST(CsvItems, SayWhatIsWrongWithTheHeader) {
  const auto problem = [](const std::string& text,
                          const ColumnOptions& options = {}) {
    return Items(Form::kCsv, text, options).problem();
  };
  EXPECT_THAT(problem(""), HasSubstr("there is nothing in "));
  EXPECT_THAT(problem("\n\n"), HasSubstr("there is nothing in "));
  EXPECT_THAT(problem("inptu\n1\n"), HasSubstr("nearest: input"));
  EXPECT_EQ(problem("input,Input\n"), "the header has column 'Input' twice");
  EXPECT_THAT(problem("input,input_tokens\n"),
              HasSubstr("columns 'input' and 'input_tokens' are both "
                        "input_tokens"));
  EXPECT_EQ(problem("input,id\n", {{"id=-"}, {"team"}}),
            "the header has no column 'team'; it has input, id");
  EXPECT_THAT(problem("in\xff\n"), HasSubstr("cell 1 is not UTF-8"));
  EXPECT_THAT(problem("\"input\n"), HasSubstr("line 1: a quote is not closed"));
  EXPECT_THAT(problem(std::string(1'000, ',')),
              HasSubstr("has 1001 columns, more than 1000"));
}

TEST(CsvItems, RefuseALineAndGoOn) {
  Items items(Form::kCsv, "input,id\n1\n1,2,3\n1,gr\xf6\xdf\n\"1\"x,2\n1,2\n",
              {{}, {"id"}});
  EXPECT_THAT(
      items.All(),
      ElementsAre("2! has 1 cell, the header has 2",
                  "3! has 3 cells, the header has 2",
                  HasSubstr("4! cell 2 is not UTF-8; say what it is "
                            "by --encoding"),
                  HasSubstr("5! line 5: there is text behind"), "6: 2"));
}

// Who is refused is to be known by its own columns, too.
TEST(CsvItems, KeepTheColumnsOfALineThatIsRefused) {
  Items items(Form::kCsv, "input,id\nx,7\n", {{}, {"id"}});
  ASSERT_TRUE(items.Next());
  EXPECT_FALSE(items.item.problem.ok());
  EXPECT_EQ(items.item.kept[0].text, "7");
}

// A delimiter at the end of every line.
TEST(CsvItems, HaveColumnsWithoutNamesIfTheyAreEmpty) {
  Items items(Form::kCsv, "input;id;;\n1;7;; \n1;8;x;\n1;9\n", {{}, {}, true});
  EXPECT_THAT(items.All(),
              ElementsAre("2: 7",
                          "3! cell 3 is 'x', but the header has no name for "
                          "its column: give it one there",
                          "4! has 2 cells, the header has 4"));
}

TEST(CsvItems, SayHowToSettleANumberThatMayBeTwo) {
  const std::string text = "input;Output (k)\n12.000;\n;1,5\n";
  Items items(Form::kCsv, text);
  EXPECT_THAT(items.All(),
              ElementsAre("2! column 'input': '12.000' may be 12 or 12000: "
                          "write which; or say by --decimal-mark, point or "
                          "comma, how all numbers of the file are written",
                          HasSubstr("3! column 'Output (k)': '1,5' is not")));
  ColumnOptions options;
  options.decimal_mark = ',';
  Items settled(Form::kCsv, text, options);
  ASSERT_TRUE(settled.Next());
  EXPECT_EQ(settled.request.usage().input_tokens(), 12'000);
  ASSERT_TRUE(settled.Next());
  EXPECT_EQ(settled.request.usage().output_tokens(), 1'500);
}

TEST(CsvItems, AreReadInOtherEncodings) {
  Items latin(Form::kCsv,
              "id,input\ngr\xf6\xdf"
              "e,1\n",
              {{}, {"id"}}, "latin1");
  EXPECT_THAT(latin.All(), ElementsAre("2: größe"));
  Items wide(Form::kCsv,
             std::string("\xff\xfei\0d\0,\0i\0n\0p\0u\0t\0\n\0\xe9\0,\0"
                         "1\0",
                         26),
             {{}, {"id"}});
  EXPECT_THAT(wide.All(), ElementsAre("2: é"));
}

TEST(JsonItems, AreRequestsOfTheApiOrFlat) {
  Items items(
      Form::kJson,
      R"({"model":"gpt-5.2","usage":{"inputTokens":"1200","output_tokens":3},"serviceTier":"batch","view":1,"allowPartial":true})"
      "\n\n"
      R"({"model":"gpt-5.2","input":"1.2k","output_tokens":3,"as_of":"2026-07-01","region":null})"
      "\n");
  for (const int64_t line : {1, 3}) {
    ASSERT_TRUE(items.Next());
    EXPECT_THAT(items.item.problem, IsOk());
    EXPECT_EQ(items.item.line, line);
    EXPECT_EQ(items.request.model(), "gpt-5.2");
    EXPECT_EQ(items.request.usage().input_tokens(), 1'200);
    EXPECT_EQ(items.request.usage().output_tokens(), 3);
    EXPECT_EQ(items.request.service_tier(), line == 1 ? "batch" : "");
    EXPECT_EQ(items.request.allow_partial(), line == 1);
    EXPECT_EQ(items.request.has_as_of(), line == 3);
  }
  EXPECT_FALSE(items.Next());
}

TEST(JsonItems, TakeQuantities) {
  Items items(
      Form::kJson,
      R"({"usage":{"quantities":[{"meter":"METER_OUTPUT_IMAGES","quantity":2}]}})"
      "\n"
      R"({"output_images":2})");
  while (items.Next()) {
    EXPECT_THAT(items.item.problem, IsOk());
    EXPECT_EQ(items.request.usage().quantities(0).meter(),
              v1::METER_OUTPUT_IMAGES);
    EXPECT_EQ(items.request.usage().quantities(0).quantity(), 2);
  }
}

TEST(JsonItems, CarryKeysThroughAsTheyAre) {
  Items items(
      Form::kJson,
      R"({"input":1,"id":1.50,"team":"a\nb","tags":{"x": [1]},"n":null})",
      {{}, {"team", "n", "absent"}, true});
  ASSERT_TRUE(items.Next());
  EXPECT_THAT(items.item.problem, IsOk());
  EXPECT_EQ(items.item.kept[0].text, "a\nb");
  EXPECT_EQ(items.item.kept[1].plain(), "");
  EXPECT_EQ(items.item.kept[2].plain(), "");
  EXPECT_EQ(items.item.rest, R"("id":1.50,"tags":{"x": [1]})");
}

TEST(JsonItems, KeepWhatIsInTheUsage) {
  Items items(Form::kJson, R"({"usage":{"input_tokens":7}})",
              {{}, {"input_tokens"}});
  EXPECT_THAT(items.All(), ElementsAre("1: 7"));
}

// As in the JSON of protobuf.
TEST(JsonItems, SayNothingByNull) {
  Items items(Form::kJson,
              R"({"model":"a","usage":null,"quantities":null,"input":1})"
              "\n"
              R"({"usage":{"input_tokens":null,"quantities":null}})");
  EXPECT_THAT(items.All(), ElementsAre("1: ", "2: "));
}

// The mark of JSON's own numbers is known.
TEST(JsonItems, HaveNumbersWithAPoint) {
  ColumnOptions options;
  options.decimal_mark = ',';
  Items items(Form::kJson, "{\"input\":12.000}\n{\"input\":\"12.000\"}\n",
              options);
  ASSERT_TRUE(items.Next());
  EXPECT_EQ(items.request.usage().input_tokens(), 12);
  ASSERT_TRUE(items.Next());
  EXPECT_EQ(items.request.usage().input_tokens(), 12'000);
  EXPECT_THAT(Items(Form::kJson, R"({"input":"12.000"})").All(),
              ElementsAre(HasSubstr("'12.000' may be 12 or 12000")));
}

TEST(JsonItems, KnowTheColumnsThatNoLineHad) {
  Items items(Form::kJson, "{\"id\":1,\"input\":1}\n{\"inptu\":1}\n",
              {{}, {"id", "team"}});
  items.All();
  EXPECT_EQ(items.reader().CheckColumns().message(),
            "the file has no column 'team'; it has id, inptu, input");
  Items found(Form::kJson, "{\"input\":1}\n{\"Team\":1}\n", {{}, {"team"}});
  found.All();
  EXPECT_THAT(found.reader().CheckColumns(), IsOk());
  // Nothing could be read.
  Items none(Form::kJson, "x\n", {{}, {"team"}});
  none.All();
  EXPECT_THAT(none.reader().CheckColumns(), IsOk());
}

TEST(JsonItems, RefuseALineAndGoOn) {
  Items items(Form::kJson,
              "{\"input\":1\n"
              "[1]\n"
              "{\"input\":1,\"inputTokens\":2}\n"
              "{\"input\":1,\"usage\":{\"input_tokens\":2}}\n"
              "{\"inptu\":1}\n"
              "{\"input\":1e3}\n"
              "{\"input\":[1]}\n"
              "{\"usage\":5}\n"
              "{\"usage\":{\"model\":\"a\"}}\n"
              "{\"quantities\":{\"meter\":1}}\n"
              "{\"model\":\"\xff\"}\n"
              "{\"id\":tru,\"input\":1}\n" +
                  std::string(kMaxItemBytes + 1, 'x') +
                  "\n"
                  "{\"id\":7,\"input\":1}\n",
              {{}, {"id"}});
  EXPECT_THAT(
      items.All(),
      ElementsAre(HasSubstr("1! is no JSON that can be read"),
                  HasSubstr("2! is no object"),
                  HasSubstr("3! says input_tokens twice"),
                  HasSubstr("4! says input_tokens twice"),
                  AllOf(HasSubstr("5! "), HasSubstr("nearest: input")),
                  HasSubstr("6! key 'input': '1e3' is not a quantity"),
                  HasSubstr("7! key 'input' has no single value"),
                  HasSubstr("8! usage is no object"),
                  HasSubstr("9! usage has no field 'model'"),
                  HasSubstr("10! quantities is no list"),
                  HasSubstr("11! is not UTF-8"), HasSubstr("12! is no JSON"),
                  HasSubstr("13! line 13: the line is longer than"), "14: 7"));
}

}  // namespace
}  // namespace ratecard
