// CatalogService: request → reply or status. No gRPC.

#ifndef RATECARD_SERVICE_API_CATALOG_HANDLER_H_
#define RATECARD_SERVICE_API_CATALOG_HANDLER_H_

#include "absl/status/status.h"
#include "ratecard/v1/catalog_service.pb.h"
#include "service/api/call_context.h"
#include "service/api/observer.h"
#include "service/catalog/store.h"

namespace ratecard {

// Thread-safe. Errors are as the proto documents, with details as DetailOf
// gives them.
class CatalogHandler {
 public:
  // `store` must outlive the handler; `observer` may be null, else likewise.
  CatalogHandler(const CatalogStore* store, Observer* observer)
      : store_(store), observer_(observer) {}

  absl::Status GetModel(const CallContext& call,
                        const v1::GetModelRequest& request,
                        v1::Model* response) const;
  absl::Status ListModels(const CallContext& call,
                          const v1::ListModelsRequest& request,
                          v1::ListModelsResponse* response) const;
  absl::Status GetProvider(const CallContext& call,
                           const v1::GetProviderRequest& request,
                           v1::Provider* response) const;
  absl::Status ListProviders(const CallContext& call,
                             const v1::ListProvidersRequest& request,
                             v1::ListProvidersResponse* response) const;
  absl::Status ResolveModel(const CallContext& call,
                            const v1::ResolveModelRequest& request,
                            v1::ResolveModelResponse* response) const;
  absl::Status ListPriceChanges(const CallContext& call,
                                const v1::ListPriceChangesRequest& request,
                                v1::ListPriceChangesResponse* response) const;
  absl::Status GetCatalogRevision(const CallContext& call,
                                  const v1::GetCatalogRevisionRequest& request,
                                  v1::CatalogRevision* response) const;
  // The message for a caller who was last sent `last`, null for none yet.
  // False: the caller has what is served now.
  bool WatchCatalog(const CallContext& call,
                    const v1::WatchCatalogRequest& request,
                    const v1::WatchCatalogResponse* last,
                    v1::WatchCatalogResponse* next) const;

 private:
  const CatalogStore* store_;
  Observer* observer_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_CATALOG_HANDLER_H_
