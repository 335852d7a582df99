#include "client/item_field.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ratecard/v1/usage.pb.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string NameOf(absl::string_view text) {
  const std::optional<ItemField> field = FindItemField(text);
  return field.has_value() ? field->name : "";
}

int64_t UnitOf(absl::string_view text) {
  const std::optional<ItemField> field = FindItemField(text);
  return field.has_value() ? field->unit : 0;
}

TEST(ItemField, TakesEveryFieldOfUsageByItsName) {
  const auto* usage = v1::Usage::descriptor();
  for (int i = 0; i < usage->field_count(); ++i) {
    const std::string& name = usage->field(i)->name();
    if (name != "quantities") {
      EXPECT_EQ(NameOf(name), name);
    }
  }
}

TEST(ItemField, TakesTheShortFormsOfTheCommandLine) {
  EXPECT_EQ(NameOf("input"), "input_tokens");
  EXPECT_EQ(NameOf("cached"), "cache_read_tokens");
  EXPECT_EQ(NameOf("cache_write"), "cache_write_tokens");
  EXPECT_EQ(NameOf("output"), "output_tokens");
  EXPECT_EQ(NameOf("reasoning"), "reasoning_tokens");
  EXPECT_EQ(NameOf("tier"), "service_tier");
}

TEST(ItemField, TakesAnySpelling) {
  EXPECT_EQ(NameOf("Cache Read Tokens"), "cache_read_tokens");
  EXPECT_EQ(NameOf("cacheReadTokens"), "cache_read_tokens");
  EXPECT_EQ(NameOf(" CACHE-READ-TOKENS "), "cache_read_tokens");
  EXPECT_EQ(NameOf("serviceTier"), "service_tier");
  EXPECT_EQ(NameOf("As Of"), "as_of");
}

TEST(ItemField, TakesMetersWithTheirParameters) {
  EXPECT_EQ(NameOf("output_images"), "output_images");
  EXPECT_EQ(NameOf("Output Images:quality=high"), "output_images:quality=high");
  EXPECT_EQ(NameOf("web_searches:size=low"), "web_searches:size=low");
  EXPECT_EQ(NameOf("web_searches"), "web_searches");
}

TEST(ItemField, TakesUnits) {
  EXPECT_EQ(NameOf("input (k)"), "input_tokens");
  EXPECT_EQ(UnitOf("input (k)"), 1'000);
  EXPECT_EQ(UnitOf("Output Tokens [M]"), 1'000'000);
  EXPECT_EQ(UnitOf("input (thousands)"), 1'000);
  EXPECT_EQ(UnitOf("cached (ktok)"), 1'000);
  EXPECT_EQ(UnitOf("input_ktok"), 1'000);
  EXPECT_EQ(UnitOf("input_mtokens"), 1'000'000);
  EXPECT_EQ(UnitOf("input_tokens"), 1);
}

TEST(ItemField, TakesNothingElse) {
  for (const char* text : {"", "id", "inputs", "input (x)", "model (k)", "(k)",
                           "input_tokens:a=b", "k", "inputoutput"}) {
    EXPECT_EQ(NameOf(text), "") << text;
  }
}

TEST(ItemField, KnowsTheNearestName) {
  EXPECT_THAT(NearestItemFields("Outptu Tokens").front(), "output_tokens");
}

v1::EstimateCostRequest Set(absl::string_view field, absl::string_view text) {
  v1::EstimateCostRequest request;
  EXPECT_THAT(SetItemField(*FindItemField(field), text, 0, &request), IsOk());
  return request;
}

std::string Problem(absl::string_view field, absl::string_view text) {
  v1::EstimateCostRequest request;
  return std::string(
      SetItemField(*FindItemField(field), text, 0, &request).message());
}

TEST(ItemField, SetsWhatACellSays) {
  EXPECT_EQ(Set("input", " 120k ").usage().input_tokens(), 120'000);
  EXPECT_EQ(Set("input", "1,234").usage().input_tokens(), 1'234);
  EXPECT_EQ(Set("input (k)", "1.5").usage().input_tokens(), 1'500);
  EXPECT_EQ(Set("model", "gpt-5.2").model(), "gpt-5.2");
  EXPECT_TRUE(Set("strict", "true").strict());
  EXPECT_EQ(Set("as_of", "2026-07-01").as_of().seconds(), 1'782'864'000);
  const v1::EstimateCostRequest images = Set("output_images:quality=high", "3");
  EXPECT_EQ(images.usage().quantities(0).quantity(), 3);
  EXPECT_EQ(images.usage().quantities(0).parameters(0).value(), "high");
}

// Not given is unknown, which differs from 0.
TEST(ItemField, AnEmptyCellSetsNothing) {
  EXPECT_FALSE(Set("input", " ").usage().has_input_tokens());
  EXPECT_TRUE(Set("input", "0").usage().has_input_tokens());
}

TEST(ItemField, SaysWhatIsWrongWithACell) {
  EXPECT_THAT(Problem("input", "abc"), HasSubstr("'abc' is not a quantity"));
  EXPECT_THAT(Problem("input", "-5"), HasSubstr("'-5' is not a quantity"));
  EXPECT_THAT(Problem("input (k)", "0.0005"), HasSubstr("not a whole number"));
  EXPECT_THAT(Problem("as_of", "July"), HasSubstr("'July' is not a date"));
  EXPECT_THAT(Problem("strict", "maybe"), HasSubstr("neither true nor false"));
}

}  // namespace
}  // namespace ratecard
