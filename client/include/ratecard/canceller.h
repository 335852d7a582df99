// Ends calls from outside.
//
//   CallOptions options;
//   options.canceller = std::make_shared<Canceller>();
//   …                                 // in another thread:
//   options.canceller->Cancel();

#ifndef RATECARD_CANCELLER_H_
#define RATECARD_CANCELLER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <mutex>

namespace ratecard {

// Thread-safe.
class Canceller {
 public:
  Canceller() = default;
  Canceller(const Canceller&) = delete;
  Canceller& operator=(const Canceller&) = delete;

  // Every call with this canceller, in progress or yet to come, ends with
  // CANCELLED. Once is for good.
  void Cancel();
  bool cancelled() const;

 private:
  friend class Cancellation;

  mutable std::mutex mutex_;
  bool cancelled_ = false;
  int64_t last_id_ = 0;
  std::map<int64_t, std::function<void()>> calls_;  // ends each, by id
};

}  // namespace ratecard

#endif  // RATECARD_CANCELLER_H_
