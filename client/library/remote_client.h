// The client that asks servers.

#ifndef RATECARD_CLIENT_LIBRARY_REMOTE_CLIENT_H_
#define RATECARD_CLIENT_LIBRARY_REMOTE_CLIENT_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "ratecard/client.h"

namespace ratecard {

// Errors: as Client::Connect.
absl::StatusOr<std::unique_ptr<Client>> MakeRemoteClient(
    const std::string& target, const ConnectOptions& options);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_LIBRARY_REMOTE_CLIENT_H_
