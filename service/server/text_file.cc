#include "service/server/text_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace ratecard {
namespace {

absl::Status Unreadable() {
  return absl::NotFoundError(
      absl::StrCat("cannot be read: ", std::strerror(errno)));
}

}  // namespace

absl::StatusOr<std::string> ReadTextFile(const std::string& path, size_t most) {
  // Opening a pipe, or reading one, could wait for ever.
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (file < 0) {
    return Unreadable();
  }
  const absl::Cleanup close_file = [file] { close(file); };
  struct stat kind {};
  if (fstat(file, &kind) != 0) {
    return Unreadable();
  }
  if (S_ISFIFO(kind.st_mode)) {
    return absl::InvalidArgumentError(
        "is a pipe; it has to be a file, as reloads read it again");
  }
  std::string text;
  std::array<char, 4096> piece{};
  while (true) {
    const ssize_t size = read(file, piece.data(), piece.size());
    if (size < 0 && errno == EINTR) {
      continue;
    }
    if (size < 0) {
      return Unreadable();
    }
    if (size == 0) {
      return text;
    }
    text.append(piece.data(), static_cast<size_t>(size));
    if (text.size() > most) {
      return absl::InvalidArgumentError(
          absl::StrCat("is larger than ", most, " bytes"));
    }
  }
}

}  // namespace ratecard
