// The one wrapper around every handler: clock, deadline, metrics, log, status.

#ifndef RATECARD_SERVICE_RPC_CALL_RUNNER_H_
#define RATECARD_SERVICE_RPC_CALL_RUNNER_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "grpc/support/time.h"
#include "grpcpp/server_context.h"
#include "grpcpp/support/status.h"
#include "service/access/access.h"
#include "service/api/call_context.h"
#include "service/rpc/call_metrics.h"
#include "service/rpc/trace_context.h"

namespace ratecard {

inline constexpr int kDefaultMaxStreams = 1'000;

// A call that was answered, or refused. Lives as long as it is told of.
struct CallReport {
  // What the caller's header `x-request-id` says, else a new one with each call
  // of this.
  std::string RequestId() const;
  // By its header `traceparent`.
  std::optional<TraceContext> Trace() const;

  const MethodName& method;
  const grpc::ServerContext& context;
  absl::string_view caller;  // empty if it is not known
  bool refused;              // by Access
  const absl::Status& status;
  // INTERNAL, UNKNOWN or DATA_LOSS: something to look into.
  bool fault_of_server;
  absl::Duration duration;
};

struct CallRunnerOptions {
  // What handlers take for now.
  std::function<absl::Time()> clock = [] { return absl::Now(); };
  // Told, on the thread of the call, of calls that were refused or failed by
  // the fault of the server, or of all. May be empty.
  std::function<void(const CallReport&)> report;
  // Streams that may be open at a time.
  int max_streams = kDefaultMaxStreams;
  // Who may call what; must outlive the runner. Null: everyone everything.
  Access* access = nullptr;
  // Whether a unary call without a deadline is refused: INVALID_ARGUMENT
  // DEADLINE_REQUIRED.
  bool require_deadline = false;
  // How long a unary call may take, whatever its own deadline.
  absl::Duration max_deadline = absl::InfiniteDuration();
};

// Thread-safe.
class CallRunner {
 public:
  // A call in progress.
  struct Started {
    size_t method = 0;
    gpr_timespec time = {};
  };

  CallRunner(std::vector<MethodName> methods, CallRunnerOptions options);

  // A call of the method with that number came.
  Started OnStarted(size_t method);

  // Has `handler` answer a unary call, if it may be made, unless it is
  // `cancelled` or its deadline has passed or is missing. The handler is told
  // when it is cancelled, its deadline passes, or the server gives up.
  grpc::Status Run(const Started& started, gpr_timespec deadline,
                   const std::atomic<bool>& cancelled,
                   const grpc::ServerContext& context,
                   absl::FunctionRef<absl::Status(const CallContext&)> handler);

  // The same in parts, for calls of many messages.
  void OnMessageReceived(size_t method) { metrics_.OnReceived(method); }
  void OnMessageSent(size_t method) { metrics_.OnSent(method); }
  void OnEnded(const Started& started, const grpc::ServerContext& context,
               const Access::Decision& admission, const absl::Status& status);

  // Whether the call may be made at all.
  Access::Decision Admit(size_t method,
                         const grpc::ServerContext& context) const;
  // Whether a call that was let in may go on: its caller may have been taken
  // out since, or its token be at its end. Updates `admission`.
  absl::Status Readmit(size_t method, const grpc::ServerContext& context,
                       Access::Decision* admission) const;
  // The same if it sends one more message.
  absl::Status Charge(size_t method, const grpc::ServerContext& context,
                      Access::Decision* admission) const;

  // Counts one more open stream, until CloseStream. Thread-safe, both.
  //
  // Errors: RESOURCE_EXHAUSTED TOO_MANY_STREAMS, and UNAVAILABLE SHUTTING_DOWN
  // after CloseToStreams; then it is not counted.
  absl::Status OpenStream();
  void CloseStream() { open_streams_.fetch_sub(1, std::memory_order_relaxed); }

  // From now on, streams are refused.
  void CloseToStreams() { closed_to_streams_ = true; }
  int open_streams() const { return open_streams_; }

  // What a handler is told of a message of a stream.
  CallContext Context() const { return {options_.clock()}; }

  // Whether options.report is told of all calls; false at first. Thread-safe.
  void ReportAll(bool all) {
    report_all_.store(all, std::memory_order_relaxed);
  }

  // No answer is waited for any longer: the server stops. Thread-safe.
  void GiveUp() { given_up_.store(true, std::memory_order_relaxed); }

  static bool DeadlinePassed(gpr_timespec deadline);

  const CallMetrics& metrics() const { return metrics_; }

 private:
  // Whether a call may have that deadline, which is cut to what the options
  // allow.
  absl::Status CheckDeadline(gpr_timespec* deadline) const;

  const std::vector<MethodName> methods_;
  const CallRunnerOptions options_;
  CallMetrics metrics_;
  std::atomic<bool> given_up_ = false;
  std::atomic<bool> report_all_ = false;
  std::atomic<bool> closed_to_streams_ = false;
  std::atomic<int> open_streams_ = 0;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_CALL_RUNNER_H_
