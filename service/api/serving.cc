#include "service/api/serving.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

Error Contradiction(absl::string_view field, absl::string_view by_name,
                    absl::string_view by_request) {
  return Error(
             absl::StatusCode::kInvalidArgument, "NAME_CONTRADICTED",
             absl::StrCat("the model's name says ", field, " '", by_name,
                          "', the request says '", Shortened(by_request), "'"))
      .Field(field, "must agree with the model's name");
}

}  // namespace

absl::StatusOr<Serving> ServingOf(const Resolution& found,
                                  absl::string_view service_tier,
                                  absl::string_view region) {
  Serving serving;
  RATECARD_ASSIGN_OR_RETURN(serving.service_tier,
                            ServiceTierOf(found, service_tier));
  RATECARD_ASSIGN_OR_RETURN(serving.region, RegionOf(found, region));
  serving.region_of_name = region.empty() && !found.region.empty();
  return serving;
}

absl::StatusOr<absl::string_view> RegionOf(const Resolution& found,
                                           absl::string_view requested) {
  if (requested.empty()) {
    return found.region;
  }
  const RegionMap& regions = found.model->provider->regions;
  if (!regions.Knows(requested)) {
    const std::string known = absl::StrJoin(regions.Names(), ", ");
    return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_REGION",
                 absl::StrCat(
                     "provider ", found.model->provider->id, " has no region '",
                     Shortened(requested),
                     known.empty() ? "'; its prices are global" : "'; it has: ",
                     known))
        .Field("region", known.empty() ? "must be empty"
                                       : absl::StrCat("one of: ", known))
        .With("offered", absl::StrJoin(regions.Names(), ","));
  }
  if (found.region.empty() || regions.Contains(found.region, requested)) {
    return requested;
  }
  if (regions.Contains(requested, found.region)) {
    return found.region;
  }
  return Contradiction("region", found.region, requested);
}

absl::StatusOr<absl::string_view> ServiceTierOf(const Resolution& found,
                                                absl::string_view requested) {
  if (requested.empty()) {
    return found.service_tier.empty() ? kStandardTier : found.service_tier;
  }
  if (!found.service_tier.empty() && found.service_tier != requested) {
    return Contradiction("service_tier", found.service_tier, requested);
  }
  return requested;
}

}  // namespace ratecard
