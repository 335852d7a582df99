// What two sources have otherwise in a price schedule.

#ifndef RATECARD_SERVICE_CATALOG_MERGE_PRICE_DISAGREEMENT_H_
#define RATECARD_SERVICE_CATALOG_MERGE_PRICE_DISAGREEMENT_H_

#include <map>
#include <string>

#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// The rates that say a price, by RateKey. `schedule` must outlive them.
std::map<std::string, const v1::Rate*> RatesByKey(
    const v1::PriceSchedule& schedule);

// That `taken`, a price of `schedule`, was taken and `other` was not. Both name
// their source.
v1::Disagreement PriceDisagreement(const v1::PriceSchedule& schedule,
                                   const v1::Rate& taken,
                                   const v1::Rate& other);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MERGE_PRICE_DISAGREEMENT_H_
