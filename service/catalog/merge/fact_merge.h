// What is known of a model beside its prices, out of what several sources say.

#ifndef RATECARD_SERVICE_CATALOG_MERGE_FACT_MERGE_H_
#define RATECARD_SERVICE_CATALOG_MERGE_FACT_MERGE_H_

#include <vector>

#include "absl/types/span.h"
#include "service/catalog/merge/statement.h"

namespace ratecard {

// Puts into `model` what `statements`, most trusted first, say of names for
// people, maker, limits, modalities, capabilities, lifecycle and card: field by
// field from the first that has it; capabilities and rows of the card from all.
// What comes from another source than the model's is noted in `field_sources`,
// what the others have otherwise in `disagreements`. So is a value that
// contradicts one of a better statement: a limit above the window or a window
// below the limit, a retirement before the release. What a statement rejects is
// not taken from those after it: see rulings.h.
//
// A window that may be the input limit is it where another statement has a
// larger window.
void MergeFacts(absl::Span<const Statement> statements, v1::Model* model);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MERGE_FACT_MERGE_H_
