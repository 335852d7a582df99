// Numbers that many threads add to without waiting for each other.
//
//   Cells cells(3);
//   cells.Add(1, 5);           // any thread, about a nanosecond
//   uint64_t n = cells.Sum(1); // at a scrape

#ifndef RATECARD_SERVICE_METRICS_CELLS_H_
#define RATECARD_SERVICE_METRICS_CELLS_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace ratecard {

// Threads take slots in order of their first use of one and keep them. The last
// slot is shared by all threads that come after the others are taken.
inline constexpr size_t kThreadSlots = 32;
inline constexpr size_t kSharedSlot = kThreadSlots - 1;

namespace metrics_internal {
// One more than the slot of the thread; 0: none yet.
inline thread_local size_t thread_slot_plus_one = 0;
size_t TakeThreadSlot();
}  // namespace metrics_internal

// The slot of the calling thread, below kThreadSlots.
inline size_t ThreadSlot() {
  const size_t taken = metrics_internal::thread_slot_plus_one;
  return taken != 0 ? taken - 1 : metrics_internal::TakeThreadSlot();
}

// A fixed number of counters, each with a part for every thread slot in use.
// Thread-safe.
class Cells {
 public:
  explicit Cells(size_t size);
  ~Cells();
  Cells(const Cells&) = delete;
  Cells& operator=(const Cells&) = delete;

  // Requires `cell` below the size. Allocates at the first call of a thread.
  void Add(size_t cell, uint64_t amount) {
    const size_t slot = ThreadSlot();
    Line* shard = shards_[slot].load(std::memory_order_acquire);
    if (shard == nullptr) {
      shard = MakeShard(slot);
    }
    std::atomic<uint64_t>& part = shard[cell / kPerLine].cells[cell % kPerLine];
    if (slot == kSharedSlot) {
      part.fetch_add(amount, std::memory_order_relaxed);
    } else {
      // Nobody else writes this part, so that no locked instruction is needed.
      part.store(part.load(std::memory_order_relaxed) + amount,
                 std::memory_order_relaxed);
    }
  }

  // What all threads have added to `cell`.
  uint64_t Sum(size_t cell) const;

 private:
  static constexpr size_t kPerLine = 8;
  // Shards begin on cache lines of their own.
  struct alignas(64) Line {
    std::array<std::atomic<uint64_t>, kPerLine> cells{};
  };

  Line* MakeShard(size_t slot);

  const size_t lines_;
  std::array<std::atomic<Line*>, kThreadSlots> shards_{};
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_METRICS_CELLS_H_
