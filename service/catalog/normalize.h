// One form for equal content.

#ifndef RATECARD_SERVICE_CATALOG_NORMALIZE_H_
#define RATECARD_SERVICE_CATALOG_NORMALIZE_H_

#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// Writes defaults out (states, bases, kinds, sources, currencies, tiers) and
// numbers and times in their shortest form, and sorts whatever has no order of
// its own. Requires a provider that passed validation and whose rates are
// written out; doing it twice changes nothing.
void Normalize(v1::Provider* provider);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_NORMALIZE_H_
