// absl::Status with our details → google.rpc.Status, as the API sends it and
// the CLI prints it.

#ifndef RATECARD_SERVICE_API_STATUS_PROTO_H_
#define RATECARD_SERVICE_API_STATUS_PROTO_H_

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace ratecard {

inline constexpr char kErrorDomain[] = "ratecard.dev";

// Code, message, and as details an ErrorInfo (if the status has a reason) and a
// BadRequest (if it names fields). Bytes that are not UTF-8, as where a text
// was cut within a character, become `?`: they could not be sent.
google::rpc::Status ToStatusProto(const absl::Status& status);

// The reverse, for clients: details become what DetailOf gives.
absl::Status FromStatusProto(const google::rpc::Status& status);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_STATUS_PROTO_H_
