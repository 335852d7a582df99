#include "client/workload_file.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/base/error.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::StartsWith;

constexpr char kText[] =
    "# One class.\n"
    "classes {\n"
    "  model: \"gpt-5.2-codex\"\n"
    "  usage { input_tokens: 5 }\n"
    "}\n";
constexpr char kJson[] =
    "{\n"
    "  \"classes\": [\n"
    "    {\"model\": \"gpt-5.2-codex\",\n"
    "     \"usage\": {\"inputTokens\": 5}}\n"
    "  ]\n"
    "}\n";

std::string MessageOf(const std::string& name, const std::string& text) {
  return std::string(ParseWorkload(name, text).status().message());
}

TEST(WorkloadFile, ReadsBothForms) {
  for (const char* text : {kText, kJson}) {
    const absl::StatusOr<WorkloadFile> file = ParseWorkload("w", text);
    ASSERT_THAT(file, IsOk());
    ASSERT_EQ(file->request.classes_size(), 1);
    EXPECT_EQ(file->request.classes(0).usage().input_tokens(), 5);
  }
}

TEST(WorkloadFile, BelievesTheEndingOfTheName) {
  EXPECT_THAT(MessageOf("w.json", kText), StartsWith("w.json:1:1: "));
  EXPECT_THAT(MessageOf("w.textproto", kJson), StartsWith("w.textproto:1:1: "));
}

TEST(WorkloadFile, SaysWhereATextIsWrong) {
  EXPECT_THAT(MessageOf("w.textproto", "classes {\n  modle: \"x\"\n}\n"),
              StartsWith("w.textproto:2:8: "));
}

TEST(WorkloadFile, SaysWhereAJsonTextIsNoJson) {
  EXPECT_EQ(MessageOf("w.json", "{\n  \"classes\": [\n    {\"model\" 5}]}"),
            "w.json:3:14: expected ':'");
  EXPECT_EQ(MessageOf("w.json", "{\"classes\": []} x"),
            "w.json:1:17: something follows the end of the message");
  EXPECT_EQ(MessageOf("w.json", ""), "w.json:1:1: expected a value");
}

TEST(WorkloadFile, SaysWhereAJsonValueDoesNotBelong) {
  EXPECT_THAT(
      MessageOf("w.json", "{\n  \"classes\": [\n    {\"modle\": \"x\"}]}"),
      StartsWith("w.json:3:5: "));
  EXPECT_THAT(MessageOf("w.json",
                        "{\n  \"classes\": [\n    {\"usage\":\n"
                        "      {\"inputTokens\": \"many\"}}]}"),
              StartsWith("w.json:4:23: "));
}

TEST(WorkloadFile, SurvivesDeepNesting) {
  EXPECT_THAT(MessageOf("w.json", std::string(100'000, '[')),
              testing::HasSubstr("nested too deep"));
}

TEST(WorkloadFile, NamesThePlaceOfAFieldThatTheApiRefuses) {
  const absl::Status refused =
      Error(absl::StatusCode::kInvalidArgument, "NEGATIVE_QUANTITY", "negative")
          .Field("classes[0].usage.input_tokens", "must be at least 0");
  const auto message = [&refused](const std::string& name, const char* text) {
    return std::string(
        WithPosition(refused, *ParseWorkload(name, text)).message());
  };
  EXPECT_EQ(message("w.txtpb", kText), "w.txtpb:4:11: negative");
  EXPECT_EQ(message("w.json", kJson), "w.json:4:31: negative");
}

}  // namespace
}  // namespace ratecard
