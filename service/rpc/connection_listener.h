// Listens for connections and hands them to gRPC, as many as may be open at a
// time. gRPC's own listener has no such bound, and stops for good once it runs
// out of file descriptors.
//
// What a new connection brings may be a lot to do, and those who are connected
// already come first. So they are taken at a bounded rate, one by one while
// calls wait for a thread, and otherwise wait in the kernel.
//
// When memory runs short, those are hung up on that have sent much and taken
// little since there was plenty. What a connection has of gRPC's memory, nobody
// can ask for: streams cost far more than the bytes that open them, and a peer
// that never confirms the settings of HTTP/2 may have as many as it likes.

#ifndef RATECARD_SERVICE_RPC_CONNECTION_LISTENER_H_
#define RATECARD_SERVICE_RPC_CONNECTION_LISTENER_H_

#include <sys/types.h>

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "grpcpp/server_builder.h"
#include "service/access/rate_limit.h"
#include "service/rpc/memory_guard.h"
#include "service/rpc/server_load.h"

namespace ratecard {

struct ConnectionBounds {
  int open = 0;        // at a time
  int per_second = 0;  // that are taken, both at least 1
};

// Thread-safe.
class ConnectionListener {
 public:
  using Acceptor = grpc::experimental::ExternalConnectionAcceptor;

  // `address` is `host:port`, `[ipv6]:port` or `unix:path`. Port 0: a free one.
  // 0.0.0.0 and [::] both stand for every address of either family. A socket
  // file that no server listens on any more is replaced.
  //
  // `cut_off` is told who is hung up on, and `late` says whether calls wait
  // for a thread. The former may be null.
  //
  // Errors: UNAVAILABLE if nothing of it can be listened on.
  static absl::StatusOr<std::unique_ptr<ConnectionListener>> Listen(
      const std::string& address, const ConnectionBounds& bounds,
      const MemoryGuard& memory, CutOffSink cut_off,
      std::function<bool()> late);

  ~ConnectionListener();  // as Stop
  ConnectionListener(const ConnectionListener&) = delete;
  ConnectionListener& operator=(const ConnectionListener&) = delete;

  // The address with the port in use.
  const std::string& address() const { return address_; }

  // Hands connections to the server of `acceptor`, which has started. One that
  // would be too many is closed. Once.
  void Start(std::unique_ptr<Acceptor> acceptor);

  // Listens no more. Connections that are open stay so.
  void Stop();

  // How many are open.
  int connections() const;
  // How many were closed for being too many, and because memory ran short.
  uint64_t refused() const { return refused_; }
  uint64_t hung_up() const { return hung_up_; }
  // What open connections were sent that their peers have not confirmed.
  int64_t UnconfirmedBytes() const;

 private:
  struct Connection {
    ino_t inode = 0;   // of its socket: descriptors are used again
    int64_t lead = 0;  // when memory was plenty last
    bool hung_up = false;
  };

  ConnectionListener(std::vector<int> sockets, std::string address,
                     const ConnectionBounds& bounds, const MemoryGuard& memory,
                     CutOffSink cut_off, std::function<bool()> late);

  void Run();
  void WatchMemory();
  void NoteLeads();
  // Of those who send more than they take, the worse half.
  void HangUpOnGreedy();
  // Whether as many are open as may be.
  bool Full();
  // Takes a connection that waits on a socket. Returns for how long to take no
  // other.
  absl::Duration Accept(int socket);
  void RemoveClosed() const;  // requires `mutex_`

  const std::vector<int> sockets_;
  const std::string address_;
  const size_t max_connections_;
  // Used by the thread, all three.
  TokenBucket pace_;       // of connections
  bool may_take_ = false;  // one, by a token of `pace_`
  size_t turn_ = 0;        // connections taken: whose turn it is
  const int stop_;         // an eventfd
  std::unique_ptr<Acceptor> acceptor_;
  MemoryGuard memory_;  // used by the thread
  const CutOffSink cut_off_;
  const std::function<bool()> late_;
  std::atomic<uint64_t> refused_{0};
  std::atomic<uint64_t> hung_up_{0};
  absl::Duration looked_;     // when WatchMemory was called last
  absl::Duration noted_;      // when NoteLeads was called last
  mutable std::mutex mutex_;  // of `open_` and `removed_`
  // By descriptor; and some that are closed by now.
  mutable absl::flat_hash_map<int, Connection> open_;
  absl::Duration removed_;  // when RemoveClosed was called last by Full
  std::thread thread_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_CONNECTION_LISTENER_H_
