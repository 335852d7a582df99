// What a fuzz target asserts: violations end the process, in every build.

#ifndef RATECARD_TESTS_FUZZ_CHECK_H_
#define RATECARD_TESTS_FUZZ_CHECK_H_

#include <cstdio>
#include <cstdlib>

#define RATECARD_CHECK(condition)                                     \
  do {                                                                \
    if (!(condition)) {                                               \
      std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, \
                   #condition);                                       \
      std::abort();                                                   \
    }                                                                 \
  } while (false)

#endif  // RATECARD_TESTS_FUZZ_CHECK_H_
