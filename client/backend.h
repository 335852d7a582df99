// Who answers: the embedded catalog, a directory, or a server.

#ifndef RATECARD_CLIENT_BACKEND_H_
#define RATECARD_CLIENT_BACKEND_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ratecard/v1/catalog_service.pb.h"
#include "ratecard/v1/comparison_service.pb.h"
#include "ratecard/v1/estimate_service.pb.h"
#include "ratecard/v1/explain_service.pb.h"
#include "ratecard/v1/quote_service.pb.h"
#include "ratecard/v1/usage_service.pb.h"
#include "service/quote/key_ring.h"
#include "service/usage/document.h"

namespace ratecard {

// Reason of the error if a server does not answer.
inline constexpr char kServerUnreachable[] = "SERVER_UNREACHABLE";

// The API, wherever it is. Errors are as the proto documents, with details as
// DetailOf gives them, and UNAVAILABLE or DEADLINE_EXCEEDED SERVER_UNREACHABLE
// if a server does not answer. Not thread-safe.
class Backend {
 public:
  virtual ~Backend() = default;

  virtual absl::Status EstimateCost(const v1::EstimateCostRequest& request,
                                    v1::EstimateCostResponse* response) = 0;
  virtual absl::Status CheckContextFit(
      const v1::CheckContextFitRequest& request,
      v1::CheckContextFitResponse* response) = 0;
  virtual absl::Status EstimateWorkload(
      const v1::EstimateWorkloadRequest& request,
      v1::EstimateWorkloadResponse* response) = 0;
  virtual absl::Status BatchEstimateCosts(
      const v1::BatchEstimateCostsRequest& request,
      v1::BatchEstimateCostsResponse* response) = 0;
  virtual absl::Status CompareModels(const v1::CompareModelsRequest& request,
                                     v1::CompareModelsResponse* response) = 0;
  virtual absl::Status ExplainCost(const v1::ExplainCostRequest& request,
                                   v1::ExplainCostResponse* response) = 0;
  virtual absl::Status TraceCosts(const v1::TraceCostsRequest& request,
                                  v1::TraceCostsResponse* response) = 0;
  virtual absl::Status PriceUsage(const v1::PriceUsageRequest& request,
                                  v1::PriceUsageResponse* response) = 0;
  virtual absl::Status BatchPriceUsage(
      const v1::BatchPriceUsageRequest& request,
      v1::BatchPriceUsageResponse* response) = 0;
  virtual absl::Status ExtractUsage(const v1::ExtractUsageRequest& request,
                                    v1::ExtractUsageResponse* response) = 0;

  // PriceUsage and ExtractUsage of the documents of one response, one a call of
  // `next`, instead of a payload. `events`: as UsageHandler::PriceDocuments has
  // it. A server is sent all of them at once.
  virtual absl::Status PriceDocuments(const NextDocument& next, bool events,
                                      const v1::PriceUsageRequest& request,
                                      v1::PriceUsageResponse* response) = 0;
  virtual absl::Status ExtractDocuments(const NextDocument& next, bool events,
                                        const v1::ExtractUsageRequest& request,
                                        v1::ExtractUsageResponse* response) = 0;
  virtual absl::Status CreateQuote(const v1::CreateQuoteRequest& request,
                                   v1::CreateQuoteResponse* response) = 0;
  virtual absl::Status VerifyQuote(const v1::VerifyQuoteRequest& request,
                                   v1::VerifyQuoteResponse* response) = 0;
  virtual absl::Status GetModel(const v1::GetModelRequest& request,
                                v1::Model* response) = 0;
  virtual absl::Status ListModels(const v1::ListModelsRequest& request,
                                  v1::ListModelsResponse* response) = 0;
  virtual absl::Status GetProvider(const v1::GetProviderRequest& request,
                                   v1::Provider* response) = 0;
  virtual absl::Status ListProviders(const v1::ListProvidersRequest& request,
                                     v1::ListProvidersResponse* response) = 0;
  virtual absl::Status ResolveModel(const v1::ResolveModelRequest& request,
                                    v1::ResolveModelResponse* response) = 0;
  virtual absl::Status ListPriceChanges(
      const v1::ListPriceChangesRequest& request,
      v1::ListPriceChangesResponse* response) = 0;
  virtual absl::Status GetCatalogRevision(
      const v1::GetCatalogRevisionRequest& request,
      v1::CatalogRevision* response) = 0;
};

// Answers from the catalog that is linked in or, if `catalog_dir` is not empty,
// from the files there. `quote_keys` sign quotes; null: there are none. Errors:
// those of LoadEmbeddedCatalog and LoadCatalogDirectories.
absl::StatusOr<std::unique_ptr<Backend>> MakeLocalBackend(
    const std::string& catalog_dir,
    std::shared_ptr<const KeyRing> quote_keys = nullptr);

// Asks the server at `address` (`HOST:PORT`), each call for at most `timeout`.
// Connects at the first call.
std::unique_ptr<Backend> MakeRemoteBackend(const std::string& address,
                                           absl::Duration timeout);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_BACKEND_H_
