// Names as numbers.

#ifndef RATECARD_SERVICE_COMPARE_DICTIONARY_H_
#define RATECARD_SERVICE_COMPARE_DICTIONARY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace ratecard {

// Numbers names from 1, whatever the case; 0 is the empty name. Thread-safe
// once no more are added.
class Dictionary {
 public:
  uint32_t Add(absl::string_view name);

  // 0 if it has no such name.
  uint32_t Find(absl::string_view name) const;

  // As they were first written, by number - 1.
  absl::Span<const std::string> names() const { return names_; }
  // One more than the highest number.
  size_t size() const { return names_.size() + 1; }

  // Requires a number of a name.
  const std::string& NameOf(uint32_t number) const {
    return names_[number - 1];
  }

 private:
  absl::flat_hash_map<std::string, uint32_t> numbers_;  // by lower case
  std::vector<std::string> names_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_DICTIONARY_H_
