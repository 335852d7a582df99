// A call of a function by the thread of a completion queue.

#ifndef RATECARD_SERVICE_RPC_QUEUE_SIGNAL_H_
#define RATECARD_SERVICE_RPC_QUEUE_SIGNAL_H_

#include <atomic>
#include <functional>
#include <utility>

#include "grpc/support/time.h"
#include "grpcpp/alarm.h"
#include "grpcpp/completion_queue.h"
#include "service/rpc/completion.h"

namespace ratecard {

class QueueSignal final : private Completion {
 public:
  explicit QueueSignal(std::function<void()> function)
      : function_(std::move(function)) {}

  // From any thread, until `queue` is shut down. Posts that overtake the thread
  // are one: what is done before a post, the call sees.
  void Post(grpc::CompletionQueue* queue) {
    if (!posted_.exchange(true)) {
      // One that is due before now goes off at once. Now would be rounded up to
      // the next millisecond.
      alarm_.Set(queue, gpr_inf_past(GPR_CLOCK_MONOTONIC),
                 static_cast<Completion*>(this));
    }
  }

 private:
  void Complete(bool /*ok*/) override {
    posted_ = false;
    function_();
  }

  const std::function<void()> function_;
  std::atomic<bool> posted_ = false;
  grpc::Alarm alarm_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_QUEUE_SIGNAL_H_
