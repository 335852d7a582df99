// Calls that take long are worked on beside the others, on a real server with
// one completion queue.

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/blocking_counter.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "prometheus/metric_family.h"
#include "service/rpc/rpc_server.h"
#include "tests/rpc/test_methods.h"
#include "tests/support/eventually.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

// A request is large by the name of its model.
const std::string& LargeName() {
  static const auto& name = *new std::string(kBulkBytes, 'm');
  return name;
}

// And this one is worked on for as long as somebody waits.
const std::string& EndlessName() {
  static const auto& name = *new std::string(LargeName() + "endless");
  return name;
}

struct Answered {
  grpc::Status status;
  std::string model;
};

class BulkTest : public testing::Test {
 protected:
  // Says which model was asked for. The first large one waits for `go_on_`.
  void Start(const LoadLimits& limits = {}) {
    RpcServerOptions options;
    options.address = "127.0.0.1:0";
    options.completion_queues = 1;
    options.load = limits;
    MethodTable methods;
    AddEstimateService(
        [this](const CallContext& call, const v1::EstimateCostRequest& request,
               v1::EstimateCostResponse* response) -> absl::Status {
          if (request.model() == "none") {
            return absl::NotFoundError("no such model");
          }
          if (request.model() == LargeName() && !working_.HasBeenNotified()) {
            working_.Notify();
            go_on_.WaitForNotification();
          }
          ++handled_;
          if (request.model() == EndlessName()) {
            working_.Notify();
            while (call.StillWanted().ok()) {
              absl::SleepFor(absl::Milliseconds(1));
            }
            gave_up_.Notify();
          }
          response->mutable_estimate()->set_model(request.model());
          return call.StillWanted();
        },
        [](auto&&...) {}, &methods);
    server_ = std::make_unique<RpcServer>(options, CallRunnerOptions{},
                                          std::move(methods));
    ASSERT_THAT(server_->Start(), IsOk());
    stub_ = v1::EstimateService::NewStub(ConnectAnew());
  }

  std::shared_ptr<grpc::Channel> ConnectAnew() const {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    return grpc::CreateCustomChannel(
        server_->address(), grpc::InsecureChannelCredentials(), arguments);
  }

  Answered Call(const std::string& model) {
    grpc::ClientContext context;
    return Call(model, &context);
  }
  Answered Call(const std::string& model, grpc::ClientContext* context) {
    context->set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(30)));
    v1::EstimateCostRequest request;
    request.set_model(model);
    v1::EstimateCostResponse response;
    Answered answered;
    answered.status = stub_->EstimateCost(context, request, &response);
    answered.model = response.estimate().model();
    return answered;
  }

  double Gauge(const std::string& name) const {
    for (const prometheus::MetricFamily& family : server_->load().Collect()) {
      if (family.name == name) {
        return family.metric.at(0).gauge.value;
      }
    }
    ADD_FAILURE() << "no " << name;
    return -1;
  }
  bool Becomes(const std::string& gauge, double value) const {
    return Eventually([&] { return Gauge(gauge) == value; });
  }
  // How many calls were refused for that reason.
  double Shed(const std::string& reason) const {
    for (const prometheus::MetricFamily& family : server_->load().Collect()) {
      for (const prometheus::ClientMetric& metric : family.metric) {
        if (family.name == "ratecard_calls_shed_total" &&
            metric.label.at(0).value == reason) {
          return metric.counter.value;
        }
      }
    }
    return 0;
  }

  // How many of `count` large calls are answered, once so many are refused and
  // a small one is answered all the same.
  int AnsweredOf(int count, int refused_count) {
    std::atomic<int> answered = 0;
    absl::BlockingCounter refused(refused_count);
    const auto call_large = [&] {
      const grpc::Status status = Call(LargeName()).status;
      if (status.error_code() == grpc::StatusCode::RESOURCE_EXHAUSTED) {
        refused.DecrementCount();
      } else if (status.ok()) {
        ++answered;
      }
    };
    std::vector<std::thread> callers;
    callers.emplace_back(call_large);
    working_.WaitForNotification();
    for (int i = 1; i < count; ++i) {
      callers.emplace_back(call_large);
    }
    refused.Wait();
    EXPECT_EQ(Shed("bulk_calls"), refused_count);
    EXPECT_TRUE(Call("small").status.ok());
    go_on_.Notify();
    for (std::thread& caller : callers) {
      caller.join();
    }
    return answered;
  }

  absl::Notification working_;
  absl::Notification go_on_;
  absl::Notification gave_up_;
  std::atomic<int> handled_ =
      0;  // large calls that were waited for, and others
  std::unique_ptr<RpcServer> server_;
  std::unique_ptr<v1::EstimateService::Stub> stub_;
};

TEST_F(BulkTest, OthersDoNotWaitForALargeCall) {
  Start();
  Answered large;
  std::thread caller([&] { large = Call(LargeName()); });
  working_.WaitForNotification();
  const Answered small = Call("small");
  EXPECT_TRUE(small.status.ok()) << small.status.error_message();
  EXPECT_EQ(small.model, "small");
  go_on_.Notify();
  caller.join();
  EXPECT_TRUE(large.status.ok()) << large.status.error_message();
  EXPECT_EQ(large.model, LargeName());
}

TEST_F(BulkTest, LargeCallsFailLikeOthers) {
  Start();
  grpc::ClientContext context;
  v1::EstimateCostRequest request;
  request.set_model("none");
  request.set_region(LargeName());
  v1::EstimateCostResponse response;
  const grpc::Status status = stub_->EstimateCost(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(status.error_message(), "no such model");
}

// Of eight calls four may be large ones: one is worked on, and three wait.
TEST_F(BulkTest, MoreLargeCallsThanThereMayBeAreRefusedAndOthersAreNot) {
  LoadLimits limits;
  limits.max_calls_in_flight = 8;
  Start(limits);
  EXPECT_EQ(AnsweredOf(6, /*refused_count=*/2), 4);
}

// Of a quarter of a few bytes one has more, and is worked on all the same.
TEST_F(BulkTest, MoreBytesThanThereMayBeAreRefused) {
  LoadLimits limits;
  limits.max_untaken_bytes = 64;
  Start(limits);
  EXPECT_EQ(AnsweredOf(3, /*refused_count=*/2), 1);
}

TEST_F(BulkTest, ACallThatIsCancelledIsWorkedOnNoLonger) {
  Start();
  grpc::ClientContext context;
  Answered endless;
  std::thread caller([&] { endless = Call(EndlessName(), &context); });
  working_.WaitForNotification();
  context.TryCancel();
  caller.join();
  EXPECT_EQ(endless.status.error_code(), grpc::StatusCode::CANCELLED);
  gave_up_.WaitForNotification();
  EXPECT_TRUE(server_->Shutdown(absl::Seconds(30)));
}

TEST_F(BulkTest, ACallThatIsCancelledWhileItWaitsIsNotWorkedOn) {
  Start();
  std::thread first([&] { Call(LargeName()); });
  working_.WaitForNotification();
  grpc::ClientContext context;
  Answered waiting;
  std::thread second([&] { waiting = Call(LargeName(), &context); });
  EXPECT_TRUE(Becomes("ratecard_bulk_calls", 2));
  context.TryCancel();
  second.join();
  EXPECT_EQ(waiting.status.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(Becomes("ratecard_calls_in_flight", 1));
  go_on_.Notify();
  first.join();
  EXPECT_TRUE(server_->Shutdown(absl::Seconds(30)));
  EXPECT_EQ(handled_, 1);
}

TEST_F(BulkTest, LargeCallsThatWaitTooLongAreRefused) {
  LoadLimits limits;
  limits.max_queue_delay = absl::Milliseconds(500);
  Start(limits);
  std::thread first([&] { Call(LargeName()); });
  working_.WaitForNotification();
  Answered waiting;
  std::thread second([&] { waiting = Call(LargeName()); });
  EXPECT_TRUE(Becomes("ratecard_bulk_calls", 2));
  absl::SleepFor(absl::Milliseconds(600));
  go_on_.Notify();
  first.join();
  second.join();
  EXPECT_EQ(waiting.status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(Shed("bulk_calls"), 1);
  EXPECT_EQ(handled_, 1);
}

TEST_F(BulkTest, AStopWaitsForLargeCalls) {
  Start();
  Answered large;
  std::thread caller([&] { large = Call(LargeName()); });
  working_.WaitForNotification();
  bool all_finished = false;
  std::thread stop(
      [&] { all_finished = server_->Shutdown(absl::Seconds(30)); });
  // Nobody can connect any more.
  EXPECT_TRUE(Eventually([&] {
    return !ConnectAnew()->WaitForConnected(std::chrono::system_clock::now() +
                                            std::chrono::milliseconds(100));
  }));
  go_on_.Notify();
  stop.join();
  caller.join();
  EXPECT_TRUE(all_finished);
  EXPECT_TRUE(large.status.ok()) << large.status.error_message();
}

TEST_F(BulkTest, AStopThatIsOverEndsLargeCalls) {
  Start();
  std::thread caller([&] { Call(EndlessName()); });
  working_.WaitForNotification();
  EXPECT_FALSE(server_->Shutdown(absl::ZeroDuration()));
  caller.join();
}

}  // namespace
}  // namespace ratecard
