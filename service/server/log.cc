#include "service/server/log.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

// By Severity.
constexpr std::array<absl::string_view, 4> kNames = {"DEBUG", "INFO", "WARNING",
                                                     "ERROR"};

std::atomic<Severity> least_severity{Severity::kInfo};

// One write, so that lines of several threads do not mix. There is nobody to
// tell if it fails.
void WriteLine(absl::string_view line) {
  while (!line.empty()) {
    const ssize_t written = write(STDERR_FILENO, line.data(), line.size());
    if (written >= 0) {
      line.remove_prefix(static_cast<size_t>(written));
    } else if (errno != EINTR) {
      return;
    }
  }
}

}  // namespace

Severity SeverityOf(config::v1::LogLevel level) {
  return static_cast<Severity>(level - config::v1::LOG_LEVEL_DEBUG);
}

void SetLogLevel(Severity least) { least_severity = least; }

bool LogsAt(Severity severity) {
  return severity >= least_severity.load(std::memory_order_relaxed);
}

Log::Log(Severity severity, absl::string_view event)
    : enabled_(LogsAt(severity)) {
  if (enabled_) {
    line_.Add("time", absl::FormatTime("%Y-%m-%d%ET%H:%M:%E6SZ", absl::Now(),
                                       absl::UTCTimeZone()));
    line_.Add("severity", kNames[static_cast<size_t>(severity)]);
    line_.Add("event", event);
  }
}

Log::~Log() {
  if (enabled_) {
    WriteLine(absl::StrCat(line_.ToString(), "\n"));
  }
}

Log& Log::With(const absl::Status& status) {
  With("code", absl::StatusCodeToString(status.code()));
  if (status.ok()) {
    return *this;
  }
  const ErrorDetail detail = DetailOf(status);
  if (!detail.reason.empty()) {
    With("reason", detail.reason);
  }
  if (detail.reason != "INVALID_CATALOG") {
    return With("message", status.message());
  }
  return With("mistakes",
              std::vector<std::string>(absl::StrSplit(status.message(), '\n')));
}

}  // namespace ratecard
