// A model by its name, and how a request wants it priced: what explanations
// price again and again.

#ifndef RATECARD_SERVICE_API_PRICED_NAME_H_
#define RATECARD_SERVICE_API_PRICED_NAME_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/catalog/catalog.h"
#include "service/estimate/cells.h"
#include "service/estimate/estimate.h"
#include "service/fit/fit.h"
#include "service/pricing/usage.h"

namespace ratecard {

// Views are into the request and the catalog.
struct PricedName {
  const Model* model = nullptr;
  EstimateOptions options;
};

// What `found` is priced by where a request says this service tier and region;
// empty: nothing. Errors: those of ServiceTierOf and RegionOf.
absl::StatusOr<PricedName> ReadPricedName(const Resolution& found,
                                          absl::string_view service_tier,
                                          absl::string_view region,
                                          absl::Time as_of, bool strict);

// `status` with `path`, that of an element of the request, in place of the
// paths of its fields.
absl::Status AtElement(absl::Status status, absl::string_view path);

// The longest input that a model's published limits allow beside the output of
// `usage`: below 0 if there is none, `otherwise` if no limit is published.
int64_t LongestInput(const Limits& limits, const Usage& usage,
                     const TokenCells& cells, int64_t otherwise);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_PRICED_NAME_H_
