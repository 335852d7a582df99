// A call's part in its canceller.

#ifndef RATECARD_CLIENT_LIBRARY_CANCELLATION_H_
#define RATECARD_CLIENT_LIBRARY_CANCELLATION_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "ratecard/canceller.h"

namespace ratecard {

// While it lives, the canceller calls `cancel`, at once if it has cancelled
// before; possibly still while this is destroyed, so that `cancel` must own
// what it uses. A null canceller never does.
class Cancellation {
 public:
  Cancellation(std::shared_ptr<Canceller> canceller,
               std::function<void()> cancel);
  ~Cancellation();
  Cancellation(const Cancellation&) = delete;
  Cancellation& operator=(const Cancellation&) = delete;

 private:
  const std::shared_ptr<Canceller> canceller_;
  int64_t id_ = 0;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_LIBRARY_CANCELLATION_H_
