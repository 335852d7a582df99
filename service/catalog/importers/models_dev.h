// Models.dev's `api.json`.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_MODELS_DEV_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_MODELS_DEV_H_

#include "absl/status/statusor.h"
#include "service/catalog/importers/import.h"

namespace ratecard {

// See ImportFormat.
absl::StatusOr<Import> ImportModelsDev(const Json& list,
                                       const ImportOptions& options);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_MODELS_DEV_H_
