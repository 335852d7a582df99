// The log: one JSON object a line, to stderr.
//
//   Log(Severity::kInfo, "serving").With("grpc_address", address);
//
// Members are `time` (RFC 3339, UTC, microseconds), `severity`, `event` and
// whatever the event adds. Thread-safe; lines never mix.

#ifndef RATECARD_SERVICE_SERVER_LOG_H_
#define RATECARD_SERVICE_SERVER_LOG_H_

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
