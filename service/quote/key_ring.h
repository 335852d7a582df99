// The keys that quotes are signed with.
//
// A text of one key a line, which all replicas share:
//
//   # id        state     secret: 64 to 128 hexadecimal digits
//   2026-11-20  signing   8f3c…
//   2026-08-14  accepted  02ab…
//   2026-05-02  retired
//
// Exactly one key is `signing`: it signs new quotes. Quotes of `accepted` keys
// are honoured. Those of `retired` ones are refused by that name, and their
// secret may be left out. No two keys have one id or one secret. Empty lines
// and what follows a `#` are comments.

#ifndef RATECARD_SERVICE_QUOTE_KEY_RING_H_
#define RATECARD_SERVICE_QUOTE_KEY_RING_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/quote/mac_key.h"

namespace ratecard {

enum class KeyState : uint8_t { kSigning, kAccepted, kRetired };

// `signing`, `accepted`, `retired`.
absl::string_view NameOf(KeyState state);

// Most keys of a ring, so that every part of a token has a bound.
inline constexpr size_t kMaxQuoteKeys = 100;
// An id is 1 to 32 ASCII letters, digits, `-`, `_` and `.`.
inline constexpr size_t kMaxKeyIdBytes = 32;
// A longer key would be hashed down to these, a shorter one could be guessed.
inline constexpr size_t kMinSecretBytes = 32;
inline constexpr size_t kMaxSecretBytes = 64;

struct QuoteKey {
  std::string id;
  KeyState state = KeyState::kRetired;
  std::optional<MacKey> mac;  // of a retired key: none
};

// Immutable, so thread-safe.
class KeyRing {
 public:
  // Errors: INVALID_ARGUMENT INVALID_QUOTE_KEYS, with the number of the line.
  // They show nothing of the text, which a slip could make a secret of.
  static absl::StatusOr<KeyRing> Parse(absl::string_view text);

  const QuoteKey& signing() const { return keys_[signing_]; }
  // Null for an id that no line has.
  const QuoteKey* Find(absl::string_view id) const;
  // In the order of the text.
  const std::vector<QuoteKey>& keys() const { return keys_; }

  // SHA-256 of the text: equal for equal texts only.
  const std::string& fingerprint() const { return fingerprint_; }

 private:
  KeyRing() = default;

  std::vector<QuoteKey> keys_;
  size_t signing_ = 0;
  std::string fingerprint_;
};

bool IsKeyId(absl::string_view text);

// A line of such a text, without an end of line. Requires IsKeyId(id) and a
// secret within the bounds.
std::string KeyLine(absl::string_view id, KeyState state,
                    absl::string_view secret);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_QUOTE_KEY_RING_H_
