#include "service/server/services.h"

#include "ratecard/v1/catalog_service.grpc.pb.h"
#include "ratecard/v1/estimate_service.grpc.pb.h"

namespace ratecard {

MethodTable BindServices(const CatalogHandler* catalog,
                         const EstimateHandler* estimate) {
  using C = v1::CatalogService::AsyncService;
  using E = v1::EstimateService::AsyncService;
  using CH = CatalogHandler;
  using EH = EstimateHandler;
  MethodTable table;
  table.Add<v1::CatalogService>()
      .Unary("GetModel", &C::RequestGetModel, catalog, &CH::GetModel)
      .Unary("ListModels", &C::RequestListModels, catalog, &CH::ListModels)
      .Unary("GetProvider", &C::RequestGetProvider, catalog, &CH::GetProvider)
      .Unary("ListProviders", &C::RequestListProviders, catalog,
             &CH::ListProviders)
      .Unary("ResolveModel", &C::RequestResolveModel, catalog,
             &CH::ResolveModel)
      .Unary("GetCatalogRevision", &C::RequestGetCatalogRevision, catalog,
             &CH::GetCatalogRevision);
  table.Add<v1::EstimateService>()
      .Unary("EstimateCost", &E::RequestEstimateCost, estimate,
             &EH::EstimateCost)
      .Unary("CheckContextFit", &E::RequestCheckContextFit, estimate,
             &EH::CheckContextFit)
      .Unary("EstimateWorkload", &E::RequestEstimateWorkload, estimate,
             &EH::EstimateWorkload);
  return table;
}

}  // namespace ratecard
