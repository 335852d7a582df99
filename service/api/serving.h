// As what a request is served: both its model's name and the request may say.

#ifndef RATECARD_SERVICE_API_SERVING_H_
#define RATECARD_SERVICE_API_SERVING_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/catalog/catalog.h"

namespace ratecard {

struct Serving {
  absl::string_view service_tier;
  absl::string_view region;     // empty: neither says one
  bool region_of_name = false;  // as EstimateOptions has it
};

// What the two below say, with the errors of both.
absl::StatusOr<Serving> ServingOf(const Resolution& found,
                                  absl::string_view service_tier,
                                  absl::string_view region);

// The region to price: the narrower of the name's and the request's; empty if
// neither says one.
//
// Errors: INVALID_ARGUMENT UNKNOWN_REGION, NAME_CONTRADICTED, naming `region`.
absl::StatusOr<absl::string_view> RegionOf(const Resolution& found,
                                           absl::string_view requested);

// The service tier to price. Errors: INVALID_ARGUMENT NAME_CONTRADICTED, naming
// `service_tier`.
absl::StatusOr<absl::string_view> ServiceTierOf(const Resolution& found,
                                                absl::string_view requested);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_SERVING_H_
