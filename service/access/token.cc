#include "service/access/token.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "openssl/crypto.h"
#include "openssl/evp.h"

namespace ratecard {
namespace {

constexpr absl::string_view kTokenPrefix = "rct_";
constexpr absl::string_view kHashName = "sha256";

bool IsHex(absl::string_view text, size_t bytes) {
  return text.size() == 2 * bytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
                  (c >= 'a' && c <= 'f');
         });
}

template <size_t N>
std::array<unsigned char, N> BytesOf(absl::string_view text) {
  std::array<unsigned char, N> bytes{};
  std::copy_n(text.begin(), N, bytes.begin());
  return bytes;
}

template <size_t N>
std::string HexOf(const std::array<unsigned char, N>& bytes) {
  return absl::BytesToHexString(
      {reinterpret_cast<const char*>(bytes.data()), N});
}

std::array<unsigned char, 32> Sha256(
    const std::array<unsigned char, kTokenSaltBytes>& salt,
    absl::string_view token) {
  // Tokens are short: no token of another length has the form of one.
  std::array<unsigned char, kTokenSaltBytes + 128> input{};
  std::copy(salt.begin(), salt.end(), input.begin());
  const size_t size = std::min(token.size(), input.size() - kTokenSaltBytes);
  std::copy_n(token.begin(), size, input.begin() + kTokenSaltBytes);
  // SHA256() looks for the algorithm at every call, which takes longer than it.
  static const EVP_MD* const sha256 =
      EVP_MD_fetch(nullptr, "SHA256", /*properties=*/nullptr);
  std::array<unsigned char, 32> hash{};
  EVP_Digest(input.data(), kTokenSaltBytes + size, hash.data(), nullptr, sha256,
             /*impl=*/nullptr);
  OPENSSL_cleanse(input.data(), input.size());
  return hash;
}

}  // namespace

bool IsTokenId(absl::string_view id) {
  return !id.empty() && id.size() <= kMaxTokenIdBytes &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
                  c == '-';
         });
}

std::string MakeToken(absl::string_view id, absl::string_view secret) {
  return absl::StrCat(kTokenPrefix, id, "_", absl::BytesToHexString(secret));
}

absl::string_view TokenIdOf(absl::string_view token) {
  if (!absl::ConsumePrefix(&token, kTokenPrefix)) {
    return "";
  }
  const size_t end = token.find('_');
  if (end == absl::string_view::npos ||
      !IsHex(token.substr(end + 1), kTokenSecretBytes) ||
      !IsTokenId(token.substr(0, end))) {
    return "";
  }
  return token.substr(0, end);
}

SaltedHash SaltedHash::Of(absl::string_view token, absl::string_view salt) {
  SaltedHash made;
  made.salt_ = BytesOf<kTokenSaltBytes>(salt);
  made.hash_ = Sha256(made.salt_, token);
  return made;
}

absl::StatusOr<SaltedHash> SaltedHash::Parse(absl::string_view text) {
  const std::vector<absl::string_view> parts = absl::StrSplit(text, ':');
  if (parts.size() != 3 || parts[0] != kHashName ||
      !IsHex(parts[1], kTokenSaltBytes) || !IsHex(parts[2], 32)) {
    return absl::InvalidArgumentError(
        "must be sha256:<32 hex digits>:<64 hex digits>, lower case, as "
        "`ratecard token` prints it");
  }
  SaltedHash made;
  made.salt_ = BytesOf<kTokenSaltBytes>(absl::HexStringToBytes(parts[1]));
  made.hash_ = BytesOf<32>(absl::HexStringToBytes(parts[2]));
  return made;
}

std::string SaltedHash::ToString() const {
  return absl::StrCat(kHashName, ":", HexOf(salt_), ":", HexOf(hash_));
}

bool SaltedHash::Matches(absl::string_view token) const {
  const std::array<unsigned char, 32> hash = Sha256(salt_, token);
  return CRYPTO_memcmp(hash.data(), hash_.data(), hash.size()) == 0;
}

}  // namespace ratecard
