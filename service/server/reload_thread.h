// Does something again while the server runs.

#ifndef RATECARD_SERVICE_SERVER_RELOAD_THREAD_H_
#define RATECARD_SERVICE_SERVER_RELOAD_THREAD_H_

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace ratecard {

// Runs a function on a thread of its own, at request and in intervals, never
// twice at a time.
class ReloadThread {
 public:
  // Whether somebody waits for an answer in the log. Returns why what is there
  // now was refused, or OK.
  using Reload = std::function<absl::Status(bool requested)>;
  // Tells of a refusal.
  using Tell = std::function<void(const absl::Status&)>;

  // An `interval` of 0: at request only. What is refused at a request is always
  // told, in intervals once until it changes.
  ReloadThread(absl::Duration interval, Reload reload, Tell tell);
  ~ReloadThread();  // waits for a reload in progress
  ReloadThread(const ReloadThread&) = delete;
  ReloadThread& operator=(const ReloadThread&) = delete;

  // Returns at once. Requests made during a reload lead to one more.
  // Thread-safe.
  void Request();

 private:
  void Run();

  const absl::Duration interval_;
  const Reload reload_;
  const Tell tell_;
  absl::Status last_refusal_;  // used by the thread only
  // Not absl's, which evaluates conditions out of sight of ThreadSanitizer.
  // Guards the two flags.
  std::mutex mutex_;
  std::condition_variable changed_;
  bool requested_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_RELOAD_THREAD_H_
