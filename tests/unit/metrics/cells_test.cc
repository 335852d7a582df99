#include "service/metrics/cells.h"

#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace ratecard {
namespace {

TEST(Cells, BeginAtZero) {
  const Cells cells(20);
  EXPECT_EQ(cells.Sum(0), 0u);
  EXPECT_EQ(cells.Sum(19), 0u);
}

TEST(Cells, SumWhatAThreadAddsWithoutTouchingOthers) {
  Cells cells(20);
  cells.Add(7, 5);
  cells.Add(7, 6);
  cells.Add(8, 1);
  EXPECT_EQ(cells.Sum(6), 0u);
  EXPECT_EQ(cells.Sum(7), 11u);
  EXPECT_EQ(cells.Sum(8), 1u);
}

// More threads than slots, so that some share one.
TEST(Cells, LoseNothingWithManyThreads) {
  constexpr int kThreads = 2 * static_cast<int>(kThreadSlots);
  constexpr int kTimes = 10'000;
  Cells cells(2);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < kTimes; ++n) {
        cells.Add(1, 3);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(cells.Sum(1), uint64_t{3} * kThreads * kTimes);
}

}  // namespace
}  // namespace ratecard
