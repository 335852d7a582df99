#include "service/api/observer.h"

namespace ratecard {

absl::StatusOr<Resolution> ResolveObserved(const Catalog& catalog,
                                           absl::string_view model,
                                           absl::string_view provider,
                                           absl::Time as_of, Observer* observer,
                                           UnknownNames* unknown_names) {
  absl::StatusOr<Resolution> found =
      unknown_names == nullptr
          ? catalog.Resolve(model, provider, as_of)
          : unknown_names->Resolve(catalog, model, provider, as_of);
  if (observer != nullptr) {
    observer->OnResolution(found.ok() ? &*found : nullptr, found.status());
  }
  return found;
}

}  // namespace ratecard
