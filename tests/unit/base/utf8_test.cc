#include "service/base/utf8.h"

#include <string>

#include "gtest/gtest.h"

namespace ratecard {
namespace {

TEST(Utf8, ReplacesEachByteThatIsNotPartOfACharacter) {
  EXPECT_EQ(ReplaceNonUtf8(""), "");
  EXPECT_EQ(ReplaceNonUtf8("plain, é, 中, 😀"), "plain, é, 中, 😀");
  EXPECT_EQ(ReplaceNonUtf8("\xff\xfe"), "??");
  EXPECT_EQ(ReplaceNonUtf8("a\xe4\xb8z\xff"), "a??z?");
  EXPECT_EQ(ReplaceNonUtf8("\xed\xa0\x80"), "???");  // a surrogate
}

TEST(Utf8, ShortensToWholeCharacters) {
  const std::string x63(63, 'x');
  EXPECT_EQ(Shortened(""), "");
  EXPECT_EQ(Shortened(x63 + "y"), x63 + "y");
  EXPECT_EQ(Shortened(x63 + "yz"), x63 + "y…");
  EXPECT_EQ(Shortened(x63 + "é"), x63 + "…");
  EXPECT_EQ(Shortened(std::string(70, '\xff')), std::string(64, '\xff') + "…");
}

}  // namespace
}  // namespace ratecard
