#include "service/quote/mac_key.h"

#include <string>

#include "absl/strings/escaping.h"
#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

std::string Hex(const MacKey& key,
                std::initializer_list<absl::string_view> parts) {
  return absl::BytesToHexString(key.Sign(parts).value());
}

// RFC 4231, 4.2 to 4.8 without 4.6, whose code is cut: key, data, HMAC-SHA-256.
TEST(MacKey, GivesTheCodesThatRfc4231Publishes) {
  const struct {
    std::string key;
    std::string data;
    const char* mac;
  } kCases[] = {
      {std::string(20, '\x0b'), "Hi There",
       "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"},
      {"Jefe", "what do ya want for nothing?",
       "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"},
      {std::string(20, '\xaa'), std::string(50, '\xdd'),
       "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"},
      {absl::HexStringToBytes(
           "0102030405060708090a0b0c0d0e0f10111213141516171819"),
       std::string(50, '\xcd'),
       "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"},
      {std::string(131, '\xaa'),
       "Test Using Larger Than Block-Size Key - Hash Key First",
       "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"},
      {std::string(131, '\xaa'),
       "This is a test using a larger than block-size key and a larger than "
       "block-size data. The key needs to be hashed before being used by the "
       "HMAC algorithm.",
       "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"}};
  for (const auto& one : kCases) {
    const absl::StatusOr<MacKey> key = MacKey::Make(one.key);
    ASSERT_THAT(key, IsOk());
    EXPECT_EQ(Hex(*key, {one.data}), one.mac);
    // In two parts, and once more by the same key.
    EXPECT_EQ(Hex(*key, {one.data.substr(0, 3), one.data.substr(3)}), one.mac);
    EXPECT_THAT(key->Verify({one.data}, absl::HexStringToBytes(one.mac)),
                IsOkAndHolds(true));
  }
}

TEST(MacKey, TakesNoOtherCodeForRight) {
  const MacKey key = MacKey::Make(std::string(32, 'k')).value();
  const std::string mac = key.Sign({"data"}).value();
  for (size_t i = 0; i < mac.size() * 8; ++i) {
    std::string flipped = mac;
    flipped[i / 8] = static_cast<char>(flipped[i / 8] ^ 1 << i % 8);
    EXPECT_THAT(key.Verify({"data"}, flipped), IsOkAndHolds(false)) << i;
  }
  EXPECT_THAT(key.Verify({"data"}, ""), IsOkAndHolds(false));
  EXPECT_THAT(key.Verify({"data"}, mac.substr(1)), IsOkAndHolds(false));
  EXPECT_THAT(key.Verify({"data"}, mac + mac), IsOkAndHolds(false));
  EXPECT_THAT(key.Verify({"date"}, mac), IsOkAndHolds(false));
}

}  // namespace
}  // namespace ratecard
