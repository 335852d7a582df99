// Calls that go wrong, and what becomes of them.

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "gmock/gmock.h"
#include "ratecard/client.h"
#include "service/base/error.h"
#include "tests/client/whole_server.h"
#include "tests/rpc/test_methods.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::StartsWith;

using Code = absl::StatusCode;

constexpr absl::Duration kPatience = absl::Seconds(30);

v1::EstimateCostRequest Codex() {
  v1::EstimateCostRequest request;
  request.set_model("gpt-5.2-codex");
  request.mutable_usage()->set_input_tokens(1'000);
  return request;
}

std::unique_ptr<Client> ClientOf(const std::string& target,
                                 const ConnectOptions& options = {}) {
  return Client::Connect(target, options).value();
}

// Has connections come and says nothing.
class SilentServer {
 public:
  SilentServer() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(address);
    // Another server may follow at once.
    const int on = 1;
    setsockopt(socket_, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
    EXPECT_EQ(bind(socket_, reinterpret_cast<sockaddr*>(&address), size), 0);
    EXPECT_EQ(listen(socket_, 8), 0);
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    address_ = absl::StrCat("127.0.0.1:", ntohs(address.sin_port));
  }
  ~SilentServer() {
    close(caller_);
    close(socket_);
  }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  const std::string& address() const { return address_; }

  // Waits for a connection. Once.
  void AwaitCaller() {
    caller_ = accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    EXPECT_GE(caller_, 0);
  }

 private:
  int caller_ = -1;
  int socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  std::string address_;
};

// Fails the first calls of EstimateCost.
class FailingServer {
 public:
  FailingServer(int failures, absl::Status failure)
      : rpc_({"127.0.0.1:0"}, {}, Methods(failures, std::move(failure))) {
    EXPECT_THAT(rpc_.Start(), IsOk());
  }

  const std::string& address() const { return rpc_.address(); }
  int calls() const { return calls_; }

 private:
  MethodTable Methods(int failures, absl::Status failure) {
    MethodTable methods;
    AddEstimateService(
        [this, failures, failure = std::move(failure)](
            const CallContext& /*call*/,
            const v1::EstimateCostRequest& /*request*/,
            v1::EstimateCostResponse* /*response*/) {
          return ++calls_ <= failures ? failure : absl::OkStatus();
        },
        [](auto&&...) {}, &methods);
    return methods;
  }

  std::atomic<int> calls_ = 0;
  RpcServer rpc_;
};

TEST(Retry, TakesUpACallThatAServerCouldNotAnswer) {
  const FailingServer server(3, absl::UnavailableError("not now"));
  EXPECT_THAT(ClientOf(server.address())->EstimateCost(Codex()), IsOk());
  EXPECT_EQ(server.calls(), 4);
}

TEST(Retry, EndsWithTheLastAttempt) {
  const FailingServer server(3, absl::UnavailableError("not now"));
  ConnectOptions options;
  options.max_attempts = 2;
  EXPECT_TRUE(absl::IsUnavailable(
      ClientOf(server.address(), options)->EstimateCost(Codex()).status()));
  EXPECT_EQ(server.calls(), 2);
}

TEST(Retry, CanBeSwitchedOff) {
  const FailingServer server(1, absl::UnavailableError("not now"));
  ConnectOptions options;
  options.max_attempts = 1;
  EXPECT_TRUE(absl::IsUnavailable(
      ClientOf(server.address(), options)->EstimateCost(Codex()).status()));
  EXPECT_EQ(server.calls(), 1);
}

TEST(Retry, DoesNotRepeatWhatAServerRefused) {
  const FailingServer server(1, absl::ResourceExhaustedError("too much"));
  EXPECT_EQ(ClientOf(server.address())->EstimateCost(Codex()).status().code(),
            Code::kResourceExhausted);
  EXPECT_EQ(server.calls(), 1);
}

TEST(Unreachable, IsSaidSoon) {
  const absl::Time start = absl::Now();
  EXPECT_THAT(ClientOf("127.0.0.1:1")->EstimateCost(Codex()),
              FailsWith(Code::kUnavailable, kServerUnreachable));
  EXPECT_LT(absl::Now() - start, absl::Seconds(8));
}

// What, and where, however it is called.
TEST(Unreachable, IsSaidOfEveryKindOfCall) {
  ConnectOptions once;
  once.max_attempts = 1;
  const std::unique_ptr<Client> client = ClientOf("127.0.0.1:1", once);
  std::vector<absl::Status> ends;
  absl::Notification done;
  client->Start(&Client::EstimateCost, Codex(), [&](auto answer) {
    ends.push_back(answer.status());
    done.Notify();
  });
  ASSERT_TRUE(done.WaitForNotificationWithTimeout(kPatience));
  v1::EstimateCostResponse response;
  ends.push_back(client->Call(&Client::EstimateCost, Codex(), &response));
  const std::unique_ptr<EstimateStream> stream = client->StreamEstimateCosts();
  v1::StreamEstimateCostsResponse streamed;
  EXPECT_FALSE(stream->Read(&streamed));
  ends.push_back(stream->Finish());
  const std::unique_ptr<CatalogWatch> watch = client->WatchCatalog({});
  v1::WatchCatalogResponse news;
  EXPECT_FALSE(watch->Read(&news));
  ends.push_back(watch->Finish());
  for (const absl::Status& end : ends) {
    EXPECT_THAT(end, FailsWith(Code::kUnavailable, kServerUnreachable));
    EXPECT_THAT(std::string(end.message()),
                StartsWith("server 127.0.0.1:1 cannot be reached: "));
  }
}

TEST(Unreachable, IsWaitedForUntilTheDeadline) {
  CallOptions options;
  options.wait_for_ready = true;
  options.timeout = absl::Milliseconds(100);
  const std::unique_ptr<Client> client = ClientOf("127.0.0.1:1");
  absl::Status started;
  absl::Notification done;
  client->Start(
      &Client::EstimateCost, Codex(),
      [&](auto answer) {
        started = answer.status();
        done.Notify();
      },
      options);
  ASSERT_TRUE(done.WaitForNotificationWithTimeout(kPatience));
  const std::unique_ptr<EstimateStream> stream =
      client->StreamEstimateCosts(options);
  v1::StreamEstimateCostsResponse streamed;
  EXPECT_FALSE(stream->Read(&streamed));
  for (const absl::Status& end : {started, stream->Finish()}) {
    EXPECT_THAT(end, FailsWith(Code::kDeadlineExceeded, kServerUnreachable));
    EXPECT_EQ(end.message(), "server 127.0.0.1:1 did not answer within 100ms");
  }
}

TEST(Unreachable, IsWaitedForIfAsked) {
  auto nobody = std::make_unique<SilentServer>();
  const std::string address = nobody->address();
  ConnectOptions options;
  options.wait_for_ready = true;
  options.timeout = kPatience;
  const std::unique_ptr<Client> client = ClientOf(address, options);
  absl::StatusOr<v1::EstimateCostResponse> response;
  std::thread call([&] { response = client->EstimateCost(Codex()); });
  nobody->AwaitCaller();
  nobody.reset();
  const WholeServer server(address);
  call.join();
  EXPECT_THAT(response, IsOk());
}

TEST(Restart, IsSurvivedByAClient) {
  auto server = std::make_unique<WholeServer>();
  const std::string address = server->address();
  ConnectOptions options;
  options.wait_for_ready = true;
  const std::unique_ptr<Client> client = ClientOf(address, options);
  EXPECT_THAT(client->EstimateCost(Codex()), IsOk());
  server.reset();
  server = std::make_unique<WholeServer>(address);
  EXPECT_THAT(client->EstimateCost(Codex()), IsOk());
}

// Health turns NOT_SERVING first: calls then go to the other server, and those
// that were on their way are taken up by it.
TEST(RoundRobin, NoCallFailsWhileOneOfTwoServersStops) {
  WholeServer stays;
  auto leaves = std::make_unique<WholeServer>();
  ConnectOptions options;
  options.timeout = kPatience;
  const std::unique_ptr<Client> client = ClientOf(
      absl::StrCat("ipv4:", stays.address(), ",", leaves->address()), options);
  std::atomic<bool> stop = false;
  absl::Mutex mutex;
  int answered = 0;
  std::vector<std::thread> callers;
  callers.reserve(4);
  for (int i = 0; i < 4; ++i) {
    callers.emplace_back([&] {
      while (!stop) {
        EXPECT_THAT(client->EstimateCost(Codex()), IsOk());
        const absl::MutexLock lock(&mutex);
        ++answered;
      }
    });
  }
  const auto await_more = [&] {
    const absl::MutexLock lock(&mutex);
    const auto enough = [&, before = answered] {
      return answered >= before + 200;
    };
    mutex.Await(absl::Condition(&enough));
  };
  await_more();
  leaves->Shutdown(absl::Seconds(5));
  await_more();
  stop = true;
  for (std::thread& caller : callers) {
    caller.join();
  }
}

TEST(Deadline, EndsACallThatNobodyAnswers) {
  const SilentServer server;
  CallOptions options;
  options.timeout = absl::Milliseconds(100);
  EXPECT_THAT(ClientOf(server.address())->EstimateCost(Codex(), options),
              FailsWith(Code::kDeadlineExceeded, kServerUnreachable));
}

TEST(Deadline, ThatPassedIsNoCall) {
  CallOptions options;
  options.timeout = absl::ZeroDuration();
  for (const auto& client :
       {Client::Local().value(), ClientOf("127.0.0.1:1")}) {
    EXPECT_THAT(client->EstimateCost(Codex(), options),
                FailsWith(Code::kDeadlineExceeded, kServerUnreachable));
    EXPECT_TRUE(absl::IsDeadlineExceeded(
        client->StreamEstimateCosts(options)->Finish()));
  }
}

TEST(Cancel, EndsACallThatWaits) {
  SilentServer server;
  CallOptions options;
  options.canceller = std::make_shared<Canceller>();
  std::thread canceller([&] {
    server.AwaitCaller();
    options.canceller->Cancel();
  });
  EXPECT_TRUE(absl::IsCancelled(
      ClientOf(server.address())->EstimateCost(Codex(), options).status()));
  canceller.join();
}

TEST(Cancel, HoldsForCallsToCome) {
  CallOptions options;
  options.canceller = std::make_shared<Canceller>();
  options.canceller->Cancel();
  for (const auto& client :
       {Client::Local().value(), ClientOf("127.0.0.1:1")}) {
    EXPECT_TRUE(
        absl::IsCancelled(client->EstimateCost(Codex(), options).status()));
    EXPECT_TRUE(absl::IsCancelled(client->WatchCatalog({}, options)->Finish()));
  }
}

TEST(Cancel, EndsAStreamWhoseReaderStopped) {
  WholeServer server;
  for (const auto& client :
       {Client::Local().value(), ClientOf(server.address())}) {
    CallOptions options;
    options.canceller = std::make_shared<Canceller>();
    const std::unique_ptr<EstimateStream> stream =
        client->StreamEstimateCosts(options);
    v1::StreamEstimateCostsRequest request;
    *request.mutable_request() = Codex();
    request.set_item_id(std::string(60, 'i'));
    std::atomic<int> written = 0;
    std::thread writer([&] {
      while (stream->Write(request)) {
        ++written;
      }
    });
    // The writer comes to wait, as nobody reads.
    for (int before = -1; before != written;) {
      before = written;
      absl::SleepFor(absl::Milliseconds(300));
    }
    EXPECT_GT(written, 0);
    options.canceller->Cancel();
    writer.join();
    EXPECT_TRUE(absl::IsCancelled(stream->Finish()));
  }
}

TEST(Start, CallsBackWithTheAnswer) {
  WholeServer server;
  for (const bool local : {true, false}) {
    std::unique_ptr<Client> client =
        local ? Client::Local().value() : ClientOf(server.address());
    absl::Notification done;
    absl::StatusOr<v1::EstimateCostResponse> response;
    client->Start(&Client::EstimateCost, Codex(), [&](auto answer) {
      response = std::move(answer);
      done.Notify();
    });
    client.reset();
    done.WaitForNotification();
    // 1,000 × 1.75 / 10^6
    EXPECT_EQ(response.value().estimate().total().nanos(), 1'750'000);
  }
}

TEST(Start, CanBeCancelled) {
  const SilentServer server;
  CallOptions options;
  options.canceller = std::make_shared<Canceller>();
  const std::unique_ptr<Client> client = ClientOf(server.address());
  absl::Notification done;
  client->Start(
      &Client::EstimateCost, Codex(),
      [&](auto answer) {
        EXPECT_TRUE(absl::IsCancelled(answer.status()));
        done.Notify();
      },
      options);
  options.canceller->Cancel();
  EXPECT_TRUE(done.WaitForNotificationWithTimeout(kPatience));
}

TEST(Metadata, ThatHttpDoesNotAllowIsRefused) {
  const std::vector<std::pair<std::string, std::string>> wrong = {
      {"", "x"},           {"X-Request-Id", "x"}, {"x request", "x"},
      {":path", "x"},      {"grpc-timeout", "x"}, {"x-id", "line\nbreak"},
      {"x-id", "\xC3\xA4"}};
  for (const auto& client :
       {Client::Local().value(), ClientOf("127.0.0.1:1")}) {
    for (const auto& entry : wrong) {
      CallOptions options;
      options.metadata = {entry};
      EXPECT_THAT(client->EstimateCost(Codex(), options),
                  FailsWith(Code::kInvalidArgument, "INVALID_METADATA"));
      EXPECT_THAT(client->StreamEstimateCosts(options)->Finish(),
                  FailsWith(Code::kInvalidArgument, "INVALID_METADATA"));
    }
  }
}

TEST(Metadata, OfAnyBytesIsSentUnderABinaryName) {
  WholeServer server;
  CallOptions options;
  options.metadata = {{"x-request-id", "4711"}, {"x-trace-bin", "\x00\xFF\n"}};
  EXPECT_THAT(ClientOf(server.address())->EstimateCost(Codex(), options),
              IsOk());
}

}  // namespace
}  // namespace ratecard
