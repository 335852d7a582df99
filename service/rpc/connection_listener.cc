#include "service/rpc/connection_listener.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "absl/time/clock.h"
#include "service/base/status_macros.h"
#include "service/rpc/listening_socket.h"

namespace ratecard {
namespace {

// How long to wait for descriptors or memory.
constexpr absl::Duration kPause = absl::Milliseconds(10);

// Looking for those that are closed takes a system call each.
constexpr absl::Duration kBetweenRemovals = absl::Milliseconds(20);

// How often to look whether memory runs short.
constexpr int kBetweenLooksMilliseconds = 50;

// A peer may be ahead by that much: a request, for example.
constexpr int64_t kUsualLead = 64 << 10;

// By how much the peer has sent more than it took. 0 if that cannot be told.
int64_t LeadOfPeer(int connection) {
  tcp_info info = {};
  socklen_t size = sizeof(info);
  if (getsockopt(connection, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) {
    return 0;
  }
  return static_cast<int64_t>(info.tcpi_bytes_received) -
         static_cast<int64_t>(info.tcpi_bytes_acked);
}

// 0: not open, or no socket.
ino_t InodeOf(int descriptor) {
  struct stat status = {};
  return fstat(descriptor, &status) == 0 && S_ISSOCK(status.st_mode)
             ? status.st_ino
             : 0;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ConnectionListener>> ConnectionListener::Listen(
    const std::string& address, int max_connections,
    const MemoryGuard& memory) {
  RATECARD_ASSIGN_OR_RETURN(ListeningSockets sockets,
                            OpenListeningSockets(address));
  return std::unique_ptr<ConnectionListener>(new ConnectionListener(
      std::move(sockets.descriptors), std::move(sockets.address),
      max_connections, memory));
}

ConnectionListener::ConnectionListener(std::vector<int> sockets,
                                       std::string address, int max_connections,
                                       const MemoryGuard& memory)
    : sockets_(std::move(sockets)),
      address_(std::move(address)),
      max_connections_(static_cast<size_t>(max_connections)),
      stop_(eventfd(0, EFD_CLOEXEC)),
      memory_(memory) {}

ConnectionListener::~ConnectionListener() {
  Stop();
  if (acceptor_ == nullptr) {
    CloseListeningSockets(sockets_, address_);
  }
  close(stop_);
}

void ConnectionListener::Start(std::unique_ptr<Acceptor> acceptor) {
  acceptor_ = std::move(acceptor);
  thread_ = std::thread([this] { Run(); });
}

void ConnectionListener::Stop() {
  if (thread_.joinable()) {
    eventfd_write(stop_, 1);
    thread_.join();
    CloseListeningSockets(sockets_, address_);
  }
}

void ConnectionListener::Run() {
  std::vector<pollfd> waiting = {{stop_, POLLIN, 0}};
  for (const int socket : sockets_) {
    waiting.push_back({socket, POLLIN, 0});
  }
  while (true) {
    poll(waiting.data(), waiting.size(),
         memory_.watches() ? kBetweenLooksMilliseconds : -1);
    if (waiting[0].revents != 0) {
      return;
    }
    for (size_t i = 1; i < waiting.size(); ++i) {
      if (waiting[i].revents != 0 && !AcceptAll(waiting[i].fd)) {
        absl::SleepFor(kPause);
      }
    }
    if (memory_.IsShort()) {
      HangUpOnGreedy();
    }
  }
}

bool ConnectionListener::AcceptAll(int socket) {
  constexpr int kAtATime = 64;
  for (int i = 0; i < kAtATime; ++i) {
    const int connection =
        accept4(socket, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (connection < 0) {
      return errno != EMFILE && errno != ENFILE && errno != ENOBUFS &&
             errno != ENOMEM;
    }
    if (!Add(connection)) {
      close(connection);
      ++refused_;
      continue;
    }
    Acceptor::NewConnectionParameters parameters;
    parameters.listener_fd = socket;
    parameters.fd = connection;
    acceptor_->HandleNewConnection(&parameters);
  }
  return true;
}

bool ConnectionListener::Add(int connection) {
  const std::lock_guard lock(mutex_);
  if (open_.size() >= max_connections_) {
    const absl::Time now = absl::Now();
    if (now - removed_ >= kBetweenRemovals) {
      removed_ = now;
      RemoveClosed();
    }
    if (open_.size() >= max_connections_) {
      return false;
    }
  }
  open_[connection] = InodeOf(connection);
  return true;
}

void ConnectionListener::RemoveClosed() const {
  absl::erase_if(open_, [](const auto& connection) {
    return InodeOf(connection.first) != connection.second;
  });
}

void ConnectionListener::HangUpOnGreedy() {
  const std::lock_guard lock(mutex_);
  RemoveClosed();
  std::vector<std::pair<int64_t, int>> greedy;
  for (const auto& connection : open_) {
    const int64_t lead = LeadOfPeer(connection.first);
    if (lead > kUsualLead) {
      greedy.emplace_back(lead, connection.first);
    }
  }
  std::sort(greedy.rbegin(), greedy.rend());
  greedy.resize((greedy.size() + 1) / 2);
  for (const auto& [lead, connection] : greedy) {
    shutdown(connection, SHUT_RDWR);  // gRPC sees that and closes it
    ++hung_up_;
  }
}

int ConnectionListener::connections() const {
  const std::lock_guard lock(mutex_);
  RemoveClosed();
  return static_cast<int>(open_.size());
}

int64_t ConnectionListener::UnconfirmedBytes() const {
  const std::lock_guard lock(mutex_);
  RemoveClosed();
  int64_t sum = 0;
  for (const auto& connection : open_) {
    int bytes = 0;
    if (ioctl(connection.first, SIOCOUTQ, &bytes) == 0) {
      sum += bytes;
    }
  }
  return sum;
}

}  // namespace ratecard
