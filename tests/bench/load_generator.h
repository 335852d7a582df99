// Load in a closed loop, so many calls in flight and the next sent when one
// returns; or in an open one, calls sent when it is time for them.

#ifndef RATECARD_TESTS_BENCH_LOAD_GENERATOR_H_
#define RATECARD_TESTS_BENCH_LOAD_GENERATOR_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace ratecard {

struct LoadResult {
  int64_t calls = 0;
  int64_t failures = 0;  // any status but OK, or an empty reply
  double seconds = 0;
  std::vector<int64_t> latencies_ns;  // sorted
};

// Sends one serialized request again and again to one unary method. Used by
// one thread.
class LoadGenerator {
 public:
  LoadGenerator(const std::string& address, const std::string& method,
                const std::string& request, int connections,
                int calls_per_connection);
  ~LoadGenerator();

  // The reply to one call. Aborts if it fails.
  std::string CallOnce();

  // Keeps all calls in flight for `duration`, then waits for the last of them.
  LoadResult Run(absl::Duration duration);

  // Sends `calls_per_second` for `duration`, evenly spaced over the
  // connections, however many are in flight; then waits for the last of them.
  // Latencies count from when a call was to be sent, so that those that had to
  // wait, here or there, say so. Sends on a thread of its own.
  LoadResult RunOpen(double calls_per_second, absl::Duration duration);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_BENCH_LOAD_GENERATOR_H_
