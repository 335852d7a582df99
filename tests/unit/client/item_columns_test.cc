#include "client/item_columns.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

ItemColumns Columns(const ColumnOptions& options) {
  absl::StatusOr<ItemColumns> columns = ItemColumns::Make(options);
  EXPECT_THAT(columns, IsOk());
  return *std::move(columns);
}

std::string Problem(const std::string& map) {
  return std::string(ItemColumns::Make({{map}}).status().message());
}

TEST(ItemColumns, MapsWhatItIsTold) {
  ItemColumns columns =
      Columns({{"in=input_tokens*1000", "Cost=-", "model=provider"}});
  EXPECT_EQ(columns.Find(" IN ")->field.name, "input_tokens");
  EXPECT_EQ(columns.Find("in")->field.unit, 1'000);
  EXPECT_EQ(columns.Find("cost")->field.kind, ItemField::Kind::kIgnored);
  EXPECT_EQ(columns.Find("model")->field.name, "provider");
}

TEST(ItemColumns, RefusesAColumnThatItDoesNotKnow) {
  EXPECT_THAT(Columns({}).Find("outptu").status().message(),
              AllOf(HasSubstr("column 'outptu' is not known"),
                    HasSubstr("nearest: output"), HasSubstr("--map"),
                    HasSubstr("--keep-rest")));
  // No flag could name it.
  EXPECT_EQ(Columns({}).Find(" ").status().message(),
            "a column has no name: give it one");
}

TEST(ItemColumns, KeepsWhatItIsToldAndPricesItAllTheSame) {
  ItemColumns columns = Columns({{}, {"id", "Model"}});
  EXPECT_EQ(columns.Find("ID")->kept, 0u);
  EXPECT_EQ(columns.Find("model")->kept, 1u);
  EXPECT_EQ(columns.Find("model")->field.name, "model");
  EXPECT_THAT(columns.kept(), ElementsAre("id", "Model"));
}

TEST(ItemColumns, KeepsTheRest) {
  ItemColumns columns = Columns({{}, {}, true});
  EXPECT_TRUE(columns.Find("id")->is_rest);
  EXPECT_FALSE(columns.Find("input")->is_rest);
}

TEST(ItemColumns, KnowsWhatIsMissing) {
  ItemColumns columns = Columns({{"in=input"}, {"team"}});
  EXPECT_EQ(columns.Missing(), "in");
  EXPECT_THAT(columns.Find("In"), IsOk());
  EXPECT_EQ(columns.Missing(), "team");
  EXPECT_THAT(columns.Find(" TEAM"), IsOk());
  EXPECT_EQ(columns.Missing(), "");
}

TEST(ItemColumns, SaysWhatIsWrongWithAMap) {
  EXPECT_THAT(Problem("in"), HasSubstr("'in' is not COLUMN=FIELD"));
  EXPECT_THAT(Problem("=input"), HasSubstr("is not COLUMN=FIELD"));
  EXPECT_THAT(Problem("in=inptu"), HasSubstr("nearest: input"));
  EXPECT_THAT(Problem("in=input*0"), HasSubstr("whole number above 0"));
  EXPECT_THAT(Problem("in=model*10"), HasSubstr("multiplies what is no"));
  EXPECT_THAT(Problem("in=input (k)*2"), HasSubstr("gives two units"));
  EXPECT_THAT(ItemColumns::Make({{"a=input", "A=output"}}).status().message(),
              "column 'a' is mapped twice");
}

}  // namespace
}  // namespace ratecard
