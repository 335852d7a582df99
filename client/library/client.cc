#include "ratecard/client.h"

#include <memory>
#include <string>
#include <utility>

#include "client/library/local_client.h"
#include "client/library/remote_client.h"
#include "service/base/status_macros.h"

namespace ratecard {

absl::StatusOr<std::unique_ptr<Client>> Client::Local(
    const LocalOptions& options) {
  return MakeLocalClient(options);
}

absl::StatusOr<std::unique_ptr<Client>> Client::Connect(
    const std::string& target, const ConnectOptions& options) {
  return MakeRemoteClient(target, options);
}

template <typename Response>
absl::StatusOr<Response> Client::Ask(const google::protobuf::Message& request,
                                     const CallOptions& options) const {
  Response response;
  RATECARD_RETURN_IF_ERROR(Invoke(request, &response, options));
  return response;
}

absl::StatusOr<v1::EstimateCostResponse> Client::EstimateCost(
    const v1::EstimateCostRequest& request, const CallOptions& options) const {
  return Ask<v1::EstimateCostResponse>(request, options);
}

absl::StatusOr<v1::BatchEstimateCostsResponse> Client::BatchEstimateCosts(
    const v1::BatchEstimateCostsRequest& request,
    const CallOptions& options) const {
  return Ask<v1::BatchEstimateCostsResponse>(request, options);
}

absl::StatusOr<v1::CheckContextFitResponse> Client::CheckContextFit(
    const v1::CheckContextFitRequest& request,
    const CallOptions& options) const {
  return Ask<v1::CheckContextFitResponse>(request, options);
}

absl::StatusOr<v1::EstimateWorkloadResponse> Client::EstimateWorkload(
    const v1::EstimateWorkloadRequest& request,
    const CallOptions& options) const {
  return Ask<v1::EstimateWorkloadResponse>(request, options);
}

absl::StatusOr<v1::CompareModelsResponse> Client::CompareModels(
    const v1::CompareModelsRequest& request, const CallOptions& options) const {
  return Ask<v1::CompareModelsResponse>(request, options);
}

absl::StatusOr<v1::ExplainCostResponse> Client::ExplainCost(
    const v1::ExplainCostRequest& request, const CallOptions& options) const {
  return Ask<v1::ExplainCostResponse>(request, options);
}

absl::StatusOr<v1::TraceCostsResponse> Client::TraceCosts(
    const v1::TraceCostsRequest& request, const CallOptions& options) const {
  return Ask<v1::TraceCostsResponse>(request, options);
}

absl::StatusOr<v1::PriceUsageResponse> Client::PriceUsage(
    const v1::PriceUsageRequest& request, const CallOptions& options) const {
  return Ask<v1::PriceUsageResponse>(request, options);
}

absl::StatusOr<v1::BatchPriceUsageResponse> Client::BatchPriceUsage(
    const v1::BatchPriceUsageRequest& request,
    const CallOptions& options) const {
  return Ask<v1::BatchPriceUsageResponse>(request, options);
}

absl::StatusOr<v1::ExtractUsageResponse> Client::ExtractUsage(
    const v1::ExtractUsageRequest& request, const CallOptions& options) const {
  return Ask<v1::ExtractUsageResponse>(request, options);
}

absl::StatusOr<v1::CreateQuoteResponse> Client::CreateQuote(
    const v1::CreateQuoteRequest& request, const CallOptions& options) const {
  return Ask<v1::CreateQuoteResponse>(request, options);
}

absl::StatusOr<v1::VerifyQuoteResponse> Client::VerifyQuote(
    const v1::VerifyQuoteRequest& request, const CallOptions& options) const {
  return Ask<v1::VerifyQuoteResponse>(request, options);
}

absl::StatusOr<v1::Model> Client::GetModel(const v1::GetModelRequest& request,
                                           const CallOptions& options) const {
  return Ask<v1::Model>(request, options);
}

absl::StatusOr<v1::ListModelsResponse> Client::ListModels(
    const v1::ListModelsRequest& request, const CallOptions& options) const {
  return Ask<v1::ListModelsResponse>(request, options);
}

absl::StatusOr<v1::Provider> Client::GetProvider(
    const v1::GetProviderRequest& request, const CallOptions& options) const {
  return Ask<v1::Provider>(request, options);
}

absl::StatusOr<v1::ListProvidersResponse> Client::ListProviders(
    const v1::ListProvidersRequest& request, const CallOptions& options) const {
  return Ask<v1::ListProvidersResponse>(request, options);
}

absl::StatusOr<v1::ResolveModelResponse> Client::ResolveModel(
    const v1::ResolveModelRequest& request, const CallOptions& options) const {
  return Ask<v1::ResolveModelResponse>(request, options);
}

absl::StatusOr<v1::ListPriceChangesResponse> Client::ListPriceChanges(
    const v1::ListPriceChangesRequest& request,
    const CallOptions& options) const {
  return Ask<v1::ListPriceChangesResponse>(request, options);
}

absl::StatusOr<v1::CatalogRevision> Client::GetCatalogRevision(
    const v1::GetCatalogRevisionRequest& request,
    const CallOptions& options) const {
  return Ask<v1::CatalogRevision>(request, options);
}

std::unique_ptr<EstimateStream> Client::StreamEstimateCosts(
    const CallOptions& options) const {
  return OpenStream(options);
}

std::unique_ptr<CatalogWatch> Client::WatchCatalog(
    const v1::WatchCatalogRequest& request, const CallOptions& options) const {
  return OpenWatch(request, options);
}

}  // namespace ratecard
