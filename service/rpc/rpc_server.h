// An asynchronous gRPC server: two threads for each completion queue, one of
// them for bulk calls; handlers are plain functions.

#ifndef RATECARD_SERVICE_RPC_RPC_SERVER_H_
#define RATECARD_SERVICE_RPC_RPC_SERVER_H_

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "grpcpp/security/server_credentials.h"
#include "grpcpp/server.h"
#include "grpcpp/server_builder.h"
#include "service/rpc/call_runner.h"
#include "service/rpc/connection_listener.h"
#include "service/rpc/method_table.h"
#include "service/rpc/server_load.h"

namespace ratecard {

inline constexpr int kDefaultMaxReceiveMessageBytes = 4 << 20;
inline constexpr int kDefaultMaxCallsPerConnection = 100;
inline constexpr int kDefaultMaxConnections = 10'000;
inline constexpr int kDefaultMaxConnectionsPerSecond = 100;

// Limits of a connection, enforced by gRPC. Times are whole milliseconds;
// infinite ones are never over.
struct ConnectionLimits {
  // Of the headers of a call. Larger: RESOURCE_EXHAUSTED.
  int max_metadata_bytes = 16 << 10;
  // For a connection to become one of HTTP/2, TLS included.
  absl::Duration handshake_timeout = absl::Seconds(10);
  // After how long without a sign of life the peer is asked for one, and how
  // long it has to answer.
  absl::Duration keepalive_time = absl::Minutes(1);
  absl::Duration keepalive_timeout = absl::Seconds(20);
  // A peer that pings more often than that is hung up on after
  // `max_ping_strikes` such pings, unless something is sent to it in between.
  // 0: never.
  absl::Duration min_ping_interval = absl::Seconds(10);
  int max_ping_strikes = 0;
  // After how long without a call, and after how long at all, a connection is
  // closed; calls in progress then have `max_age_grace`.
  absl::Duration max_idle = absl::InfiniteDuration();
  absl::Duration max_age = absl::InfiniteDuration();
  absl::Duration max_age_grace = absl::InfiniteDuration();
};

struct RpcServerOptions {
  // `host:port`, `[ipv6]:port` or `unix:path`. Port 0: a free one.
  std::string address;
  // Null: plain text.
  std::shared_ptr<grpc::ServerCredentials> credentials = nullptr;
  // Each has a thread that runs handlers too, and one for bulk calls.
  int completion_queues = 1;
  // A larger request is refused with RESOURCE_EXHAUSTED.
  int max_receive_message_bytes = kDefaultMaxReceiveMessageBytes;
  // Whether to serve reflection and channelz, to anyone who can connect.
  bool reflection = true;
  bool channelz = false;
  // Calls of one connection that may be in progress; clients hold back more.
  int max_calls_per_connection = kDefaultMaxCallsPerConnection;
  // Further ones are closed as they come.
  int max_connections = kDefaultMaxConnections;
  // New ones that are taken in a second, at least 1, and up to ten more at
  // once; others wait. While calls wait for a thread, at most 100.
  int max_connections_per_second = kDefaultMaxConnectionsPerSecond;
  // Of the process: of more, connections are closed that send much and take
  // little. gRPC's buffers may not have more either. 0: without bound.
  int64_t max_memory_bytes = 0;
  // When the server stops: how long the caller of a stream may read nothing of
  // what there is for it. That is seen by the windows of HTTP/2, which move in
  // steps of some megabytes.
  absl::Duration patience_with_readers = absl::Seconds(3);
  ConnectionLimits connection = {};
  LoadLimits load = {};
  // May be null.
  CutOffSink on_cut_off = {};
};

// Serves the methods of a table, and health: each service by its name, and all
// of them as the empty one. Handlers must not block. A call whose deadline
// passed before a thread took it up, or that was cancelled while it waited for
// one, is not handled.
class RpcServer {
 public:
  RpcServer(RpcServerOptions options, CallRunnerOptions runner_options,
            MethodTable methods);
  ~RpcServer();  // as Shutdown(absl::ZeroDuration())
  RpcServer(const RpcServer&) = delete;
  RpcServer& operator=(const RpcServer&) = delete;

  const CallMetrics& metrics() const { return runner_.metrics(); }
  const ServerLoad& load() const { return load_; }

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

  // Health turns NOT_SERVING, and calls are served on.
  void StopServing();

  // StopServing; then no connection is taken any more, and streams end once
  // they have answered what they took so far. As long as their callers read,
  // within `drain`, everything else is served on; those who read nothing for
  // `patience_with_readers` are cut short. Then connections are asked to close
  // (GOAWAY), and other calls in progress have what is left of `drain` to
  // finish; after that they are cancelled and handlers told to give up. One
  // that arrives after GOAWAY is not handled and ends UNAVAILABLE or CANCELLED.
  // Returns whether all finished by themselves.
  bool Shutdown(absl::Duration drain);

 private:
  class Queue;

  void SetServing(bool serving);
  // Whether calls wait for a thread. Waits some milliseconds at most.
  bool IsLate() const;
  void SetChannelArguments(grpc::ServerBuilder* builder) const;
  ServerLoad::Connections Connections() const;
  // Both until a time of the monotonic clock; whether all calls ended by then.
  void AwaitStreams(absl::Duration deadline);
  bool AwaitCalls(absl::Duration deadline);
  // Until peers have closed their connections, as long as they take what they
  // were sent.
  void AwaitPeers(const absl::Notification& closed, absl::Duration deadline);
  void CutStalledStreams();

  const RpcServerOptions options_;
  const MethodTable methods_;
  CallRunner runner_;
  ServerLoad load_;
  // Between Wake and the end of `queues_`, and scrapes and the beginning of
  // `listener_`.
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Queue>> queues_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<ConnectionListener> listener_;  // stops before the server
  std::string bound_address_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_RPC_SERVER_H_
