#include "service/catalog/usage_plan.h"

#include <algorithm>

namespace ratecard {

void PlaceMembers::Add(const std::string& key, PlaceId place) {
  if (ends_.size() <= key.size()) {
    ends_.resize(key.size() + 1, members_.size());
  }
  members_.emplace(
      members_.begin() + static_cast<std::ptrdiff_t>(ends_[key.size()]), key,
      place);
  for (size_t i = key.size(); i < ends_.size(); ++i) {
    ++ends_[i];
  }
}

bool PlannedFormat::IsCalled(absl::string_view name) const {
  return name == id ||
         std::find(aliases.begin(), aliases.end(), name) != aliases.end();
}

absl::Span<const uint16_t> UsagePlan::FormatsOf(
    const Provider& provider) const {
  const auto found = by_provider_.find(&provider);
  return found == by_provider_.end() ? shared_ : found->second;
}

}  // namespace ratecard
