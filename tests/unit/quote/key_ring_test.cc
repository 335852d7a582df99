#include "service/quote/key_ring.h"

#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::HasSubstr;
using testing::Not;

const std::string kHex(64, 'a');  // 32 bytes, the fewest

std::string ProblemOf(const std::string& text) {
  const absl::Status status = KeyRing::Parse(text).status();
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument,
                                "INVALID_QUOTE_KEYS"));
  return std::string(status.message());
}

TEST(KeyRing, HasTheKeysOfItsText) {
  const auto ring = KeyRing::Parse(
      absl::StrCat("# keys\n\n  old accepted ", kHex, "\r\nnew\tsigning\t",
                   std::string(128, 'B'), " # since Monday\ngone retired\n",
                   "older retired ", std::string(64, 'c')));
  ASSERT_THAT(ring, IsOk());
  EXPECT_EQ(ring->signing().id, "new");
  ASSERT_EQ(ring->keys().size(), 4u);
  EXPECT_EQ(ring->Find("old")->state, KeyState::kAccepted);
  EXPECT_TRUE(ring->Find("old")->mac.has_value());
  EXPECT_EQ(ring->Find("gone")->state, KeyState::kRetired);
  EXPECT_FALSE(ring->Find("gone")->mac.has_value());
  EXPECT_FALSE(ring->Find("older")->mac.has_value());
  EXPECT_EQ(ring->Find("ne"), nullptr);
  EXPECT_EQ(ring->Find(""), nullptr);
}

TEST(KeyRing, PassesOverAMarkOfUtf8) {
  EXPECT_THAT(KeyRing::Parse("\xEF\xBB\xBF"
                             "a signing " +
                             kHex),
              IsOk());
}

TEST(KeyRing, NeedsExactlyOneKeyThatSigns) {
  EXPECT_THAT(ProblemOf(""), HasSubstr("no key is 'signing'"));
  EXPECT_THAT(ProblemOf("a accepted " + kHex), HasSubstr("no key is"));
  EXPECT_THAT(ProblemOf(absl::StrCat("a signing ", kHex, "\n#\nb signing ",
                                     std::string(64, 'b'))),
              HasSubstr("line 3: line 1 is 'signing' too"));
}

// A retired secret would live on under another id. HMAC fills a key up with
// zeros, so that one which has them already is the same key.
TEST(KeyRing, RefusesASecretThatStandsTwice) {
  EXPECT_THAT(ProblemOf(absl::StrCat("a retired ", kHex, "\nb signing ", kHex)),
              HasSubstr("line 2: line 1 has the same secret"));
  EXPECT_THAT(
      ProblemOf(absl::StrCat("a signing ", kHex, "\nb accepted ", kHex, "00")),
      HasSubstr("line 2: line 1 has the same secret"));
}

TEST(KeyRing, RefusesAnIdThatStandsTwice) {
  EXPECT_THAT(ProblemOf(absl::StrCat("a signing ", kHex, "\na retired")),
              HasSubstr("line 2: a line before has the same id"));
}

TEST(KeyRing, RefusesSecretsThatAreTooShortTooLongOrNoHex) {
  for (const std::string& secret :
       {std::string(62, 'a'), std::string(63, 'a'), std::string(65, 'a'),
        std::string(130, 'a'), std::string(63, 'a') + "g"}) {
    EXPECT_THAT(ProblemOf("a signing " + secret),
                HasSubstr("line 1: the secret must be"));
    EXPECT_THAT(ProblemOf("a retired " + secret), HasSubstr("the secret"));
  }
  EXPECT_THAT(ProblemOf("a accepted"), HasSubstr("only a retired key"));
}

TEST(KeyRing, RefusesLinesOfAnotherForm) {
  for (const std::string& line :
       {std::string("a"), "a " + kHex, "a Signing " + kHex,
        absl::StrCat("a signing ", kHex, " more")}) {
    EXPECT_THAT(ProblemOf(line), HasSubstr("line 1: must be an id, a state"));
  }
  EXPECT_THAT(ProblemOf(absl::StrCat(std::string(33, 'i'), " signing ", kHex)),
              HasSubstr("line 1: the id must be"));
  EXPECT_THAT(ProblemOf("a/b signing " + kHex), HasSubstr("the id must be"));
}

TEST(KeyRing, HasAtMostAHundredKeys) {
  std::string text = absl::StrCat("k signing ", kHex, "\n");
  for (int i = 1; i < 100; ++i) {
    absl::StrAppend(&text, "k", i, " retired\n");
  }
  EXPECT_THAT(KeyRing::Parse(text), IsOk());
  EXPECT_THAT(ProblemOf(text + "one-more retired"),
              HasSubstr("line 101: more than 100 keys"));
}

// Columns in another order make an id or a state of the secret.
TEST(KeyRing, ErrorsShowNothingOfTheText) {
  const std::string secret = "5ec2e7";
  for (const std::string& line :
       {secret + " signing key", "key " + secret + " signing", secret,
        absl::StrCat("key signing ", secret),
        absl::StrCat("key signing ", kHex, " ", secret)}) {
    EXPECT_THAT(ProblemOf(line), Not(HasSubstr(secret)));
  }
}

TEST(KeyRing, FingerprintsDifferAsTextsDo) {
  const auto fingerprint = [](const std::string& text) {
    return KeyRing::Parse(text)->fingerprint();
  };
  const std::string text = "a signing " + kHex;
  EXPECT_EQ(fingerprint(text), fingerprint(text));
  EXPECT_NE(fingerprint(text), fingerprint(text + "\nb retired"));
  EXPECT_NE(fingerprint(text),
            fingerprint("a signing " + std::string(64, 'b')));
}

TEST(KeyLine, IsALineThatTheRingReads) {
  const auto ring = KeyRing::Parse(
      KeyLine("2026-11-25-3f9a", KeyState::kSigning, std::string(32, '\xff')));
  ASSERT_THAT(ring, IsOk());
  EXPECT_EQ(ring->signing().id, "2026-11-25-3f9a");
  // The secret is the bytes, not their text.
  const MacKey key = MacKey::Make(std::string(32, '\xff')).value();
  EXPECT_EQ(ring->signing().mac->Sign({"x"}).value(), key.Sign({"x"}).value());
}

}  // namespace
}  // namespace ratecard
