#include "service/rpc/rpc_server.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "google/protobuf/wrappers.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/generic/generic_stub.h"
#include "grpcpp/security/credentials.h"
#include "ratecard/v1/estimate_service.grpc.pb.h"
#include "service/metrics/registry.h"
#include "tests/rpc/test_methods.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// Answers with the name of the model, as far as nothing else is said.
absl::Status Echo(const CallContext& /*call*/,
                  const v1::EstimateCostRequest& request,
                  v1::EstimateCostResponse* response) {
  response->mutable_estimate()->set_model(request.model());
  return absl::OkStatus();
}

MethodTable EstimatesWith(EstimateFunction estimate) {
  MethodTable methods;
  AddEstimateService(
      std::move(estimate), [](auto&&...) {}, &methods);
  return methods;
}

std::unique_ptr<RpcServer> StartServer(EstimateFunction estimate,
                                       CallRunnerOptions runner = {},
                                       RpcServerOptions options = {}) {
  if (options.address.empty()) {
    options.address = "127.0.0.1:0";
  }
  auto server = std::make_unique<RpcServer>(options, std::move(runner),
                                            EstimatesWith(std::move(estimate)));
  EXPECT_THAT(server->Start(), IsOk());
  return server;
}

std::shared_ptr<grpc::Channel> ChannelTo(const RpcServer& server) {
  return grpc::CreateChannel(server.address(),
                             grpc::InsecureChannelCredentials());
}

grpc::Status Estimate(const std::shared_ptr<grpc::Channel>& channel,
                      const std::string& model,
                      v1::EstimateCostResponse* response) {
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
  v1::EstimateCostRequest request;
  request.set_model(model);
  return v1::EstimateService::NewStub(channel)->EstimateCost(&context, request,
                                                             response);
}

// Of the wire format of grpc.health.v1, whose messages have one field each.
using HealthStub = grpc::TemplatedGenericStub<google::protobuf::StringValue,
                                              google::protobuf::Int32Value>;
enum Health { kServing = 1, kNotServing = 2, kNoSuchService = -1 };

int CheckHealth(const std::shared_ptr<grpc::Channel>& channel,
                const std::string& service) {
  HealthStub stub(channel);
  grpc::ClientContext context;
  google::protobuf::StringValue request;
  google::protobuf::Int32Value response;
  request.set_value(service);
  absl::Notification done;
  grpc::Status status;
  stub.UnaryCall(&context, "/grpc.health.v1.Health/Check", {}, &request,
                 &response, [&](const grpc::Status& result) {
                   status = result;
                   done.Notify();
                 });
  done.WaitForNotification();
  return status.ok() ? response.value() : kNoSuchService;
}

std::string Scrape(const RpcServer& server) {
  Registry registry;
  registry.Add(&server.metrics());
  return registry.Expose();
}

TEST(RpcServer, Answers) {
  const auto server = StartServer(Echo);
  v1::EstimateCostResponse response;
  ASSERT_TRUE(Estimate(ChannelTo(*server), "gpt-5.2-codex", &response).ok());
  EXPECT_EQ(response.estimate().model(), "gpt-5.2-codex");
}

TEST(RpcServer, AnswersCallAfterCallWithoutMixingThemUp) {
  RpcServerOptions options;
  options.completion_queues = 2;
  const auto server = StartServer(Echo, {}, options);
  constexpr int kClients = 8;
  std::vector<std::thread> clients;
  clients.reserve(kClients);
  std::atomic<int> right{0};
  for (int client = 0; client < kClients; ++client) {
    clients.emplace_back([&, client] {
      const auto channel = ChannelTo(*server);
      for (int i = 0; i < 200; ++i) {
        // Long ones leave the call's own block of memory.
        const std::string model = absl::StrCat(
            client, "/", i, std::string(i % 7 == 0 ? 20'000 : 0, 'x'));
        v1::EstimateCostResponse response;
        if (Estimate(channel, model, &response).ok() &&
            response.estimate().model() == model) {
          ++right;
        }
      }
    });
  }
  for (std::thread& client : clients) {
    client.join();
  }
  EXPECT_EQ(right, 1600);
}

TEST(RpcServer, SendsErrorsWithTheirDetails) {
  const auto server = StartServer([](auto&&...) -> absl::Status {
    return Error(absl::StatusCode::kNotFound, "MODEL_NOT_FOUND", "no model");
  });
  v1::EstimateCostResponse response;
  const grpc::Status status = Estimate(ChannelTo(*server), "x", &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(status.error_message(), "no model");
  EXPECT_THAT(status.error_details(), HasSubstr("MODEL_NOT_FOUND"));
}

TEST(RpcServer, GivesHandlersTheTimeOfItsClock) {
  CallRunnerOptions runner;
  runner.clock = [] { return absl::FromUnixSeconds(1'234'567'890); };
  absl::Time seen;
  const auto server = StartServer(
      [&](const CallContext& call, auto&&...) {
        seen = call.now;
        return absl::OkStatus();
      },
      runner);
  v1::EstimateCostResponse response;
  ASSERT_TRUE(Estimate(ChannelTo(*server), "x", &response).ok());
  EXPECT_EQ(seen, absl::FromUnixSeconds(1'234'567'890));
}

TEST(RpcServer, ListensOnUnixSockets) {
  RpcServerOptions options;
  options.address = absl::StrCat("unix:", testing::TempDir(), "/ratecard-",
                                 getpid(), ".sock");
  const auto server = StartServer(Echo, {}, options);
  EXPECT_EQ(server->address(), options.address);
  v1::EstimateCostResponse response;
  EXPECT_TRUE(Estimate(ChannelTo(*server), "x", &response).ok());
}

TEST(RpcServer, ReportsThePortThatItGot) {
  const auto server = StartServer(Echo);
  EXPECT_TRUE(absl::StartsWith(server->address(), "127.0.0.1:"));
  EXPECT_FALSE(absl::EndsWith(server->address(), ":0"));
}

TEST(RpcServer, RefusesAnAddressInUse) {
  const auto server = StartServer(Echo);
  RpcServerOptions options;
  options.address = server->address();
  RpcServer second(options, {}, EstimatesWith(Echo));
  const absl::Status status = second.Start();
  EXPECT_EQ(status.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(status.message()), HasSubstr(server->address()));
}

TEST(RpcServer, RefusesToStartWithAMethodUnbound) {
  MethodTable methods;
  methods.Add<v1::EstimateService>(Role::kQuote)
      .Unary<v1::EstimateCostRequest, v1::EstimateCostResponse>("EstimateCost",
                                                                Echo);
  RpcServer server({"127.0.0.1:0"}, {}, std::move(methods));
  EXPECT_EQ(server.Start().code(), absl::StatusCode::kInternal);
}

TEST(RpcServer, RefusesToStartWithAMethodBoundByTheNameOfAnother) {
  MethodTable methods;
  methods.Add<v1::EstimateService>(Role::kQuote)
      .Unary<v1::EstimateCostRequest, v1::EstimateCostResponse>(
          "CheckContextFit", Echo);
  RpcServer server({"127.0.0.1:0"}, {}, std::move(methods));
  const absl::Status status = server.Start();
  EXPECT_EQ(status.code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("CheckContextFit(EstimateCostRequest)"));
}

TEST(RpcServer, RefusesRequestsThatAreTooLarge) {
  RpcServerOptions options;
  options.max_receive_message_bytes = 1000;
  const auto server = StartServer(Echo, {}, options);
  v1::EstimateCostResponse response;
  EXPECT_EQ(Estimate(ChannelTo(*server), std::string(2000, 'x'), &response)
                .error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
}

// A kilobyte may come to a megabyte, and a megabyte to a gigabyte.
TEST(RpcServer, RefusesRequestsThatAreCompressed) {
  const auto server = StartServer(Echo);
  const auto stub = v1::EstimateService::NewStub(ChannelTo(*server));
  for (const grpc_compression_algorithm algorithm :
       {GRPC_COMPRESS_GZIP, GRPC_COMPRESS_DEFLATE}) {
    grpc::ClientContext context;
    context.set_compression_algorithm(algorithm);
    v1::EstimateCostRequest request;
    request.set_model(std::string(1 << 20, 'x'));
    v1::EstimateCostResponse response;
    const grpc::Status status =
        stub->EstimateCost(&context, request, &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::UNIMPLEMENTED);
    EXPECT_THAT(status.error_message(), HasSubstr("ompression"));
  }
}

// Sends `bytes` in place of an EstimateCostRequest.
grpc::Status EstimateBytes(const std::shared_ptr<grpc::Channel>& channel,
                           const std::string& bytes) {
  grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(channel);
  grpc::ClientContext context;
  const grpc::Slice slice(bytes);
  grpc::ByteBuffer request(&slice, 1);
  grpc::ByteBuffer response;
  absl::Notification done;
  grpc::Status status;
  stub.UnaryCall(&context, "/ratecard.v1.EstimateService/EstimateCost", {},
                 &request, &response, [&](const grpc::Status& result) {
                   status = result;
                   done.Notify();
                 });
  done.WaitForNotification();
  return status;
}

// gRPC by itself would say INTERNAL, a fault of the server, without details.
TEST(RpcServer, AnswersBytesThatAreNoRequestLikeAnyOtherMistake) {
  const auto server = StartServer(Echo);
  const auto channel = ChannelTo(*server);
  for (const std::string& bytes :
       {std::string("\xff\xff\xff\xff"), std::string("\x0a\x02\xff\xfe"),
        std::string("\x0a\x05x"), std::string(kBulkBytes, '\xff')}) {
    const grpc::Status status = EstimateBytes(channel, bytes);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_THAT(status.error_message(),
                HasSubstr("ratecard.v1.EstimateCostRequest"));
    EXPECT_THAT(status.error_details(), HasSubstr("MALFORMED_REQUEST"));
  }
  EXPECT_TRUE(EstimateBytes(channel, "\x0a\x01x").ok());
  EXPECT_THAT(Scrape(*server), HasSubstr("grpc_code=\"InvalidArgument\"} 4\n"));
}

TEST(RpcServer, CountsEveryCallByItsCode) {
  const auto server = StartServer([](auto&&, auto&& request, auto&&) {
    return request.model().empty() ? absl::InvalidArgumentError("no model")
                                   : absl::OkStatus();
  });
  const std::string labels =
      "grpc_type=\"unary\",grpc_service=\"ratecard.v1.EstimateService\","
      "grpc_method=\"EstimateCost\"";
  EXPECT_THAT(Scrape(*server),
              HasSubstr(absl::StrCat("grpc_server_handled_total{", labels,
                                     ",grpc_code=\"Unauthenticated\"} 0\n")));

  const auto channel = ChannelTo(*server);
  v1::EstimateCostResponse response;
  for (const char* model : {"x", "y", ""}) {
    Estimate(channel, model, &response);
  }
  const std::string text = Scrape(*server);
  for (const auto& [name, value] : std::map<std::string, int>{
           {absl::StrCat("started_total{", labels, "}"), 3},
           {absl::StrCat("handled_total{", labels, ",grpc_code=\"OK\"}"), 2},
           {absl::StrCat("handled_total{", labels,
                         ",grpc_code=\"InvalidArgument\"}"),
            1},
           {absl::StrCat("handling_seconds_count{", labels, "}"), 3},
           {absl::StrCat("handling_seconds_bucket{", labels, ",le=\"+Inf\"}"),
            3}}) {
    EXPECT_THAT(
        text, HasSubstr(absl::StrCat("grpc_server_", name, " ", value, "\n")));
  }
}

TEST(RpcServer, ReportsFaultsOfTheServerOnly) {
  std::vector<std::string> reports;
  CallRunnerOptions runner;
  runner.report = [&](const CallReport& report) {
    reports.push_back(
        absl::StrCat(report.method.method, " ", report.status.ToString()));
  };
  const auto server = StartServer(
      [](auto&&, auto&& request, auto&&) -> absl::Status {
        return request.model() == "bad" ? absl::InternalError("broken")
                                        : absl::NotFoundError("no model");
      },
      runner);
  const auto channel = ChannelTo(*server);
  v1::EstimateCostResponse response;
  Estimate(channel, "x", &response);
  Estimate(channel, "bad", &response);
  EXPECT_THAT(reports, ElementsAre("EstimateCost INTERNAL: broken"));
}

TEST(RpcServer, HasHealthForEachServiceAndForAll) {
  const auto server = StartServer(Echo);
  const auto channel = ChannelTo(*server);
  EXPECT_EQ(CheckHealth(channel, ""), kServing);
  EXPECT_EQ(CheckHealth(channel, "ratecard.v1.EstimateService"), kServing);
  EXPECT_EQ(CheckHealth(channel, "ratecard.v1.NoService"), kNoSuchService);
}

// A client that watches health and a call in progress, while the server stops.
TEST(RpcServer, FinishesCallsInProgressBeforeItStops) {
  absl::Notification started;
  absl::Notification go_on;
  const auto server = StartServer([&](auto&&...) {
    started.Notify();
    go_on.WaitForNotification();
    return absl::OkStatus();
  });
  grpc::Status answer;
  std::thread client([&] {
    v1::EstimateCostResponse response;
    answer = Estimate(ChannelTo(*server), "x", &response);
  });
  started.WaitForNotification();
  bool all_finished = false;
  std::thread stop([&] { all_finished = server->Shutdown(absl::Seconds(30)); });
  go_on.Notify();
  stop.join();
  client.join();
  EXPECT_TRUE(answer.ok()) << answer.error_message();
  EXPECT_TRUE(all_finished);
}

TEST(RpcServer, GivesUpOnCallsThatTakeLongerThanTheDrain) {
  absl::Notification started;
  absl::Notification go_on;
  const auto server = StartServer([&](auto&&...) {
    started.Notify();
    go_on.WaitForNotification();
    return absl::OkStatus();
  });
  grpc::Status answer;
  std::thread client([&] {
    v1::EstimateCostResponse response;
    answer = Estimate(ChannelTo(*server), "x", &response);
    go_on.Notify();
  });
  started.WaitForNotification();
  EXPECT_FALSE(server->Shutdown(absl::Milliseconds(20)));
  client.join();
  EXPECT_FALSE(answer.ok());
}

// Watches end when their clients like, so that they must not hold up a stop.
TEST(RpcServer, TellsThoseWhoWatchHealthAndDoesNotWaitForThem) {
  const auto server = StartServer(Echo);
  HealthStub stub(ChannelTo(*server));
  grpc::ClientContext context;
  grpc::CompletionQueue queue;
  const auto watch =
      stub.PrepareCall(&context, "/grpc.health.v1.Health/Watch", &queue);
  const auto wait = [&] {
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return ok;
  };
  google::protobuf::StringValue request;
  google::protobuf::Int32Value response;
  watch->StartCall(nullptr);
  ASSERT_TRUE(wait());
  watch->WriteLast(request, {}, nullptr);
  ASSERT_TRUE(wait());
  watch->Read(&response, nullptr);
  ASSERT_TRUE(wait());
  EXPECT_EQ(response.value(), kServing);

  const absl::Time start = absl::Now();
  std::thread stop([&] { server->Shutdown(absl::Seconds(60)); });
  watch->Read(&response, nullptr);
  EXPECT_TRUE(wait());
  EXPECT_EQ(response.value(), kNotServing);
  stop.join();
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
  context.TryCancel();
}

}  // namespace
}  // namespace ratecard
