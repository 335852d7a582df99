// Prices of models.dev.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_MODELS_DEV_PRICES_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_MODELS_DEV_PRICES_H_

#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/importers/list_entry.h"
#include "service/catalog/importers/object_reader.h"

namespace ratecard {

// Reads `cost` and `experimental` of a model whose modalities are known into
// its schedules. A model without `cost` whose zeros are a plan's is part of the
// plan; any other has no schedule.
void ReadModelsDevPrices(ObjectReader* entry, ZeroMeaning zero,
                         v1::Model* model);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_MODELS_DEV_PRICES_H_
