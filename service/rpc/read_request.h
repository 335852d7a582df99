// Reads requests from the bytes in which they came.

#ifndef RATECARD_SERVICE_RPC_READ_REQUEST_H_
#define RATECARD_SERVICE_RPC_READ_REQUEST_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "google/protobuf/descriptor.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/support/byte_buffer.h"
#include "service/base/status_macros.h"
#include "service/rpc/status.h"

namespace ratecard {

// Messages, list entries and unknown fields that a request may have, those in
// its messages included. An empty one is two bytes on the wire and about a
// hundred in memory.
inline constexpr int64_t kMaxEntries = 250'000;
// Requests of fewer bytes cannot have more, and are not counted.
inline constexpr size_t kLeastCountedBytes = 2 * kMaxEntries;

// Whether a request of `type` has at most `most` of them. Numbers in lists are
// none.
//
// Errors: those of ReadRequest; but a string that is not UTF-8 is left to it.
absl::Status CheckEntries(int64_t most,
                          const google::protobuf::Descriptor& type,
                          grpc::ByteBuffer* bytes);

// Reads a request; frees its bytes once they were parsed. gRPC could read it
// itself, but would do so on the thread of the queue, however large it is, and
// end a call whose bytes are no message before it is seen: INTERNAL, without
// details, uncounted.
//
// Errors: INVALID_ARGUMENT MALFORMED_REQUEST; RESOURCE_EXHAUSTED
// REQUEST_TOO_LARGE if it has more than kMaxEntries.
template <typename Request>
absl::Status ReadRequest(grpc::ByteBuffer* bytes, Request* request) {
  if (bytes->Length() >= kLeastCountedBytes) {
    RATECARD_RETURN_IF_ERROR(
        CheckEntries(kMaxEntries, *Request::descriptor(), bytes));
  }
  return grpc::GenericDeserialize<grpc::ProtoBufferReader, Request>(bytes,
                                                                    request)
                 .ok()
             ? absl::OkStatus()
             : MalformedRequest(Request::descriptor()->full_name());
}

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_READ_REQUEST_H_
