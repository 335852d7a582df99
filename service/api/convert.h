// Domain values ⇄ protos, where several handlers need the same.

#ifndef RATECARD_SERVICE_API_CONVERT_H_
#define RATECARD_SERVICE_API_CONVERT_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/repeated_field.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/money.pb.h"
#include "ratecard/v1/fit.pb.h"
#include "service/fit/fit.h"
#include "service/money/amount.h"

namespace ratecard {

// Errors: INVALID_ARGUMENT INVALID_TIME, naming `field`, outside the years 1 to
// 9999 or with nanos outside 0 to 999,999,999.
absl::StatusOr<absl::Time> TimeFromProto(
    const google::protobuf::Timestamp& proto,
    absl::string_view field = "as_of");

// The same, unchecked: for what this program or a server made.
inline absl::Time FromProto(const google::protobuf::Timestamp& proto) {
  return absl::FromUnixSeconds(proto.seconds()) +
         absl::Nanoseconds(proto.nanos());
}

// `as_of` of a request, or `now` if it is not set. Errors: those of
// TimeFromProto.
template <typename Request>
absl::StatusOr<absl::Time> AsOf(const Request& request, absl::Time now) {
  if (!request.has_as_of()) {
    return now;
  }
  return TimeFromProto(request.as_of());
}

// The modalities of a request's `field`.
//
// Errors: INVALID_ARGUMENT with `reason`, naming the element, for 0 and numbers
// that are no modality.
absl::StatusOr<ModalitySet> ModalitiesFromProto(
    const google::protobuf::RepeatedField<int>& modalities,
    absl::string_view field, absl::string_view reason);

// Requires a time in the years 1 to 9999. Fractions of a nanosecond are cut.
void ToProto(absl::Time time, google::protobuf::Timestamp* proto);

void ToProto(const Money& money, absl::string_view currency,
             google::type::Money* proto);

inline Money MoneyFromProto(const google::type::Money& proto) {
  return {proto.units(), proto.nanos()};
}

// `chunk_overlap` is that of the request that was checked.
void ToProto(const Fit& fit, const Limits& limits, int64_t chunk_overlap,
             v1::ContextFit* proto);

// The same for a request without an overlap.
inline void ToProto(const Fit& fit, const Limits& limits,
                    v1::ContextFit* proto) {
  ToProto(fit, limits, 0, proto);
}

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_CONVERT_H_
