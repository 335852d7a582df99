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
      refusals_(LimitOf(max_lines_per_second)),
      cut_offs_(LimitOf(max_lines_per_second)),
      tellings_(LimitOf(1)) {}

CallLog::~CallLog() { TellDropped(); }

void CallLog::Write(const CallReport& report, absl::Duration now) {
  const Severity severity = report.fault_of_server ? Severity::kError
                            : report.refused       ? Severity::kWarning
                                                   : Severity::kInfo;
  if (!LogsAt(severity)) {
    return;
  }
  TokenBucket* const bucket = report.fault_of_server ? &faults_
                              : report.refused ? BucketOfRefusal(report.status)
                                               : &calls_;
  if (!Admits(bucket, now)) {
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

void CallLog::WriteHttp(absl::string_view path, Role role,
                        absl::string_view peer,
                        const Access::Decision& decision, absl::Duration now) {
  const bool refused = !decision.status.ok();
  const Severity severity = refused ? Severity::kWarning : Severity::kInfo;
  if (!LogsAt(severity) ||
      (refused && !Admits(BucketOfRefusal(decision.status), now))) {
    return;
  }
  Log(severity, refused ? "call_refused" : "admin_call")
      .With("http_path", path)
      .With("caller", decision.caller == nullptr
                          ? absl::string_view()
                          : absl::string_view(decision.caller->spec.name))
      .With("role", NameOf(role))
      .With("peer", peer)
      .With(decision.status);
}

void CallLog::WriteCutOff(absl::string_view why, absl::string_view peer,
                          absl::Duration now) {
  if (LogsAt(Severity::kWarning) && Admits(&cut_offs_, now)) {
    Log(Severity::kWarning, "caller_cut_off")
        .With("reason", why)
        .With("peer", peer);
  }
}

TokenBucket* CallLog::BucketOfRefusal(const absl::Status& status) {
  // One who calls too often does not keep other refusals out of the log.
  return status.code() == absl::StatusCode::kResourceExhausted ? &calls_
                                                               : &refusals_;
}

bool CallLog::Admits(TokenBucket* bucket, absl::Duration now) {
  const bool admitted = bucket->Take(now) == absl::ZeroDuration();
  if (!admitted) {
    dropped_.fetch_add(1, std::memory_order_relaxed);
    untold_.fetch_add(1, std::memory_order_relaxed);
  }
  if (untold_.load(std::memory_order_relaxed) > 0 &&
      tellings_.Take(now) == absl::ZeroDuration()) {
    TellDropped();
  }
  return admitted;
}

void CallLog::TellDropped() {
  const int64_t count = untold_.exchange(0, std::memory_order_relaxed);
  if (count > 0) {
    Log(Severity::kWarning, "call_lines_dropped").With("count", count);
  }
}

std::vector<prometheus::MetricFamily> CallLog::Collect() const {
  return {Counter(
      {"ratecard_log_lines_dropped_total",
       "Lines that were left out of the log: about calls, as there were "
       "more than it takes in a second, and any that its reader was too "
       "slow for.",
       {}},
      static_cast<double>(dropped_.load(std::memory_order_relaxed) +
                          LogLinesDropped()))};
}

}  // namespace ratecard
