// From the proto of a price to the one that estimates read.

#ifndef RATECARD_SERVICE_CATALOG_RATE_BUILDER_H_
#define RATECARD_SERVICE_CATALOG_RATE_BUILDER_H_

#include "absl/status/statusor.h"
#include "ratecard/v1/pricing.pb.h"
#include "service/pricing/rate_table.h"

namespace ratecard {

// All but the source.
//
// Errors: INVALID_ARGUMENT INVALID_CATALOG or of ParseNanos where the proto
// could not have passed validation. Safe for any content.
absl::StatusOr<Rate> BuildRate(const v1::Rate& proto);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_RATE_BUILDER_H_
