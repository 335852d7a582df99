#include "service/quote/key_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/quote/secret.h"

namespace ratecard {
namespace {

Error CannotRead(const std::string& path) {
  return {absl::StatusCode::kNotFound, "QUOTE_KEYS_UNREADABLE",
          absl::StrCat("quote keys: ", path, ": ", std::strerror(errno))};
}

// Closes a file at the end of its scope.
class OpenFile {
 public:
  explicit OpenFile(const std::string& path)
      : fd_(open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  ~OpenFile() {
    if (fd_ >= 0) {
      close(fd_);
    }
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  int fd() const { return fd_; }

 private:
  int fd_;
};

}  // namespace

absl::StatusOr<QuoteKeyFile> ReadQuoteKeyFile(const std::string& path) {
  const OpenFile file(path);
  struct stat info {};
  if (file.fd() < 0 || fstat(file.fd(), &info) != 0) {
    return CannotRead(path);
  }
  Secret secret(std::string(kMaxKeyFileBytes + 1, '\0'));
  std::string& text = secret.text;
  size_t size = 0;
  while (size < text.size()) {
    const ssize_t got = read(file.fd(), text.data() + size, text.size() - size);
    if (got == 0) {
      break;
    }
    if (got < 0 && errno != EINTR) {
      return CannotRead(path);
    }
    size += got < 0 ? 0 : static_cast<size_t>(got);
  }
  if (size > kMaxKeyFileBytes) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_QUOTE_KEYS",
                 absl::StrCat("quote keys: ", path, ": more than ",
                              kMaxKeyFileBytes, " bytes"));
  }
  absl::StatusOr<KeyRing> ring =
      KeyRing::Parse(absl::string_view(text).substr(0, size));
  if (!ring.ok()) {
    return WithSubject(ring.status(), path);
  }
  QuoteKeyFile read;
  read.ring = std::make_shared<const KeyRing>(*std::move(ring));
  read.exposed = S_ISREG(info.st_mode) && (info.st_mode & 077) != 0;
  return read;
}

}  // namespace ratecard
