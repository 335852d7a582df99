// From which input length on one model is cheaper than another, as the API says
// it.

#ifndef RATECARD_SERVICE_API_CROSSOVER_PROTO_H_
#define RATECARD_SERVICE_API_CROSSOVER_PROTO_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "ratecard/v1/explain_service.pb.h"
#include "service/api/observer.h"
#include "service/api/priced_name.h"
#include "service/catalog/catalog.h"
#include "service/pricing/usage.h"

namespace ratecard {

// Errors: INVALID_ARGUMENT INVALID_SHARE, naming `field`, outside 0 to
// 1,000,000.
absl::Status CheckShare(int64_t share_ppm, absl::string_view field);

// Compares `explained` with each of `other_models` of the request. `observer`,
// unless it is null, is told of their names.
//
// Errors: those of names, with their paths; OUT_OF_RANGE QUANTITY_OUT_OF_RANGE.
absl::Status AddCrossovers(const v1::ExplainCostRequest& request,
                           const Catalog& catalog, const PricedName& explained,
                           const Usage& usage, Observer* observer,
                           v1::ExplainCostResponse* response);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_CROSSOVER_PROTO_H_
