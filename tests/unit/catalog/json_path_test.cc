#include "service/catalog/json_path.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

// Keys and conditions, one step a line: `output | type = call | action>type =
// x`.
std::string Steps(absl::string_view text) {
  const auto path = ParseJsonPath(text);
  if (!path.ok()) {
    return absl::StrCat("refused: ", path.status().message());
  }
  std::string steps;
  for (const JsonStep& step : *path) {
    absl::StrAppend(&steps, steps.empty() ? "" : "\n", step.key,
                    step.elements ? " |" : "");
    for (const ElementCondition& condition : step.conditions) {
      absl::StrAppend(&steps, " ", absl::StrJoin(condition.keys, ">"), " = ",
                      condition.value);
    }
  }
  return steps;
}

TEST(ParseJsonPath, SplitsKeys) {
  EXPECT_EQ(Steps(""), "");
  EXPECT_EQ(Steps("usage"), "usage");
  EXPECT_EQ(Steps("usage.prompt_tokens"), "usage\nprompt_tokens");
  EXPECT_EQ(Steps("amazon-bedrock-invocationMetrics.inputTokenCount"),
            "amazon-bedrock-invocationMetrics\ninputTokenCount");
}

TEST(ParseJsonPath, ReadsArrays) {
  EXPECT_EQ(Steps("choices[].finish_reason"), "choices |\nfinish_reason");
  EXPECT_EQ(Steps("details[modality=AUDIO].tokenCount"),
            "details | modality = AUDIO\ntokenCount");
  EXPECT_EQ(Steps("output[type=call,action.type=search]"),
            "output | type = call action>type = search");
}

TEST(ParseJsonPath, RefusesWhatIsNone) {
  for (const char* text :
       {".",       "a.",   ".a",      "a..b",      "a b",
        "a*",      "a\"",  "a[",      "a]",        "a[]b",
        "a[[]]",   "a[x]", "a[x=]",   "a[=y]",     "a[x=y=z]",
        "a[x=y,]", "[]",   "a[.x=y]", "a[x..y=z]", "\xc3\xa4"}) {
    EXPECT_THAT(Steps(text), testing::StartsWith("refused")) << text;
  }
}

TEST(ParseJsonPath, HasBounds) {
  EXPECT_THAT(Steps(std::string(257, 'a')), testing::StartsWith("refused"));
  std::string deep = "a";
  for (size_t i = 1; i < kMaxJsonSteps; ++i) {
    deep += ".a";
  }
  EXPECT_THAT(ParseJsonPath(deep), IsOk());
  EXPECT_THAT(Steps(deep + ".a"), testing::StartsWith("refused"));
}

}  // namespace
}  // namespace ratecard
