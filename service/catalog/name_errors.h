// Errors about names, which say what would be right.

#ifndef RATECARD_SERVICE_CATALOG_NAME_ERRORS_H_
#define RATECARD_SERVICE_CATALOG_NAME_ERRORS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/base/error.h"
#include "service/catalog/name_index.h"

namespace ratecard {

// All of these are bounded, however much a name means. What `suggestions` leave
// out is the nearest names.

// FAILED_PRECONDITION MODEL_AMBIGUOUS of a name that means all of `models`, at
// least two: how many there are, and the first of them as `candidates`.
Error ModelAmbiguous(absl::string_view name,
                     const std::vector<const Model*>& models);

// NOT_FOUND PROVIDER_NOT_FOUND with the `nearest`.
Error ProviderNotFound(const NameIndex& names, absl::string_view id,
                       absl::string_view field, Suggestions suggestions);

// NOT_FOUND MODEL_NOT_FOUND with the `nearest` as they can be typed instead of
// `name`. Those are names at `given` unless it is null; then
// `other_providers` has the first of the others that sell a model under this
// very name.
Error ModelNotFound(const NameIndex& names, absl::string_view name,
                    const Provider* given, absl::string_view field,
                    Suggestions suggestions);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_NAME_ERRORS_H_
