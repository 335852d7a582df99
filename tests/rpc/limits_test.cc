// What a server refuses, on a real one.

#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "service/rpc/rpc_server.h"
#include "tests/rpc/test_methods.h"
#include "tests/support/eventually.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using ::testing::HasSubstr;

MethodTable Estimates(EstimateFunction estimate) {
  MethodTable methods;
  AddEstimateService(
      std::move(estimate), [](auto&&...) {}, &methods);
  return methods;
}

std::unique_ptr<RpcServer> NewServer(RpcServerOptions options,
                                     EstimateFunction estimate,
                                     CallRunnerOptions runner = {}) {
  if (options.address.empty()) {
    options.address = "127.0.0.1:0";
  }
  return std::make_unique<RpcServer>(options, std::move(runner),
                                     Estimates(std::move(estimate)));
}

absl::Status Answer(const CallContext& /*call*/,
                    const v1::EstimateCostRequest& /*request*/,
                    v1::EstimateCostResponse* /*response*/) {
  return absl::OkStatus();
}

// A connection of its own.
std::unique_ptr<v1::EstimateService::Stub> Connect(const RpcServer& server) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  return v1::EstimateService::NewStub(grpc::CreateCustomChannel(
      server.address(), grpc::InsecureChannelCredentials(), arguments));
}

grpc::Status Call(v1::EstimateService::Stub* stub, bool with_deadline = true) {
  grpc::ClientContext context;
  if (with_deadline) {
    context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
  }
  v1::EstimateCostResponse response;
  return stub->EstimateCost(&context, {}, &response);
}

// 64 calls that take 10 ms each, one after the other, wait 300 ms on average.
TEST(Limits, CallsThatWaitTooLongAreRefusedWithWhenToTryAgain) {
  RpcServerOptions options;
  options.load.max_queue_delay = absl::Milliseconds(50);
  const auto server = NewServer(options, [](auto&&...) {
    absl::SleepFor(absl::Milliseconds(10));
    return absl::OkStatus();
  });
  ASSERT_THAT(server->Start(), IsOk());
  const auto stub = Connect(*server);
  std::vector<grpc::Status> results(64);
  std::vector<std::thread> callers;
  callers.reserve(results.size());
  for (grpc::Status& result : results) {
    callers.emplace_back([&] { result = Call(stub.get()); });
  }
  for (std::thread& caller : callers) {
    caller.join();
  }
  int answered = 0;
  int refused = 0;
  for (const grpc::Status& result : results) {
    if (result.ok()) {
      ++answered;
      continue;
    }
    ++refused;
    EXPECT_EQ(result.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
    google::rpc::Status details;
    google::rpc::RetryInfo retry;
    ASSERT_TRUE(details.ParseFromString(result.error_details()));
    ASSERT_EQ(details.details_size(), 2);
    EXPECT_THAT(details.details(0).value(), HasSubstr("OVERLOADED"));
    ASSERT_TRUE(details.details(1).UnpackTo(&retry));
    EXPECT_GT(retry.retry_delay().nanos(), 0);
  }
  EXPECT_GT(answered, 0);
  EXPECT_GT(refused, 0);
}

TEST(Limits, ConnectionsBeyondTheMostAreClosedUntilOneEnds) {
  RpcServerOptions options;
  options.max_connections = 1;
  const auto server = NewServer(options, Answer);
  ASSERT_THAT(server->Start(), IsOk());
  auto first = Connect(*server);
  EXPECT_TRUE(Call(first.get()).ok());
  EXPECT_EQ(Call(Connect(*server).get()).error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(Call(first.get()).ok());
  first.reset();
  const absl::Time end = absl::Now() + absl::Seconds(30);
  while (!Call(Connect(*server).get()).ok()) {
    ASSERT_LT(absl::Now(), end);
  }
}

// Ten are taken at once, and of the others one in 10 ms.
TEST(Limits, ConnectionsThatComeTooFastWaitAndAreServed) {
  RpcServerOptions options;
  options.max_connections_per_second = 100;
  const auto server = NewServer(options, Answer);
  ASSERT_THAT(server->Start(), IsOk());
  std::vector<grpc::Status> results(40);
  const absl::Time start = absl::Now();
  std::vector<std::thread> callers;
  callers.reserve(results.size());
  for (grpc::Status& result : results) {
    callers.emplace_back([&] { result = Call(Connect(*server).get()); });
  }
  for (std::thread& caller : callers) {
    caller.join();
  }
  for (const grpc::Status& result : results) {
    EXPECT_TRUE(result.ok()) << result.error_message();
  }
  // By another clock.
  EXPECT_GE(absl::Now() - start, absl::Milliseconds(290));
}

// Connects to the port, and says nothing. -1 if it cannot.
int Dial(const std::string& host, const RpcServer& server) {
  const std::string& address = server.address();
  const std::string port = address.substr(address.rfind(':') + 1);
  addrinfo* found = nullptr;
  EXPECT_EQ(getaddrinfo(host.c_str(), port.c_str(), nullptr, &found), 0);
  const int connection = socket(found->ai_family, SOCK_STREAM, 0);
  const int result = connect(connection, found->ai_addr, found->ai_addrlen);
  freeaddrinfo(found);
  if (result != 0) {
    close(connection);
    return -1;
  }
  return connection;
}

// How many of them were taken: the server then sends its settings.
int Taken(const std::vector<int>& connections) {
  return static_cast<int>(
      std::count_if(connections.begin(), connections.end(), [](int connection) {
        pollfd state = {connection, POLLIN, 0};
        return poll(&state, 1, 0) == 1;
      }));
}

TEST(Limits, SocketsTakeTurns) {
  RpcServerOptions options;
  options.address = "localhost:0";
  options.max_connections_per_second = 50;
  const auto server = NewServer(options, Answer);
  ASSERT_THAT(server->Start(), IsOk());
  std::vector<int> v4;
  std::vector<int> v6 = {Dial("::1", *server)};
  if (v6.front() < 0) {
    GTEST_SKIP() << "localhost is of one family here";
  }
  for (int i = 0; i < 40; ++i) {
    v4.push_back(Dial("127.0.0.1", *server));
    v6.push_back(Dial("::1", *server));
  }
  // The first ten may be of either.
  ASSERT_TRUE(Eventually([&] { return Taken(v4) + Taken(v6) >= 12; }));
  const int v4_before = Taken(v4);
  const int v6_before = Taken(v6);
  ASSERT_TRUE(Eventually([&] { return Taken(v4) + Taken(v6) >= 32; }));
  EXPECT_GE(Taken(v4) - v4_before, 5);
  EXPECT_GE(Taken(v6) - v6_before, 5);
  for (const std::vector<int>& connections : {v4, v6}) {
    std::for_each(connections.begin(), connections.end(), close);
  }
}

// A hundred would take a hundred seconds, and the call has 30.
TEST(Limits, ConnectionsWhosePeersLeftTakeNoTurn) {
  RpcServerOptions options;
  options.max_connections_per_second = 1;
  const auto server = NewServer(options, Answer);
  ASSERT_THAT(server->Start(), IsOk());
  for (int i = 0; i < 100; ++i) {
    close(Dial("127.0.0.1", *server));
  }
  EXPECT_TRUE(Call(Connect(*server).get()).ok());
}

TEST(Limits, CallsWithoutADeadlineAreRefusedWhereOneIsRequired) {
  CallRunnerOptions runner;
  runner.require_deadline = true;
  const auto server = NewServer({}, Answer, runner);
  ASSERT_THAT(server->Start(), IsOk());
  const auto stub = Connect(*server);
  EXPECT_TRUE(Call(stub.get()).ok());
  const grpc::Status status = Call(stub.get(), false);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_details(), HasSubstr("DEADLINE_REQUIRED"));
}

TEST(Limits, HandlersAreToldAtTheLatestDeadlineThatMayBe) {
  CallRunnerOptions runner;
  runner.max_deadline = absl::Milliseconds(20);
  const auto server = NewServer(
      {},
      [](const CallContext& call, auto&&...) {
        absl::Status wanted;
        while (wanted.ok()) {
          wanted = call.StillWanted();
        }
        return wanted;
      },
      runner);
  ASSERT_THAT(server->Start(), IsOk());
  const auto stub = Connect(*server);
  EXPECT_EQ(Call(stub.get(), false).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
}

// As one that was killed leaves it.
TEST(Limits, ASocketFileThatNobodyListensOnIsReplaced) {
  const std::string path =
      absl::StrCat(testing::TempDir(), "/stale-", getpid(), ".sock");
  sockaddr_un name = {};
  name.sun_family = AF_UNIX;
  path.copy(name.sun_path, sizeof(name.sun_path) - 1);
  const int left = socket(AF_UNIX, SOCK_STREAM, 0);
  ASSERT_EQ(bind(left, reinterpret_cast<sockaddr*>(&name), sizeof(name)), 0);
  close(left);
  RpcServerOptions options;
  options.address = absl::StrCat("unix:", path);
  const auto server = NewServer(options, Answer);
  ASSERT_THAT(server->Start(), IsOk());
  EXPECT_TRUE(Call(Connect(*server).get()).ok());

  const absl::Status second = NewServer(options, Answer)->Start();
  EXPECT_EQ(second.code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.message()), HasSubstr("in use"));
  EXPECT_TRUE(Call(Connect(*server).get()).ok());
}

TEST(Limits, AFileThatIsNoSocketIsNotReplaced) {
  const std::string path =
      absl::StrCat(testing::TempDir(), "/precious-", getpid());
  std::ofstream(path) << "precious";
  RpcServerOptions options;
  options.address = absl::StrCat("unix:", path);
  EXPECT_EQ(NewServer(options, Answer)->Start().code(),
            absl::StatusCode::kUnavailable);
  std::string text;
  std::ifstream(path) >> text;
  EXPECT_EQ(text, "precious");
  unlink(path.c_str());
}

}  // namespace
}  // namespace ratecard
