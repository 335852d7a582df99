// Prices of OpenRouter.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_OPENROUTER_PRICES_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_OPENROUTER_PRICES_H_

#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/importers/object_reader.h"

namespace ratecard {

// Reads `pricing` of a model whose id and name are known into its standard
// schedule.
void ReadOpenRouterPrices(ObjectReader* entry, v1::Model* model);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_OPENROUTER_PRICES_H_
