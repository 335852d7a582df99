// How much the server has to do, and what it refuses so as not to be late for
// everybody.

#ifndef RATECARD_SERVICE_RPC_SERVER_LOAD_H_
#define RATECARD_SERVICE_RPC_SERVER_LOAD_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "prometheus/collectable.h"
#include "service/metrics/fixed_counters.h"

namespace ratecard {

struct LoadLimits {
  // Unary calls in progress at a time. Half of them may be bulk calls, and half
  // may have an answer that their callers do not take; of more of the latter,
  // the oldest are dropped.
  int max_calls_in_flight = 5'000;
  // How long a call may wait for a thread. 0: as long as it takes.
  absl::Duration max_queue_delay = absl::Seconds(1);
  // Bytes of answers that their callers do not take. The requests of all bulk
  // calls may have a quarter as many.
  int64_t max_untaken_bytes = 256 << 20;
  // How long an answer may wait for its caller. Infinite: as long as the call's
  // deadline.
  absl::Duration max_answer_time = absl::InfiniteDuration();
};

// Why a call is refused, and why its answer is dropped.
enum class Overload { kCallsInFlight, kQueueDelay, kBulkCalls };
enum class Untakenness { kTooMuch, kTooLong };

// Is told who was cut off, `ipv4:192.0.2.1:51234` for example, and why: an
// answer was dropped, `answers_too_much` or `answer_too_long`, or a connection
// ended as memory ran short, `memory`. From any thread; must not wait.
using CutOffSink =
    std::function<void(absl::string_view why, absl::string_view peer)>;

// RESOURCE_EXHAUSTED OVERLOADED, and when to try again.
absl::Status Overloaded(Overload why);

// Thread-safe, without locks. Exposes `ratecard_calls_in_flight`,
// `ratecard_bulk_calls`, `ratecard_streams`, `ratecard_calls_shed_total`,
// `ratecard_answers_dropped_total`, `ratecard_queue_delay_seconds`,
// `ratecard_connections`, `ratecard_connections_refused_total` and
// `ratecard_connections_hung_up_total`.
class ServerLoad : public prometheus::Collectable {
 public:
  struct Connections {
    int open = 0;
    uint64_t refused = 0;
    uint64_t hung_up = 0;
  };

  // `connections` is asked at a scrape, `cut_off` told of answers.
  ServerLoad(const LoadLimits& limits, size_t queues,
             std::function<Connections()> connections, CutOffSink cut_off);

  const LoadLimits& limits() const { return limits_; }
  size_t queues() const { return delays_.size(); }

  // Counts a unary call in progress, until EndCall. Returns whether there may
  // be one more; it is counted anyway.
  bool BeginCall() {
    return calls_.fetch_add(1, std::memory_order_relaxed) <
           limits_.max_calls_in_flight;
  }
  void EndCall() { calls_.fetch_sub(1, std::memory_order_relaxed); }

  // Counts a bulk call, with a request of that many bytes, until EndBulk.
  // Returns whether there may be one more; else it is not counted.
  bool BeginBulk(int64_t request_bytes);
  void EndBulk(int64_t request_bytes);

  void BeginStream() { streams_.fetch_add(1, std::memory_order_relaxed); }
  void EndStream() { streams_.fetch_sub(1, std::memory_order_relaxed); }

  // Counts a call that is refused.
  void OnShed(Overload why) { shed_.Add(static_cast<size_t>(why)); }
  // Counts an answer to `peer` that is dropped, and tells of it.
  void OnDropped(Untakenness why, absl::string_view peer);

  // How long the call waited that a queue last took up.
  void SetDelay(size_t queue, absl::Duration delay) {
    delays_[queue].store(absl::ToInt64Nanoseconds(delay),
                         std::memory_order_relaxed);
  }

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  const LoadLimits limits_;
  const std::function<Connections()> connections_;
  const CutOffSink cut_off_;
  std::atomic<int> calls_{0};
  std::atomic<int> bulk_calls_{0};
  std::atomic<int64_t> bulk_bytes_{0};
  std::atomic<int> streams_{0};
  std::vector<std::atomic<int64_t>> delays_;  // nanoseconds, by queue
  FixedCounters shed_;
  FixedCounters dropped_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_SERVER_LOAD_H_
