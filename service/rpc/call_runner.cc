#include "service/rpc/call_runner.h"

#include <time.h>

#include <cstdint>
#include <utility>

#include "service/rpc/status.h"

namespace ratecard {
namespace {

constexpr int64_t kNanosPerSecond = 1'000'000'000;

// gRPC keeps deadlines on this clock.
int64_t MonotonicNanos() {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * kNanosPerSecond + now.tv_nsec;
}

bool HasPassed(gpr_timespec deadline, int64_t now_ns) {
  if (gpr_time_cmp(deadline, gpr_inf_future(deadline.clock_type)) == 0) {
    return false;
  }
  deadline = gpr_convert_clock_type(deadline, GPR_CLOCK_MONOTONIC);
  return deadline.tv_sec * kNanosPerSecond + deadline.tv_nsec < now_ns;
}

bool IsFaultOfServer(absl::StatusCode code) {
  return code == absl::StatusCode::kInternal ||
         code == absl::StatusCode::kUnknown ||
         code == absl::StatusCode::kDataLoss;
}

}  // namespace

CallRunner::CallRunner(std::vector<MethodName> methods,
                       CallRunnerOptions options)
    : methods_(std::move(methods)),
      options_(std::move(options)),
      metrics_(methods_) {}

grpc::Status CallRunner::Run(
    size_t method, gpr_timespec deadline, const grpc::ServerContext& context,
    absl::FunctionRef<absl::Status(const CallContext&)> handler) {
  const int64_t start_ns = MonotonicNanos();
  metrics_.OnStarted(method);
  const absl::Status status =
      HasPassed(deadline, start_ns)
          ? absl::DeadlineExceededError("the deadline passed before handling")
          : handler(CallContext{options_.clock()});
  const int64_t duration_ns = MonotonicNanos() - start_ns;
  metrics_.OnHandled(method, status.code(), duration_ns);
  const bool fault = IsFaultOfServer(status.code());
  if (options_.report && (options_.report_all || fault)) {
    options_.report({methods_[method], context.peer(), status, fault,
                     absl::Nanoseconds(duration_ns)});
  }
  return ToGrpcStatus(status);
}

}  // namespace ratecard
