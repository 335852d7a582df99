// What a model cost when, from the changes of its prices.

#ifndef RATECARD_CLIENT_PRICE_TIMELINE_H_
#define RATECARD_CLIENT_PRICE_TIMELINE_H_

#include <vector>

#include "google/protobuf/repeated_field.h"
#include "ratecard/v1/catalog_service.pb.h"
#include "ratecard/v1/pricing.pb.h"

namespace ratecard {

// All changes of one model as the schedules that they amount to, each from one
// change to the next: standard first, then by tier, region, daily windows (none
// first) and time. `start_basis` is unspecified where that of the change is.
std::vector<v1::PriceSchedule> PriceTimeline(
    const google::protobuf::RepeatedPtrField<v1::PriceChange>& changes);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_PRICE_TIMELINE_H_
