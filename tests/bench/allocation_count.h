// Counts calls of operator new in the whole process.

#ifndef RATECARD_TESTS_BENCH_ALLOCATION_COUNT_H_
#define RATECARD_TESTS_BENCH_ALLOCATION_COUNT_H_

#include <cstdint>

namespace ratecard {

// Linking this in replaces operator new.
int64_t AllocationCount();

}  // namespace ratecard

#endif  // RATECARD_TESTS_BENCH_ALLOCATION_COUNT_H_
