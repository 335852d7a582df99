// A call that takes one request and sends messages whenever there is news.

#ifndef RATECARD_SERVICE_RPC_WATCH_CALL_H_
#define RATECARD_SERVICE_RPC_WATCH_CALL_H_

#include <cstddef>
#include <functional>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/async_stream.h"
#include "grpcpp/support/byte_buffer.h"
#include "service/api/call_context.h"
#include "service/rpc/call_runner.h"
#include "service/rpc/completion.h"
#include "service/rpc/read_request.h"
#include "service/rpc/status.h"
#include "service/rpc/stream_call.h"

namespace ratecard {

template <typename Request, typename Response>
struct WatchMethod {
  size_t number = 0;
  // Asks gRPC for the next call of the method.
  std::function<void(grpc::ServerContext*, grpc::ByteBuffer*,
                     grpc::ServerAsyncWriter<Response>*, grpc::CompletionQueue*,
                     grpc::ServerCompletionQueue*, void*)>
      ask_for;
  // Makes the message to send to a caller who was last sent `last`, null before
  // the first. False: there is no news. Asked at the beginning, after each
  // message and whenever the server is woken.
  std::function<bool(const CallContext&, const Request&, const Response* last,
                     Response* next)>
      next;
};

template <typename Request, typename Response>
class WatchCall final : public StreamCall {
 public:
  using Method = WatchMethod<Request, Response>;

  WatchCall(const Method* bound, CallRunner* runner,
            grpc::ServerCompletionQueue* queue)
      : StreamCall(bound->number, runner, queue), bound_(bound) {}

 private:
  void AskFor(grpc::ServerContext* context, void* tag) override {
    stream_.emplace(context);
    bound_->ask_for(context, &incoming_, &*stream_, queue(), queue(), tag);
  }

  void Start() override {
    runner()->OnMessageReceived(method());
    if (!CheckSize(incoming_.Length())) {
      return;
    }
    if (absl::Status status = ReadRequest(&incoming_, &request_);
        !status.ok()) {
      End(std::move(status));
      return;
    }
    // News may be long in coming: the caller is to know that it is accepted.
    stream_->SendInitialMetadata(headers_.Begin());
  }

  void Advance() override {
    if (draining()) {
      End(ShuttingDown());
      return;
    }
    if (headers_.pending()) {
      return;
    }
    Response next;
    if (bound_->next(runner()->Context(), request_,
                     last_.has_value() ? &*last_ : nullptr, &next)) {
      last_ = std::move(next);
      stream_->Write(*last_, BeginWrite());
    }
  }

  void Finish(const grpc::Status& status, void* tag) override {
    incoming_.Clear();  // of a call that is refused
    stream_->Finish(status, tag);
  }

  bool Pending() const override { return headers_.pending(); }

  void OnHeadersSent(bool /*ok*/) { Step(); }

  const Method* const bound_;
  Request request_;
  grpc::ByteBuffer incoming_;  // until it is read
  std::optional<grpc::ServerAsyncWriter<Response>> stream_;
  std::optional<Response> last_;
  Operation<WatchCall> headers_{this, &WatchCall::OnHeadersSent};
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_WATCH_CALL_H_
