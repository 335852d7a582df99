#include "client/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/workload_file.h"

namespace ratecard {
namespace {

constexpr size_t kPieceBytes = 256 << 10;

}  // namespace

InputFile::InputFile(std::string path)
    : path_(std::move(path)), piece_(kPieceBytes) {}

InputFile::~InputFile() {
  if (fd_ > STDIN_FILENO) {
    close(fd_);
  }
}

absl::Status InputFile::CannotRead() const {
  return absl::NotFoundError(absl::StrCat("cannot read ", NameOfInput(path_),
                                          ": ", std::strerror(errno)));
}

absl::Status InputFile::Open() {
  fd_ = path_ == "-" ? STDIN_FILENO : open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd_ < 0) {
    return CannotRead();
  }
  struct stat about = {};
  if (fstat(fd_, &about) == 0 && S_ISREG(about.st_mode)) {
    size_ = about.st_size;
  }
  return absl::OkStatus();
}

absl::StatusOr<absl::string_view> InputFile::Read() {
  while (true) {
    const ssize_t count = read(fd_, piece_.data(), piece_.size());
    if (count >= 0) {
      at_end_ = count == 0;
      bytes_read_ += count;
      return absl::string_view(piece_.data(), static_cast<size_t>(count));
    }
    if (errno != EINTR) {
      return CannotRead();
    }
  }
}

}  // namespace ratecard
