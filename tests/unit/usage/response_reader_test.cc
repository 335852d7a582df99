// Which documents are one response, and what is no JSON.

#include "service/usage/response_reader.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/usage/usage_fixture.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

constexpr auto kInvalid = absl::StatusCode::kInvalidArgument;

std::string Chat(absl::string_view id, bool with_usage) {
  return absl::StrCat(R"({"id": ")", id, R"(", "model": "big")",
                      with_usage ? R"(, "usage": {"in": 1, "out": 2}})" : "}");
}

class ResponseReaderTest : public UsageFixture {
 protected:
  void Start() { reader_.Start(&catalog_->usage_plan()); }
};

TEST_F(ResponseReaderTest, AnotherIdAfterUsageBeginsAnotherResponse) {
  Start();
  EXPECT_THAT(Add(Chat("a", true)), IsOkAndHolds(true));
  EXPECT_THAT(Add(R"({"delta": {}})"), IsOkAndHolds(true));
  EXPECT_THAT(Add(Chat("b", true)), IsOkAndHolds(false));
  EXPECT_EQ(reader_.values().documents(), 2);
  reader_.Next();
  EXPECT_EQ(reader_.values().documents(), 1);
  EXPECT_THAT(Add(Chat("b", false)), IsOkAndHolds(true));
}

TEST_F(ResponseReaderTest, AnotherIdBeforeUsageIsTheSameStream) {
  Start();
  EXPECT_THAT(Add(Chat("a", false)), IsOkAndHolds(true));
  EXPECT_THAT(Add(Chat("b", true)), IsOkAndHolds(true));
}

TEST_F(ResponseReaderTest, LinesThatHaveTheSameUsageOnceMoreAreTwoResponses) {
  const std::string body = R"({"usage": {"in": 1, "out": 2}})";
  Start();
  EXPECT_THAT(Add(body, false), IsOkAndHolds(true));
  EXPECT_THAT(Add(body, false), IsOkAndHolds(false));
  Start();
  EXPECT_THAT(Add(body, true), IsOkAndHolds(true));
  EXPECT_THAT(Add(body, true), IsOkAndHolds(true)) << "running totals";
  Start();
  EXPECT_THAT(Add(Chat("a", true), false), IsOkAndHolds(true));
  EXPECT_THAT(Add(Chat("a", true), false), IsOkAndHolds(true)) << "one id";
}

TEST_F(ResponseReaderTest, UsageBehindTheEndOfAStreamIsOfAnother) {
  const std::string last =
      R"({"choices": [{"finish": "stop"}], "usage": {"in": 1, "out": 2}})";
  Start();
  EXPECT_THAT(Add(last), IsOkAndHolds(true));
  EXPECT_THAT(Add(R"({"choices": []})"), IsOkAndHolds(true));
  EXPECT_THAT(Add(last), IsOkAndHolds(false));
}

TEST_F(ResponseReaderTest, EventsThatAddUpAreOneResponse) {
  Start();
  EXPECT_THAT(Add(R"({"turn": {"in": 1}})", false), IsOkAndHolds(true));
  EXPECT_THAT(Add(R"({"turn": {"in": 1}})", false), IsOkAndHolds(true));
}

TEST_F(ResponseReaderTest, LinesThatGoTogetherAreOneResponse) {
  Start();
  EXPECT_THAT(Add(R"({"message": {"id": "a",
                      "usage": {"fresh": 1, "out": 1}}})",
                  false),
              IsOkAndHolds(true));
  EXPECT_THAT(Add(R"({"usage": {"out": 5}})", false), IsOkAndHolds(true));
}

TEST_F(ResponseReaderTest, NothingGoesTogetherWithABareUsageObject) {
  Start();
  EXPECT_THAT(Add(R"({"in": 1, "out": 2})", true), IsOkAndHolds(true));
  EXPECT_THAT(Add(R"({"in": 3, "out": 4})", true), IsOkAndHolds(false));
}

// What a format requires beside usage says nothing of the stream's end.
TEST_F(ResponseReaderTest, ALabelThatSomeFormatRequiresIsNoUsage) {
  Start();
  EXPECT_THAT(Add(R"({"id": "a", "label": "x"})"), IsOkAndHolds(true));
  EXPECT_THAT(Add(R"({"id": "b", "label": "x"})"), IsOkAndHolds(true));
}

TEST_F(ResponseReaderTest, WhatIsNoJsonIsRefused) {
  for (const char* bad :
       {"", "{", "{\"usage\": {\"in\": 1}", "nonsense", "[]", "3", "null",
        "{} {}", "{\"a\" 1}", "{\"usage\": {\"in\": 01}}",
        "{\"usage\": {\"in\": 1x}}", "{\"usage\": {\"in\": nul}}",
        "{\"x\": tru}", "{\"x\": [1, 02]}", "{\"x\": {\"y\": nil}}",
        "{\"choices\": [}], \"usage\": {\"in\": 1, \"out\": 2}}",
        "{\"model\": \"\xff\"}", "{\"model\": \"\\ud800\"}"}) {
    Start();
    EXPECT_THAT(Add(bad), FailsWith(kInvalid, "INVALID_JSON")) << bad;
  }
}

TEST_F(ResponseReaderTest, AKeyTwiceIsRefusedWhereItIsRead) {
  Start();
  const auto status =
      Add(R"({"usage": {"in": 1, "out": 2, "in": 3}})").status();
  EXPECT_THAT(status, FailsWith(kInvalid, "INVALID_JSON"));
  EXPECT_THAT(std::string(status.message()), HasSubstr("usage.in twice"));
  EXPECT_THAT(Add(R"({"usage": {"in": 1}, "u\u0073age": {"in": 2}})"),
              FailsWith(kInvalid, "INVALID_JSON"));
  EXPECT_THAT(Add(R"({"usage": null, "usage": {"in": 2}})"),
              FailsWith(kInvalid, "INVALID_JSON"));
  EXPECT_THAT(Add(R"({"choices": [{"finish": "a"}, {"finish": "b"}]})"),
              IsOkAndHolds(true));
}

TEST_F(ResponseReaderTest, AKeyTwiceIsRefusedWhereAConditionReadsIt) {
  Start();
  EXPECT_THAT(Add(R"({"usage": {"modalities": [
                  {"kind": "TEXT", "kind": "AUDIO", "count": 3}]}})"),
              FailsWith(kInvalid, "INVALID_JSON"));
  EXPECT_THAT(Add(R"({"output": [{"type": "call", "action": {"type": "x"},
                  "action": {"type": "search"}}]})"),
              FailsWith(kInvalid, "INVALID_JSON"));
}

TEST_F(ResponseReaderTest, TextsThatConditionsReadMayBeLong) {
  // Several conditions read it: together more than the document is long.
  const std::string text(1'000'000, 'x');
  Start();
  EXPECT_THAT(Add(absl::StrCat(R"({"usage": {"modalities": [{"kind": ")", text,
                               R"("}, {"kind": "\n)", text, R"("}]}})")),
              IsOkAndHolds(true));
}

TEST_F(ResponseReaderTest, DepthIsRefused) {
  const auto nested = [](size_t depth) {
    return absl::StrCat(R"({"x": )", std::string(depth, '['),
                        std::string(depth, ']'), "}");
  };
  Start();
  EXPECT_THAT(Add(nested(kMaxJsonDepth)), IsOkAndHolds(true));
  EXPECT_THAT(Add(nested(kMaxJsonDepth + 1)),
              FailsWith(kInvalid, "INVALID_JSON"));
  EXPECT_THAT(Add(nested(100'000)), FailsWith(kInvalid, "INVALID_JSON"));
}

TEST_F(ResponseReaderTest, AfterABrokenDocumentTheNextIsRead) {
  Start();
  EXPECT_FALSE(Add("{").ok());
  EXPECT_THAT(Add(Chat("a", true)), IsOkAndHolds(true));
  EXPECT_EQ(reader_.values().documents(), 1);
}

}  // namespace
}  // namespace ratecard
