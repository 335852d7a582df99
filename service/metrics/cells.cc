#include "service/metrics/cells.h"

#include <algorithm>

namespace ratecard {

namespace metrics_internal {

size_t TakeThreadSlot() {
  static std::atomic<size_t> next{0};
  const size_t slot =
      std::min(next.fetch_add(1, std::memory_order_relaxed), kSharedSlot);
  thread_slot_plus_one = slot + 1;
  return slot;
}

}  // namespace metrics_internal

Cells::Cells(size_t size) : lines_((size + kPerLine - 1) / kPerLine) {}

Cells::~Cells() {
  for (const std::atomic<Line*>& shard : shards_) {
    delete[] shard.load(std::memory_order_acquire);
  }
}

uint64_t Cells::Sum(size_t cell) const {
  uint64_t sum = 0;
  for (const std::atomic<Line*>& shard : shards_) {
    const Line* lines = shard.load(std::memory_order_acquire);
    if (lines != nullptr) {
      sum += lines[cell / kPerLine].cells[cell % kPerLine].load(
          std::memory_order_relaxed);
    }
  }
  return sum;
}

Cells::Line* Cells::MakeShard(size_t slot) {
  auto made = std::make_unique<Line[]>(lines_);
  Line* expected = nullptr;
  // Threads of the shared slot may race here.
  if (shards_[slot].compare_exchange_strong(expected, made.get(),
                                            std::memory_order_acq_rel)) {
    return made.release();
  }
  return expected;
}

}  // namespace ratecard
