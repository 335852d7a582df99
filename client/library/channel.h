// A gRPC channel set up for Ratecard's servers.

#ifndef RATECARD_CLIENT_LIBRARY_CHANNEL_H_
#define RATECARD_CLIENT_LIBRARY_CHANNEL_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "grpcpp/channel.h"
#include "ratecard/options.h"

namespace ratecard {

// Errors: as Client::Connect.
absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(
    const std::string& target, const ConnectOptions& options);

// As gRPC reads it: which calls are tried again, on which servers.
std::string ServiceConfig(const ConnectOptions& options);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_LIBRARY_CHANNEL_H_
