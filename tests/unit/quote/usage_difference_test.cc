#include "service/quote/usage_difference.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/unit/quote/quote_samples.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<std::string> Texts(const Usage& quoted, const Usage& given) {
  std::vector<std::string> texts;
  for (const UsageDifference& one : DifferencesOf(quoted, given)) {
    texts.push_back(absl::StrCat(one.field, ": ", one.what, " ", one.quoted,
                                 " -> ", one.given));
  }
  return texts;
}

Usage Images(int64_t high, int64_t low) {
  Usage usage;
  usage.quantities = {{Meter::kOutputImages, high, {{"quality", "high"}}},
                      {Meter::kOutputImages, low, {{"quality", "low"}}}};
  return usage;
}

TEST(DifferencesOf, NamesFieldsThatDiffer) {
  Usage quoted;
  quoted.Set(UsageField::kInputTokens, 1'000);
  quoted.Set(UsageField::kOutputTokens, 5);
  Usage given;
  given.Set(UsageField::kInputTokens, 1'001);
  given.Set(UsageField::kOutputTokens, 5);
  EXPECT_THAT(Texts(quoted, given),
              ElementsAre("input_tokens: input_tokens 1000 -> 1001"));
}

// Usage: "A field that is not set is unknown, which differs from 0".
TEST(DifferencesOf, TellsZeroFromNotGiven) {
  Usage zero;
  zero.Set(UsageField::kCacheReadTokens, 0);
  EXPECT_THAT(
      Texts(zero, Usage()),
      ElementsAre("cache_read_tokens: cache_read_tokens 0 -> not given"));
  EXPECT_THAT(
      Texts(Usage(), zero),
      ElementsAre("cache_read_tokens: cache_read_tokens not given -> 0"));
}

TEST(DifferencesOf, ComparesQuantitiesByMeterAndParameters) {
  Usage given = Images(3, 4);
  std::reverse(given.quantities.begin(), given.quantities.end());
  EXPECT_THAT(Texts(Images(3, 4), given), IsEmpty());
  EXPECT_THAT(Texts(Images(3, 4), Images(3, 5)),
              ElementsAre("quantities: output_images:quality=low 4 -> 5"));
  given.quantities.pop_back();  // that of high quality
  EXPECT_THAT(
      Texts(Images(3, 4), given),
      ElementsAre("quantities: output_images:quality=high 3 -> not given"));
  EXPECT_THAT(
      Texts(given, Images(3, 4)),
      ElementsAre("quantities: output_images:quality=high not given -> 3"));
}

TEST(DifferencesOf, CountsAQuantityThatIsGivenTwiceAsDifferent) {
  Usage twice = Images(3, 4);
  twice.quantities.push_back(twice.quantities.front());
  EXPECT_THAT(DifferencesOf(Images(3, 4), twice), SizeIs(1));
}

TEST(DifferencesOf, FindsNoneInAUsageAndItselfAndSomeInAnyOther) {
  RandomQuotes quotes(11);
  for (int i = 0; i < 500; ++i) {
    const Usage usage = quotes.RandomUsage();
    EXPECT_THAT(DifferencesOf(usage, usage), IsEmpty());
    Usage other = usage;
    const auto field = static_cast<UsageField>(quotes.Below(kUsageFieldCount));
    other.Set(field, usage.Has(field) ? usage.Get(field) ^ 1 : 0);
    EXPECT_THAT(DifferencesOf(usage, other), SizeIs(1));
    EXPECT_THAT(DifferencesOf(other, usage), SizeIs(1));
  }
}

}  // namespace
}  // namespace ratecard
