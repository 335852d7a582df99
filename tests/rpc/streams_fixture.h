// A real server with streams, and calls to it.

#ifndef RATECARD_TESTS_RPC_STREAMS_FIXTURE_H_
#define RATECARD_TESTS_RPC_STREAMS_FIXTURE_H_

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "gtest/gtest.h"
#include "ratecard/v1/catalog_service.grpc.pb.h"
#include "service/metrics/registry.h"
#include "service/rpc/rpc_server.h"
#include "tests/rpc/test_methods.h"
#include "tests/support/eventually.h"
#include "tests/support/status_matchers.h"

namespace ratecard {

class StreamsTest : public testing::Test {
 protected:
  using Request = v1::StreamEstimateCostsRequest;
  using Response = v1::StreamEstimateCostsResponse;
  using Stream = grpc::ClientReaderWriter<Request, Response>;
  using Watch = grpc::ClientReader<v1::WatchCatalogResponse>;

  explicit StreamsTest(const RpcServerOptions& options = {"127.0.0.1:0"},
                       const CallRunnerOptions& runner = {})
      : server_(options, runner, Methods()) {
    EXPECT_THAT(server_.Start(), IsOk());
    channel_ = Connect();
    estimates_ = v1::EstimateService::NewStub(channel_);
    catalog_ = v1::CatalogService::NewStub(channel_);
    context_.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
  }

  // A stream whose responses have the request's id and the model that it names.
  MethodTable Methods() {
    MethodTable methods;
    AddEstimateService(
        [](auto&&...) { return absl::OkStatus(); },
        [this](const CallContext& /*call*/, const Request& request,
               Response* response) {
          ++handled_;
          response->set_item_id(request.item_id());
          response->mutable_estimate()->set_model(request.request().model());
        },
        &methods);
    const auto nothing = [](auto&&...) { return absl::OkStatus(); };
    methods.Add<v1::CatalogService>(Role::kReadCatalog)
        .Unary<v1::GetModelRequest, v1::Model>("GetModel", nothing)
        .Unary<v1::ListModelsRequest, v1::ListModelsResponse>("ListModels",
                                                              nothing)
        .Unary<v1::GetProviderRequest, v1::Provider>("GetProvider", nothing)
        .Unary<v1::ListProvidersRequest, v1::ListProvidersResponse>(
            "ListProviders", nothing)
        .Unary<v1::ResolveModelRequest, v1::ResolveModelResponse>(
            "ResolveModel", nothing)
        .Unary<v1::GetCatalogRevisionRequest, v1::CatalogRevision>(
            "GetCatalogRevision", nothing)
        .Unary<v1::ListPriceChangesRequest, v1::ListPriceChangesResponse>(
            "ListPriceChanges", nothing)
        .Watch<v1::WatchCatalogRequest, v1::WatchCatalogResponse>(
            "WatchCatalog", [this](const CallContext& /*call*/,
                                   const v1::WatchCatalogRequest& request,
                                   const v1::WatchCatalogResponse* last,
                                   v1::WatchCatalogResponse* next) {
              const std::string now = absl::StrCat(revision_.load());
              next->mutable_revision()->set_catalog_revision(now);
              return now != (last == nullptr
                                 ? request.known_catalog_revision()
                                 : last->revision().catalog_revision());
            });
    return methods;
  }

  // A connection of its own.
  std::shared_ptr<grpc::Channel> Connect() const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(
        server_.address(), grpc::InsecureChannelCredentials(), arguments);
  }
  std::unique_ptr<Stream> Open() { return Open(&context_); }
  std::unique_ptr<Stream> Open(grpc::ClientContext* context) {
    return estimates_->StreamEstimateCosts(context);
  }
  // Sends requests, and reads no response, until no more are taken.
  std::thread WriteUntilBlocked(Stream* stream) {
    std::thread writer([stream] {
      while (stream->Write(Item(0, 64'000))) {
      }
    });
    int handled = -1;
    EXPECT_TRUE(Eventually([&] {  // stands still
      absl::SleepFor(absl::Milliseconds(100));
      return std::exchange(handled, handled_) == handled_ && handled > 0;
    }));
    return writer;
  }
  std::unique_ptr<Watch> OpenWatch(const std::string& known) {
    v1::WatchCatalogRequest request;
    request.set_known_catalog_revision(known);
    return catalog_->WatchCatalog(&context_, request);
  }
  static std::string Next(Watch* watch) {
    v1::WatchCatalogResponse response;
    return watch->Read(&response) ? response.revision().catalog_revision()
                                  : "the end";
  }
  static Request Item(int number, size_t model_bytes = 1) {
    Request request;
    request.set_item_id(absl::StrCat(number));
    request.mutable_request()->set_model(std::string(model_bytes, 'm'));
    return request;
  }
  std::string Scrape() const {
    Registry registry;
    registry.Add(&server_.metrics());
    return registry.Expose();
  }
  void SetRevision(int revision) {
    revision_ = revision;
    server_.Wake();
  }

  std::atomic<int> handled_{0};
  std::atomic<int> revision_{1};
  RpcServer server_;
  std::shared_ptr<grpc::Channel> channel_;
  std::unique_ptr<v1::EstimateService::Stub> estimates_;
  std::unique_ptr<v1::CatalogService::Stub> catalog_;
  grpc::ClientContext context_;
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_RPC_STREAMS_FIXTURE_H_
