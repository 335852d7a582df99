#include "client/library/channel.h"

#include "absl/strings/str_cat.h"
#include "client/library/credentials.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/support/channel_arguments.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

// What a server takes at most, and some room. gRPC keeps as much of a request
// for another attempt; by default it repeats no large batch.
constexpr int kRetryBufferBytes = 5 << 20;

// A server by gRPC's defaults closes a connection with pings in less than five
// minutes. What is sent meanwhile and not acknowledged within the second time
// shows a dead server earlier.
constexpr int kKeepaliveMs = 6 * 60 * 1000;
constexpr int kKeepaliveTimeoutMs = 20 * 1000;

// A restarted server is found soon; gRPC begins with 1 s and goes up to 2 min.
constexpr int kFirstReconnectMs = 100;
constexpr int kMaxReconnectMs = 5 * 1000;

constexpr int kMaxAttempts = 5;  // gRPC takes no more

absl::Status InvalidOption(absl::string_view field, absl::string_view message,
                           absl::string_view rule) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_OPTIONS", message)
      .Field(field, rule);
}

absl::Status Check(const std::string& target, const ConnectOptions& options) {
  if (target.empty()) {
    return InvalidOption("target", "there is no server to connect to",
                         "must not be empty, for example localhost:50051");
  }
  if (options.timeout <= absl::ZeroDuration()) {
    return InvalidOption("timeout", "calls would have no time",
                         "must be positive");
  }
  if (options.max_attempts < 1 || options.max_attempts > kMaxAttempts) {
    return InvalidOption("max_attempts",
                         absl::StrCat("max_attempts is ", options.max_attempts),
                         absl::StrCat("must be from 1 to ", kMaxAttempts));
  }
  if (options.max_reply_bytes < 1) {
    return InvalidOption(
        "max_reply_bytes",
        absl::StrCat("max_reply_bytes is ", options.max_reply_bytes),
        "must be positive");
  }
  return absl::OkStatus();
}

grpc::ChannelArguments Arguments(const ConnectOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetServiceConfigJSON(ServiceConfig(options));
  arguments.SetMaxReceiveMessageSize(options.max_reply_bytes);
  arguments.SetInt(GRPC_ARG_PER_RPC_RETRY_BUFFER_SIZE, kRetryBufferBytes);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kFirstReconnectMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMs);
  // The address that was asked for is the one to talk to: a proxy for the web
  // (http_proxy) seldom reaches a service of one's own.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetUserAgentPrefix(
      absl::StrCat(options.user_agent, options.user_agent.empty() ? "" : " ",
                   "ratecard/" RATECARD_VERSION));
  if (options.tls.has_value() && !options.tls->server_name.empty()) {
    arguments.SetSslTargetNameOverride(options.tls->server_name);
  }
  return arguments;
}

}  // namespace

// A server that stops ends calls that it has not begun with CANCELLED. Where
// the caller cancels, gRPC tries nothing again.
std::string ServiceConfig(const ConnectOptions& options) {
  const std::string retries = options.max_attempts == 1
                                  ? ""
                                  : absl::StrCat(R"(,
  "methodConfig": [{
    "name": [{}],
    "retryPolicy": {
      "maxAttempts": )",
                                                 options.max_attempts, R"(,
      "initialBackoff": "0.1s",
      "maxBackoff": "2s",
      "backoffMultiplier": 2,
      "retryableStatusCodes": ["UNAVAILABLE", "CANCELLED"]
    }
  }],
  "retryThrottling": {"maxTokens": 100, "tokenRatio": 0.1})");
  return absl::StrCat(R"({
  "loadBalancingConfig": [{"round_robin": {}}],
  "healthCheckConfig": {"serviceName": ""})",
                      retries, "\n}");
}

absl::StatusOr<std::shared_ptr<grpc::Channel>> MakeChannel(
    const std::string& target, const ConnectOptions& options) {
  RATECARD_RETURN_IF_ERROR(Check(target, options));
  RATECARD_ASSIGN_OR_RETURN(
      const std::shared_ptr<grpc::ChannelCredentials> credentials,
      CredentialsOf(options));
  return grpc::CreateCustomChannel(target, credentials, Arguments(options));
}

}  // namespace ratecard
