// A call that takes requests and answers each, in order.

#ifndef RATECARD_SERVICE_RPC_BIDI_CALL_H_
#define RATECARD_SERVICE_RPC_BIDI_CALL_H_

#include <array>
#include <cstddef>
#include <functional>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "google/protobuf/arena.h"
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
struct BidiMethod {
  using Stream = grpc::ServerAsyncReaderWriter<Response, grpc::ByteBuffer>;

  size_t number = 0;
  // Asks gRPC for the next call of the method.
  std::function<void(grpc::ServerContext*, Stream*, grpc::CompletionQueue*,
                     grpc::ServerCompletionQueue*, void*)>
      ask_for;
  // Answers one request; what is wrong with it is part of the response.
  std::function<void(const CallContext&, const Request&, Response*)> handler;
};

// Holds at most one request that waits while the response to the one before is
// being sent, and takes no other meanwhile.
template <typename Request, typename Response>
class BidiCall final : public StreamCall {
 public:
  using Method = BidiMethod<Request, Response>;

  BidiCall(const Method* bound, CallRunner* runner,
           grpc::ServerCompletionQueue* queue)
      : StreamCall(bound->number, runner, queue),
        bound_(bound),
        arena_(Options()) {}

 private:
  google::protobuf::ArenaOptions Options() {
    google::protobuf::ArenaOptions options;
    options.initial_block = block_.data();
    options.initial_block_size = block_.size();
    return options;
  }

  void AskFor(grpc::ServerContext* context, void* tag) override {
    stream_.emplace(context);
    bound_->ask_for(context, &*stream_, queue(), queue(), tag);
  }

  void Start() override { ReadNext(); }

  void Advance() override {
    if (waiting_) {
      Answer();
    } else if (input_ended_) {
      End(absl::OkStatus());
    } else if (draining()) {
      End(ShuttingDown());
    }
  }

  void Finish(const grpc::Status& status, void* tag) override {
    stream_->Finish(status, tag);
  }

  bool Pending() const override { return read_.pending(); }

  void ReadNext() { stream_->Read(&incoming_, read_.Begin()); }

  void OnRead(bool ok) {
    waiting_ = ok;
    input_ended_ = !ok;
    if (ok) {
      runner()->OnMessageReceived(method());
      if (!CheckSize(incoming_.Length()) || !Charge()) {
        incoming_.Clear();
      }
    }
    Step();
  }

  void Answer() {
    waiting_ = false;
    auto* const request =
        google::protobuf::Arena::CreateMessage<Request>(&arena_);
    if (absl::Status status = ReadRequest(&incoming_, request); !status.ok()) {
      End(std::move(status));
      arena_.Reset();
      return;
    }
    auto* const response =
        google::protobuf::Arena::CreateMessage<Response>(&arena_);
    bound_->handler(runner()->Context(), *request, response);
    stream_->Write(*response, BeginWrite());  // has read it when it returns
    arena_.Reset();
    if (!draining()) {
      ReadNext();
    }
  }

  // Holds the messages of a usual request without another allocation.
  alignas(16) std::array<char, 4096> block_;
  const Method* const bound_;
  google::protobuf::Arena arena_;
  std::optional<typename Method::Stream> stream_;
  grpc::ByteBuffer incoming_;  // until it is read
  Operation<BidiCall> read_{this, &BidiCall::OnRead};
  bool waiting_ = false;  // `incoming_` is to be answered
  bool input_ended_ = false;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_BIDI_CALL_H_
