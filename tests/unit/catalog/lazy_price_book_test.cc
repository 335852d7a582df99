#include "service/catalog/lazy_price_book.h"

#include <atomic>
#include <thread>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

namespace ratecard {
namespace {

// A book with one schedule for each byte.
class CountingReader : public PriceReader {
 public:
  PriceBook Read(absl::string_view packed) const override {
    ++reads;
    return PriceBook(std::vector<PriceSchedule>(packed.size()));
  }

  mutable std::atomic<int> reads = 0;
};

TEST(LazyPriceBook, IsReadOnFirstUseAndOnlyThen) {
  CountingReader reader;
  const LazyPriceBook book(&reader, "ab");
  EXPECT_EQ(reader.reads, 0);
  EXPECT_EQ(book->schedules().size(), 2u);
  EXPECT_EQ((*book).schedules().size(), 2u);
  EXPECT_EQ(reader.reads, 1);
}

TEST(LazyPriceBook, IsReadOnceByManyThreads) {
  CountingReader reader;
  const std::vector<LazyPriceBook> books = [&] {
    std::vector<LazyPriceBook> made;
    for (int i = 0; i < 100; ++i) {
      made.emplace_back(&reader, "abc");
    }
    return made;
  }();
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&] {
      for (const LazyPriceBook& book : books) {
        EXPECT_EQ(book->schedules().size(), 3u);
      }
    });
  }
  for (std::thread& thread : threads) {
    thread.join();
  }
  EXPECT_EQ(reader.reads, 100);
}

TEST(LazyPriceBook, MovesWhetherReadOrNot) {
  CountingReader reader;
  LazyPriceBook book(&reader, "ab");
  LazyPriceBook unread = std::move(book);
  EXPECT_EQ(unread->schedules().size(), 2u);
  const LazyPriceBook read = std::move(unread);
  EXPECT_EQ(read->schedules().size(), 2u);
  EXPECT_EQ(reader.reads, 1);
}

TEST(LazyPriceBook, IsEmptyUnlessTold) {
  EXPECT_TRUE(LazyPriceBook()->schedules().empty());
  EXPECT_EQ(LazyPriceBook(PriceBook(std::vector<PriceSchedule>(1)))
                ->schedules()
                .size(),
            1u);
}

TEST(LazyPriceBook, KnowsNoUsualPriceBeforeItIsRead) {
  CountingReader reader;
  const LazyPriceBook book(&reader, "a");
  EXPECT_EQ(book.UsualAt(0), nullptr);
  EXPECT_EQ(reader.reads, 0);
}

TEST(LazyPriceBook, HasTheUsualPriceWhereItHoldsAlsoOnceItHasMoved) {
  PriceSchedule schedule;
  schedule.service_tier = "standard";
  schedule.start = absl::FromUnixSeconds(100);
  schedule.end = absl::FromUnixSeconds(200);
  LazyPriceBook made(PriceBook({schedule}));
  const LazyPriceBook book = std::move(made);
  EXPECT_EQ(book.UsualAt(99), nullptr);
  ASSERT_NE(book.UsualAt(100), nullptr);
  EXPECT_EQ(book.UsualAt(100)->schedule, &book->schedules().front());
  EXPECT_NE(book.UsualAt(199), nullptr);
  EXPECT_EQ(book.UsualAt(200), nullptr);
}

}  // namespace
}  // namespace ratecard
