#include "client/output.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "absl/strings/str_cat.h"

namespace ratecard {

void PrepareStandardStreams() {
  std::signal(SIGPIPE, SIG_IGN);
  for (int fd = 0; fd <= 2; ++fd) {
    if (fcntl(fd, F_GETFD) == -1 && errno == EBADF) {
      // The lowest free number is `fd`. Opened for the wrong direction, so that
      // its use fails as on a closed one.
      (void)open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
    }
  }
}

size_t TerminalColumns(int fd) {
  if (isatty(fd) != 1) {
    return 0;
  }
  winsize size = {};
  return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                              : 80;
}

bool HasReader(int fd) {
  pollfd about = {fd, 0, 0};
  return poll(&about, 1, 0) != 1 || (about.revents & POLLERR) == 0;
}

absl::Status WriteAll(int fd, absl::string_view text) {
  while (!text.empty()) {
    const ssize_t written = write(fd, text.data(), text.size());
    if (written >= 0) {
      text.remove_prefix(static_cast<size_t>(written));
    } else if (errno == EPIPE) {
      return absl::OkStatus();
    } else if (errno != EINTR) {
      return absl::DataLossError(
          absl::StrCat("cannot write the answer: ", std::strerror(errno)));
    }
  }
  return absl::OkStatus();
}

}  // namespace ratecard
