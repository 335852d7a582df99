#include "service/rpc/listening_socket.h"

#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

namespace ratecard {
namespace {

constexpr absl::string_view kUnix = "unix:";

struct Address {
  sockaddr_storage bytes = {};
  socklen_t size = 0;
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&bytes); }
};

absl::Status CannotListen(absl::string_view address, absl::string_view why) {
  return absl::UnavailableError(
      absl::StrCat("cannot listen for gRPC on ", address, ": ", why));
}

void SetOption(int socket, int level, int option, int value) {
  setsockopt(socket, level, option, &value, sizeof(value));
}

int NewSocket(int family) {
  const int fd = socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd >= 0 && family != AF_UNIX) {
    SetOption(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    SetOption(fd, IPPROTO_TCP, TCP_NODELAY, 1);  // its connections inherit it
  }
  if (fd >= 0 && family == AF_INET6) {
    SetOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, 0);
  }
  return fd;
}

// A socket that listens, or -1 with errno.
int ListenOn(Address* address) {
  const int fd = NewSocket(address->bytes.ss_family);
  if (fd < 0) {
    return -1;
  }
  if (bind(fd, address->get(), address->size) != 0 ||
      listen(fd, SOMAXCONN) != 0) {
    const int error = errno;
    close(fd);
    errno = error;
    return -1;
  }
  return fd;
}

// Whether that file is a socket on which nobody listens: a server that was
// killed left it.
bool IsStale(const std::string& path, Address* address) {
  struct stat status = {};
  if (lstat(path.c_str(), &status) != 0 || !S_ISSOCK(status.st_mode)) {
    return false;
  }
  const int fd = NewSocket(AF_UNIX);
  if (fd < 0) {
    return false;
  }
  const bool refused =
      connect(fd, address->get(), address->size) != 0 && errno == ECONNREFUSED;
  close(fd);
  return refused;
}

absl::StatusOr<ListeningSockets> ListenOnFile(const std::string& address) {
  Address file;
  auto* name = reinterpret_cast<sockaddr_un*>(&file.bytes);
  const std::string path(absl::StripPrefix(address, kUnix));
  if (path.empty() || path.size() >= sizeof(name->sun_path)) {
    return CannotListen(address, "a path has 1 to 107 bytes");
  }
  name->sun_family = AF_UNIX;
  std::memcpy(name->sun_path, path.c_str(), path.size() + 1);
  file.size = sizeof(sockaddr_un);
  int fd = ListenOn(&file);
  if (fd < 0 && errno == EADDRINUSE && IsStale(path, &file)) {
    unlink(path.c_str());
    fd = ListenOn(&file);
  }
  if (fd < 0) {
    return CannotListen(address, std::strerror(errno));
  }
  return ListeningSockets{{fd}, address};
}

int PortOf(int socket) {
  Address bound;
  bound.size = sizeof(bound.bytes);
  getsockname(socket, bound.get(), &bound.size);
  // At the same place in addresses of either family.
  return ntohs(reinterpret_cast<sockaddr_in*>(&bound.bytes)->sin_port);
}

void SetPort(int port, Address* address) {
  reinterpret_cast<sockaddr_in*>(&address->bytes)->sin_port =
      htons(static_cast<uint16_t>(port));
}

// All addresses that a host has; for those that stand for all, first the one
// whose sockets take both families.
absl::StatusOr<std::vector<Address>> Resolve(const std::string& host,
                                             const std::string& port) {
  std::vector<std::string> names = {host};
  const bool any = host == "0.0.0.0" || host == "::";
  if (any) {
    names = {"::", "0.0.0.0"};
  }
  addrinfo hints = {};
  hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  std::vector<Address> addresses;
  int error = 0;
  for (const std::string& name : names) {
    addrinfo* found = nullptr;
    error = getaddrinfo(name.c_str(), port.c_str(), &hints, &found);
    if (error != 0) {
      continue;
    }
    const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owned(
        found, freeaddrinfo);
    for (const addrinfo* info = found; info != nullptr; info = info->ai_next) {
      Address address;
      std::memcpy(&address.bytes, info->ai_addr, info->ai_addrlen);
      address.size = info->ai_addrlen;
      addresses.push_back(address);
    }
  }
  if (addresses.empty()) {
    return absl::UnavailableError(gai_strerror(error));
  }
  return addresses;
}

absl::StatusOr<ListeningSockets> ListenOnHost(const std::string& address) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) {
    return CannotListen(address, "there is no port in it");
  }
  absl::string_view host(address.data(), colon);
  if (absl::ConsumePrefix(&host, "[")) {
    absl::ConsumeSuffix(&host, "]");
  }
  const bool any = host == "0.0.0.0" || host == "::";
  auto addresses = Resolve(std::string(host), address.substr(colon + 1));
  if (!addresses.ok()) {
    return CannotListen(address, addresses.status().message());
  }
  ListeningSockets sockets;
  int port = 0;
  int error = 0;
  for (Address& one : *addresses) {
    if (port != 0) {
      SetPort(port, &one);
    }
    const int fd = ListenOn(&one);
    if (fd < 0) {
      error = errno;
      continue;
    }
    port = PortOf(fd);
    sockets.descriptors.push_back(fd);
    if (any) {
      break;
    }
  }
  if (sockets.descriptors.empty()) {
    return CannotListen(address, std::strerror(error));
  }
  sockets.address = absl::StrCat(address.substr(0, colon), ":", port);
  return sockets;
}

}  // namespace

absl::StatusOr<ListeningSockets> OpenListeningSockets(
    const std::string& address) {
  return absl::StartsWith(address, kUnix) ? ListenOnFile(address)
                                          : ListenOnHost(address);
}

void CloseListeningSockets(const std::vector<int>& descriptors,
                           const std::string& address) {
  if (absl::StartsWith(address, kUnix)) {
    unlink(std::string(absl::StripPrefix(address, kUnix)).c_str());
  }
  for (const int descriptor : descriptors) {
    close(descriptor);
  }
}

}  // namespace ratecard
