#include "service/rpc/call_metrics.h"

#include <array>
#include <utility>

namespace ratecard {
namespace {

constexpr size_t kCodeCount = 17;
// By code. Spelt as in Go, whose interceptors made these metrics common.
constexpr std::array<const char*, kCodeCount> kCodeNames = {
    "OK",
    "Canceled",
    "Unknown",
    "InvalidArgument",
    "DeadlineExceeded",
    "NotFound",
    "AlreadyExists",
    "PermissionDenied",
    "ResourceExhausted",
    "FailedPrecondition",
    "Aborted",
    "OutOfRange",
    "Unimplemented",
    "Internal",
    "Unavailable",
    "DataLoss",
    "Unauthenticated",
};
constexpr size_t kUnknownCode = 2;

// 10 µs to 10 s: an estimate takes microseconds, a long workload milliseconds.
std::vector<int64_t> BucketBounds() {
  std::vector<int64_t> bounds;
  for (int64_t decade = 10'000; decade < 10'000'000'000; decade *= 10) {
    bounds.push_back(decade);
    bounds.push_back(decade * 5 / 2);
    bounds.push_back(decade * 5);
  }
  bounds.push_back(10'000'000'000);
  return bounds;
}

std::vector<LabelValues> PerMethod(const std::vector<MethodName>& methods) {
  std::vector<LabelValues> series;
  series.reserve(methods.size());
  for (const MethodName& name : methods) {
    series.push_back({name.type, name.service, name.method});
  }
  return series;
}

std::vector<LabelValues> PerMethodAndCode(
    const std::vector<MethodName>& methods) {
  std::vector<LabelValues> series;
  for (const MethodName& name : methods) {
    for (const char* code : kCodeNames) {
      series.push_back({name.type, name.service, name.method, code});
    }
  }
  return series;
}

const std::vector<std::string>& Labels() {
  static const auto& labels =
      *new std::vector<std::string>{"grpc_type", "grpc_service", "grpc_method"};
  return labels;
}

}  // namespace

CallMetrics::CallMetrics(const std::vector<MethodName>& methods)
    : started_({"grpc_server_started_total",
                "Total number of RPCs started on the server.", Labels()},
               PerMethod(methods)),
      handled_({"grpc_server_handled_total",
                "Total number of RPCs completed on the server, regardless of "
                "success or failure.",
                {"grpc_type", "grpc_service", "grpc_method", "grpc_code"}},
               PerMethodAndCode(methods)),
      received_(
          {"grpc_server_msg_received_total",
           "Total number of RPC messages received on the server.", Labels()},
          PerMethod(methods)),
      sent_({"grpc_server_msg_sent_total",
             "Total number of RPC messages sent by the server.", Labels()},
            PerMethod(methods)),
      handling_({"grpc_server_handling_seconds",
                 "Time in seconds from a call's arrival at its handler to its "
                 "answer, or to the end of its stream.",
                 Labels()},
                PerMethod(methods), BucketBounds()) {}

void CallMetrics::OnHandled(size_t method, absl::StatusCode code,
                            int64_t duration_ns) {
  const size_t number = static_cast<size_t>(code);
  handled_.Add(method * kCodeCount +
               (number < kCodeCount ? number : kUnknownCode));
  handling_.Observe(method, duration_ns);
}

std::vector<prometheus::MetricFamily> CallMetrics::Collect() const {
  std::vector<prometheus::MetricFamily> families;
  for (const prometheus::Collectable* part :
       {static_cast<const prometheus::Collectable*>(&started_),
        static_cast<const prometheus::Collectable*>(&handled_),
        static_cast<const prometheus::Collectable*>(&received_),
        static_cast<const prometheus::Collectable*>(&sent_),
        static_cast<const prometheus::Collectable*>(&handling_)}) {
    for (prometheus::MetricFamily& family : part->Collect()) {
      families.push_back(std::move(family));
    }
  }
  return families;
}

}  // namespace ratecard
