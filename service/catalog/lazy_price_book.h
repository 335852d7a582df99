// Prices that are made when somebody first asks for them.

#ifndef RATECARD_SERVICE_CATALOG_LAZY_PRICE_BOOK_H_
#define RATECARD_SERVICE_CATALOG_LAZY_PRICE_BOOK_H_

#include <atomic>
#include <cstdint>
#include <utility>

#include "absl/strings/string_view.h"
#include "service/pricing/price_book.h"

namespace ratecard {

// Makes price books from what a snapshot holds. Thread-safe.
class PriceReader {
 public:
  virtual ~PriceReader() = default;

  // The prices in the bytes of a model; without any where they cannot be read,
  // which valid bytes always can.
  virtual PriceBook Read(absl::string_view packed) const = 0;
};

// The price book of a model. Of a large catalog few models are ever priced:
// making the books of all would be most of the time and memory of a start.
//
// Thread-safe, but for moving. A first use takes some microseconds and may wait
// for that of another model; all others take as long as without this class.
class LazyPriceBook {
 public:
  LazyPriceBook() : LazyPriceBook(PriceBook()) {}
  // NOLINTNEXTLINE(google-explicit-constructor): it is one, already made.
  LazyPriceBook(PriceBook book) { Keep(std::move(book)); }
  // Both must outlive it.
  LazyPriceBook(const PriceReader* reader, absl::string_view packed)
      : reader_(reader), packed_(packed) {}

  LazyPriceBook(LazyPriceBook&& other) noexcept { *this = std::move(other); }
  LazyPriceBook& operator=(LazyPriceBook&& other) noexcept;

  const PriceBook& operator*() const {
    if (!ready_.load(std::memory_order_acquire)) {
      Make();
    }
    return book_;
  }
  const PriceBook* operator->() const { return &**this; }

  // PriceBook::Usual where it holds at a second since 1970; null where the book
  // has to be searched.
  const UsualPrice* UsualAt(int64_t seconds) const {
    return has_usual_.load(std::memory_order_acquire) &&
                   usual_.from <= seconds && seconds < usual_.until
               ? &usual_
               : nullptr;
  }

  // Behind the last byte that UsualAt and who uses its result read.
  const void* EndOfUsual() const { return &usual_ + 1; }

 private:
  void Make() const;
  void Keep(PriceBook book) const;

  // First, as nearly every estimate reads nothing else.
  mutable std::atomic<bool> has_usual_ = false;
  mutable std::atomic<bool> ready_ = false;
  mutable UsualPrice usual_;  // written once, before `has_usual_`
  mutable PriceBook book_;    // written once, before `ready_`
  const PriceReader* reader_ = nullptr;
  absl::string_view packed_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_LAZY_PRICE_BOOK_H_
