// The keys in use, and their replacement.

#ifndef RATECARD_SERVICE_QUOTE_KEY_STORE_H_
#define RATECARD_SERVICE_QUOTE_KEY_STORE_H_

#include <memory>
#include <mutex>
#include <utility>

#include "service/quote/key_ring.h"

namespace ratecard {

// Thread-safe. A reader keeps the ring that it took for as long as it holds it.
class KeyStore {
 public:
  // `ring` may be null: quotes are then neither made nor honoured.
  explicit KeyStore(std::shared_ptr<const KeyRing> ring)
      : ring_(std::move(ring)) {}

  std::shared_ptr<const KeyRing> Current() const {
    const std::lock_guard lock(mutex_);
    return ring_;
  }

  void Replace(std::shared_ptr<const KeyRing> ring) {
    const std::lock_guard lock(mutex_);
    ring_ = std::move(ring);
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const KeyRing> ring_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_QUOTE_KEY_STORE_H_
