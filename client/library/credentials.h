// How a channel is encrypted, and who its calls say they come from.

#ifndef RATECARD_CLIENT_LIBRARY_CREDENTIALS_H_
#define RATECARD_CLIENT_LIBRARY_CREDENTIALS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "grpcpp/security/credentials.h"
#include "ratecard/options.h"

namespace ratecard {

// Never null. Errors: as Client::Connect.
absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> CredentialsOf(
    const ConnectOptions& options);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_LIBRARY_CREDENTIALS_H_
