#include "client/library/cancellation.h"

#include <map>
#include <mutex>
#include <utility>

namespace ratecard {

void Canceller::Cancel() {
  std::map<int64_t, std::function<void()>> calls;
  {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    calls.swap(calls_);
  }
  // A call that ends by this takes itself off, which needs the lock.
  for (const auto& [id, cancel] : calls) {
    cancel();
  }
}

bool Canceller::cancelled() const {
  const std::lock_guard lock(mutex_);
  return cancelled_;
}

Cancellation::Cancellation(std::shared_ptr<Canceller> canceller,
                           std::function<void()> cancel)
    : canceller_(std::move(canceller)) {
  if (canceller_ == nullptr) {
    return;
  }
  {
    const std::lock_guard lock(canceller_->mutex_);
    if (!canceller_->cancelled_) {
      id_ = ++canceller_->last_id_;
      canceller_->calls_.emplace(id_, std::move(cancel));
      return;
    }
  }
  cancel();
}

Cancellation::~Cancellation() {
  if (id_ != 0) {
    const std::lock_guard lock(canceller_->mutex_);
    canceller_->calls_.erase(id_);
  }
}

}  // namespace ratecard
