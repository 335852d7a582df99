#include "service/rpc/call_runner.h"

#include <cstdint>
#include <utility>

#include "service/rpc/status.h"

namespace ratecard {
namespace {

// Compares by parts: a caller may give 99,999,999 hours, which no count of
// nanoseconds in 64 bits holds.
bool HasPassed(gpr_timespec deadline, gpr_timespec now) {
  return gpr_time_cmp(gpr_convert_clock_type(deadline, now.clock_type), now) <
         0;
}

int64_t NanosSince(gpr_timespec start) {
  const gpr_timespec passed = gpr_time_sub(gpr_now(start.clock_type), start);
  return passed.tv_sec * GPR_NS_PER_SEC + passed.tv_nsec;
}

bool IsFaultOfServer(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

// Of a call with that deadline.
class WaitingCaller final : public Caller {
 public:
  WaitingCaller(gpr_timespec deadline, const std::atomic<bool>* given_up)
      : deadline_(deadline), given_up_(given_up) {}

  absl::Status StillWaits() override {
    if (CallRunner::DeadlinePassed(deadline_)) {
      return ratecard::DeadlinePassed();
    }
    return given_up_->load(std::memory_order_relaxed) ? ShuttingDown()
                                                      : absl::OkStatus();
  }

 private:
  const gpr_timespec deadline_;
  const std::atomic<bool>* const given_up_;
};

}  // namespace

CallRunner::CallRunner(std::vector<MethodName> methods,
                       CallRunnerOptions options)
    : methods_(std::move(methods)),
      options_(std::move(options)),
      metrics_(methods_) {}

grpc::Status CallRunner::Run(
    size_t method, gpr_timespec deadline, const grpc::ServerContext& context,
    absl::FunctionRef<absl::Status(const CallContext&)> handler) {
  const Started started = OnStarted(method);
  OnMessageReceived(method);
  WaitingCaller caller(deadline, &given_up_);
  const absl::Status status = HasPassed(deadline, started.time)
                                  ? ratecard::DeadlinePassed()
                                  : handler({options_.clock(), &caller});
  if (status.ok()) {
    OnMessageSent(method);
  }
  OnEnded(started, context, status);
  return ToGrpcStatus(status);
}

CallRunner::Started CallRunner::OnStarted(size_t method) {
  metrics_.OnStarted(method);
  return {method, gpr_now(GPR_CLOCK_MONOTONIC)};
}

void CallRunner::OnEnded(const Started& started,
                         const grpc::ServerContext& context,
                         const absl::Status& status) {
  const int64_t duration_ns = NanosSince(started.time);
  metrics_.OnHandled(started.method, status.code(), duration_ns);
  const bool fault = IsFaultOfServer(status.code());
  if (options_.report && (options_.report_all || fault)) {
    options_.report({methods_[started.method], context.peer(), status, fault,
                     absl::Nanoseconds(duration_ns)});
  }
}

absl::Status CallRunner::OpenStream() {
  if (open_streams_.fetch_add(1, std::memory_order_relaxed) <
      options_.max_streams) {
    return absl::OkStatus();
  }
  CloseStream();
  return TooManyStreams(options_.max_streams);
}

bool CallRunner::DeadlinePassed(gpr_timespec deadline) {
  return HasPassed(deadline, gpr_now(GPR_CLOCK_MONOTONIC));
}

}  // namespace ratecard
