#include "service/server/text_file.h"

#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "absl/strings/str_cat.h"

namespace ratecard {

absl::StatusOr<std::string> ReadTextFile(const std::string& path, size_t most) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text;
  std::array<char, 4096> piece{};
  while (file.read(piece.data(), piece.size()), file.gcount() > 0) {
    text.append(piece.data(), static_cast<size_t>(file.gcount()));
    if (text.size() > most) {
      return absl::InvalidArgumentError(
          absl::StrCat("is larger than ", most, " bytes"));
    }
  }
  if (!file.is_open() || file.bad()) {
    return absl::NotFoundError(
        absl::StrCat("cannot be read: ", std::strerror(errno)));
  }
  return text;
}

}  // namespace ratecard
