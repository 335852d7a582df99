#include "service/server/call_log.h"

#include <chrono>
#include <optional>

#include "service/metrics/families.h"
#include "service/server/log.h"

namespace ratecard {
namespace {

RateLimit LimitOf(int lines) {
  return {static_cast<double>(lines), int64_t{lines}};
}

}  // namespace

CallLog::CallLog(int max_lines_per_second)
    : calls_(LimitOf(max_lines_per_second)),
      faults_(LimitOf(max_lines_per_second)) {}

void CallLog::Write(const CallReport& report) {
  const bool too_often =
      report.refused &&
      report.status.code() == absl::StatusCode::kResourceExhausted;
  if (!report.refused || too_often) {
    TokenBucket& bucket = report.fault_of_server ? faults_ : calls_;
    const absl::Duration now =
        absl::FromChrono(std::chrono::steady_clock::now().time_since_epoch());
    if (bucket.Take(now) > absl::ZeroDuration()) {
      dropped_.fetch_add(1, std::memory_order_relaxed);
      return;
    }
  }
  const int64_t dropped = dropped_.load(std::memory_order_relaxed);
  const int64_t told = told_.exchange(dropped, std::memory_order_relaxed);
  if (dropped > told) {
    Log(Severity::kWarning, "call_lines_dropped").With("count", dropped - told);
  }
  Log line(report.fault_of_server ? Severity::kError
           : report.refused       ? Severity::kWarning
                                  : Severity::kInfo,
           report.refused ? "call_refused" : "call");
  line.With("grpc_service", report.method.service)
      .With("grpc_method", report.method.method)
      .With("caller", report.caller)
      .With("role", NameOf(report.method.role))
      .With("peer", report.context.peer())
      .With("request_id", report.RequestId());
  if (const std::optional<TraceContext> trace = report.Trace()) {
    line.With("trace_id", trace->trace_id).With("span_id", trace->span_id);
  }
  line.With("duration_us", absl::ToInt64Microseconds(report.duration))
      .With(report.status);
}

std::vector<prometheus::MetricFamily> CallLog::Collect() const {
  return {
      Counter({"ratecard_log_lines_dropped_total",
               "Lines about calls that were left out of the log, as there "
               "were more than it takes in a second.",
               {}},
              static_cast<double>(dropped_.load(std::memory_order_relaxed)))};
}

}  // namespace ratecard
