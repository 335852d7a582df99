#include "service/compare/dictionary.h"

#include "absl/strings/ascii.h"

namespace ratecard {

uint32_t Dictionary::Add(absl::string_view name) {
  if (name.empty()) {
    return 0;
  }
  const auto [place, added] = numbers_.try_emplace(
      absl::AsciiStrToLower(name), static_cast<uint32_t>(size()));
  if (added) {
    names_.emplace_back(name);
  }
  return place->second;
}

uint32_t Dictionary::Find(absl::string_view name) const {
  const auto found = numbers_.find(absl::AsciiStrToLower(name));
  return found == numbers_.end() ? 0 : found->second;
}

}  // namespace ratecard
