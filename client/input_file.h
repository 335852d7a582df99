// A file or standard input, read piece by piece.

#ifndef RATECARD_CLIENT_INPUT_FILE_H_
#define RATECARD_CLIENT_INPUT_FILE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ratecard {

// Takes memory for a piece. Used by one thread.
class InputFile {
 public:
  // The file at `path`, or standard input for `-`.
  explicit InputFile(std::string path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  // Call it first, once. Errors: NOT_FOUND, with what the system says.
  absl::Status Open();

  // The next piece, valid until the next call; empty only at the end. Errors:
  // NOT_FOUND, after which there is nothing more to call.
  absl::StatusOr<absl::string_view> Read();

  bool at_end() const { return at_end_; }
  const std::string& path() const { return path_; }
  int64_t size() const { return size_; }  // bytes; 0: not known
  int64_t bytes_read() const { return bytes_read_; }

 private:
  absl::Status CannotRead() const;

  std::string path_;
  int fd_ = -1;
  std::vector<char> piece_;
  bool at_end_ = false;
  int64_t size_ = 0;
  int64_t bytes_read_ = 0;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_INPUT_FILE_H_
