#include "client/completions.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kWords[] =
    "maker anthropic\n"
    "maker openai\n"
    "model aws/anthropic.claude-v1:0\n"
    "model openai/gpt-4o\n"
    "model openai/gpt-4o-mini\n"
    "model router/openai/gpt-4o\n"
    "provider aws\n"
    "provider openai\n"
    "provider router\n"
    "region us\n"
    "region us-east-1\n"
    "tier batch\n";

std::vector<std::string> Models(absl::string_view prefix) {
  return CompletionsOf(kWords, "model", prefix);
}

TEST(CompletionsOf, AreWordsOfTheKind) {
  EXPECT_THAT(CompletionsOf(kWords, "provider", ""),
              ElementsAre("aws", "openai", "router"));
  EXPECT_THAT(CompletionsOf(kWords, "maker", "o"), ElementsAre("openai"));
  EXPECT_THAT(CompletionsOf(kWords, "region", "us"),
              ElementsAre("us", "us-east-1"));
  EXPECT_THAT(CompletionsOf(kWords, "tier", "b"), ElementsAre("batch"));
  EXPECT_THAT(CompletionsOf(kWords, "tier", "x"), IsEmpty());
  EXPECT_THAT(CompletionsOf(kWords, "mod", ""), IsEmpty());
  EXPECT_THAT(CompletionsOf("", "model", ""), IsEmpty());
}

TEST(CompletionsOf, BeginWithTheProvidersOfModels) {
  EXPECT_THAT(Models(""), ElementsAre("aws/", "openai/", "router/"));
}

TEST(CompletionsOf, AreIdsAndProviders) {
  EXPECT_THAT(Models("gpt"), ElementsAre("gpt-4o", "gpt-4o-mini"));
  EXPECT_THAT(Models("a"), ElementsAre("anthropic.claude-v1:0", "aws/"));
}

// `openai/gpt-4o` is one name, whether of OpenAI's or of the router's.
TEST(CompletionsOf, AreNamesAtAProviderBehindItsSlash) {
  EXPECT_THAT(Models("openai/"),
              ElementsAre("openai/gpt-4o", "openai/gpt-4o-mini"));
  EXPECT_THAT(Models("router/"), ElementsAre("router/openai/gpt-4o"));
  EXPECT_THAT(Models("aws/anthropic.claude-v1:"),
              ElementsAre("aws/anthropic.claude-v1:0"));
}

TEST(CompletionsOf, EndAtTheNextSeparatorWhereThereAreMany) {
  std::string words = "model p/lone-wolf\n";
  for (int i = 100; i < 200; ++i) {
    absl::StrAppend(&words, "model p/big-", i, "\nmodel p/big-", i, "-x\n");
  }
  EXPECT_THAT(CompletionsOf(words, "model", "p/"),
              ElementsAre("p/big-", "p/lone-wolf"));
  EXPECT_THAT(CompletionsOf(words, "model", "big-12"),
              testing::Contains("big-123-x"));
}

}  // namespace
}  // namespace ratecard
