#include "service/rpc/bulk_thread.h"

#include <utility>

#include "service/base/monotonic_clock.h"

namespace ratecard {

BulkThread::BulkThread(grpc::CompletionQueue* queue, size_t max_waiting,
                       int64_t max_waiting_bytes)
    : queue_(queue),
      max_waiting_(max_waiting),
      max_waiting_bytes_(max_waiting_bytes),
      thread_([this] { Run(); }) {}

BulkThread::~BulkThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

bool BulkThread::Add(BulkCall* call, size_t request_bytes) {
  const auto bytes = static_cast<int64_t>(request_bytes);
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= max_waiting_ ||
        (!waiting_.empty() && waiting_bytes_ + bytes > max_waiting_bytes_)) {
      return false;
    }
    waiting_.push_back({call, bytes, MonotonicNow()});
    waiting_bytes_ += bytes;
  }
  changed_.notify_one();
  return true;
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
    waiting_bytes_ -= next.bytes;
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
