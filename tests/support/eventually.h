// Waiting for what another thread does.

#ifndef RATECARD_TESTS_SUPPORT_EVENTUALLY_H_
#define RATECARD_TESTS_SUPPORT_EVENTUALLY_H_

#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace ratecard {

inline constexpr absl::Duration kPatience = absl::Seconds(30);

// Until it holds, or patience is at an end.
template <typename F>
bool Eventually(F holds) {
  const absl::Time end = absl::Now() + kPatience;
  while (!holds()) {
    if (absl::Now() > end) {
      return false;
    }
    absl::SleepFor(absl::Milliseconds(1));
  }
  return true;
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_SUPPORT_EVENTUALLY_H_
