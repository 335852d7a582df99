// A clock that never goes back, whatever becomes of the time of day.

#ifndef RATECARD_SERVICE_BASE_MONOTONIC_CLOCK_H_
#define RATECARD_SERVICE_BASE_MONOTONIC_CLOCK_H_

#include <chrono>

#include "absl/time/time.h"

namespace ratecard {

// Since some instant in the past, the same for the whole process. Thread-safe.
inline absl::Duration MonotonicNow() {
  return absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
}

}  // namespace ratecard

#endif  // RATECARD_SERVICE_BASE_MONOTONIC_CLOCK_H_
