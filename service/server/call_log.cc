#include "service/server/call_log.h"

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
      faults_(LimitOf(max_lines_per_second)),
      tellings_(LimitOf(1)) {}

CallLog::~CallLog() { TellDropped(); }

void CallLog::Write(const CallReport& report, absl::Duration now) {
  const Severity severity = report.fault_of_server ? Severity::kError
                            : report.refused       ? Severity::kWarning
                                                   : Severity::kInfo;
  if (!LogsAt(severity)) {
    return;
  }
  const bool too_often =
      report.refused &&
      report.status.code() == absl::StatusCode::kResourceExhausted;
  TokenBucket& bucket = report.fault_of_server ? faults_ : calls_;
  const bool dropped =
      (!report.refused || too_often) && bucket.Take(now) > absl::ZeroDuration();
  if (dropped) {
    dropped_.fetch_add(1, std::memory_order_relaxed);
    untold_.fetch_add(1, std::memory_order_relaxed);
  }
  if (untold_.load(std::memory_order_relaxed) > 0 &&
      tellings_.Take(now) == absl::ZeroDuration()) {
    TellDropped();
  }
  if (dropped) {
    return;
  }
  Log line(severity, report.refused ? "call_refused" : "call");
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

void CallLog::TellDropped() {
  const int64_t count = untold_.exchange(0, std::memory_order_relaxed);
  if (count > 0) {
    Log(Severity::kWarning, "call_lines_dropped").With("count", count);
  }
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
