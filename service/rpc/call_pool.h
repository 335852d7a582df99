// Pools of calls, and what they send.

#ifndef RATECARD_SERVICE_RPC_CALL_POOL_H_
#define RATECARD_SERVICE_RPC_CALL_POOL_H_

#include <cstddef>

#include "absl/time/time.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/impl/codegen/serialization_traits.h"
#include "grpcpp/support/byte_buffer.h"

namespace ratecard {

// What is sent: a message, or one that is in bytes already.
template <typename Response>
struct Outgoing {
  const Response* response = nullptr;  // null: `bytes`
  grpc::ByteBuffer bytes;
};

}  // namespace ratecard

template <typename Response>
class grpc::SerializationTraits<ratecard::Outgoing<Response>> {
 public:
  static Status Serialize(const ratecard::Outgoing<Response>& outgoing,
                          ByteBuffer* bytes, bool* own_buffer) {
    if (outgoing.response != nullptr) {
      return GenericSerialize<ProtoBufferWriter, Response>(*outgoing.response,
                                                           bytes, own_buffer);
    }
    *bytes = outgoing.bytes;
    *own_buffer = true;
    return Status::OK;
  }
};

namespace ratecard {

// The calls of one method on one completion queue. Used by the thread of the
// queue only.
class CallPool {
 public:
  virtual ~CallPool() = default;
  // Waits for one more call than before.
  virtual void Listen() = 0;
  // What calls wait for may have come.
  virtual void Wake() {}
  // The server is shutting down: calls that would go on by themselves end.
  virtual void Drain() {}
  // Calls that would have ended so, but for a caller who has read nothing for
  // `patience`, are cut short. Returns how many.
  virtual int CutStalled(absl::Duration /*patience*/) { return 0; }
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_CALL_POOL_H_
