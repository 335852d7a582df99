// EstimateService: request → reply or status. No gRPC: the server, the CLI's
// offline mode, fuzzers and tests call the same code.

#ifndef RATECARD_SERVICE_API_ESTIMATE_HANDLER_H_
#define RATECARD_SERVICE_API_ESTIMATE_HANDLER_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "ratecard/v1/estimate_service.pb.h"
#include "service/api/call_context.h"
#include "service/api/observer.h"
#include "service/catalog/store.h"
#include "service/pricing/usage.h"

namespace ratecard {

// The usual bound on the age of prices.
inline constexpr absl::Duration kDefaultStaleAfter = absl::Hours(24 * 90);

// Thread-safe. Errors are as the proto documents, with details as DetailOf
// gives them.
class EstimateHandler {
 public:
  // `store` must outlive the handler; `observer` may be null, else likewise.
  // Prices checked longer ago than `stale_after` are warned of.
  EstimateHandler(const CatalogStore* store, Observer* observer,
                  absl::Duration stale_after = kDefaultStaleAfter);

  absl::Status EstimateCost(const CallContext& call,
                            const v1::EstimateCostRequest& request,
                            v1::EstimateCostResponse* response) const;
  absl::Status BatchEstimateCosts(
      const CallContext& call, const v1::BatchEstimateCostsRequest& request,
      v1::BatchEstimateCostsResponse* response) const;
  // One request of a stream; what is wrong with it is part of the response.
  void StreamEstimateCosts(const CallContext& call,
                           const v1::StreamEstimateCostsRequest& request,
                           v1::StreamEstimateCostsResponse* response) const;

  // As EstimateCost, on `catalog`, which a caller holds for several requests.
  // `usage`, if it is not null, takes the place of the request's.
  absl::Status EstimateOn(const Catalog& catalog, const CallContext& call,
                          const v1::EstimateCostRequest& request,
                          const Usage* usage, v1::Estimate* estimate) const;
  // The same for `found`, which is what the request names at its `as_of`.
  absl::Status EstimateFound(const Catalog& catalog, const Resolution& found,
                             absl::Time as_of,
                             const v1::EstimateCostRequest& request,
                             const Usage* usage, v1::Estimate* estimate) const;

  absl::Status CheckContextFit(const CallContext& call,
                               const v1::CheckContextFitRequest& request,
                               v1::CheckContextFitResponse* response) const;
  absl::Status EstimateWorkload(const CallContext& call,
                                const v1::EstimateWorkloadRequest& request,
                                v1::EstimateWorkloadResponse* response) const;

 private:
  // The same without what is common to all requests of a batch: the catalog
  // revision, and `as_of` unless the request says it.
  absl::Status EstimateOne(const Catalog& catalog, const CallContext& call,
                           const v1::EstimateCostRequest& request,
                           const Usage* usage, v1::Estimate* estimate) const;
  absl::Status PriceFound(const Resolution& found, absl::Time as_of,
                          const v1::EstimateCostRequest& request,
                          const Usage* usage, v1::Estimate* estimate) const;
  // Prices one class of a workload into `response`, with paths relative to it.
  absl::Status AddClass(const Catalog& catalog,
                        const v1::EstimateWorkloadRequest& request, int index,
                        absl::Time as_of, int64_t period_seconds,
                        v1::EstimateWorkloadResponse* response) const;

  const CatalogStore* store_;
  Observer* observer_;
  absl::Duration stale_after_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_ESTIMATE_HANDLER_H_
