// Calls that send or take many messages: what all kinds of them share.

#ifndef RATECARD_SERVICE_RPC_STREAM_CALL_H_
#define RATECARD_SERVICE_RPC_STREAM_CALL_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/completion_queue.h"
#include "grpcpp/server_context.h"
#include "service/rpc/call_pool.h"
#include "service/rpc/call_runner.h"
#include "service/rpc/completion.h"
#include "service/rpc/queue_load.h"

namespace ratecard {

// A larger request ends its stream: it may have to be held for as long as its
// caller does not read, and all that a request says is far smaller.
inline constexpr size_t kMaxStreamedBytes = 64 << 10;

// One call, from waiting for it to its end. It goes on in steps: whenever an
// operation has completed, Advance begins those that are next.
class StreamCall {
 public:
  StreamCall(size_t method, CallRunner* runner,
             grpc::ServerCompletionQueue* queue);
  virtual ~StreamCall() = default;
  StreamCall(const StreamCall&) = delete;
  StreamCall& operator=(const StreamCall&) = delete;

  // Waits for a call. `on_started` is told that one came, `on_over` that it is
  // over or will never come: the call is then to be deleted.
  void Listen(std::function<void()> on_started, std::function<void()> on_over);

  // Something that the call waits for may have come, or its caller may call no
  // longer.
  void Wake();
  // The call is to end once what it was asked for so far is answered.
  void Drain();
  // Ends it at once, if of what it wrote nothing was sent for `patience`: the
  // rest is dropped, and the caller gets UNAVAILABLE, from its own gRPC if it
  // was the last call of a connection that is being closed. Returns whether it
  // did. After Drain.
  bool CutIfStalled(absl::Duration patience);

 protected:
  // Asks gRPC for the next call of the method.
  virtual void AskFor(grpc::ServerContext* context, void* tag) = 0;
  // The call came; its first operation may begin.
  virtual void Start() = 0;
  // Begins what can be, or says by End that nothing follows. Not called while a
  // write is pending or after End.
  virtual void Advance() = 0;
  virtual void Finish(const grpc::Status& status, void* tag) = 0;
  // Whether an operation of its own is pending, other than the write.
  virtual bool Pending() const { return false; }

  // Ends the call with that status once its write has completed. The first one
  // counts.
  void End(absl::Status status);
  // After an operation of the derived class.
  void Step();
  void* BeginWrite() { return written_.Begin(); }
  bool draining() const { return draining_; }

  // Ends the call if its caller may not send one more message now. False once
  // it is to end.
  bool Charge();
  // Ends the call if a request of that many bytes is too large for a stream.
  // False then.
  bool CheckSize(size_t request_bytes);

  CallRunner* runner() { return runner_; }
  grpc::ServerCompletionQueue* queue() { return queue_; }
  size_t method() const { return method_; }

 private:
  void Leave();  // deletes the call
  void OnAccepted(bool ok);
  void OnWritten(bool ok);
  void OnFinished(bool ok);
  void OnDone(bool ok);
  // The status to count and log: what cut the call short goes before `end_`.
  absl::Status Outcome() const;

  const size_t method_;
  CallRunner* const runner_;
  grpc::ServerCompletionQueue* const queue_;
  grpc::ServerContext context_;
  std::function<void()> on_started_;
  std::function<void()> on_over_;
  Operation<StreamCall> accepted_{this, &StreamCall::OnAccepted};
  Operation<StreamCall> written_{this, &StreamCall::OnWritten};
  Operation<StreamCall> finished_{this, &StreamCall::OnFinished};
  // Completes when the call is over for gRPC, also if it was cut short.
  Operation<StreamCall> done_{this, &StreamCall::OnDone};
  CallRunner::Started started_;
  Access::Decision admission_;
  std::optional<absl::Status> end_;
  bool finish_begun_ = false;
  bool draining_ = false;
  absl::Duration progress_;  // when it began, began to drain or then sent last
  bool cancelled_ = false;
  bool cut_ = false;
  bool counted_ = false;  // as an open stream
};

// The calls of one method on one completion queue.
class StreamCallPool final : public CallPool {
 public:
  using MakeCall = std::function<std::unique_ptr<StreamCall>()>;

  // `load` must outlive the pool.
  StreamCallPool(MakeCall make_call, QueueLoad* load)
      : make_call_(std::move(make_call)), load_(load) {}

  void Listen() override;
  void Wake() override;
  void Drain() override;
  int CutStalled(absl::Duration patience) override;

 private:
  void OnStarted(StreamCall* call);

  const MakeCall make_call_;
  QueueLoad* const load_;
  absl::flat_hash_set<StreamCall*> in_progress_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_STREAM_CALL_H_
