#include "service/catalog/lazy_price_book.h"

#include <mutex>

namespace ratecard {
namespace {

// One for all books: each takes it once, for microseconds.
std::mutex
    making;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

}  // namespace

LazyPriceBook& LazyPriceBook::operator=(LazyPriceBook&& other) noexcept {
  has_usual_.store(other.has_usual_.load(std::memory_order_relaxed),
                   std::memory_order_relaxed);
  usual_ = std::move(other.usual_);
  book_ = std::move(other.book_);
  ready_.store(other.ready_.load(std::memory_order_relaxed),
               std::memory_order_relaxed);
  reader_ = other.reader_;
  packed_ = other.packed_;
  return *this;
}

void LazyPriceBook::Make() const {
  const std::lock_guard lock(making);
  if (!ready_.load(std::memory_order_relaxed)) {
    Keep(reader_->Read(packed_));
  }
}

void LazyPriceBook::Keep(PriceBook book) const {
  book_ = std::move(book);
  usual_ = book_.Usual();
  has_usual_.store(usual_.schedule != nullptr, std::memory_order_release);
  ready_.store(true, std::memory_order_release);
}

}  // namespace ratecard
