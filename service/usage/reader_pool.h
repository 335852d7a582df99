// Readers that keep their memory from one call to the next.

#ifndef RATECARD_SERVICE_USAGE_READER_POOL_H_
#define RATECARD_SERVICE_USAGE_READER_POOL_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "service/usage/response_reader.h"

namespace ratecard {

// Thread-safe.
class ReaderPool {
 public:
  // A reader, given back when this goes out of scope.
  class Lease {
   public:
    explicit Lease(ReaderPool* pool) : pool_(pool), reader_(pool->Take()) {}
    ~Lease() { pool_->GiveBack(std::move(reader_)); }
    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;

    ResponseReader* operator->() const { return reader_.get(); }
    ResponseReader* get() const { return reader_.get(); }

   private:
    ReaderPool* const pool_;
    std::unique_ptr<ResponseReader> reader_;
  };

 private:
  std::unique_ptr<ResponseReader> Take() {
    const absl::MutexLock lock(&mutex_);
    if (idle_.empty()) {
      return std::make_unique<ResponseReader>();
    }
    std::unique_ptr<ResponseReader> reader = std::move(idle_.back());
    idle_.pop_back();
    return reader;
  }

  void GiveBack(std::unique_ptr<ResponseReader> reader) {
    const absl::MutexLock lock(&mutex_);
    idle_.push_back(std::move(reader));
  }

  absl::Mutex mutex_;
  std::vector<std::unique_ptr<ResponseReader>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_READER_POOL_H_
