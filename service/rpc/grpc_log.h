// What gRPC itself has to say, to our log.

#ifndef RATECARD_SERVICE_RPC_GRPC_LOG_H_
#define RATECARD_SERVICE_RPC_GRPC_LOG_H_

#include "absl/strings/string_view.h"

namespace ratecard {

using GrpcLogSink = void (*)(absl::string_view source,
                             absl::string_view message);

// Has `sink` called, from any thread, with what gRPC would print to stderr:
// errors, unless GRPC_VERBOSITY asks for more. `source` is file and line.
void RedirectGrpcLog(GrpcLogSink sink);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_GRPC_LOG_H_
