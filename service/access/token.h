// Bearer tokens, and what is kept of them.
//
// A token is `rct_<id>_<64 hex digits>`, the digits of 32 random bytes. Kept is
// `sha256:<32 hex digits of salt>:<64 hex digits>`, the SHA-256 (FIPS 180-4) of
// salt and token. A slow hash would guard what people choose: nobody guesses 32
// random bytes.

#ifndef RATECARD_SERVICE_ACCESS_TOKEN_H_
#define RATECARD_SERVICE_ACCESS_TOKEN_H_

#include <array>
#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ratecard {

inline constexpr size_t kTokenSecretBytes = 32;
inline constexpr size_t kTokenSaltBytes = 16;
inline constexpr size_t kMaxTokenIdBytes = 32;

// Whether `id` has 1 to 32 ASCII letters, digits and '-'.
bool IsTokenId(absl::string_view id);

// The token of that id and secret. Requires an id that IsTokenId and
// kTokenSecretBytes.
std::string MakeToken(absl::string_view id, absl::string_view secret);

// The id of a token; empty if `token` has not the form of one.
absl::string_view TokenIdOf(absl::string_view token);

// What is kept of a token. Thread-safe.
class SaltedHash {
 public:
  // Requires kTokenSaltBytes.
  static SaltedHash Of(absl::string_view token, absl::string_view salt);

  // Errors: INVALID_ARGUMENT if `text` has not the form above.
  static absl::StatusOr<SaltedHash> Parse(absl::string_view text);

  std::string ToString() const;

  // Whether it is of `token`. Takes the same time whatever differs.
  bool Matches(absl::string_view token) const;

 private:
  std::array<unsigned char, kTokenSaltBytes> salt_{};
  std::array<unsigned char, 32> hash_{};
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_ACCESS_TOKEN_H_
