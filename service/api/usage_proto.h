// ratecard.v1.Usage ⇄ Usage.

#ifndef RATECARD_SERVICE_API_USAGE_PROTO_H_
#define RATECARD_SERVICE_API_USAGE_PROTO_H_

#include "absl/status/statusor.h"
#include "ratecard/v1/usage.pb.h"
#include "service/pricing/usage.h"

namespace ratecard {

// Errors (INVALID_ARGUMENT INVALID_QUANTITY), with paths within the usage: a
// meter that this version does not know; parameters without a key, given twice,
// or more than eight. Everything else is for PriceUsage to check.
absl::StatusOr<Usage> UsageFromProto(const v1::Usage& proto);

void ToProto(const Usage& usage, v1::Usage* proto);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_USAGE_PROTO_H_
