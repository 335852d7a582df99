#include "service/rpc/connection_listener.h"

#include <linux/sockios.h>
#include <linux/tcp.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/monotonic_clock.h"
#include "service/base/status_macros.h"
#include "service/rpc/listening_socket.h"

namespace ratecard {
namespace {

// How long to wait for descriptors or memory, and between connections while
// calls wait for a thread.
constexpr absl::Duration kPause = absl::Milliseconds(10);

// How many connections may come at once.
constexpr int64_t kBurst = 10;

// Looking for those that are closed takes a system call each.
constexpr absl::Duration kBetweenRemovals = absl::Milliseconds(20);

// How often to look whether memory runs short.
constexpr absl::Duration kBetweenLooks = absl::Milliseconds(50);

// How often to note by how much peers are ahead, while memory is plenty.
constexpr absl::Duration kBetweenNotes = absl::Seconds(5);

// A peer may get ahead by that much: a request, for example.
constexpr int64_t kUsualLead = 64 << 10;

// By how much the peer has sent more than it took, since it connected. 0 if
// that cannot be told.
int64_t LeadOfPeer(int connection) {
  tcp_info info = {};
  socklen_t size = sizeof(info);
  if (getsockopt(connection, IPPROTO_TCP, TCP_INFO, &info, &size) != 0) {
    return 0;
  }
  return static_cast<int64_t>(info.tcpi_bytes_received) -
         static_cast<int64_t>(info.tcpi_bytes_acked);
}

// Whether nothing more will come from the peer.
bool PeerLeft(int connection) {
  pollfd state = {connection, POLLRDHUP, 0};
  return poll(&state, 1, 0) == 1;
}

// As gRPC writes it, `ipv4:192.0.2.1:51234` for example; empty if that cannot
// be told.
std::string PeerOf(int connection) {
  sockaddr_storage address = {};
  socklen_t size = sizeof(address);
  std::array<char, NI_MAXHOST> host = {};
  std::array<char, NI_MAXSERV> port = {};
  auto* const peer = reinterpret_cast<sockaddr*>(&address);
  if (getpeername(connection, peer, &size) != 0 ||
      getnameinfo(peer, size, host.data(), host.size(), port.data(),
                  port.size(), NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
    return "";
  }
  return address.ss_family == AF_INET6
             ? absl::StrCat("ipv6:[", host.data(), "]:", port.data())
             : absl::StrCat("ipv4:", host.data(), ":", port.data());
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
    const std::string& address, const ConnectionBounds& bounds,
    const MemoryGuard& memory, CutOffSink cut_off, std::function<bool()> late) {
  RATECARD_ASSIGN_OR_RETURN(ListeningSockets sockets,
                            OpenListeningSockets(address));
  return std::unique_ptr<ConnectionListener>(new ConnectionListener(
      std::move(sockets.descriptors), std::move(sockets.address), bounds,
      memory, std::move(cut_off), std::move(late)));
}

ConnectionListener::ConnectionListener(std::vector<int> sockets,
                                       std::string address,
                                       const ConnectionBounds& bounds,
                                       const MemoryGuard& memory,
                                       CutOffSink cut_off,
                                       std::function<bool()> late)
    : sockets_(std::move(sockets)),
      address_(std::move(address)),
      max_connections_(static_cast<size_t>(bounds.open)),
      pace_({static_cast<double>(bounds.per_second), kBurst}),
      stop_(eventfd(0, EFD_CLOEXEC)),
      memory_(memory),
      cut_off_(std::move(cut_off)),
      late_(std::move(late)) {}

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
  absl::Duration next;  // when to take a connection again
  while (true) {
    const absl::Duration now = MonotonicNow();
    const bool pause = now < next;
    const absl::Duration wake = std::min(
        pause ? next : absl::InfiniteDuration(),
        memory_.watches() ? looked_ + kBetweenLooks : absl::InfiniteDuration());
    const timespec time =
        absl::ToTimespec(std::max(wake - now, absl::ZeroDuration()));
    for (pollfd& one : waiting) {
      one.revents = 0;
    }
    ppoll(waiting.data(), pause ? 1 : waiting.size(),
          wake == absl::InfiniteDuration() ? nullptr : &time, nullptr);
    if (waiting[0].revents != 0) {
      return;
    }
    // After each connection another socket is the first, so that a flood at one
    // keeps none at the others waiting.
    const size_t first = turn_;
    for (size_t i = 0; i < sockets_.size() && MonotonicNow() >= next; ++i) {
      const pollfd& socket = waiting[1 + (first + i) % sockets_.size()];
      if (socket.revents != 0) {
        next = MonotonicNow() + Accept(socket.fd);
      }
    }
    if (memory_.watches() && MonotonicNow() - looked_ >= kBetweenLooks) {
      looked_ = MonotonicNow();
      WatchMemory();
    }
  }
}

void ConnectionListener::WatchMemory() {
  switch (memory_.Look()) {
    case Memory::kPlenty: {
      const absl::Duration now = MonotonicNow();
      if (now - noted_ >= kBetweenNotes) {
        noted_ = now;
        NoteLeads();
      }
      break;
    }
    case Memory::kEnough:
      break;
    case Memory::kShort:
      HangUpOnGreedy();
      break;
  }
}

absl::Duration ConnectionListener::Accept(int socket) {
  const bool full = Full();
  if (!full && !may_take_) {
    if (const absl::Duration wait = pace_.Take(MonotonicNow());
        wait > absl::ZeroDuration()) {
      return wait;
    }
    may_take_ = true;
  }
  const int connection =
      accept4(socket, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (connection < 0) {
    // Its peer may have left.
    const bool gone =
        errno == EAGAIN || errno == ECONNABORTED || errno == EINTR;
    return gone ? absl::ZeroDuration() : kPause;
  }
  if (full) {
    close(connection);
    ++refused_;
    return absl::ZeroDuration();
  }
  // After a flood of connections most of those that wait have nobody any more.
  if (PeerLeft(connection)) {
    close(connection);
    return absl::ZeroDuration();
  }
  may_take_ = false;
  ++turn_;
  {
    const std::lock_guard lock(mutex_);
    open_[connection] = {InodeOf(connection)};
  }
  Acceptor::NewConnectionParameters parameters;
  parameters.listener_fd = socket;
  parameters.fd = connection;
  acceptor_->HandleNewConnection(&parameters);
  return late_() ? kPause : absl::ZeroDuration();
}

bool ConnectionListener::Full() {
  const std::lock_guard lock(mutex_);
  const absl::Duration now = MonotonicNow();
  if (open_.size() >= max_connections_ && now - removed_ >= kBetweenRemovals) {
    removed_ = now;
    RemoveClosed();
  }
  return open_.size() >= max_connections_;
}

void ConnectionListener::RemoveClosed() const {
  absl::erase_if(open_, [](const auto& connection) {
    return InodeOf(connection.first) != connection.second.inode;
  });
}

void ConnectionListener::NoteLeads() {
  const std::lock_guard lock(mutex_);
  RemoveClosed();
  for (auto& [descriptor, connection] : open_) {
    connection.lead = LeadOfPeer(descriptor);
  }
}

void ConnectionListener::HangUpOnGreedy() {
  const std::lock_guard lock(mutex_);
  RemoveClosed();
  std::vector<std::pair<int64_t, int>> greedy;
  for (const auto& [descriptor, connection] : open_) {
    const int64_t lead = LeadOfPeer(descriptor) - connection.lead;
    if (lead > kUsualLead && !connection.hung_up) {
      greedy.emplace_back(lead, descriptor);
    }
  }
  std::sort(greedy.rbegin(), greedy.rend());
  greedy.resize((greedy.size() + 1) / 2);
  for (const auto& [lead, descriptor] : greedy) {
    Connection& connection = open_[descriptor];
    if (InodeOf(descriptor) == connection.inode) {
      if (cut_off_) {
        cut_off_("memory", PeerOf(descriptor));
      }
      shutdown(descriptor, SHUT_RDWR);  // gRPC sees that and closes it
      connection.hung_up = true;
      ++hung_up_;
    }
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
