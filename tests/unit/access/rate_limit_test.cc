#include "service/access/rate_limit.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

using absl::Milliseconds;
using absl::Seconds;
using absl::ZeroDuration;

// 10 a second are one every 100 ms.
TEST(TokenBucket, GivesABurstAndThenWhatFlowsIn) {
  TokenBucket bucket({10, 3});
  const absl::Duration start = Seconds(1000);
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(bucket.Take(start), ZeroDuration());
  }
  EXPECT_EQ(bucket.Take(start), Milliseconds(100));
  EXPECT_EQ(bucket.Take(start + Milliseconds(99)), Milliseconds(1));
  EXPECT_EQ(bucket.Take(start + Milliseconds(100)), ZeroDuration());
  EXPECT_EQ(bucket.Take(start + Milliseconds(100)), Milliseconds(100));
  // It was refused: nothing is taken for that.
  EXPECT_EQ(bucket.Take(start + Milliseconds(150)), Milliseconds(50));
}

TEST(TokenBucket, HoldsNoMoreThanItsBurst) {
  TokenBucket bucket({10, 2});
  EXPECT_EQ(bucket.Take(ZeroDuration()), ZeroDuration());
  EXPECT_FALSE(bucket.Full(ZeroDuration()));
  EXPECT_TRUE(bucket.Full(Milliseconds(100)));
  const absl::Duration later = Seconds(1'000'000);
  EXPECT_EQ(bucket.Take(later), ZeroDuration());
  EXPECT_EQ(bucket.Take(later), ZeroDuration());
  EXPECT_EQ(bucket.Take(later), Milliseconds(100));
}

TEST(TokenBucket, TakesRatesAtTheirBounds) {
  TokenBucket fast({1e9, 1'000'000'000});
  EXPECT_EQ(fast.Take(ZeroDuration()), ZeroDuration());
  TokenBucket slow({1e-300, 1'000'000'000});
  EXPECT_EQ(slow.Take(ZeroDuration()), ZeroDuration());
  TokenBucket one({1.0 / 60, 1});
  EXPECT_EQ(one.Take(ZeroDuration()), ZeroDuration());
  EXPECT_EQ(absl::Trunc(one.Take(ZeroDuration()), Seconds(1)), Seconds(60));
}

TEST(TokenBucket, GivesEachTokenOnce) {
  TokenBucket bucket({1, 1000});
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 1000; ++n) {
        taken += bucket.Take(ZeroDuration()) == ZeroDuration() ? 1 : 0;
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(taken, 1000);
}

TEST(HostBuckets, HasOneForEachHost) {
  HostBuckets buckets({1, 1});
  EXPECT_EQ(buckets.Take("a", ZeroDuration()), ZeroDuration());
  EXPECT_EQ(buckets.Take("a", ZeroDuration()), Seconds(1));
  EXPECT_EQ(buckets.Take("b", ZeroDuration()), ZeroDuration());
}

TEST(HostBuckets, LetsHostsBeyondTheMostShareOneUntilOthersAreFull) {
  HostBuckets buckets({1, 1}, 2);
  EXPECT_EQ(buckets.Take("a", ZeroDuration()), ZeroDuration());
  EXPECT_EQ(buckets.Take("b", ZeroDuration()), ZeroDuration());
  EXPECT_EQ(buckets.Take("c", ZeroDuration()), ZeroDuration());
  EXPECT_EQ(buckets.Take("d", ZeroDuration()), Seconds(1));
  // a and b are full again and forgotten.
  EXPECT_EQ(buckets.Take("c", Seconds(2)), ZeroDuration());
  EXPECT_EQ(buckets.Take("d", Seconds(2)), ZeroDuration());
  EXPECT_EQ(buckets.Take("d", Seconds(2)), Seconds(1));
}

}  // namespace
}  // namespace ratecard
