#include "service/quote/random_bytes.h"

#include "openssl/rand.h"
#include "service/base/error.h"

namespace ratecard {

absl::StatusOr<std::string> RandomBytes(size_t size) {
  std::string bytes(size, '\0');
  if (RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                 static_cast<int>(size)) != 1) {
    return Error(absl::StatusCode::kInternal, "RANDOM_FAILED",
                 "OpenSSL has no random bytes");
  }
  return bytes;
}

}  // namespace ratecard
