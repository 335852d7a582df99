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
#include "google/protobuf/arena.h"
#include "grpcpp/completion_queue.h"
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

// Smaller requests take less than a tenth of a millisecond, but of methods that
// say otherwise.
inline constexpr size_t kBulkBytes = 8192;

template <typename Request, typename Response>
struct UnaryMethod {
  size_t number = 0;
  // A request of as many bytes, or more, takes long enough to be worked on
  // beside others.
  size_t bulk_bytes = kBulkBytes;
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
  class Call final : public Completion, public Untaken, public BulkCall {
   public:
    explicit Call(UnaryCallPool* pool) : pool_(pool), arena_(Options()) {}

    void Listen() {
      context_.emplace();
      context_->AsyncNotifyWhenDone(done_.Begin());
      writer_.emplace(&*context_);
      pool_->method_->ask_for(&*context_, &incoming_, &*writer_, pool_->queue_,
                              pool_->queue_, static_cast<Completion*>(this));
    }

    void Complete(bool ok) override {
      QueueLoad* const load = pool_->load_;
      if (state_ == State::kAnswered) {
        load->OnTaken(this);
        state_ = State::kSent;
        LeaveIfOver();
      } else if (state_ == State::kDeferred) {
        Answer(load->OnResumed());
      } else if (!ok) {
        // `done_` does not complete for a call that never came.
        pool_->Take(std::unique_ptr<Call>(this));
      } else {
        pool_->Listen();
        started_ = pool_->runner_->OnStarted(pool_->method_->number);
        if (const auto refusal = load->OnCall()) {
          Answer(refusal);
        } else if (request_bytes_ = incoming_.Length();
                   request_bytes_ >= pool_->method_->bulk_bytes) {
          if (const auto full = load->AddBulk(this, request_bytes_)) {
            Answer(full);
          }
        } else if (load->Defer(this)) {
          state_ = State::kDeferred;
        } else {
          Answer(std::nullopt);
        }
      }
    }

    void Work(absl::Duration waited) override {
      Handle(pool_->load_->OnWaited(waited).has_value()
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
      state_ = State::kAwaited;
    }

   private:
    enum class State { kAwaited, kDeferred, kAnswered, kSent };

    // The call is over for gRPC, and may be so before it is answered.
    void OnDone(bool /*ok*/) {
      if (context_->IsCancelled()) {
        cancelled_.store(true, std::memory_order_relaxed);
      }
      pool_->load_->OnCallEnded();
      LeaveIfOver();
    }

    void LeaveIfOver() {
      if (state_ == State::kSent && !done_.pending()) {
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
      state_ = State::kAnswered;
      void* tag = static_cast<Completion*>(this);
      if (status_.ok()) {
        writer_->Finish(outgoing_, status_, tag);
      } else {
        writer_->FinishWithError(status_, tag);
      }
    }

    // Holds the messages of a usual call without another allocation.
    alignas(16) std::array<char, 4096> block_;
    UnaryCallPool* pool_;
    google::protobuf::Arena arena_;
    std::optional<grpc::ServerContext> context_;
    std::optional<grpc::ServerAsyncResponseWriter<Outgoing<Response>>> writer_;
    Operation<Call> done_{this, &Call::OnDone};
    std::atomic<bool> cancelled_ = false;  // by the caller
    grpc::ByteBuffer incoming_;            // until it is handled
    size_t request_bytes_ = 0;
    CallRunner::Started started_;
    // From Handle to Send, both.
    Outgoing<Response> outgoing_;
    grpc::Status status_;
    State state_ = State::kAwaited;
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
