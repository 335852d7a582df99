// Takes the place of service/rpc/call_metrics.h in ratecardd_unobserved: the
// same names, and nothing counted.

#ifndef RATECARD_SERVICE_RPC_CALL_METRICS_H_
#define RATECARD_SERVICE_RPC_CALL_METRICS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "prometheus/collectable.h"
#include "prometheus/metric_family.h"
#include "service/access/role.h"

namespace ratecard {

inline constexpr char kUnary[] = "unary";
inline constexpr char kServerStream[] = "server_stream";
inline constexpr char kBidiStream[] = "bidi_stream";

struct MethodName {
  std::string service;
  std::string method;
  std::string type = kUnary;
  Role role = Role::kAdministerCatalog;
};

class CallMetrics : public prometheus::Collectable {
 public:
  explicit CallMetrics(const std::vector<MethodName>& /*methods*/) {}

  void OnStarted(size_t /*method*/) {}
  void OnReceived(size_t /*method*/) {}
  void OnSent(size_t /*method*/) {}
  void OnHandled(size_t /*method*/, absl::StatusCode /*code*/,
                 int64_t /*duration_ns*/) {}

  std::vector<prometheus::MetricFamily> Collect() const override { return {}; }
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_CALL_METRICS_H_
