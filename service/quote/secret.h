// Text that must not outlive its use.

#ifndef RATECARD_SERVICE_QUOTE_SECRET_H_
#define RATECARD_SERVICE_QUOTE_SECRET_H_

#include <string>
#include <utility>

#include "openssl/crypto.h"

namespace ratecard {

// Wiped at the end of its scope. Never moves or grows: what it left behind
// would stay.
struct Secret {
  explicit Secret(std::string made) : text(std::move(made)) {}
  ~Secret() { OPENSSL_cleanse(text.data(), text.size()); }
  Secret(const Secret&) = delete;
  Secret& operator=(const Secret&) = delete;

  std::string text;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_QUOTE_SECRET_H_
