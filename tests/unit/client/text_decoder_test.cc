#include "client/text_decoder.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

// In pieces of every size; they have to agree.
std::string Decoded(const std::string& encoding, const std::string& bytes) {
  std::string whole;
  for (size_t size = bytes.size(); size > 0; --size) {
    TextDecoder decoder;
    EXPECT_THAT(decoder.Start(encoding), IsOk());
    std::string text;
    for (size_t at = 0; at < bytes.size(); at += size) {
      absl::StrAppend(&text, decoder.Decode(bytes.substr(at, size)));
    }
    absl::StrAppend(&text, decoder.Finish());
    EXPECT_TRUE(size == bytes.size() || text == whole) << size;
    whole = text;
  }
  return whole;
}

TEST(TextDecoder, LeavesUtf8AsItIsWithoutItsMark) {
  EXPECT_EQ(Decoded("", "model,größe\n"), "model,größe\n");
  EXPECT_EQ(Decoded("", "\xef\xbb\xbfmodel"), "model");
  EXPECT_EQ(Decoded("UTF-8", "\xef\xbb\xbfmodel"), "model");
  EXPECT_EQ(Decoded("", "a"), "a");
  EXPECT_EQ(Decoded("", "\xef\xbb\xbf"), "");
}

TEST(TextDecoder, KnowsUtf16ByItsMark) {
  const std::string little(
      "\xff\xfe"
      "a\0\xe9\0\n\0",
      8);
  const std::string big("\xfe\xff\0a\0\xe9\0\n", 8);
  EXPECT_EQ(Decoded("", little), "aé\n");
  EXPECT_EQ(Decoded("", big), "aé\n");
  EXPECT_EQ(Decoded("utf-16", little), "aé\n");
}

// U+1F600, a pair of surrogates.
TEST(TextDecoder, JoinsPairsOfSurrogates) {
  EXPECT_EQ(Decoded("", std::string("\xff\xfe\x3d\xd8\x00\xde", 6)), "😀");
}

// Without the mark, the first column of a header is not known.
TEST(TextDecoder, LeavesOutTheMarkOfAnEncodingThatIsNamed) {
  EXPECT_EQ(Decoded("utf-16le", std::string("\xff\xfe"
                                            "a\0",
                                            4)),
            "a");
  EXPECT_EQ(Decoded("UTF16BE", std::string("\xfe\xff\0a", 4)), "a");
  EXPECT_EQ(Decoded("utf-32le", std::string("\xff\xfe\0\0"
                                            "a\0\0\0",
                                            8)),
            "a");
  EXPECT_EQ(Decoded("utf-8-sig", "\xef\xbb\xbfmodel"), "model");
  EXPECT_EQ(Decoded("utf-16le", std::string("\xff\xfe", 2)), "");
}

// Its mark begins as that of UTF-16.
TEST(TextDecoder, KnowsUtf32ByItsMark) {
  EXPECT_EQ(Decoded("", std::string("\xff\xfe\0\0"
                                    "a\0\0\0\x00\xf6\x01\x00",
                                    12)),
            "a😀");
  EXPECT_EQ(Decoded("", std::string("\0\0\xfe\xff\0\0\0a", 8)), "a");
}

// U+110000 is no character, and four bytes, as every other is.
TEST(TextDecoder, LeavesOutWholeUnitsOfUtf32) {
  EXPECT_EQ(Decoded("utf-32le", std::string("a\0\0\0\0\0\x11\0b\0\0\0", 12)),
            "a\xff"
            "b");
}

// In Big5-HKSCS 88 62 is U+00CA U+0304, and 88 66 is U+00CA: until what follows
// is seen, it is kept back.
TEST(TextDecoder, GivesACharacterThatWasKeptBackAtTheEnd) {
  EXPECT_EQ(Decoded("big5-hkscs", "\x88\x66"), "\xc3\x8a");
  EXPECT_EQ(Decoded("big5-hkscs", "\x88\x62"), "\xc3\x8a\xcc\x84");
}

TEST(TextDecoder, MarksWhatIsNotInTheEncodingAndGoesOn) {
  // A low surrogate alone, then `b`; and half a character at the end.
  EXPECT_EQ(Decoded("", std::string("\xff\xfe"
                                    "a\0\x00\xde"
                                    "b\0",
                                    8)),
            "a\xff"
            "b");
  EXPECT_EQ(Decoded("", std::string("\xff\xfe"
                                    "a\0b",
                                    5)),
            "a\xff");
}

TEST(TextDecoder, TakesTheEncodingsOfTheSystem) {
  EXPECT_EQ(Decoded("latin1",
                    "gr\xf6\xdf"
                    "e"),
            "größe");
  EXPECT_EQ(Decoded("windows-1252", "\x80"), "€");
}

TEST(TextDecoder, RefusesANameThatIsNoEncoding) {
  TextDecoder decoder;
  EXPECT_THAT(decoder.Start("latin-9000").message(),
              HasSubstr("'latin-9000' is not an encoding that this system "
                        "knows, such as utf-8"));
  EXPECT_FALSE(TextDecoder().Start("?").ok());
  // Which would leave out what is not in the encoding, and say nothing.
  EXPECT_FALSE(TextDecoder().Start("utf-16//IGNORE").ok());
}

}  // namespace
}  // namespace ratecard
