// The file that has the keys of quotes.

#ifndef RATECARD_SERVICE_QUOTE_KEY_FILE_H_
#define RATECARD_SERVICE_QUOTE_KEY_FILE_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "service/quote/key_ring.h"

namespace ratecard {

inline constexpr size_t kMaxKeyFileBytes = 64 << 10;

struct QuoteKeyFile {
  std::shared_ptr<const KeyRing> ring;  // not null
  bool exposed = false;  // others than its owner may read or write it
};

// Reads `path`, in the form of key_ring.h. Its text is wiped from memory.
//
// Errors: NOT_FOUND QUOTE_KEYS_UNREADABLE, with what the system says;
// INVALID_ARGUMENT INVALID_QUOTE_KEYS, also above kMaxKeyFileBytes.
absl::StatusOr<QuoteKeyFile> ReadQuoteKeyFile(const std::string& path);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_QUOTE_KEY_FILE_H_
