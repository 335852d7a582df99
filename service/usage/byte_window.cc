#include "service/usage/byte_window.h"

#include <cstring>
#include <utility>

namespace ratecard {

void ByteWindow::Push(absl::string_view bytes) {
  if (bytes.empty()) {
    return;
  }
  const size_t dropped = static_cast<size_t>(begin_ - base_);
  const size_t needed = size() + bytes.size() + kDocumentPadding;
  if (dropped + needed > capacity_) {
    // To move less than was dropped costs less than what came in before it.
    if (needed <= capacity_ && size() <= dropped) {
      std::memmove(bytes_.get(), Pointer(begin_), size());
      base_ = begin_;
    } else {
      Reallocate(2 * needed);
    }
  }
  std::memcpy(bytes_.get() + static_cast<size_t>(end_ - base_), bytes.data(),
              bytes.size());
  end_ += bytes.size();
}

void ByteWindow::Reallocate(size_t size) {
  auto bytes = std::make_unique<char[]>(size);
  if (!empty()) {
    std::memcpy(bytes.get(), Pointer(begin_), this->size());
  }
  bytes_ = std::move(bytes);
  capacity_ = size;
  base_ = begin_;
}

uint64_t ByteWindow::Find(char byte, uint64_t from) const {
  const absl::string_view text = From(from);
  const void* found =
      text.empty() ? nullptr : std::memchr(text.data(), byte, text.size());
  return found == nullptr
             ? end_
             : from + static_cast<uint64_t>(static_cast<const char*>(found) -
                                            text.data());
}

}  // namespace ratecard
