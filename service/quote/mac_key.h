// HMAC-SHA-256 (RFC 2104, FIPS 180-4), by OpenSSL.

#ifndef RATECARD_SERVICE_QUOTE_MAC_KEY_H_
#define RATECARD_SERVICE_QUOTE_MAC_KEY_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "openssl/types.h"

namespace ratecard {

inline constexpr size_t kMacBytes = 32;

// A key. Its secret is only in OpenSSL's memory, which is wiped with it.
// Thread-safe.
class MacKey {
 public:
  // Errors: INTERNAL MAC_FAILED if OpenSSL does not do it, here and below.
  static absl::StatusOr<MacKey> Make(absl::string_view secret);

  // The code of `parts`, one behind the other.
  absl::StatusOr<std::string> Sign(
      absl::Span<const absl::string_view> parts) const;

  // Whether `mac` is that code. Takes the same time for all of kMacBytes.
  absl::StatusOr<bool> Verify(absl::Span<const absl::string_view> parts,
                              absl::string_view mac) const;

 private:
  struct Free {
    void operator()(EVP_MAC_CTX* context) const;
  };
  using Context = std::unique_ptr<EVP_MAC_CTX, Free>;

  explicit MacKey(Context context) : context_(std::move(context)) {}

  Context context_;  // has taken the key and no message: copied for each
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_QUOTE_MAC_KEY_H_
