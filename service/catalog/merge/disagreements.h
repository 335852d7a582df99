// Keeps what sources disagree on true to what a model says.

#ifndef RATECARD_SERVICE_CATALOG_MERGE_DISAGREEMENTS_H_
#define RATECARD_SERVICE_CATALOG_MERGE_DISAGREEMENTS_H_

#include "absl/time/time.h"
#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// Compares each disagreement that says which value was taken with what the
// model says by now (prices: at `as_of`), corrects that, and drops those that
// are none any more, those of a price that it does not have, and those that
// stand there twice. Those that rulings settle have their reasons, in place of
// the rulings; other rulings stay as they are.
void RefreshDisagreements(absl::Time as_of, v1::Model* model);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MERGE_DISAGREEMENTS_H_
