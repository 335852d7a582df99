// What is on one completion queue.

#ifndef RATECARD_SERVICE_RPC_QUEUE_LOAD_H_
#define RATECARD_SERVICE_RPC_QUEUE_LOAD_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/alarm.h"
#include "grpcpp/completion_queue.h"
#include "service/base/monotonic_clock.h"
#include "service/rpc/bulk_thread.h"
#include "service/rpc/completion.h"
#include "service/rpc/server_load.h"

namespace ratecard {

// An answer on its way to a caller. One of a list by age.
class Untaken {
 public:
  virtual ~Untaken() = default;
  // Gives it up: the call ends, cancelled.
  virtual void Drop() = 0;
  // Whom it is for.
  virtual std::string Peer() const = 0;

 private:
  friend class QueueLoad;
  Untaken* older_ = nullptr;
  Untaken* newer_ = nullptr;
  int64_t bytes_ = 0;
  absl::Duration since_;
};

// Used by the thread of the queue; WaitedTooLong and Shed by any.
//
// Of a call nobody can tell how long it waited: most of a backlog is inside
// gRPC, which gives it out piece by piece. So while there are calls, the queue
// looks every few milliseconds: it takes in all that waits before it answers
// any of it, and what has then waited for too long is refused.
class QueueLoad : private Completion {
 public:
  // Both must outlive it; `queue` with its last call.
  QueueLoad(grpc::ServerCompletionQueue* queue, size_t number,
            ServerLoad* server);

  // Calls that are waited for or in progress.
  int live() const { return live_; }
  void OnListen() { ++live_; }
  void OnLeft() { --live_; }

  // A unary call came. Returns why it is to be refused, if it is.
  std::optional<Overload> OnCall();
  // It is over for its caller: answered or cancelled.
  void OnCallEnded() {
    --calls_;
    server_->EndCall();
  }
  void OnStream() { server_->BeginStream(); }
  void OnStreamEnded() { server_->EndStream(); }

  // Whether the call is not to be answered before `call` is completed again.
  bool Defer(Completion* call) {
    if (taking_in_) {
      deferred_.push_back(call);
    }
    return taking_in_;
  }
  // Why a call that was deferred is to be refused, if it is.
  std::optional<Overload> OnResumed() const {
    return WaitedTooLong(MonotonicNow() - looked_)
               ? std::optional(Overload::kQueueDelay)
               : std::nullopt;
  }
  // Whether a call that waited for that long is to be refused.
  bool WaitedTooLong(absl::Duration waited) const {
    const absl::Duration most = server_->limits().max_queue_delay;
    return most > absl::ZeroDuration() && waited > most;
  }
  // Has a bulk call whose request has that many bytes worked on beside the
  // thread, until OnBulkEnded. False if there are as many as may be.
  bool AddBulk(BulkCall* call, size_t request_bytes) {
    const bool may = server_->BeginBulk(static_cast<int64_t>(request_bytes));
    if (may) {
      bulk_.Add(call);
    }
    return may;
  }
  void OnBulkEnded(size_t request_bytes) {
    server_->EndBulk(static_cast<int64_t>(request_bytes));
  }
  // Refuses a call for that.
  absl::Status Shed(Overload why) {
    server_->OnShed(why);
    return Overloaded(why);
  }

  // An answer of that size was begun to be sent, and was taken or is lost.
  void OnAnswer(size_t bytes, Untaken* answer) {
    Append(static_cast<int64_t>(bytes), answer);
    if (IsTooMuch()) {
      DropUntaken();
    }
  }
  void OnTaken(Untaken* answer);

 private:
  void Complete(bool ok) override;  // it is time to look
  void SetAlarm();
  void TakeIn();
  void Work();
  void Append(int64_t bytes, Untaken* answer);
  // Those that are too many or too old, the oldest first.
  void DropUntaken();
  bool IsTooMuch() const {
    return (untaken_bytes_ > max_untaken_bytes_ && untaken_ > 1) ||
           untaken_ > max_untaken_;
  }

  grpc::ServerCompletionQueue* const queue_;
  const size_t number_;
  ServerLoad* const server_;
  const int64_t max_untaken_bytes_;  // of this queue, both
  const int max_untaken_;
  int live_ = 0;
  int calls_ = 0;  // unary ones, in progress
  bool alarm_set_ = false;
  bool taking_in_ = false;
  absl::Duration due_;     // when to look
  absl::Duration looked_;  // when it looked last
  std::vector<Completion*> deferred_;
  Untaken* oldest_ = nullptr;
  Untaken* newest_ = nullptr;
  int64_t untaken_bytes_ = 0;  // without those that are dropped, both
  int untaken_ = 0;
  grpc::Alarm alarm_;
  BulkThread bulk_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_QUEUE_LOAD_H_
