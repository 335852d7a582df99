// The metrics that gRPC dashboards expect of a server.

#ifndef RATECARD_SERVICE_RPC_CALL_METRICS_H_
#define RATECARD_SERVICE_RPC_CALL_METRICS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "prometheus/collectable.h"
#include "service/access/role.h"
#include "service/metrics/fixed_counters.h"
#include "service/metrics/histograms.h"

namespace ratecard {

// Spelt as the label `grpc_type`.
inline constexpr char kUnary[] = "unary";
inline constexpr char kServerStream[] = "server_stream";
inline constexpr char kBidiStream[] = "bidi_stream";

struct MethodName {
  std::string service;  // `ratecard.v1.EstimateService`
  std::string method;   // `EstimateCost`
  std::string type = kUnary;
  // What a caller needs to call it.
  Role role = Role::kAdministerCatalog;
};

// `grpc_server_started_total`, `grpc_server_handled_total`,
// `grpc_server_msg_received_total`, `grpc_server_msg_sent_total` and
// `grpc_server_handling_seconds`, all at zero from the start. Thread-safe,
// without locks.
class CallMetrics : public prometheus::Collectable {
 public:
  // Methods are numbered by their place in `methods`.
  explicit CallMetrics(const std::vector<MethodName>& methods);

  void OnStarted(size_t method) { started_.Add(method); }
  void OnReceived(size_t method) { received_.Add(method); }
  void OnSent(size_t method) { sent_.Add(method); }
  void OnHandled(size_t method, absl::StatusCode code, int64_t duration_ns);

  std::vector<prometheus::MetricFamily> Collect() const override;

 private:
  FixedCounters started_;
  FixedCounters handled_;
  FixedCounters received_;
  FixedCounters sent_;
  Histograms handling_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_CALL_METRICS_H_
