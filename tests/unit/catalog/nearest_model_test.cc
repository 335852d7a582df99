#include "service/catalog/nearest_model.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/catalog/field_names.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

std::vector<std::string> Nearest(absl::string_view typed,
                                 const std::vector<SoldName>& names,
                                 size_t count = 5) {
  return NearestModels(names).Find(typed, nullptr, count);
}

bool IsHome(absl::string_view provider) {
  static const auto* const kHomes = new std::vector<absl::string_view>{
      "openai",   "anthropic", "google",     "xai",    "mistral",
      "deepseek", "zai",       "moonshotai", "alibaba"};
  return std::find(kHomes->begin(), kHomes->end(), provider) != kHomes->end();
}

// Sorted by name, as the index has them.
const std::vector<SoldName>& FieldNames() {
  static const auto* const kNames = [] {
    auto* names = new std::vector<SoldName>();
    for (const absl::string_view line :
         absl::StrSplit(kFieldNames, '\n', absl::SkipEmpty())) {
      const size_t slash = line.find('/');
      names->push_back({line.substr(slash + 1), IsHome(line.substr(0, slash))});
    }
    std::sort(
        names->begin(), names->end(),
        [](const SoldName& a, const SoldName& b) { return a.name < b.name; });
    return names;
  }();
  return *kNames;
}

struct Typo {
  const char* typed;
  const char* meant;
};

std::string TypoName(const testing::TestParamInfo<Typo>& info) {
  std::string name(info.param.typed);
  for (char& c : name) {
    c = absl::ascii_isalnum(static_cast<unsigned char>(c)) ? c : '_';
  }
  return name;
}

class FieldTypo : public testing::TestWithParam<Typo> {};

TEST_P(FieldTypo, HasWhatWasMeantFirst) {
  const std::vector<std::string> nearest =
      Nearest(GetParam().typed, FieldNames());
  ASSERT_THAT(nearest, Not(IsEmpty()));
  EXPECT_EQ(nearest.front(), GetParam().meant);
}

INSTANTIATE_TEST_SUITE_P(
    Separators, FieldTypo,
    testing::Values(Typo{"gpt4o", "gpt-4o"}, Typo{"gpt_4o", "gpt-4o"},
                    Typo{"GPT-4O-Mini", "gpt-4o-mini"},
                    Typo{"gpt-4.o-mini", "gpt-4o-mini"},
                    Typo{"gpt 5 mini", "gpt-5-mini"},
                    Typo{"claude sonnet 4.5", "claude-sonnet-4-5"},
                    Typo{"gpt-41-mini", "gpt-4.1-mini"},
                    Typo{"claude-sonnet-45", "claude-sonnet-4-5"},
                    Typo{"gemini 2.5 flash lite", "gemini-2.5-flash-lite"},
                    Typo{"o4mini", "o4-mini"}),
    TypoName);

INSTANTIATE_TEST_SUITE_P(
    Letters, FieldTypo,
    testing::Values(Typo{"gtp-4o", "gpt-4o"}, Typo{"o3-mni", "o3-mini"},
                    Typo{"gpt-5.2-codx", "gpt-5.2-codex"},
                    Typo{"cluade-opus-4.1", "claude-opus-4-1"},
                    Typo{"claud-haiku-4-5", "claude-haiku-4-5"},
                    Typo{"gemeni-2.5-flash", "gemini-2.5-flash"},
                    Typo{"gemini-2.5-por", "gemini-2.5-pro"},
                    Typo{"deepsek-v4-por", "deepseek-v4-pro"},
                    Typo{"mistral-large-lastest", "mistral-large-latest"},
                    Typo{"text-embeding-3-small", "text-embedding-3-small"},
                    Typo{"glm-4.6v-flsh", "glm-4.6v-flash"}),
    TypoName);

INSTANTIATE_TEST_SUITE_P(
    Words, FieldTypo,
    testing::Values(Typo{"claude-4-5-sonet", "claude-sonnet-4-5"},
                    Typo{"sonnet-4.5", "claude-sonnet-4-5"},
                    Typo{"gemini-flash-2.5", "gemini-2.5-flash"},
                    Typo{"azure-gpt-5-mini", "gpt-5-mini"},
                    Typo{"qwen-3-coder-plus", "qwen3-coder-plus"}),
    TypoName);

INSTANTIATE_TEST_SUITE_P(
    PrefixesAndDates, FieldTypo,
    testing::Values(Typo{"opeanai/gpt-5-mni", "gpt-5-mini"},
                    Typo{"openai/claude-sonet-4-5", "claude-sonnet-4-5"},
                    Typo{"anthropic.claude-opus-4-1-v2:0",
                         "anthropic.claude-opus-4-1-20250805-v1:0"},
                    Typo{"gpt-5-mini-2025-08-08", "gpt-5-mini"},
                    Typo{"claude-sonnet-4-5-20250930",
                         "claude-sonnet-4-5-20250929"}),
    TypoName);

TEST(NearestModels, AreOfDistinctModels) {
  // Nine spellings and dates of one, and two others.
  const std::vector<SoldName> names = {
      {"anthropic.claude-sonnet-4-5-20250929-v1:0"},
      {"anthropic/claude-sonnet-4.5"},
      {"claude-4.5-sonnet"},
      {"claude-haiku-4-5"},
      {"claude-opus-4-5"},
      {"claude-sonnet-4-5"},
      {"claude-sonnet-4-5-20250929"},
      {"claude-sonnet-4-5@20250929"},
      {"claude-sonnet-4.5"},
      {"claude_sonnet_4_5"},
      {"us.anthropic.claude-sonnet-4-5-20250929-v1:0"}};
  EXPECT_THAT(
      Nearest("claude-sonet-4-5", names),
      ElementsAre("claude-sonnet-4-5", "claude-haiku-4-5", "claude-opus-4-5"));
}

TEST(NearestModels, AreNoAliasesOfOneModel) {
  const int big = 0;
  EXPECT_THAT(Nearest("bigg", {{"big", true, &big}, {"us-big", true, &big}}),
              ElementsAre("big"));
}

TEST(NearestModels, AreTheMakersOwn) {
  EXPECT_THAT(Nearest("acme/bigg-1.0", {{"acme/big-1.0"}, {"big-1-0", true}}),
              ElementsAre("big-1-0"));
}

TEST(NearestModels, AreOtherDatesForWhoTypedOne) {
  const std::vector<SoldName> names = {
      {"gpt-4o"}, {"gpt-4o-2024-05-13"}, {"gpt-4o-2024-08-06"}};
  EXPECT_THAT(Nearest("gpt-4o-2024-08-07", names),
              ElementsAre("gpt-4o-2024-08-06", "gpt-4o-2024-05-13", "gpt-4o"));
  EXPECT_THAT(Nearest("gpt4o", names), ElementsAre("gpt-4o"));
}

TEST(NearestModels, AreThoseOfTheProvider) {
  const int here = 0;
  const int there = 0;
  const NearestModels names({{"abcd", true, nullptr, &there},
                             {"abcf", true, nullptr, &there},
                             {"abcf", false, nullptr, &here}});
  EXPECT_THAT(names.Find("abce", &here, 5), ElementsAre("abcf"));
  EXPECT_THAT(names.Find("abce", &there, 5), ElementsAre("abcd", "abcf"));
  EXPECT_THAT(names.Find("abce", &names, 5), IsEmpty());
}

TEST(NearestModels, AreFirstThoseSoldMost) {
  EXPECT_THAT(Nearest("abce", {{"abcd"}, {"abcf"}, {"abcf"}}),
              ElementsAre("abcf", "abcd"));
}

TEST(NearestModels, AreNoneOfNoise) {
  for (const char* noise : {"", "-", "zzzzzzzzzz", "日本語", "q", "::::/"}) {
    EXPECT_THAT(Nearest(noise, FieldNames()), IsEmpty()) << noise;
  }
  EXPECT_THAT(Nearest("gpt-4o", {}), IsEmpty());
  EXPECT_THAT(Nearest("gpt4o", FieldNames(), 0), IsEmpty());
}

TEST(NearestModels, LookAtTheStartOfALongNameOnly) {
  const std::string start(128, 'a');
  const std::string name = absl::StrCat(start, "xyz");
  EXPECT_THAT(Nearest(absl::StrCat(start, std::string(100'000, 'b')), {{name}}),
              ElementsAre(name));
  EXPECT_THAT(Nearest("abc", {{std::string(1, '/')}, {""}}), IsEmpty());
}

std::vector<std::string> ManyNames(size_t count) {
  std::vector<std::string> names;
  for (int i = 0; names.size() < count; ++i) {
    for (const SoldName& sold : FieldNames()) {
      names.push_back(absl::StrCat(sold.name, "-", i));
    }
  }
  std::sort(names.begin(), names.end());
  return names;
}

TEST(NearestModels, AreFoundAmongSixtyThousand) {
  const std::vector<std::string> texts = ManyNames(60'000);
  std::vector<SoldName> sold;
  sold.reserve(texts.size());
  for (const std::string& text : texts) {
    sold.push_back({text});
  }
  const NearestModels names(sold);
  EXPECT_THAT(names.Find("claude sonet 4.5", nullptr, 5), SizeIs(5));
}

}  // namespace
}  // namespace ratecard
