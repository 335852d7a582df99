#include "service/catalog/importers/json.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

TEST(ParseJson, KeepsNumbersAsTheyAreWritten) {
  const auto json = ParseJson(
      R"({"a": 1.7499999999999998e-06, "b": [400000, -0.0, 1E+2], "c": 12 })");
  ASSERT_THAT(json, IsOk());
  EXPECT_EQ(json->Find("a")->text, "1.7499999999999998e-06");
  EXPECT_EQ(json->Find("b")->items[0].text, "400000");
  EXPECT_EQ(json->Find("b")->items[1].text, "-0.0");
  EXPECT_EQ(json->Find("b")->items[2].text, "1E+2");
  EXPECT_EQ(json->Find("c")->text, "12");
}

TEST(ParseJson, KeepsTheOrderOfMembersAndReadsEveryKind) {
  const auto json =
      ParseJson(R"({"z": true, "a": null, "m": {"s": "x\u00e9\n"}, "e": []})");
  ASSERT_THAT(json, IsOk());
  EXPECT_EQ(json->members[0].first, "z");
  EXPECT_TRUE(json->members[0].second.boolean);
  EXPECT_TRUE(json->members[1].second.is_null());
  EXPECT_EQ(json->Find("m")->Find("s")->text, "x\xc3\xa9\n");
  EXPECT_TRUE(json->Find("e")->items.empty());
  EXPECT_EQ(json->Find("nothing"), nullptr);
}

std::string Problem(const std::string& text) {
  const auto json = ParseJson(text);
  return json.ok() ? "none" : std::string(json.status().message());
}

TEST(ParseJson, RefusesWhatIsNoJson) {
  for (const char* text : {"", " ", "1", "\"a\"", "null", "{", "[1", "{\"a\"}",
                           "{\"a\": }", "[1,]", "[01]", "[1.]", "[-]", "[1e]",
                           "[nul]", "[tru]", "[\"\xff\"]", "{} {}", "[1] 2"}) {
    EXPECT_THAT(ParseJson(text),
                FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_JSON"))
        << text;
  }
}

TEST(ParseJson, SaysWhereAKeyIsTwice) {
  EXPECT_THAT(Problem(R"({"a": {"b": [{"c": 1, "c": 2}]}})"),
              HasSubstr("a.b[0]: has the key \"c\" twice"));
}

TEST(ParseJson, RefusesDeepNesting) {
  const auto nested = [](int depth) {
    return std::string(static_cast<size_t>(depth), '[') +
           std::string(static_cast<size_t>(depth), ']');
  };
  EXPECT_EQ(Problem(nested(64)), "none");
  EXPECT_NE(Problem(nested(66)), "none");
  EXPECT_NE(Problem(nested(100'000)), "none");
}

}  // namespace
}  // namespace ratecard
