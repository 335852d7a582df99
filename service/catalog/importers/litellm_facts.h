// What LiteLLM's entries say of a model besides its prices.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_FACTS_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_FACTS_H_

#include <string>

#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/importers/object_reader.h"

namespace ratecard {

// Reads limits, modalities, capabilities and dates of an entry of that mode
// into `model`, which another entry may have begun: what contradicts it is
// reported and not taken. Counts what says nothing for a catalog as understood.
void ReadLiteLlmFacts(const std::string& mode, ObjectReader* entry,
                      v1::Model* model);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_FACTS_H_
