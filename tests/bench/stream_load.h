// Load on a method that answers each message of a stream.

#ifndef RATECARD_TESTS_BENCH_STREAM_LOAD_H_
#define RATECARD_TESTS_BENCH_STREAM_LOAD_H_

#include <memory>
#include <string>

#include "absl/time/time.h"
#include "tests/bench/load_generator.h"

namespace ratecard {

// Sends one serialized message again and again on one stream, with so many of
// them not answered yet at a time. Runs on the calling thread.
class StreamLoad {
 public:
  StreamLoad(const std::string& address, const std::string& method,
             std::string message, int in_flight);
  ~StreamLoad();

  // Messages and answers for `duration`, on a stream of its own. `calls` counts
  // answers; there are no latencies.
  LoadResult Run(absl::Duration duration);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_BENCH_STREAM_LOAD_H_
