#include "service/server/services.h"

#include "ratecard/v1/catalog_service.grpc.pb.h"
#include "ratecard/v1/comparison_service.grpc.pb.h"
#include "ratecard/v1/estimate_service.grpc.pb.h"
#include "ratecard/v1/explain_service.grpc.pb.h"
#include "ratecard/v1/quote_service.grpc.pb.h"
#include "ratecard/v1/usage_service.grpc.pb.h"

namespace ratecard {

// All batches are bulk calls, however small: a name that is not known takes a
// tenth of a millisecond, and a batch may have many.
MethodTable BindServices(const CatalogHandler* catalog,
                         const EstimateHandler* estimate,
                         const UsageHandler* usage, const QuoteHandler* quote,
                         const CompareHandler* compare,
                         const ExplainHandler* explain) {
  using CH = CatalogHandler;
  using EH = EstimateHandler;
  using QH = QuoteHandler;
  using UH = UsageHandler;
  using XH = ExplainHandler;
  MethodTable table;
  table.Add<v1::CatalogService>(Role::kReadCatalog)
      .Unary("GetModel", catalog, &CH::GetModel)
      .Unary("ListModels", catalog, &CH::ListModels, Bulk::kAll)
      .Unary("GetProvider", catalog, &CH::GetProvider)
      .Unary("ListProviders", catalog, &CH::ListProviders)
      .Unary("ResolveModel", catalog, &CH::ResolveModel)
      .Unary("ListPriceChanges", catalog, &CH::ListPriceChanges, Bulk::kAll)
      .Unary("GetCatalogRevision", catalog, &CH::GetCatalogRevision)
      .Watch("WatchCatalog", catalog, &CH::WatchCatalog);
  table.Add<v1::EstimateService>(Role::kQuote)
      .Unary("EstimateCost", estimate, &EH::EstimateCost)
      .Unary("BatchEstimateCosts", estimate, &EH::BatchEstimateCosts,
             Bulk::kAll)
      .Bidi("StreamEstimateCosts", estimate, &EH::StreamEstimateCosts)
      .Unary("CheckContextFit", estimate, &EH::CheckContextFit)
      .Unary("EstimateWorkload", estimate, &EH::EstimateWorkload);
  table.Add<v1::UsageService>(Role::kQuote)
      .Unary("PriceUsage", usage, &UH::PriceUsage)
      .Unary("BatchPriceUsage", usage, &UH::BatchPriceUsage, Bulk::kAll)
      .Unary("ExtractUsage", usage, &UH::ExtractUsage);
  table.Add<v1::QuoteService>(Role::kQuote)
      .Unary("CreateQuote", quote, &QH::CreateQuote)
      .Unary("VerifyQuote", quote, &QH::VerifyQuote);
  table.Add<v1::ComparisonService>(Role::kQuote)
      .Unary("CompareModels", compare, &CompareHandler::CompareModels,
             Bulk::kAll);
  table.Add<v1::ExplanationService>(Role::kQuote)
      .Unary("ExplainCost", explain, &XH::ExplainCost, Bulk::kAll)
      .Unary("TraceCosts", explain, &XH::TraceCosts, Bulk::kAll);
  return table;
}

}  // namespace ratecard
