#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "client/backend.h"
#include "service/api/catalog_handler.h"
#include "service/api/compare_handler.h"
#include "service/api/estimate_handler.h"
#include "service/api/explain_handler.h"
#include "service/api/quote_handler.h"
#include "service/api/usage_handler.h"
#include "service/base/status_macros.h"
#include "service/catalog/embedded.h"
#include "service/catalog/loader.h"
#include "service/catalog/store.h"

namespace ratecard {
namespace {

class LocalBackend : public Backend {
 public:
  LocalBackend(std::shared_ptr<const Catalog> catalog, std::string origin,
               std::shared_ptr<const KeyRing> quote_keys)
      : store_(std::move(catalog), {std::move(origin), absl::Now()}),
        quote_keys_(std::move(quote_keys)),
        estimates_(&store_, nullptr),
        usage_(&store_, &estimates_, nullptr),
        quotes_(&store_, &estimates_, &quote_keys_, nullptr),
        catalog_(&store_, nullptr),
        comparisons_(&store_, nullptr),
        explain_(&store_, &estimates_, nullptr) {}

  absl::Status EstimateCost(const v1::EstimateCostRequest& request,
                            v1::EstimateCostResponse* response) override {
    return estimates_.EstimateCost(Call(), request, response);
  }
  absl::Status CheckContextFit(const v1::CheckContextFitRequest& request,
                               v1::CheckContextFitResponse* response) override {
    return estimates_.CheckContextFit(Call(), request, response);
  }
  absl::Status EstimateWorkload(
      const v1::EstimateWorkloadRequest& request,
      v1::EstimateWorkloadResponse* response) override {
    return estimates_.EstimateWorkload(Call(), request, response);
  }
  absl::Status BatchEstimateCosts(
      const v1::BatchEstimateCostsRequest& request,
      v1::BatchEstimateCostsResponse* response) override {
    return estimates_.BatchEstimateCosts(Call(), request, response);
  }
  absl::Status CompareModels(const v1::CompareModelsRequest& request,
                             v1::CompareModelsResponse* response) override {
    return comparisons_.CompareModels(Call(), request, response);
  }
  absl::Status ExplainCost(const v1::ExplainCostRequest& request,
                           v1::ExplainCostResponse* response) override {
    return explain_.ExplainCost(Call(), request, response);
  }
  absl::Status TraceCosts(const v1::TraceCostsRequest& request,
                          v1::TraceCostsResponse* response) override {
    return explain_.TraceCosts(Call(), request, response);
  }
  absl::Status PriceUsage(const v1::PriceUsageRequest& request,
                          v1::PriceUsageResponse* response) override {
    return usage_.PriceUsage(Call(), request, response);
  }
  absl::Status BatchPriceUsage(const v1::BatchPriceUsageRequest& request,
                               v1::BatchPriceUsageResponse* response) override {
    return usage_.BatchPriceUsage(Call(), request, response);
  }
  absl::Status ExtractUsage(const v1::ExtractUsageRequest& request,
                            v1::ExtractUsageResponse* response) override {
    return usage_.ExtractUsage(Call(), request, response);
  }
  absl::Status CreateQuote(const v1::CreateQuoteRequest& request,
                           v1::CreateQuoteResponse* response) override {
    return quotes_.CreateQuote(Call(), request, response);
  }
  absl::Status VerifyQuote(const v1::VerifyQuoteRequest& request,
                           v1::VerifyQuoteResponse* response) override {
    return quotes_.VerifyQuote(Call(), request, response);
  }
  absl::Status GetModel(const v1::GetModelRequest& request,
                        v1::Model* response) override {
    return catalog_.GetModel(Call(), request, response);
  }
  absl::Status ListModels(const v1::ListModelsRequest& request,
                          v1::ListModelsResponse* response) override {
    return catalog_.ListModels(Call(), request, response);
  }
  absl::Status GetProvider(const v1::GetProviderRequest& request,
                           v1::Provider* response) override {
    return catalog_.GetProvider(Call(), request, response);
  }
  absl::Status ListProviders(const v1::ListProvidersRequest& request,
                             v1::ListProvidersResponse* response) override {
    return catalog_.ListProviders(Call(), request, response);
  }
  absl::Status ResolveModel(const v1::ResolveModelRequest& request,
                            v1::ResolveModelResponse* response) override {
    return catalog_.ResolveModel(Call(), request, response);
  }
  absl::Status ListPriceChanges(
      const v1::ListPriceChangesRequest& request,
      v1::ListPriceChangesResponse* response) override {
    return catalog_.ListPriceChanges(Call(), request, response);
  }
  absl::Status GetCatalogRevision(const v1::GetCatalogRevisionRequest& request,
                                  v1::CatalogRevision* response) override {
    return catalog_.GetCatalogRevision(Call(), request, response);
  }
  absl::Status PriceDocuments(const NextDocument& next, bool events,
                              const v1::PriceUsageRequest& request,
                              v1::PriceUsageResponse* response) override {
    return usage_.PriceDocuments(Call(), next, events, request, response);
  }
  absl::Status ExtractDocuments(const NextDocument& next, bool events,
                                const v1::ExtractUsageRequest& request,
                                v1::ExtractUsageResponse* response) override {
    return usage_.ExtractDocuments(Call(), next, events, request, response);
  }

 private:
  static CallContext Call() { return {absl::Now()}; }

  CatalogStore store_;
  KeyStore quote_keys_;
  EstimateHandler estimates_;
  UsageHandler usage_;
  QuoteHandler quotes_;
  CatalogHandler catalog_;
  CompareHandler comparisons_;
  ExplainHandler explain_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Backend>> MakeLocalBackend(
    const std::string& catalog_dir, std::shared_ptr<const KeyRing> quote_keys) {
  if (catalog_dir.empty()) {
    RATECARD_ASSIGN_OR_RETURN(std::shared_ptr<const Catalog> embedded,
                              LoadEmbeddedCatalog());
    return std::make_unique<LocalBackend>(std::move(embedded), "embedded",
                                          std::move(quote_keys));
  }
  RATECARD_ASSIGN_OR_RETURN(std::shared_ptr<const Catalog> catalog,
                            LoadCatalogDirectories(catalog_dir));
  return std::make_unique<LocalBackend>(std::move(catalog), catalog_dir,
                                        std::move(quote_keys));
}

}  // namespace ratecard
