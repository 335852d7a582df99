#include "service/rpc/bulk_thread.h"

#include <utility>

#include "service/base/monotonic_clock.h"

namespace ratecard {

BulkThread::BulkThread(grpc::CompletionQueue* queue)
    : queue_(queue), thread_([this] { Run(); }) {}

BulkThread::~BulkThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void BulkThread::Add(BulkCall* call) {
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({call, MonotonicNow()});
  }
  changed_.notify_one();
}

void BulkThread::Run() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [this] { return stopping_ || !waiting_.empty(); });
    if (waiting_.empty()) {
      return;
    }
    const Waiting next = waiting_.front();
    waiting_.pop_front();
    lock.unlock();
    next.call->Work(MonotonicNow() - next.since);
    lock.lock();
    worked_.push_back(next.call);
    worked_signal_.Post(queue_);
  }
}

void BulkThread::FinishWorked() {
  std::vector<BulkCall*> worked;
  {
    const std::lock_guard lock(mutex_);
    worked = std::exchange(worked_, {});
  }
  for (BulkCall* call : worked) {
    call->OnWorked();
  }
}

}  // namespace ratecard
