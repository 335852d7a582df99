// Classes of a workload, as requests have them.

#ifndef RATECARD_SERVICE_API_WORKLOAD_PROTO_H_
#define RATECARD_SERVICE_API_WORKLOAD_PROTO_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/repeated_field.h"
#include "ratecard/v1/estimate_service.pb.h"
#include "service/base/error.h"
#include "service/workload/workload.h"

namespace ratecard {

using WorkloadClassProtos =
    google::protobuf::RepeatedPtrField<v1::WorkloadClass>;

// Errors (INVALID_ARGUMENT): CLASSES_REQUIRED; TOO_MANY_CLASSES above `most`;
// DUPLICATE_CLASS.
absl::Status CheckClasses(const WorkloadClassProtos& classes, int most);

// The class's label, `class-1` and so on if it has none.
std::string ClassId(const v1::WorkloadClass& proto, int index);

// Usage, requests and shares into `*in`.
//
// Errors (INVALID_ARGUMENT), with paths within the class: those of
// UsageFromProto; REQUESTS_REQUIRED.
absl::Status ReadClass(const v1::WorkloadClass& proto, WorkloadClass* in);

// The path of class `index` before each field; as_of is the workload's. Where
// no field is at fault, the class as a whole is.
absl::Status WithClassPath(absl::Status status, int index);

// Errors: INVALID_ARGUMENT INVALID_PERIOD.
absl::StatusOr<int64_t> PeriodSecondsOf(
    const google::protobuf::Duration& period);

// The period of a request: one day if it is not set.
template <typename Request>
absl::StatusOr<int64_t> PeriodSeconds(const Request& request) {
  if (!request.has_period()) {
    return int64_t{24} * 60 * 60;
  }
  return PeriodSecondsOf(request.period());
}

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_WORKLOAD_PROTO_H_
