// Decisions out of the bytes of a fuzzer.

#ifndef RATECARD_TESTS_FUZZ_BYTE_SOURCE_H_
#define RATECARD_TESTS_FUZZ_BYTE_SOURCE_H_

#include <cstddef>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace ratecard {

// Behind the end all bytes are 0. Used by one thread.
class ByteSource {
 public:
  explicit ByteSource(absl::string_view bytes) : bytes_(bytes) {}

  uint8_t Byte() {
    if (bytes_.empty()) {
      return 0;
    }
    const auto byte = static_cast<uint8_t>(bytes_.front());
    bytes_.remove_prefix(1);
    return byte;
  }

  // Below `count`, which is above 0.
  size_t Below(size_t count) {
    const size_t high = count > 256 ? Byte() : 0;
    return (high * 256 + Byte()) % count;
  }

  // True `times` times out of 256.
  bool Chance(int times) { return Byte() < times; }

  absl::string_view rest() const { return bytes_; }

 private:
  absl::string_view bytes_;
};

// Numbers that differ for each seed. Used by one thread.
class Mixer {
 public:
  explicit Mixer(uint64_t seed) : state_(seed * 2 + 1) {}

  size_t Below(size_t count) {
    state_ = state_ * 6364136223846793005u + 1442695040888963407u;
    return static_cast<size_t>(state_ >> 33) % count;
  }

 private:
  uint64_t state_;
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_FUZZ_BYTE_SOURCE_H_
