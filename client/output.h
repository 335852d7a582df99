// Writing to standard output and standard error.

#ifndef RATECARD_CLIENT_OUTPUT_H_
#define RATECARD_CLIENT_OUTPUT_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace ratecard {

// Makes a closed descriptor 0, 1 or 2 one that fails, so that no file or socket
// opened later gets its number, and a broken pipe an error instead of a signal.
// Once, at start.
void PrepareStandardStreams();

// Columns of the terminal that file descriptor `fd` is, 80 where it does not
// say; 0 if it is none.
size_t TerminalColumns(int fd);

// False: what is written to file descriptor `fd` goes to a pipe or socket whose
// reader went away.
bool HasReader(int fd);

// Writes all of `text` to file descriptor `fd`. A reader that went away, as
// `head` does, is no error. Errors: DATA_LOSS, with what the system says.
absl::Status WriteAll(int fd, absl::string_view text);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_OUTPUT_H_
