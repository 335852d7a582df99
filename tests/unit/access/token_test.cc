#include "service/access/token.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

// The bytes 0 to 15.
std::string Salt() {
  std::string salt;
  for (char c = 0; c < 16; ++c) {
    salt.push_back(c);
  }
  return salt;
}

// Of 31 bytes 0 and one 255.
std::string Token() { return MakeToken("a-1", std::string(31, '\0') + '\xff'); }

TEST(Token, SaysItsIdAndItsSecretInHex) {
  EXPECT_EQ(Token(), "rct_a-1_" + std::string(62, '0') + "ff");
  EXPECT_EQ(TokenIdOf(Token()), "a-1");
}

TEST(Token, HasNoIdIfItHasNotTheForm) {
  const std::string hex(64, '0');
  EXPECT_EQ(TokenIdOf("rct_a_" + hex), "a");
  for (const std::string& text :
       {std::string(), std::string("rct_"), "rct__" + hex, "rct_a" + hex,
        "rcT_a_" + hex, "a_" + hex, "rct_a_" + hex + "0",
        "rct_a_" + hex.substr(1), "rct_a_" + std::string(64, 'A'),
        "rct_a b_" + hex, "rct_a_b_" + hex, " rct_a_" + hex,
        "rct_a_" + hex + "\n", "rct_" + std::string(33, 'a') + "_" + hex}) {
    EXPECT_EQ(TokenIdOf(text), "") << text;
  }
}

// sha256sum of the bytes 0 to 15 and the token says the same.
TEST(SaltedHash, IsTheSha256OfSaltAndToken) {
  const std::string kept =
      "sha256:000102030405060708090a0b0c0d0e0f:"
      "59c2915021fba32e7b6c1ef45acefda5feb417e19dca437fca2385a777d4e086";
  EXPECT_EQ(SaltedHash::Of(Token(), Salt()).ToString(), kept);
  const auto read = SaltedHash::Parse(kept);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(read->ToString(), kept);
  EXPECT_TRUE(read->Matches(Token()));
}

TEST(SaltedHash, MatchesNoOtherToken) {
  const SaltedHash hash = SaltedHash::Of(Token(), Salt());
  std::string other = Token();
  for (size_t i = 0; i < other.size(); ++i) {
    other[i] ^= 1;
    EXPECT_FALSE(hash.Matches(other));
    other[i] ^= 1;
  }
  EXPECT_FALSE(hash.Matches(""));
  EXPECT_FALSE(hash.Matches(Token() + "0"));
  EXPECT_FALSE(hash.Matches(std::string(5000, 'a')));
}

TEST(SaltedHash, RefusesWhatIsNone) {
  const std::string salt(32, '0');
  const std::string hash(64, '0');
  EXPECT_TRUE(SaltedHash::Parse(absl::StrCat("sha256:", salt, ":", hash)).ok());
  for (const std::string& text :
       {std::string(), absl::StrCat("sha1:", salt, ":", hash),
        absl::StrCat("sha256:", salt, hash),
        absl::StrCat("sha256:", salt, ":", hash, ":"),
        absl::StrCat("sha256:", salt, ":", std::string(64, 'G')),
        absl::StrCat("sha256:", salt, ":", std::string(64, 'A')),
        absl::StrCat("sha256:", salt.substr(2), ":", hash)}) {
    EXPECT_FALSE(SaltedHash::Parse(text).ok()) << text;
  }
}

}  // namespace
}  // namespace ratecard
