// The price schedules of a model, out of what several sources say.

#ifndef RATECARD_SERVICE_CATALOG_MERGE_PRICE_MERGE_H_
#define RATECARD_SERVICE_CATALOG_MERGE_PRICE_MERGE_H_

#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "service/catalog/merge/statement.h"

namespace ratecard {

// Puts the schedules of `statements`, most trusted first, into `model`, whose
// currency is set, and their disagreements.
//
// Service tier by service tier and region by region:
// - all schedules come from the first statement that knows a price there, or
//   that it was withdrawn;
// - if that one says nothing of the past, the past of the first other one whose
//   price of today agrees is taken over;
// - meters that it lacks are added from those that agree with it on all meters
//   which both have, but for fees that would be paid twice, and what an older
//   list has that a statement with the past left out;
// - so are tiers above length thresholds, if it may lack them: see Statement,
//   and all service tiers of a statement whose standard prices have them;
// - a price of output that is that of images, audio or video is put there, and
//   so in the other tiers: see Statement;
// - what the others have otherwise is a disagreement.
// Prices without a region are not added to a tier that a better statement has
// by region only, nor tiers that a better statement rejects. Statements in
// other currencies are passed over. "Today" is `as_of`.
void MergePrices(absl::Span<const Statement> statements, absl::Time as_of,
                 v1::Model* model);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MERGE_PRICE_MERGE_H_
