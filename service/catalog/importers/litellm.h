// LiteLLM's `model_prices_and_context_window.json`.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_H_

#include "absl/status/statusor.h"
#include "service/catalog/importers/import.h"

namespace ratecard {

// See ImportFormat.
absl::StatusOr<Import> ImportLiteLlm(const Json& list,
                                     const ImportOptions& options);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_H_
