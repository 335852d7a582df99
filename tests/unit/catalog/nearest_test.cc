#include "service/catalog/nearest.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> Nearest(absl::string_view typed,
                                 const std::vector<absl::string_view>& names,
                                 size_t count = 5) {
  return NearestNames(typed, names, count);
}

TEST(NearestNames, PutsTheFewestEditsFirst) {
  EXPECT_THAT(Nearest("gpt-5.2-codx",
                      {"gpt-5.1-codex", "gpt-5.2-codex", "claude-opus-5-5"}),
              ElementsAre("gpt-5.2-codex", "gpt-5.1-codex"));
}

TEST(NearestNames, CountsASwapAsOneEdit) {
  EXPECT_THAT(Nearest("abdc", {"abxx", "abcd"}), ElementsAre("abcd", "abxx"));
}

TEST(NearestNames, LooksPastCase) {
  EXPECT_THAT(Nearest("GPT-4O", {"gpt-4o"}), ElementsAre("gpt-4o"));
}

TEST(NearestNames, AddsNamesThatBeginWithTheTypedOne) {
  EXPECT_THAT(
      Nearest("claude", {"claude-opus-5-5-20261007", "gemini", "claud"}),
      ElementsAre("claud", "claude-opus-5-5-20261007"));
  // Two letters begin too many names.
  EXPECT_THAT(Nearest("cl", {"claude-opus-5-5"}), IsEmpty());
}

TEST(NearestNames, GivesAsManyAsAskedForEachOnce) {
  EXPECT_THAT(Nearest("abcd", {"abce", "abcf", "abce", "abcg"}, 2),
              ElementsAre("abce", "abcf"));
  EXPECT_THAT(Nearest("abcd", {"abce"}, 0), IsEmpty());
}

TEST(NearestNames, FindsNothingNearNoise) {
  EXPECT_THAT(Nearest("qqqqqqqqqqqq", {"gpt-5.2-codex", "o3"}), IsEmpty());
  EXPECT_THAT(Nearest("", {"gpt-5.2-codex"}), IsEmpty());
  EXPECT_THAT(Nearest("abc", {}), IsEmpty());
}

TEST(NearestNames, LooksAtTheStartOfALongNameOnly) {
  const std::string start(128, 'a');
  const std::string name = start + "xyz";
  EXPECT_THAT(Nearest(start + std::string(100'000, 'b'), {name}),
              ElementsAre(name));
}

}  // namespace
}  // namespace ratecard
