#include "service/server/log.h"

#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <utility>
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

// What every line begins with.
JsonObject Begun(Severity severity, absl::string_view event) {
  JsonObject line;
  line.Add("time", absl::FormatTime("%Y-%m-%d%ET%H:%M:%E6SZ", absl::Now(),
                                    absl::UTCTimeZone()));
  line.Add("severity", kNames[static_cast<size_t>(severity)]);
  line.Add("event", event);
  return line;
}

std::atomic<int64_t> lines_dropped{0};

// Lines that wait for the thread that writes them.
class Backlog {
 public:
  void Add(absl::string_view line) {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() + line.size() > kMaxBytes) {
      ++untold_;
      lines_dropped.fetch_add(1, std::memory_order_relaxed);
      return;
    }
    TellDropped();
    absl::StrAppend(&waiting_, line);
    if (idle_) {
      changed_.notify_all();
    }
  }

  // From then until Stop, a thread writes what is added.
  void Start() {
    const std::lock_guard lock(mutex_);
    stopped_ = false;
    done_ = false;
    std::thread([this] { Write(); }).detach();
  }

  // Waits until all is written, or no longer.
  void Stop(std::chrono::seconds patience) {
    std::unique_lock lock(mutex_);
    TellDropped();
    stopped_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, patience, [this] { return done_; });
  }

 private:
  static constexpr size_t kMaxBytes = 4 << 20;

  // Requires `mutex_`.
  void TellDropped() {
    if (untold_ > 0) {
      JsonObject line = Begun(Severity::kWarning, "log_lines_dropped");
      line.Add("count", std::exchange(untold_, 0));
      absl::StrAppend(&waiting_, line.ToString(), "\n");
    }
  }

  void Write() {
    std::unique_lock lock(mutex_);
    while (true) {
      idle_ = true;
      changed_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
      idle_ = false;
      if (waiting_.empty()) {
        break;
      }
      const std::string lines = std::exchange(waiting_, "");
      lock.unlock();
      WriteLine(lines);
      lock.lock();
    }
    done_ = true;
    changed_.notify_all();
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::string waiting_;
  int64_t untold_ = 0;  // lines that were left out
  bool idle_ = false;
  bool stopped_ = false;
  bool done_ = false;
};

// Whether there is a LogThread.
std::atomic<bool> threaded{false};

// Never deleted: some thread may be about to add to it, and one that is stuck
// writes for as long as the process lives.
Backlog* TheBacklog() {
  static auto* const backlog = new Backlog;
  return backlog;
}

}  // namespace

LogThread::LogThread() {
  TheBacklog()->Start();
  threaded = true;
}

LogThread::~LogThread() {
  threaded = false;
  TheBacklog()->Stop(std::chrono::seconds(1));
}

int64_t LogLinesDropped() {
  return lines_dropped.load(std::memory_order_relaxed);
}

Severity SeverityOf(config::v1::LogLevel level) {
  static_assert(static_cast<int>(Severity::kError) ==
                config::v1::LOG_LEVEL_ERROR - config::v1::LOG_LEVEL_DEBUG);
  return static_cast<Severity>(level - config::v1::LOG_LEVEL_DEBUG);
}

void SetLogLevel(Severity least) { least_severity = least; }

bool LogsAt(Severity severity) {
  return severity >= least_severity.load(std::memory_order_relaxed);
}

Log::Log(Severity severity, absl::string_view event)
    : enabled_(LogsAt(severity)) {
  if (enabled_) {
    line_ = Begun(severity, event);
  }
}

Log::~Log() {
  if (enabled_) {
    const std::string line = absl::StrCat(line_.ToString(), "\n");
    if (threaded.load(std::memory_order_relaxed)) {
      TheBacklog()->Add(line);
    } else {
      WriteLine(line);
    }
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
