#include "service/api/unknown_names.h"

namespace ratecard {

absl::StatusOr<Resolution> UnknownNames::Resolve(const Catalog& catalog,
                                                 absl::string_view name,
                                                 absl::string_view provider,
                                                 absl::Time as_of) {
  absl::StatusOr<Resolution> found =
      catalog.Resolve(name, provider, as_of, Suggestions::kNone);
  if (!absl::IsNotFound(found.status())) {
    return found;
  }
  std::pair<std::string, std::string> key(name, provider);
  if (const auto it = searched_.find(key); it != searched_.end()) {
    return it->second;
  }
  if (searched_.size() < kMaxSearchedNames) {
    found = catalog.Resolve(name, provider, as_of);
    searched_.emplace(std::move(key), found.status());
  }
  return found;
}

}  // namespace ratecard
