// Entries of one list about the same model.

#ifndef RATECARD_SERVICE_CATALOG_BUILD_COMBINE_MODELS_H_
#define RATECARD_SERVICE_CATALOG_BUILD_COMBINE_MODELS_H_

#include <string>

#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// Adds to `to` what `from` has beside it: service tiers and regions, aliases,
// capabilities, limits. What both price otherwise without an end or times of
// the day is a disagreement; `name` is what the list calls `from`. Prices in
// another currency are left out. Rates must be written out.
void CombineModels(const v1::Model& from, const std::string& name,
                   v1::Model* to);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_BUILD_COMBINE_MODELS_H_
