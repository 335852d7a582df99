// A call of a unary method, from its arrival at a completion queue to the end
// of its answer; used for one call after another.

#ifndef RATECARD_SERVICE_RPC_UNARY_CALL_H_
#define RATECARD_SERVICE_RPC_UNARY_CALL_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/protobuf/arena.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/impl/codegen/proto_utils.h"
#include "grpcpp/impl/codegen/serialization_traits.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/async_unary_call.h"
#include "grpcpp/support/byte_buffer.h"
#include "service/api/call_context.h"
#include "service/base/status_macros.h"
#include "service/rpc/bulk_thread.h"
#include "service/rpc/call_pool.h"
#include "service/rpc/call_runner.h"
#include "service/rpc/completion.h"
#include "service/rpc/queue_load.h"
#include "service/rpc/read_request.h"
#include "service/rpc/server_load.h"

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

// Smaller requests take less than a millisecond, unless their method is
// Bulk::kAll.
inline constexpr size_t kBulkBytes = 8192;

// Which calls of a method are worked on beside others: those whose request has
// kBulkBytes or more, or all.
enum class Bulk { kLarge, kAll };

template <typename Request, typename Response>
struct UnaryMethod {
  size_t number = 0;
  Bulk bulk = Bulk::kLarge;
  // Asks gRPC for the next call of the method.
  std::function<void(grpc::ServerContext*, grpc::ByteBuffer*,
                     grpc::ServerAsyncResponseWriter<Outgoing<Response>>*,
                     grpc::CompletionQueue*, grpc::ServerCompletionQueue*,
                     void*)>
      ask_for;
  std::function<absl::Status(const CallContext&, const Request&, Response*)>
      handler;
};

template <typename Request, typename Response>
class UnaryCallPool final : public CallPool {
 public:
  // All pointers must outlive the pool.
  UnaryCallPool(const UnaryMethod<Request, Response>* method,
                CallRunner* runner, grpc::ServerCompletionQueue* queue,
                QueueLoad* load)
      : method_(method), runner_(runner), queue_(queue), load_(load) {}

  void Listen() override {
    load_->OnListen();
    std::unique_ptr<Call> call;
    if (free_.empty()) {
      call = std::make_unique<Call>(this);
    } else {
      call = std::move(free_.back());
      free_.pop_back();
    }
    // The completion queue holds it until the operation completes.
    call.release()->Listen();
  }

 private:
  class Call final : public Untaken, public BulkCall {
   public:
    explicit Call(UnaryCallPool* pool) : pool_(pool), arena_(Options()) {}

    void Listen() {
      context_.emplace();
      context_->AsyncNotifyWhenDone(done_.Begin());
      writer_.emplace(&*context_);
      pool_->method_->ask_for(&*context_, &incoming_, &*writer_, pool_->queue_,
                              pool_->queue_, arrived_.Begin());
    }

    void Work(absl::Duration waited) override {
      Handle(pool_->load_->WaitedTooLong(waited)
                 ? std::optional(Overload::kBulkCalls)
                 : std::nullopt);
      if (status_.ok()) {
        bool own_buffer = false;
        status_ = grpc::SerializationTraits<Outgoing<Response>>::Serialize(
            outgoing_, &outgoing_.bytes, &own_buffer);
      }
      outgoing_.response = nullptr;
      arena_.Reset();
    }
    void OnWorked() override {
      pool_->load_->OnBulkEnded(request_bytes_);
      const size_t bytes = outgoing_.bytes.Length();
      Send();
      outgoing_.bytes.Clear();
      pool_->load_->OnAnswer(bytes + kCallBytes, this);
    }

    void Drop() override { context_->TryCancel(); }
    std::string Peer() const override { return context_->peer(); }

    void Reset() {
      writer_.reset();
      context_.reset();
      outgoing_ = {};
      cancelled_.store(false, std::memory_order_relaxed);
      answered_ = false;
    }

   private:
    void OnArrived(bool ok) {
      if (!ok) {
        // `done_` does not complete for a call that never came.
        pool_->Take(std::unique_ptr<Call>(this));
        return;
      }
      pool_->Listen();
      started_ = pool_->runner_->OnStarted(pool_->method_->number);
      QueueLoad* const load = pool_->load_;
      if (const auto refusal = load->OnCall()) {
        Answer(refusal);
        return;
      }
      request_bytes_ = incoming_.Length();
      if (pool_->method_->bulk == Bulk::kAll || request_bytes_ >= kBulkBytes) {
        if (!load->AddBulk(this, request_bytes_)) {
          Answer(Overload::kBulkCalls);
        }
      } else if (!load->Defer(&resumed_)) {
        Answer(std::nullopt);
      }
    }

    // After Defer.
    void OnResumed(bool /*ok*/) { Answer(pool_->load_->OnResumed()); }

    void OnSent(bool /*ok*/) {
      pool_->load_->OnTaken(this);
      LeaveIfOver();
    }

    // The call is over for gRPC, and may be so before it is answered.
    void OnDone(bool /*ok*/) {
      cancelled_.store(context_->IsCancelled(), std::memory_order_relaxed);
      pool_->load_->OnCallEnded();
      LeaveIfOver();
    }

    void LeaveIfOver() {
      if (answered_ && !sent_.pending() && !done_.pending()) {
        pool_->Take(std::unique_ptr<Call>(this));
      }
    }

    google::protobuf::ArenaOptions Options() {
      google::protobuf::ArenaOptions options;
      options.initial_block = block_.data();
      options.initial_block_size = block_.size();
      return options;
    }

    void Answer(std::optional<Overload> refusal) {
      Handle(refusal);
      Send();
      // Its size is known from sending it; there is always some. The messages
      // themselves, which take several times as much, were read by now.
      pool_->load_->OnAnswer(
          static_cast<size_t>(outgoing_.response->GetCachedSize()) + kCallBytes,
          this);
      arena_.Reset();
    }

    // Makes the answer.
    void Handle(std::optional<Overload> refusal) {
      auto* const response =
          google::protobuf::Arena::CreateMessage<Response>(&arena_);
      outgoing_ = {response, {}};
      status_ = pool_->runner_->Run(
          started_, context_->raw_deadline(), cancelled_, *context_,
          [&](const CallContext& call) -> absl::Status {
            if (refusal.has_value()) {
              return pool_->load_->Shed(*refusal);
            }
            auto* const request =
                google::protobuf::Arena::CreateMessage<Request>(&arena_);
            RATECARD_RETURN_IF_ERROR(ReadRequest(&incoming_, request));
            return pool_->method_->handler(call, *request, response);
          });
      incoming_.Clear();
    }

    void Send() {
      answered_ = true;
      if (status_.ok()) {
        writer_->Finish(outgoing_, status_, sent_.Begin());
      } else {
        writer_->FinishWithError(status_, sent_.Begin());
      }
    }

    // Holds the messages of a usual call without another allocation.
    alignas(16) std::array<char, 4096> block_;
    UnaryCallPool* pool_;
    google::protobuf::Arena arena_;
    std::optional<grpc::ServerContext> context_;
    std::optional<grpc::ServerAsyncResponseWriter<Outgoing<Response>>> writer_;
    Operation<Call> arrived_{this, &Call::OnArrived};
    Operation<Call> resumed_{this, &Call::OnResumed};
    Operation<Call> sent_{this, &Call::OnSent};
    Operation<Call> done_{this, &Call::OnDone};
    // The caller cancelled, left or waited too long. Set by the thread of the
    // queue, so that only bulk calls see it while they are handled.
    std::atomic<bool> cancelled_ = false;
    grpc::ByteBuffer incoming_;  // until it is handled
    size_t request_bytes_ = 0;
    CallRunner::Started started_;
    // From Handle to Send, both.
    Outgoing<Response> outgoing_;
    grpc::Status status_;
    bool answered_ = false;  // or on its way to the caller
  };

  // Takes back a call that ended or will never come.
  void Take(std::unique_ptr<Call> call) {
    call->Reset();
    if (free_.size() < kMaxFree) {
      free_.push_back(std::move(call));
    }
    load_->OnLeft();
  }

  static constexpr size_t kMaxFree = 64;
  // What a call takes beside its answer, about.
  static constexpr size_t kCallBytes = 8192;

  const UnaryMethod<Request, Response>* method_;
  CallRunner* runner_;
  grpc::ServerCompletionQueue* queue_;
  QueueLoad* load_;
  std::vector<std::unique_ptr<Call>> free_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_UNARY_CALL_H_
