#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "client/backend.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/grpcpp.h"
#include "ratecard/v1/catalog_service.grpc.pb.h"
#include "ratecard/v1/comparison_service.grpc.pb.h"
#include "ratecard/v1/estimate_service.grpc.pb.h"
#include "ratecard/v1/explain_service.grpc.pb.h"
#include "ratecard/v1/quote_service.grpc.pb.h"
#include "ratecard/v1/usage_service.grpc.pb.h"
#include "service/api/status_proto.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

// A page of whole models is larger than gRPC's default of 4 MiB allows for.
constexpr int kMaxReplyBytes = 64 << 20;

std::shared_ptr<grpc::Channel> Connect(const std::string& address) {
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxReplyBytes);
  // The address that was asked for is the one to talk to: a proxy for the web
  // (http_proxy) seldom reaches a service of one's own.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  return grpc::CreateCustomChannel(address, grpc::InsecureChannelCredentials(),
                                   arguments);
}

// The documents as one payload: an event each, or a line.
absl::StatusOr<std::string> Payload(const NextDocument& next, bool events) {
  std::string payload;
  while (true) {
    RATECARD_ASSIGN_OR_RETURN(const std::optional<Document> document, next());
    if (!document.has_value()) {
      return payload;
    }
    for (const absl::string_view line :
         absl::StrSplit(document->json, absl::ByAnyChar("\r\n"))) {
      absl::StrAppend(&payload, events ? "data: " : "", line,
                      events ? "\n" : " ");
    }
    payload += '\n';
  }
}

class RemoteBackend : public Backend {
 public:
  RemoteBackend(std::string address, absl::Duration timeout)
      : address_(std::move(address)),
        timeout_(timeout),
        channel_(Connect(address_)),
        estimates_(v1::EstimateService::NewStub(channel_)),
        usage_(v1::UsageService::NewStub(channel_)),
        quotes_(v1::QuoteService::NewStub(channel_)),
        catalog_(v1::CatalogService::NewStub(channel_)),
        comparisons_(v1::ComparisonService::NewStub(channel_)),
        explain_(v1::ExplanationService::NewStub(channel_)) {}

  absl::Status EstimateCost(const v1::EstimateCostRequest& request,
                            v1::EstimateCostResponse* response) override {
    return Call(*estimates_, &v1::EstimateService::Stub::EstimateCost, request,
                response);
  }
  absl::Status CheckContextFit(const v1::CheckContextFitRequest& request,
                               v1::CheckContextFitResponse* response) override {
    return Call(*estimates_, &v1::EstimateService::Stub::CheckContextFit,
                request, response);
  }
  absl::Status EstimateWorkload(
      const v1::EstimateWorkloadRequest& request,
      v1::EstimateWorkloadResponse* response) override {
    return Call(*estimates_, &v1::EstimateService::Stub::EstimateWorkload,
                request, response);
  }
  absl::Status BatchEstimateCosts(
      const v1::BatchEstimateCostsRequest& request,
      v1::BatchEstimateCostsResponse* response) override {
    return Call(*estimates_, &v1::EstimateService::Stub::BatchEstimateCosts,
                request, response);
  }
  absl::Status CompareModels(const v1::CompareModelsRequest& request,
                             v1::CompareModelsResponse* response) override {
    return Call(*comparisons_, &v1::ComparisonService::Stub::CompareModels,
                request, response);
  }
  absl::Status ExplainCost(const v1::ExplainCostRequest& request,
                           v1::ExplainCostResponse* response) override {
    return Call(*explain_, &v1::ExplanationService::Stub::ExplainCost, request,
                response);
  }
  absl::Status TraceCosts(const v1::TraceCostsRequest& request,
                          v1::TraceCostsResponse* response) override {
    return Call(*explain_, &v1::ExplanationService::Stub::TraceCosts, request,
                response);
  }
  absl::Status PriceUsage(const v1::PriceUsageRequest& request,
                          v1::PriceUsageResponse* response) override {
    return Call(*usage_, &v1::UsageService::Stub::PriceUsage, request,
                response);
  }
  absl::Status BatchPriceUsage(const v1::BatchPriceUsageRequest& request,
                               v1::BatchPriceUsageResponse* response) override {
    return Call(*usage_, &v1::UsageService::Stub::BatchPriceUsage, request,
                response);
  }
  absl::Status ExtractUsage(const v1::ExtractUsageRequest& request,
                            v1::ExtractUsageResponse* response) override {
    return Call(*usage_, &v1::UsageService::Stub::ExtractUsage, request,
                response);
  }
  absl::Status CreateQuote(const v1::CreateQuoteRequest& request,
                           v1::CreateQuoteResponse* response) override {
    return Call(*quotes_, &v1::QuoteService::Stub::CreateQuote, request,
                response);
  }
  absl::Status VerifyQuote(const v1::VerifyQuoteRequest& request,
                           v1::VerifyQuoteResponse* response) override {
    return Call(*quotes_, &v1::QuoteService::Stub::VerifyQuote, request,
                response);
  }
  absl::Status GetModel(const v1::GetModelRequest& request,
                        v1::Model* response) override {
    return Call(*catalog_, &v1::CatalogService::Stub::GetModel, request,
                response);
  }
  absl::Status ListModels(const v1::ListModelsRequest& request,
                          v1::ListModelsResponse* response) override {
    return Call(*catalog_, &v1::CatalogService::Stub::ListModels, request,
                response);
  }
  absl::Status GetProvider(const v1::GetProviderRequest& request,
                           v1::Provider* response) override {
    return Call(*catalog_, &v1::CatalogService::Stub::GetProvider, request,
                response);
  }
  absl::Status ListProviders(const v1::ListProvidersRequest& request,
                             v1::ListProvidersResponse* response) override {
    return Call(*catalog_, &v1::CatalogService::Stub::ListProviders, request,
                response);
  }
  absl::Status ResolveModel(const v1::ResolveModelRequest& request,
                            v1::ResolveModelResponse* response) override {
    return Call(*catalog_, &v1::CatalogService::Stub::ResolveModel, request,
                response);
  }
  absl::Status ListPriceChanges(
      const v1::ListPriceChangesRequest& request,
      v1::ListPriceChangesResponse* response) override {
    return Call(*catalog_, &v1::CatalogService::Stub::ListPriceChanges, request,
                response);
  }
  absl::Status GetCatalogRevision(const v1::GetCatalogRevisionRequest& request,
                                  v1::CatalogRevision* response) override {
    return Call(*catalog_, &v1::CatalogService::Stub::GetCatalogRevision,
                request, response);
  }
  absl::Status PriceDocuments(const NextDocument& next, bool events,
                              const v1::PriceUsageRequest& request,
                              v1::PriceUsageResponse* response) override {
    v1::PriceUsageRequest whole = request;
    RATECARD_ASSIGN_OR_RETURN(*whole.mutable_payload(), Payload(next, events));
    return PriceUsage(whole, response);
  }
  absl::Status ExtractDocuments(const NextDocument& next, bool events,
                                const v1::ExtractUsageRequest& request,
                                v1::ExtractUsageResponse* response) override {
    v1::ExtractUsageRequest whole = request;
    RATECARD_ASSIGN_OR_RETURN(*whole.mutable_payload(), Payload(next, events));
    return ExtractUsage(whole, response);
  }

 private:
  template <typename Stub, typename Request, typename Response>
  absl::Status Call(Stub& stub,
                    grpc::Status (Stub::*method)(grpc::ClientContext*,
                                                 const Request&, Response*),
                    const Request& request, Response* response) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
    return FromGrpc((stub.*method)(&context, request, response));
  }

  absl::Status FromGrpc(const grpc::Status& status) const {
    if (status.ok()) {
      return absl::OkStatus();
    }
    google::rpc::Status details;
    if (!status.error_details().empty() &&
        details.ParseFromString(status.error_details())) {
      return FromStatusProto(details);
    }
    const auto code = static_cast<absl::StatusCode>(status.error_code());
    if (code == absl::StatusCode::kUnavailable) {
      return Error(code, kServerUnreachable,
                   absl::StrCat("server ", address_, " cannot be reached: ",
                                status.error_message()));
    }
    if (code == absl::StatusCode::kDeadlineExceeded) {
      return Error(code, kServerUnreachable,
                   absl::StrCat("server ", address_, " did not answer within ",
                                absl::FormatDuration(timeout_)));
    }
    return absl::Status(
        code, absl::StrCat("server ", address_, ": ", status.error_message()));
  }

  std::string address_;
  absl::Duration timeout_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::EstimateService::Stub> estimates_;
  std::unique_ptr<v1::UsageService::Stub> usage_;
  std::unique_ptr<v1::QuoteService::Stub> quotes_;
  std::unique_ptr<v1::CatalogService::Stub> catalog_;
  std::unique_ptr<v1::ComparisonService::Stub> comparisons_;
  std::unique_ptr<v1::ExplanationService::Stub> explain_;
};

}  // namespace

std::unique_ptr<Backend> MakeRemoteBackend(const std::string& address,
                                           absl::Duration timeout) {
  return std::make_unique<RemoteBackend>(address, timeout);
}

}  // namespace ratecard
