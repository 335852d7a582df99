#include "service/server/reload_thread.h"

#include <algorithm>
#include <utility>

namespace ratecard {
namespace {

// A longer wait may be beyond what the clock can count.
constexpr absl::Duration kLongestInterval = absl::Hours(24 * 36'500);

}  // namespace

ReloadThread::ReloadThread(absl::Duration interval, Reload reload, Tell tell)
    : interval_(std::min(interval, kLongestInterval)),
      reload_(std::move(reload)),
      tell_(std::move(tell)),
      thread_([this] { Run(); }) {}

ReloadThread::~ReloadThread() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_one();
  thread_.join();
}

void ReloadThread::Request() {
  {
    const std::lock_guard lock(mutex_);
    requested_ = true;
  }
  changed_.notify_one();
}

void ReloadThread::Run() {
  const auto has_work = [this] { return requested_ || stopping_; };
  while (true) {
    bool requested = false;
    {
      std::unique_lock lock(mutex_);
      if (interval_ == absl::ZeroDuration()) {
        changed_.wait(lock, has_work);
      } else {
        changed_.wait_for(lock, absl::ToChronoNanoseconds(interval_), has_work);
      }
      if (stopping_) {
        return;
      }
      requested = std::exchange(requested_, false);
    }
    absl::Status status = reload_(requested);
    if (!status.ok() && (requested || status != last_refusal_)) {
      tell_(status);
    }
    last_refusal_ = std::move(status);
  }
}

}  // namespace ratecard
