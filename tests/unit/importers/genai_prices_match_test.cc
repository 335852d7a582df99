#include "service/catalog/importers/genai_prices_match.h"

#include <string>

#include "gtest/gtest.h"

namespace ratecard {
namespace {

TEST(GenaiPattern, TakesLookAheadsAtItsStart) {
  const auto pattern = GenaiPattern::Parse("^(?!.*-[tT]ts(?:$|-))(?!x)a");
  ASSERT_TRUE(pattern.ok()) << pattern.status();
  EXPECT_TRUE(pattern->Matches("a-ttsx"));
  EXPECT_FALSE(pattern->Matches("a-tts"));
  EXPECT_FALSE(pattern->Matches("b"));
  for (const char* bad : {"^(?!a)b|c", "a(?!b)", "(?=a)", "^(?!a", "(",
                          "a{1000}{1000}", "(a)\\1"}) {
    EXPECT_FALSE(GenaiPattern::Parse(bad).ok()) << bad;
  }
  EXPECT_FALSE(GenaiPattern::Parse(std::string(1000, 'a')).ok());
}

}  // namespace
}  // namespace ratecard
