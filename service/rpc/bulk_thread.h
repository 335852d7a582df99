// Calls that take long, beside a completion queue.

#ifndef RATECARD_SERVICE_RPC_BULK_THREAD_H_
#define RATECARD_SERVICE_RPC_BULK_THREAD_H_

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "absl/time/time.h"
#include "grpcpp/completion_queue.h"
#include "service/rpc/queue_signal.h"

namespace ratecard {

class BulkCall {
 public:
  virtual ~BulkCall() = default;
  // Does what takes long; on the bulk thread, `waited` since it was added.
  virtual void Work(absl::Duration waited) = 0;
  // Goes on after that, on the thread of the queue.
  virtual void OnWorked() = 0;
};

// Works on the calls of a queue that take long, one after another, so that the
// others do not wait for them: between the two threads the system divides the
// processor.
class BulkThread {
 public:
  // `queue` must outlive it, and be shut down only once nothing is left to do.
  explicit BulkThread(grpc::CompletionQueue* queue);
  ~BulkThread();
  BulkThread(const BulkThread&) = delete;
  BulkThread& operator=(const BulkThread&) = delete;

  // From the thread of the queue.
  void Add(BulkCall* call);

 private:
  struct Waiting {
    BulkCall* call = nullptr;
    absl::Duration since;
  };

  void Run();
  void FinishWorked();

  grpc::CompletionQueue* const queue_;
  QueueSignal worked_signal_{[this] { FinishWorked(); }};
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<Waiting> waiting_;
  std::vector<BulkCall*> worked_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_BULK_THREAD_H_
