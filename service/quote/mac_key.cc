#include "service/quote/mac_key.h"

#include <array>
#include <utility>

#include "openssl/core_names.h"
#include "openssl/crypto.h"
#include "openssl/evp.h"
#include "openssl/params.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

Error MacFailed() {
  return {absl::StatusCode::kInternal, "MAC_FAILED",
          "OpenSSL does not compute HMAC-SHA-256"};
}

const unsigned char* Bytes(absl::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

void MacKey::Free::operator()(EVP_MAC_CTX* context) const {
  EVP_MAC_CTX_free(context);
}

absl::StatusOr<MacKey> MacKey::Make(absl::string_view secret) {
  EVP_MAC* hmac = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  Context context(hmac == nullptr ? nullptr : EVP_MAC_CTX_new(hmac));
  EVP_MAC_free(hmac);  // the context holds it
  std::array<char, 7> digest = {"SHA256"};
  const std::array<OSSL_PARAM, 2> parameters = {
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  if (context == nullptr ||
      EVP_MAC_init(context.get(), Bytes(secret), secret.size(),
                   parameters.data()) != 1) {
    return MacFailed();
  }
  return MacKey(std::move(context));
}

absl::StatusOr<std::string> MacKey::Sign(
    absl::Span<const absl::string_view> parts) const {
  const Context context(EVP_MAC_CTX_dup(context_.get()));
  bool ok = context != nullptr;
  for (const absl::string_view part : parts) {
    ok = ok && EVP_MAC_update(context.get(), Bytes(part), part.size()) == 1;
  }
  std::string mac(kMacBytes, '\0');
  size_t size = 0;
  if (!ok ||
      EVP_MAC_final(context.get(), reinterpret_cast<unsigned char*>(mac.data()),
                    &size, mac.size()) != 1 ||
      size != mac.size()) {
    return MacFailed();
  }
  return mac;
}

absl::StatusOr<bool> MacKey::Verify(absl::Span<const absl::string_view> parts,
                                    absl::string_view mac) const {
  RATECARD_ASSIGN_OR_RETURN(const std::string right, Sign(parts));
  return mac.size() == right.size() &&
         CRYPTO_memcmp(mac.data(), right.data(), right.size()) == 0;
}

}  // namespace ratecard
