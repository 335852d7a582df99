// Allocations in the report of a benchmark.

#ifndef RATECARD_TESTS_BENCH_ALLOCATIONS_PER_ITERATION_H_
#define RATECARD_TESTS_BENCH_ALLOCATIONS_PER_ITERATION_H_

#include <cstdint>

#include "benchmark/benchmark.h"
#include "tests/bench/allocation_count.h"

namespace ratecard {

// Adds those of its lifetime to the report, by iteration.
class AllocationsPerIteration {
 public:
  explicit AllocationsPerIteration(benchmark::State* state)
      : state_(state), before_(AllocationCount()) {}
  ~AllocationsPerIteration() {
    state_->counters["allocations"] =
        benchmark::Counter(static_cast<double>(AllocationCount() - before_),
                           benchmark::Counter::kAvgIterations);
  }
  AllocationsPerIteration(const AllocationsPerIteration&) = delete;
  AllocationsPerIteration& operator=(const AllocationsPerIteration&) = delete;

 private:
  benchmark::State* state_;
  int64_t before_;
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_BENCH_ALLOCATIONS_PER_ITERATION_H_
