// The log: one JSON object a line, to stderr.
//
//   Log(Severity::kInfo, "serving").With("grpc_address", address);
//
// Members are `time` (RFC 3339, UTC, microseconds), `severity`, `event` and
// whatever the event adds. Thread-safe; lines never mix.

#ifndef RATECARD_SERVICE_SERVER_LOG_H_
#define RATECARD_SERVICE_SERVER_LOG_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "ratecard/config/v1/server_config.pb.h"
#include "service/server/json.h"

namespace ratecard {

enum class Severity { kDebug, kInfo, kWarning, kError };

// Requires a valid level.
Severity SeverityOf(config::v1::LogLevel level);

// Leaves out what is less severe. At first: below kInfo.
void SetLogLevel(Severity least);

// Whether lines of that severity are written.
bool LogsAt(Severity severity);

// While it lives, a thread writes the lines: whoever logs never waits for who
// reads the log. If that takes so long that more than 4 MiB wait, further lines
// are left out; once there is room, the line `log_lines_dropped` says how many
// were. Without it, a line is written by who logs it. One at a time.
class LogThread {
 public:
  LogThread();
  ~LogThread();  // writes what waits, for a second at most
  LogThread(const LogThread&) = delete;
  LogThread& operator=(const LogThread&) = delete;
};

// Lines that were left out since the process began. Thread-safe.
int64_t LogLinesDropped();

// A line, written when it goes out of scope.
class Log {
 public:
  Log(Severity severity, absl::string_view event);
  ~Log();
  Log(const Log&) = delete;
  Log& operator=(const Log&) = delete;

  template <typename T>
  Log& With(absl::string_view key, const T& value) {
    if (enabled_) {
      line_.Add(key, value);
    }
    return *this;
  }

  // Adds `code`, `reason` and `message`, as far as there are any; of a catalog
  // that is not valid `mistakes`, one by one, instead of the message.
  Log& With(const absl::Status& status);

 private:
  const bool enabled_;
  JsonObject line_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_LOG_H_
