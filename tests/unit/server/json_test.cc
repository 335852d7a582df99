#include "service/server/json.h"

#include "gtest/gtest.h"

namespace ratecard {
namespace {

TEST(JsonString, EscapesWhatJsonDoesNotAllow) {
  EXPECT_EQ(JsonString("a\"b\\c\n\t\r\x01"), R"("a\"b\\c\n\t\u000d\u0001")");
  EXPECT_EQ(JsonString(absl::string_view("\0", 1)), R"("\u0000")");
}

TEST(JsonString, KeepsUtf8) { EXPECT_EQ(JsonString("é € 😀"), "\"é € 😀\""); }

TEST(JsonString, ReplacesWhatIsNotUtf8) {
  EXPECT_EQ(JsonString("a\xff\xc3"), R"("a\ufffd\ufffd")");
  // A surrogate, an overlong form, and beyond the last character.
  EXPECT_EQ(JsonString("\xed\xa0\x80"), R"("\ufffd\ufffd\ufffd")");
  EXPECT_EQ(JsonString("\xe0\x80\x80"), R"("\ufffd\ufffd\ufffd")");
  EXPECT_EQ(JsonString("\xf4\x90\x80\x80"), R"("\ufffd\ufffd\ufffd\ufffd")");
}

TEST(JsonObject, HoldsMembersInOrder) {
  EXPECT_EQ(JsonObject().ToString(), "{}");
  EXPECT_EQ(JsonObject()
                .Add("b", "text")
                .Add("a", int64_t{-3})
                .Add("c", true)
                .Add("d", std::vector<std::string>{"x", "\""})
                .ToString(),
            R"({"b":"text","a":-3,"c":true,"d":["x","\""]})");
}

}  // namespace
}  // namespace ratecard
