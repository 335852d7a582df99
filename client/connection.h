// How the CLI speaks to a server.

#ifndef RATECARD_CLIENT_CONNECTION_H_
#define RATECARD_CLIENT_CONNECTION_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/command.h"
#include "ratecard/options.h"

namespace ratecard {

// Errors: USAGE, if flags of a connection lack one that they need.
absl::Status CheckConnection(const CommonFlags& flags);

// Requires flags that CheckConnection takes. Errors: NOT_FOUND
// TOKEN_UNREADABLE; INVALID_ARGUMENT INVALID_TOKEN, if the file has not one
// word of printable ASCII, which is not repeated.
absl::StatusOr<ConnectOptions> ConnectOptionsOf(const CommonFlags& flags);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_CONNECTION_H_
