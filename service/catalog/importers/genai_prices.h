// Genai-prices' list as JSON.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_H_

#include "absl/status/statusor.h"
#include "service/catalog/importers/import.h"

namespace ratecard {

// See ImportFormat.
absl::StatusOr<Import> ImportGenaiPrices(const Json& list,
                                         const ImportOptions& options);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_H_
