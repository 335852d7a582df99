// Services for tests: some methods as the test has them, the others empty.

#ifndef RATECARD_TESTS_RPC_TEST_METHODS_H_
#define RATECARD_TESTS_RPC_TEST_METHODS_H_

#include <functional>
#include <utility>

#include "absl/status/status.h"
#include "ratecard/v1/estimate_service.grpc.pb.h"
#include "service/api/call_context.h"
#include "service/rpc/method_table.h"

namespace ratecard {

using EstimateFunction = std::function<absl::Status(
    const CallContext&, const v1::EstimateCostRequest&,
    v1::EstimateCostResponse*)>;
using StreamFunction = std::function<void(const CallContext&,
                                          const v1::StreamEstimateCostsRequest&,
                                          v1::StreamEstimateCostsResponse*)>;

inline void AddEstimateService(EstimateFunction estimate, StreamFunction stream,
                               MethodTable* methods) {
  const auto nothing = [](auto&&...) { return absl::OkStatus(); };
  methods->Add<v1::EstimateService>(Role::kQuote)
      .Unary<v1::EstimateCostRequest, v1::EstimateCostResponse>(
          "EstimateCost", std::move(estimate))
      .Unary<v1::BatchEstimateCostsRequest, v1::BatchEstimateCostsResponse>(
          "BatchEstimateCosts", nothing)
      .Bidi<v1::StreamEstimateCostsRequest, v1::StreamEstimateCostsResponse>(
          "StreamEstimateCosts", std::move(stream))
      .Unary<v1::CheckContextFitRequest, v1::CheckContextFitResponse>(
          "CheckContextFit", nothing)
      .Unary<v1::EstimateWorkloadRequest, v1::EstimateWorkloadResponse>(
          "EstimateWorkload", nothing);
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_RPC_TEST_METHODS_H_
