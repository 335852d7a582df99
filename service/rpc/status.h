// absl::Status → grpc::Status, details included.

#ifndef RATECARD_SERVICE_RPC_STATUS_H_
#define RATECARD_SERVICE_RPC_STATUS_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "grpcpp/support/status.h"

namespace ratecard {

// Details are the bytes of a google.rpc.Status, as clients expect them in the
// trailer `grpc-status-details-bin`.
grpc::Status ToGrpcStatus(const absl::Status& status);

// INVALID_ARGUMENT MALFORMED_REQUEST: bytes that are no message of type `type`.
absl::Status MalformedRequest(absl::string_view type);

// RESOURCE_EXHAUSTED TOO_MANY_STREAMS: as many as may be are open.
absl::Status TooManyStreams(int most);

// RESOURCE_EXHAUSTED REQUEST_TOO_LARGE: a request of a stream.
absl::Status StreamedRequestTooLarge(size_t bytes, size_t most);

// RESOURCE_EXHAUSTED REQUEST_TOO_LARGE: messages, list entries and unknown
// fields.
absl::Status TooManyEntries(int64_t most);

// UNAVAILABLE SHUTTING_DOWN: what calls end with that a stop cuts short.
absl::Status ShuttingDown();

// CANCELLED, without details, as nobody gets them: the caller takes no answer.
absl::Status CallerGone();

// INVALID_ARGUMENT DEADLINE_REQUIRED: the server takes no call without one.
absl::Status DeadlineRequired();

// DEADLINE_EXCEEDED DEADLINE_PASSED: nobody waits for the answer any more.
absl::Status DeadlinePassed();

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_STATUS_H_
