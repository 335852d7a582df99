// Tokens: quotes that nobody without a key can make or change.
//
// A token is URL-safe base64 (RFC 4648, section 5), without padding, of
//
//   version          1 byte: 1
//   size of key id   1 byte
//   key id
//   quote            as quote_bytes.h has it
//   code             32 bytes: HMAC-SHA-256 by that key of kQuoteDomain and all
//                    of the above
//
// No two texts are tokens of the same quote, key and code.

#ifndef RATECARD_SERVICE_QUOTE_QUOTE_TOKEN_H_
#define RATECARD_SERVICE_QUOTE_QUOTE_TOKEN_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/quote/key_ring.h"
#include "service/quote/quote.h"

namespace ratecard {

// Longest token, in characters.
inline constexpr size_t kMaxTokenBytes = 4096;

// What keeps a code of a quote from being one of anything else that the same
// key should ever sign.
inline constexpr absl::string_view kQuoteDomain = "ratecard.dev/quote/1\n";

// A token of `quote`, by the ring's signing key. Thread-safe.
//
// Errors: INVALID_ARGUMENT QUOTE_TOO_LARGE if it would take more than
// kMaxTokenBytes; INTERNAL MAC_FAILED.
absl::StatusOr<std::string> SealQuote(const Quote& quote, const KeyRing& ring);

struct OpenedQuote {
  Quote quote;
  std::string key_id;
};

// The quote of a token that a key of the ring has signed, whether or not it is
// in force. Thread-safe. Looks at nothing but version and key id before the
// code is found right.
//
// Errors, naming `token`: INVALID_ARGUMENT QUOTE_MALFORMED,
// QUOTE_VERSION_UNKNOWN, QUOTE_SIGNATURE_INVALID; FAILED_PRECONDITION
// QUOTE_KEY_UNKNOWN, QUOTE_KEY_RETIRED, with the fact `key_id`; INTERNAL
// MAC_FAILED.
absl::StatusOr<OpenedQuote> OpenQuote(absl::string_view token,
                                      const KeyRing& ring);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_QUOTE_QUOTE_TOKEN_H_
