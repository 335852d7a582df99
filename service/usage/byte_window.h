// The part of a stream of bytes that is still needed.

#ifndef RATECARD_SERVICE_USAGE_BYTE_WINDOW_H_
#define RATECARD_SERVICE_USAGE_BYTE_WINDOW_H_

#include <cstddef>
#include <cstdint>
#include <memory>

#include "absl/strings/string_view.h"
#include "service/usage/document.h"

namespace ratecard {

// Positions count from the start of the stream, and stay the same whatever is
// pushed or dropped. Views are valid until the next Push, and kDocumentPadding
// bytes behind them can be read. Used by one thread.
class ByteWindow {
 public:
  // Each byte is moved a constant number of times on average. The memory is at
  // most a small multiple of what is needed at once.
  void Push(absl::string_view bytes);

  // What is before `position` is not needed any more.
  void DropTo(uint64_t position) { begin_ = position; }
  void Drop(size_t count) { begin_ += count; }

  uint64_t begin() const { return begin_; }
  uint64_t end() const { return end_; }
  size_t size() const { return static_cast<size_t>(end_ - begin_); }
  bool empty() const { return begin_ == end_; }
  char front() const { return At(begin_); }
  char At(uint64_t position) const { return *Pointer(position); }

  absl::string_view Between(uint64_t from, uint64_t to) const {
    return {Pointer(from), static_cast<size_t>(to - from)};
  }
  absl::string_view From(uint64_t from) const { return Between(from, end_); }
  absl::string_view All() const { return From(begin_); }

  // Where the first `byte` at or behind `from` is; end() if there is none.
  uint64_t Find(char byte, uint64_t from) const;

  size_t capacity() const { return capacity_; }

 private:
  const char* Pointer(uint64_t position) const {
    return bytes_.get() + static_cast<size_t>(position - base_);
  }
  // Moves what is needed to the start of memory for `size` bytes.
  void Reallocate(size_t size);

  std::unique_ptr<char[]> bytes_;
  size_t capacity_ = 0;  // with padding
  uint64_t base_ = 0;    // position of the first byte in memory
  uint64_t begin_ = 0;
  uint64_t end_ = 0;
};

// Finds each place of a byte in turn, and looks at no byte twice.
class ByteFinder {
 public:
  explicit ByteFinder(char byte) : byte_(byte) {}

  // As ByteWindow::Find. `from` never goes back.
  uint64_t Find(const ByteWindow& window, uint64_t from) {
    at_ = window.Find(byte_, at_ < from ? from : at_);
    return at_;
  }

 private:
  char byte_;
  uint64_t at_ = 0;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_BYTE_WINDOW_H_
