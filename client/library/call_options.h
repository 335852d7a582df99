// What a call's options say, for servers and catalogs alike.

#ifndef RATECARD_CLIENT_LIBRARY_CALL_OPTIONS_H_
#define RATECARD_CLIENT_LIBRARY_CALL_OPTIONS_H_

#include <string>

#include "absl/status/status.h"
#include "ratecard/options.h"

namespace ratecard {

// Whether a call can be made. (gRPC ends the process over metadata that HTTP/2
// does not allow.)
//
// Errors: INVALID_ARGUMENT INVALID_METADATA, naming `metadata`; as
// Cancelled and OutOfTime.
absl::Status CheckCall(const CallOptions& options);

// As the value of metadata whose name does not end in -bin.
bool IsPrintable(const std::string& value);

// How calls end that nobody answered: CANCELLED; DEADLINE_EXCEEDED, with
// kServerUnreachable wherever the answer should have come from.
absl::Status Cancelled();
absl::Status OutOfTime();

}  // namespace ratecard

#endif  // RATECARD_CLIENT_LIBRARY_CALL_OPTIONS_H_
