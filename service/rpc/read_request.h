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

// An empty entry of a list is two bytes in a request and a hundred in memory,
// and so is a field that is not known. So of requests that may have more than
// that many, they are counted before they are read.
inline constexpr int64_t kMaxEntries = 250'000;
inline constexpr size_t kLeastCountedBytes = 2 * kMaxEntries;

// Whether messages, entries of lists and unknown fields are at most so many in
// a request of that type. Numbers in lists do not count. Of bytes that are no
// request, those count that can be read.
bool HasAtMost(int64_t entries, const google::protobuf::Descriptor& type,
               grpc::ByteBuffer* bytes);

// Reads a request, and frees its bytes. gRPC could read it itself, but would do
// so on the thread of the queue, however large it is, and end a call whose
// bytes are no message before it is seen: INTERNAL, without details, uncounted.
//
// Errors: INVALID_ARGUMENT MALFORMED_REQUEST; RESOURCE_EXHAUSTED
// REQUEST_TOO_LARGE if it has more than kMaxEntries.
template <typename Request>
absl::Status ReadRequest(grpc::ByteBuffer* bytes, Request* request) {
  if (bytes->Length() >= kLeastCountedBytes &&
      !HasAtMost(kMaxEntries, *Request::descriptor(), bytes)) {
    bytes->Clear();
    return TooManyEntries(kMaxEntries);
  }
  const bool readable =
      grpc::GenericDeserialize<grpc::ProtoBufferReader, Request>(bytes, request)
          .ok();
  bytes->Clear();
  return readable ? absl::OkStatus()
                  : MalformedRequest(Request::descriptor()->full_name());
}

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_READ_REQUEST_H_
