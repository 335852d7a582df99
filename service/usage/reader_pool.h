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
  // More are not kept, nor such that read a longer document: their memory would
  // stay for good.
  static constexpr size_t kMostIdle = 64;
  static constexpr size_t kLongestDocument = 1 << 20;

  std::unique_ptr<ResponseReader> Take() {
    {
      const absl::MutexLock lock(&mutex_);
      if (!idle_.empty()) {
        std::unique_ptr<ResponseReader> reader = std::move(idle_.back());
        idle_.pop_back();
        return reader;
      }
    }
    return std::make_unique<ResponseReader>();
  }

  void GiveBack(std::unique_ptr<ResponseReader> reader) {
    if (reader->longest_document() > kLongestDocument) {
      return;
    }
    const absl::MutexLock lock(&mutex_);
    if (idle_.size() < kMostIdle) {
      idle_.push_back(std::move(reader));
    }
  }

  absl::Mutex mutex_;
  std::vector<std::unique_ptr<ResponseReader>> idle_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_READER_POOL_H_
