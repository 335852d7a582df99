// The metrics that gRPC dashboards expect of a server.

#ifndef RATECARD_SERVICE_RPC_CALL_METRICS_H_
#define RATECARD_SERVICE_RPC_CALL_METRICS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "prometheus/collectable.h"
#include "service/metrics/fixed_counters.h"
#include "service/metrics/histograms.h"

namespace ratecard {

struct MethodName {
  std::string service;  // `ratecard.v1.EstimateService`
  std::string method;   // `EstimateCost`
};

// `grpc_server_started_total`, `grpc_server_handled_total` and
// `grpc_server_handling_seconds` of unary methods, all at zero from the start.
// Thread-safe, without locks.
class CallMetrics : public prometheus::Collectable {
 public:
  // Methods are numbered by their place in `methods`.
  explicit CallMetrics(const std::vector<MethodName>& methods);

  void OnStarted(size_t method) { started_.Add(method); }
  void OnHandled(size_t method, absl::StatusCode code, int64_t duration_ns);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  FixedCounters started_;
  FixedCounters handled_;
  Histograms handling_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_CALL_METRICS_H_
