// OpenRouter's list of models.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_OPENROUTER_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_OPENROUTER_H_

#include "absl/status/statusor.h"
#include "service/catalog/importers/import.h"

namespace ratecard {

// See ImportFormat.
absl::StatusOr<Import> ImportOpenRouter(const Json& list,
                                        const ImportOptions& options);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_OPENROUTER_H_
