#include "service/api/observer.h"

namespace ratecard {

absl::StatusOr<Resolution> ResolveObserved(const Catalog& catalog,
                                           absl::string_view model,
                                           absl::string_view provider,
                                           absl::Time as_of,
                                           Observer* observer) {
  absl::StatusOr<Resolution> found = catalog.Resolve(model, provider, as_of);
  if (observer != nullptr) {
    observer->OnResolution(found.ok() ? &*found : nullptr, found.status());
  }
  return found;
}

}  // namespace ratecard
