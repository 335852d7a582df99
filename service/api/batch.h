// What batches of requests have in common.

#ifndef RATECARD_SERVICE_API_BATCH_H_
#define RATECARD_SERVICE_API_BATCH_H_

#include "absl/status/status.h"

namespace ratecard {

// Most requests in a batch.
inline constexpr int kMaxBatchRequests = 10'000;

// After so many of a batch, which take some 50 µs, it asks whether an answer is
// still wanted.
inline constexpr int kBatchStep = 64;

// Errors: INVALID_ARGUMENT REQUESTS_REQUIRED, TOO_MANY_REQUESTS, naming
// `requests`.
absl::Status CheckBatchSize(int requests);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_BATCH_H_
