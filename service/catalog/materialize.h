// Writes out what catalog files abbreviate.

#ifndef RATECARD_SERVICE_CATALOG_MATERIALIZE_H_
#define RATECARD_SERVICE_CATALOG_MATERIALIZE_H_

#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// Makes every schedule of every model complete: inherited rates with their
// adjustments, replaced by the schedule's own; `adjustments` are then empty and
// `inherits` only says where the rates came from. Fills empty service tiers,
// sources and currencies with their defaults; sorts models, schedules and rates
// into one order, so that equal content gives equal bytes.
//
// Requires a provider that passed validation: references resolve, no cycles.
void Materialize(v1::Provider* provider);

// The first half of it: inherited rates, defaults and order, but no thresholds
// of other schedules. Requires the same.
void WriteOutRates(v1::Provider* provider);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MATERIALIZE_H_
