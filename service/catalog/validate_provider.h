// Mistakes in what a provider says.

#ifndef RATECARD_SERVICE_CATALOG_VALIDATE_PROVIDER_H_
#define RATECARD_SERVICE_CATALOG_VALIDATE_PROVIDER_H_

#include <vector>

#include "absl/status/status.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/diagnostics.h"
#include "service/catalog/location.h"
#include "service/catalog/validation.h"

namespace ratecard {

struct ProviderInFile {
  const v1::Provider* provider = nullptr;
  Location at;
};

// Adds every mistake of each of `providers`, models and schedules included, and
// of all together: ids, aliases and hosts that two of them claim. What passes
// is safe to write out and to build. Any content is safe to pass; time and
// memory grow with its size.
void ValidateProviders(const std::vector<ProviderInFile>& providers,
                       CatalogForm form, Diagnostics* diagnostics);

// The same for providers that stand in no file: INVALID_ARGUMENT
// INVALID_CATALOG names them in its place.
absl::Status CheckProviders(const std::vector<v1::Provider>& providers);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_VALIDATE_PROVIDER_H_
