#include "client/library/local_client.h"

#include <utility>

#include "absl/time/clock.h"
#include "client/library/call_options.h"
#include "client/library/local_streams.h"
#include "service/base/status_macros.h"
#include "service/catalog/embedded.h"
#include "service/catalog/loader.h"
#include "service/quote/key_file.h"

namespace ratecard {
namespace {

// Ends a call in between where its options say so.
class OptionsCaller : public Caller {
 public:
  explicit OptionsCaller(const CallOptions& options)
      : canceller_(options.canceller.get()),
        deadline_(absl::Now() +
                  options.timeout.value_or(absl::InfiniteDuration())) {}

  absl::Status StillWaits() override {
    if (canceller_ != nullptr && canceller_->cancelled()) {
      return Cancelled();
    }
    return absl::Now() < deadline_ ? absl::OkStatus() : OutOfTime();
  }

 private:
  const Canceller* canceller_;
  absl::Time deadline_;
};

}  // namespace

LocalService::LocalService(std::shared_ptr<const Catalog> loaded,
                           std::string origin,
                           std::shared_ptr<const KeyRing> keys)
    : store(std::move(loaded), {std::move(origin), absl::Now()}),
      quote_keys(std::move(keys)),
      estimates(&store, nullptr),
      usage(&store, &estimates, nullptr),
      quotes(&store, &estimates, &quote_keys, nullptr),
      catalog(&store, nullptr),
      comparisons(&store, nullptr),
      explain(&store, &estimates, nullptr) {}

LocalClient::LocalClient(std::shared_ptr<const LocalService> service)
    : service_(std::move(service)) {
  Add(&service_->estimates, &EstimateHandler::EstimateCost);
  Add(&service_->estimates, &EstimateHandler::BatchEstimateCosts);
  Add(&service_->estimates, &EstimateHandler::CheckContextFit);
  Add(&service_->estimates, &EstimateHandler::EstimateWorkload);
  Add(&service_->comparisons, &CompareHandler::CompareModels);
  Add(&service_->explain, &ExplainHandler::ExplainCost);
  Add(&service_->explain, &ExplainHandler::TraceCosts);
  Add(&service_->usage, &UsageHandler::PriceUsage);
  Add(&service_->usage, &UsageHandler::BatchPriceUsage);
  Add(&service_->usage, &UsageHandler::ExtractUsage);
  Add(&service_->quotes, &QuoteHandler::CreateQuote);
  Add(&service_->quotes, &QuoteHandler::VerifyQuote);
  Add(&service_->catalog, &CatalogHandler::GetModel);
  Add(&service_->catalog, &CatalogHandler::ListModels);
  Add(&service_->catalog, &CatalogHandler::GetProvider);
  Add(&service_->catalog, &CatalogHandler::ListProviders);
  Add(&service_->catalog, &CatalogHandler::ResolveModel);
  Add(&service_->catalog, &CatalogHandler::ListPriceChanges);
  Add(&service_->catalog, &CatalogHandler::GetCatalogRevision);
}

template <typename Handler, typename Request, typename Response>
void LocalClient::Add(const Handler* handler,
                      absl::Status (Handler::*method)(const CallContext&,
                                                      const Request&, Response*)
                          const) {
  answers_[Request::descriptor()] =
      [handler, method](const CallContext& call,
                        const google::protobuf::Message& request,
                        google::protobuf::Message* response) {
        return (handler->*method)(call, static_cast<const Request&>(request),
                                  static_cast<Response*>(response));
      };
}

absl::Status LocalClient::Invoke(const google::protobuf::Message& request,
                                 google::protobuf::Message* response,
                                 const CallOptions& options) const {
  RATECARD_RETURN_IF_ERROR(CheckCall(options));
  const auto answer = answers_.find(request.GetDescriptor());
  if (answer == answers_.end()) {
    return absl::UnimplementedError(request.GetTypeName());
  }
  response->Clear();  // as reading the answer of a server does
  OptionsCaller caller(options);
  return answer->second({absl::Now(), &caller}, request, response);
}

void LocalClient::InvokeAsync(const google::protobuf::Message& request,
                              google::protobuf::Message* response,
                              const CallOptions& options,
                              std::function<void(absl::Status)> done) const {
  done(Invoke(request, response, options));
}

std::unique_ptr<EstimateStream> LocalClient::OpenStream(
    const CallOptions& options) const {
  return MakeLocalStream(service_, options);
}

std::unique_ptr<CatalogWatch> LocalClient::OpenWatch(
    const v1::WatchCatalogRequest& request, const CallOptions& options) const {
  return MakeLocalWatch(service_, request, options);
}

absl::StatusOr<std::unique_ptr<LocalClient>> MakeLocalClient(
    const LocalOptions& options) {
  QuoteKeyFile keys;
  if (!options.quote_keys.empty()) {
    RATECARD_ASSIGN_OR_RETURN(keys, ReadQuoteKeyFile(options.quote_keys));
  }
  std::shared_ptr<const Catalog> catalog;
  if (options.catalog_dir.empty()) {
    RATECARD_ASSIGN_OR_RETURN(catalog, LoadEmbeddedCatalog());
  } else {
    RATECARD_ASSIGN_OR_RETURN(catalog,
                              LoadCatalogDirectories(options.catalog_dir));
  }
  return std::make_unique<LocalClient>(std::make_shared<LocalService>(
      std::move(catalog),
      options.catalog_dir.empty() ? "embedded" : options.catalog_dir,
      std::move(keys.ring)));
}

}  // namespace ratecard
