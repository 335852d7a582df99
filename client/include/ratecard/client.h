// What requests to large language models cost and whether they fit: asked of
// servers, or of the catalog in the library itself, in the same way.
//
//   absl::StatusOr<std::unique_ptr<ratecard::Client>> client =
//       ratecard::Client::Connect("dns:///ratecard.internal:50051");
//   if (!client.ok()) { … }
//   ratecard::v1::EstimateCostRequest request;
//   request.set_model("gpt-5.2-codex");
//   request.mutable_usage()->set_input_tokens(100'000);
//   absl::StatusOr<ratecard::v1::EstimateCostResponse> response =
//       (*client)->EstimateCost(request);
//
// Messages, methods and their errors are explained in ratecard/v1/*.proto.

#ifndef RATECARD_CLIENT_H_
#define RATECARD_CLIENT_H_

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/message.h"
#include "ratecard/errors.h"
#include "ratecard/options.h"
#include "ratecard/streams.h"
#include "ratecard/v1/catalog_service.pb.h"
#include "ratecard/v1/comparison_service.pb.h"
#include "ratecard/v1/estimate_service.pb.h"
#include "ratecard/v1/explain_service.pb.h"
#include "ratecard/v1/quote_service.pb.h"
#include "ratecard/v1/usage_service.pb.h"

namespace ratecard {

// Thread-safe; one for the whole program is enough. Errors of calls are those
// that the method documents, with details as errors.h reads them, and
//   UNAVAILABLE, DEADLINE_EXCEEDED  SERVER_UNREACHABLE: nobody answered.
//   INVALID_ARGUMENT                INVALID_METADATA: of the call's options.
class Client {
 public:
  // Answers from a catalog in this process, without a network. Takes a few
  // milliseconds; a directory, as long as its files do. Most calls take no time
  // to speak of: timeouts end streams, batches and comparisons only.
  //
  // Errors: FAILED_PRECONDITION EMBEDDED_CATALOG_UNUSABLE if the machine has no
  // time zones; NOT_FOUND CATALOG_NOT_FOUND, QUOTE_KEYS_UNREADABLE;
  // INVALID_ARGUMENT INVALID_CATALOG, INVALID_QUOTE_KEYS.
  static absl::StatusOr<std::unique_ptr<Client>> Local(
      const LocalOptions& options = {});

  // Asks the servers of `target`: `dns:///host:port` (or just `host:port`),
  // `ipv4:10.0.0.1:50051,10.0.0.2:50051`, `unix:/path`, as gRPC has it. Calls
  // go in turn to all addresses whose health is SERVING. Returns at once: only
  // a call shows whether anybody is there.
  //
  // Errors: INVALID_ARGUMENT INVALID_OPTIONS, TOKEN_NEEDS_TLS; NOT_FOUND
  // TLS_FILE_UNREADABLE.
  static absl::StatusOr<std::unique_ptr<Client>> Connect(
      const std::string& target, const ConnectOptions& options = {});

  virtual ~Client() = default;
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  absl::StatusOr<v1::EstimateCostResponse> EstimateCost(
      const v1::EstimateCostRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::BatchEstimateCostsResponse> BatchEstimateCosts(
      const v1::BatchEstimateCostsRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::CheckContextFitResponse> CheckContextFit(
      const v1::CheckContextFitRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::EstimateWorkloadResponse> EstimateWorkload(
      const v1::EstimateWorkloadRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::CompareModelsResponse> CompareModels(
      const v1::CompareModelsRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::ExplainCostResponse> ExplainCost(
      const v1::ExplainCostRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::TraceCostsResponse> TraceCosts(
      const v1::TraceCostsRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::PriceUsageResponse> PriceUsage(
      const v1::PriceUsageRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::BatchPriceUsageResponse> BatchPriceUsage(
      const v1::BatchPriceUsageRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::ExtractUsageResponse> ExtractUsage(
      const v1::ExtractUsageRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::CreateQuoteResponse> CreateQuote(
      const v1::CreateQuoteRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::VerifyQuoteResponse> VerifyQuote(
      const v1::VerifyQuoteRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::Model> GetModel(const v1::GetModelRequest& request,
                                     const CallOptions& options = {}) const;
  absl::StatusOr<v1::ListModelsResponse> ListModels(
      const v1::ListModelsRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::Provider> GetProvider(
      const v1::GetProviderRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::ListProvidersResponse> ListProviders(
      const v1::ListProvidersRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::ResolveModelResponse> ResolveModel(
      const v1::ResolveModelRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::ListPriceChangesResponse> ListPriceChanges(
      const v1::ListPriceChangesRequest& request,
      const CallOptions& options = {}) const;
  absl::StatusOr<v1::CatalogRevision> GetCatalogRevision(
      const v1::GetCatalogRevisionRequest& request,
      const CallOptions& options = {}) const;

  // Both wait until a server takes the call, or the call ends. Never null; what
  // is wrong is what Finish says.
  std::unique_ptr<EstimateStream> StreamEstimateCosts(
      const CallOptions& options = {}) const;
  std::unique_ptr<CatalogWatch> WatchCatalog(
      const v1::WatchCatalogRequest& request,
      const CallOptions& options = {}) const;

  // One of the methods above: `&Client::EstimateCost`.
  template <typename Request, typename Response>
  using Method = absl::StatusOr<Response> (Client::*)(const Request&,
                                                      const CallOptions&) const;

  // The same into a message of the caller's, which may be on an arena. Of no
  // meaning after an error.
  template <typename Request, typename Response>
  absl::Status Call(Method<Request, Response> /*which*/, const Request& request,
                    Response* response, const CallOptions& options = {}) const {
    return Invoke(request, response, options);
  }

  // The same without waiting: `done` is called once with the
  // absl::StatusOr<Response>, by a thread that it must not block, perhaps
  // before Start returns and perhaps after the client was destroyed.
  template <typename Request, typename Response, typename Done>
  void Start(Method<Request, Response> /*which*/, const Request& request,
             Done done, const CallOptions& options = {}) const {
    auto response = std::make_shared<Response>();
    Response* const filled = response.get();
    InvokeAsync(request, filled, options,
                [response = std::move(response),
                 done = std::move(done)](absl::Status status) mutable {
                  if (status.ok()) {
                    done(absl::StatusOr<Response>(std::move(*response)));
                  } else {
                    done(absl::StatusOr<Response>(std::move(status)));
                  }
                });
  }

 protected:
  Client() = default;

 private:
  template <typename Response>
  absl::StatusOr<Response> Ask(const google::protobuf::Message& request,
                               const CallOptions& options) const;

  // The method is known by the type of its request. `request` is not used after
  // both return; `response` is written until `done` is called.
  virtual absl::Status Invoke(const google::protobuf::Message& request,
                              google::protobuf::Message* response,
                              const CallOptions& options) const = 0;
  virtual void InvokeAsync(const google::protobuf::Message& request,
                           google::protobuf::Message* response,
                           const CallOptions& options,
                           std::function<void(absl::Status)> done) const = 0;
  virtual std::unique_ptr<EstimateStream> OpenStream(
      const CallOptions& options) const = 0;
  virtual std::unique_ptr<CatalogWatch> OpenWatch(
      const v1::WatchCatalogRequest& request,
      const CallOptions& options) const = 0;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_H_
