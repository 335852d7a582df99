// ExplanationService: request → reply or status. No gRPC: the server, the CLI's
// offline mode, fuzzers and tests call the same code.

#ifndef RATECARD_SERVICE_API_EXPLAIN_HANDLER_H_
#define RATECARD_SERVICE_API_EXPLAIN_HANDLER_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ratecard/v1/explain_service.pb.h"
#include "service/api/call_context.h"
#include "service/api/estimate_handler.h"
#include "service/api/observer.h"
#include "service/api/priced_name.h"
#include "service/catalog/catalog.h"
#include "service/catalog/store.h"

namespace ratecard {

// Thread-safe. Errors are as the proto documents, with details as DetailOf
// gives them.
class ExplainHandler {
 public:
  // `store` and `estimates`, which prices on it, must outlive the handler;
  // `observer` may be null, else likewise. It is told of the estimate that is
  // explained and of names, not of alternatives. Prices checked longer ago than
  // `stale_after` are warned of.
  ExplainHandler(const CatalogStore* store, const EstimateHandler* estimates,
                 Observer* observer,
                 absl::Duration stale_after = kDefaultStaleAfter)
      : store_(store),
        estimates_(estimates),
        observer_(observer),
        stale_after_(stale_after) {}

  absl::Status ExplainCost(const CallContext& call,
                           const v1::ExplainCostRequest& request,
                           v1::ExplainCostResponse* response) const;
  absl::Status TraceCosts(const CallContext& call,
                          const v1::TraceCostsRequest& request,
                          v1::TraceCostsResponse* response) const;

 private:
  // Prices the request that is to be explained, and says as what.
  absl::StatusOr<PricedName> Price(const Catalog& catalog,
                                   const CallContext& call,
                                   const v1::EstimateCostRequest& request,
                                   v1::Estimate* estimate) const;

  const CatalogStore* store_;
  const EstimateHandler* estimates_;
  Observer* observer_;
  absl::Duration stale_after_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_EXPLAIN_HANDLER_H_
