#include "client/document_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "client/workload_file.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

constexpr size_t kPieceBytes = 256 << 10;

}  // namespace

DocumentFile::DocumentFile(std::string path)
    : path_(std::move(path)), piece_(kPieceBytes) {}

DocumentFile::~DocumentFile() {
  if (fd_ > STDIN_FILENO) {
    close(fd_);
  }
}

absl::Status DocumentFile::CannotRead() const {
  return absl::NotFoundError(absl::StrCat("cannot read ", NameOfInput(path_),
                                          ": ", std::strerror(errno)));
}

absl::StatusOr<absl::string_view> DocumentFile::Read() {
  while (true) {
    const ssize_t count = read(fd_, piece_.data(), piece_.size());
    if (count >= 0) {
      at_end_ = count == 0;
      return absl::string_view(piece_.data(), static_cast<size_t>(count));
    }
    if (errno != EINTR) {
      return CannotRead();
    }
  }
}

void DocumentFile::Give(absl::string_view piece) {
  if (at_end_) {
    splitter_.Finish();
  } else {
    splitter_.Push(piece);
  }
}

absl::Status DocumentFile::Start() {
  fd_ = path_ == "-" ? STDIN_FILENO : open(path_.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd_ < 0) {
    return CannotRead();
  }
  while (form() == PayloadForm::kUndecided) {
    RATECARD_ASSIGN_OR_RETURN(const absl::string_view piece, Read());
    Give(piece);
    first_ = splitter_.Next();
  }
  has_first_ = !first_.ok() || first_->has_value();
  return absl::OkStatus();
}

DocumentResult DocumentFile::Next() {
  if (std::exchange(has_first_, false)) {
    return first_;
  }
  while (true) {
    DocumentResult next = splitter_.Next();
    if (!next.ok() || next->has_value() || at_end_) {
      return next;
    }
    RATECARD_ASSIGN_OR_RETURN(const absl::string_view piece, Read());
    Give(piece);
  }
}

}  // namespace ratecard
