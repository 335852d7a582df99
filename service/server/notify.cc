#include "service/server/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <ctime>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "service/server/log.h"

namespace ratecard {
namespace {

// For what follows the last call: threads end, memory is given back.
constexpr absl::Duration kStopMargin = absl::Seconds(15);

// Zero, or an error number.
int Send(absl::string_view path, absl::string_view state) {
  sockaddr_un address = {};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) {
    return ENAMETOOLONG;
  }
  std::memcpy(address.sun_path, path.data(), path.size());
  if (path[0] == '@') {
    address.sun_path[0] = '\0';  // A name that is no file's.
  }
  const int descriptor = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (descriptor < 0) {
    return errno;
  }
  const auto size =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + path.size());
  const ssize_t sent =
      sendto(descriptor, state.data(), state.size(), MSG_NOSIGNAL,
             reinterpret_cast<const sockaddr*>(&address), size);
  const int error = sent < 0 ? errno : 0;
  close(descriptor);
  return error;
}

void Notify(absl::string_view state) {
  const char* path = std::getenv("NOTIFY_SOCKET");
  if (path == nullptr || *path == '\0') {
    return;
  }
  if (const int error = Send(path, state); error != 0) {
    Log(Severity::kWarning, "notify_failed")
        .With("socket", path)
        .With("message", std::strerror(error));
  }
}

int64_t MonotonicMicroseconds() {
  timespec now = {};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return absl::ToInt64Microseconds(absl::DurationFromTimespec(now));
}

}  // namespace

void NotifyReady() { Notify("READY=1"); }

void NotifyReloading() {
  Notify(absl::StrCat("RELOADING=1\nMONOTONIC_USEC=", MonotonicMicroseconds()));
}

void NotifyStopping(absl::Duration longest) {
  Notify(absl::StrCat("STOPPING=1\nEXTEND_TIMEOUT_USEC=",
                      absl::ToInt64Microseconds(longest + kStopMargin)));
}

}  // namespace ratecard
