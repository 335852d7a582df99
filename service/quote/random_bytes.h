// Random bytes that nobody can guess, by OpenSSL.

#ifndef RATECARD_SERVICE_QUOTE_RANDOM_BYTES_H_
#define RATECARD_SERVICE_QUOTE_RANDOM_BYTES_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace ratecard {

// Thread-safe. Errors: INTERNAL RANDOM_FAILED.
absl::StatusOr<std::string> RandomBytes(size_t size);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_QUOTE_RANDOM_BYTES_H_
