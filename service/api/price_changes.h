// ListPriceChanges of CatalogService: request → reply or status. No gRPC.

#ifndef RATECARD_SERVICE_API_PRICE_CHANGES_H_
#define RATECARD_SERVICE_API_PRICE_CHANGES_H_

#include "absl/status/status.h"
#include "ratecard/v1/catalog_service.pb.h"
#include "service/api/call_context.h"
#include "service/api/observer.h"
#include "service/catalog/catalog.h"

namespace ratecard {

// Reads the schedules of every model that the request does not rule out.
// `observer` may be null. Thread-safe.
//
// Errors: as the proto documents, with details as DetailOf gives them.
absl::Status ListPriceChanges(const Catalog& catalog, const CallContext& call,
                              const v1::ListPriceChangesRequest& request,
                              Observer* observer,
                              v1::ListPriceChangesResponse* response);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_PRICE_CHANGES_H_
