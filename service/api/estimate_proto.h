// Estimate → ratecard.v1.Estimate: where exact amounts are rounded.

#ifndef RATECARD_SERVICE_API_ESTIMATE_PROTO_H_
#define RATECARD_SERVICE_API_ESTIMATE_PROTO_H_

#include "absl/status/status.h"
#include "ratecard/v1/estimate.pb.h"
#include "service/catalog/model.h"
#include "service/estimate/estimate.h"
#include "service/pricing/usage.h"

namespace ratecard {

// The amounts of `estimate` into `*proto`; `*total` is the rounded total.
//
// Errors: OUT_OF_RANGE AMOUNT_OUT_OF_RANGE.
absl::Status AmountsToProto(const Estimate& estimate, const Model& model,
                            v1::Estimate* proto, Money* total);

// The lines, the schedule and the sources that view FULL adds.
//
// Errors: OUT_OF_RANGE AMOUNT_OUT_OF_RANGE.
absl::Status LinesToProto(const Estimate& estimate, const Model& model,
                          const Usage& usage, v1::Estimate* proto);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_ESTIMATE_PROTO_H_
