// Files that are read as a whole.

#ifndef RATECARD_SERVICE_SERVER_TEXT_FILE_H_
#define RATECARD_SERVICE_SERVER_TEXT_FILE_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"

namespace ratecard {

// What the file at `path` holds.
//
// Errors, in words that go on where the path ends: NOT_FOUND `cannot be read:
// No such file or directory`; INVALID_ARGUMENT if it has more than `most`
// bytes or is a pipe, which could not be read again.
absl::StatusOr<std::string> ReadTextFile(const std::string& path, size_t most);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_TEXT_FILE_H_
