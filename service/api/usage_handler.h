// UsageService: a provider's response → usage and price. No gRPC: the server,
// the CLI's offline mode, fuzzers and tests call the same code.

#ifndef RATECARD_SERVICE_API_USAGE_HANDLER_H_
#define RATECARD_SERVICE_API_USAGE_HANDLER_H_

#include "absl/status/status.h"
#include "ratecard/v1/usage_service.pb.h"
#include "service/api/call_context.h"
#include "service/api/estimate_handler.h"
#include "service/api/observer.h"
#include "service/catalog/store.h"
#include "service/usage/document.h"
#include "service/usage/reader_pool.h"

namespace ratecard {

// Thread-safe. Errors are as the proto documents, with details as DetailOf
// gives them.
class UsageHandler {
 public:
  // All must outlive the handler; `observer` may be null.
  UsageHandler(const CatalogStore* store, const EstimateHandler* estimates,
               Observer* observer)
      : store_(store), estimates_(estimates), observer_(observer) {}

  absl::Status ExtractUsage(const CallContext& call,
                            const v1::ExtractUsageRequest& request,
                            v1::ExtractUsageResponse* response) const;
  absl::Status PriceUsage(const CallContext& call,
                          const v1::PriceUsageRequest& request,
                          v1::PriceUsageResponse* response) const;
  absl::Status BatchPriceUsage(const CallContext& call,
                               const v1::BatchPriceUsageRequest& request,
                               v1::BatchPriceUsageResponse* response) const;

  // PriceUsage and ExtractUsage of documents instead of a payload: a stream of
  // any length takes constant memory. `events`: they are the events of a
  // stream, even if there is only one.
  absl::Status PriceDocuments(const CallContext& call, const NextDocument& next,
                              bool events, const v1::PriceUsageRequest& request,
                              v1::PriceUsageResponse* response) const;
  absl::Status ExtractDocuments(const CallContext& call,
                                const NextDocument& next, bool events,
                                const v1::ExtractUsageRequest& request,
                                v1::ExtractUsageResponse* response) const;

 private:
  // What all requests of a call have in common.
  struct Asked {
    const Catalog& catalog;
    const CallContext& call;
  };

  // Tells the observer of a payload that could not be read.
  absl::Status Read(absl::Status status) const;
  absl::Status PriceOne(const Asked& asked, ResponseReader* reader,
                        const v1::PriceUsageRequest& request,
                        v1::PriceUsageResponse* response) const;
  // Of what was read, whatever the payload of the request.
  absl::Status PriceRead(const Asked& asked, const ResponseValues& values,
                         bool events, const v1::PriceUsageRequest& request,
                         v1::PriceUsageResponse* response) const;
  absl::Status ExtractRead(const Asked& asked, const ResponseValues& values,
                           bool events, const v1::ExtractUsageRequest& request,
                           v1::ExtractUsageResponse* response) const;

  const CatalogStore* store_;
  const EstimateHandler* estimates_;
  Observer* observer_;
  mutable ReaderPool readers_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_USAGE_HANDLER_H_
