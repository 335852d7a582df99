// An asynchronous gRPC server: one thread for each completion queue, handlers
// as plain functions.

#ifndef RATECARD_SERVICE_RPC_RPC_SERVER_H_
#define RATECARD_SERVICE_RPC_RPC_SERVER_H_

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "service/rpc/call_runner.h"
#include "service/rpc/method_table.h"

namespace ratecard {

inline constexpr int kDefaultMaxReceiveMessageBytes = 4 << 20;
inline constexpr int kDefaultMaxCallsPerConnection = 1'000;

struct RpcServerOptions {
  // `host:port`, `[ipv6]:port` or `unix:path`. Port 0: a free one.
  std::string address;
  // Null: plain text.
  std::shared_ptr<grpc::ServerCredentials> credentials;
  // Each has a thread of its own, which runs handlers too.
  int completion_queues = 1;
  // A larger request is refused with RESOURCE_EXHAUSTED.
  int max_receive_message_bytes = kDefaultMaxReceiveMessageBytes;
  // Whether to serve reflection and channelz, to anyone who can connect.
  bool reflection = true;
  bool channelz = false;
  // Calls of one connection that may be in progress; clients hold back more.
  int max_calls_per_connection = kDefaultMaxCallsPerConnection;
};

// Serves the methods of a table, and health: each service by its
// name, and all of them as the empty one. Handlers must not block. A call whose
// deadline passed before a thread took it up, or that gRPC knew to be cancelled
// while it waited for one, is not handled.
class RpcServer {
 public:
  RpcServer(RpcServerOptions options, CallRunnerOptions runner_options,
            MethodTable methods);
  ~RpcServer();  // as Shutdown(absl::ZeroDuration())
  RpcServer(const RpcServer&) = delete;
  RpcServer& operator=(const RpcServer&) = delete;

  const CallMetrics& metrics() const { return runner_.metrics(); }

  // As CallRunner::ReportAll. Thread-safe.
  void ReportAll(bool all) { runner_.ReportAll(all); }

  // Listens and serves; health says SERVING from then on.
  //
  // Errors: UNAVAILABLE if the address cannot be listened on; those of
  // MethodTable::Check.
  absl::Status Start();

  // Where it listens: the address with the port in use. After Start.
  const std::string& address() const { return bound_address_; }

  // Has every stream of news ask for what is new, and every stream look whether
  // it may go on. After Start; thread-safe, returns at once.
  void Wake();

  // Health turns NOT_SERVING, streams end once they have answered what they
  // took so far, or after a second if their caller does not read, and other
  // calls in progress have up to `drain` to finish, then are cancelled and
  // handlers told to give up. One that arrives meanwhile is not handled and
  // ends UNAVAILABLE or CANCELLED. Returns whether all finished by themselves.
  bool Shutdown(absl::Duration drain);

 private:
  class Queue;

  void SetServing(bool serving);

  const RpcServerOptions options_;
  const MethodTable methods_;
  CallRunner runner_;
  std::mutex wake_mutex_;  // guards the destruction of queues
  std::vector<std::unique_ptr<Queue>> queues_;
  std::unique_ptr<grpc::Server> server_;
  std::string bound_address_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_RPC_SERVER_H_
