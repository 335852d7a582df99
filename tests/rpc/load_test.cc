// A server with more to do than it takes, callers who do not listen, and stops
// in the middle of it.

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "tests/rpc/streams_fixture.h"

namespace ratecard {
namespace {

using ::testing::HasSubstr;

CallRunnerOptions TwoStreams() {
  CallRunnerOptions options;
  options.max_streams = 2;
  return options;
}

class TwoStreamsTest : public StreamsTest {
 protected:
  TwoStreamsTest() : StreamsTest({"127.0.0.1:0"}, TwoStreams()) {}
};

TEST_F(TwoStreamsTest, RefusesMoreUntilOneEnds) {
  Response response;
  grpc::ClientContext watching;
  const auto first = Open();
  const auto second = catalog_->WatchCatalog(&watching, {});
  ASSERT_TRUE(first->Write(Item(0)));
  ASSERT_TRUE(first->Read(&response));
  ASSERT_EQ(Next(second.get()), "1");

  grpc::ClientContext refused;
  const auto third = Open(&refused);
  EXPECT_FALSE(third->Read(&response));
  const grpc::Status status = third->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(status.error_message(), HasSubstr("2 streams open"));
  EXPECT_THAT(status.error_details(), HasSubstr("TOO_MANY_STREAMS"));

  first->WritesDone();
  EXPECT_TRUE(first->Finish().ok());
  EXPECT_TRUE(Eventually([&] {
    grpc::ClientContext context;
    const auto stream = Open(&context);
    stream->WritesDone();
    return stream->Finish().ok();
  }));
}

RpcServerOptions OneCallPerConnection() {
  RpcServerOptions options;
  options.address = "127.0.0.1:0";
  options.max_calls_per_connection = 1;
  return options;
}

class OneCallPerConnectionTest : public StreamsTest {
 protected:
  OneCallPerConnectionTest() : StreamsTest(OneCallPerConnection()) {}

  static grpc::StatusCode Call(v1::EstimateService::Stub* stub,
                               absl::Duration patience) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + patience));
    v1::EstimateCostResponse response;
    return stub->EstimateCost(&context, {}, &response).error_code();
  }
};

TEST_F(OneCallPerConnectionTest, HasFurtherOnesWaitAtTheirCaller) {
  const auto stream = Open();
  Response response;
  ASSERT_TRUE(stream->Write(Item(0)));
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(Call(estimates_.get(), absl::Milliseconds(200)),
            grpc::StatusCode::DEADLINE_EXCEEDED);
  const auto other = v1::EstimateService::NewStub(Connect());
  EXPECT_EQ(Call(other.get(), kPatience), grpc::StatusCode::OK);
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(Call(estimates_.get(), kPatience), grpc::StatusCode::OK);
}

// It may have to be kept for as long as its caller does not read.
TEST_F(StreamsTest, EndsAtARequestThatIsTooLargeForAStream) {
  const auto stream = Open();
  ASSERT_TRUE(stream->Write(Item(0, 64 << 10)));
  Response response;
  EXPECT_FALSE(stream->Read(&response));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(status.error_details(), HasSubstr("REQUEST_TOO_LARGE"));
  EXPECT_EQ(handled_, 0);
}

TEST_F(StreamsTest, AStopDoesNotWaitForACallerWhoDoesNotRead) {
  const auto stream = Open();
  std::thread writer = WriteUntilBlocked(stream.get());
  const absl::Time start = absl::Now();
  EXPECT_FALSE(server_.Shutdown(absl::Seconds(60)));
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
  writer.join();
  Response response;
  while (stream->Read(&response)) {
  }
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(Scrape(), HasSubstr("grpc_method=\"StreamEstimateCosts\","
                                  "grpc_code=\"Unavailable\"} 1\n"));
}

// Little enough for gRPC to take it all, and too much to send it unread: the
// status waits behind it.
TEST_F(StreamsTest, AStopDoesNotWaitForThatItsStatusIsRead) {
  const auto stream = Open();
  for (int i = 0; i < 100; ++i) {
    ASSERT_TRUE(stream->Write(Item(i, 1'000)));
  }
  ASSERT_TRUE(Eventually([&] { return handled_ == 100; }));
  const absl::Time start = absl::Now();
  server_.Shutdown(absl::Seconds(60));
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
  Response response;
  while (stream->Read(&response)) {
  }
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(StreamsTest, NewsAndAStopAtATime) {
  const auto watch = OpenWatch("");
  EXPECT_EQ(Next(watch.get()), "1");
  std::atomic<bool> stopped = false;
  std::vector<std::thread> publishers;
  publishers.reserve(3);
  for (int i = 0; i < 3; ++i) {
    publishers.emplace_back([&] {
      for (int revision = 2; !stopped; ++revision) {
        SetRevision(revision);
      }
    });
  }
  std::thread reader([&] {
    while (Next(watch.get()) != "the end") {
    }
  });
  absl::SleepFor(absl::Milliseconds(20));
  server_.Shutdown(absl::Seconds(60));
  stopped = true;
  for (std::thread& publisher : publishers) {
    publisher.join();
  }
  reader.join();
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

// Only the server is told of the deadline, as by a caller whose clock stands
// still.
TEST_F(StreamsTest, TheServerEndsAStreamAtItsDeadline) {
  grpc::ClientContext context;
  context.AddMetadata("grpc-timeout", "50m");
  const auto stream = Open(&context);
  Response response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_FALSE(stream->Finish().ok());
  EXPECT_TRUE(Eventually([&] {
    return absl::StrContains(Scrape(),
                             "grpc_method=\"StreamEstimateCosts\","
                             "grpc_code=\"DeadlineExceeded\"} 1\n");
  }));
}

// What a batch does: works on for as long as an answer is wanted.
class LongCallTest : public testing::Test {
 protected:
  LongCallTest() {
    EXPECT_THAT(server_->Start(), IsOk());
    estimates_ = v1::EstimateService::NewStub(grpc::CreateChannel(
        server_->address(), grpc::InsecureChannelCredentials()));
  }

  MethodTable Methods() {
    MethodTable methods;
    AddEstimateService(
        [this](const CallContext& call, const v1::EstimateCostRequest& request,
               auto* /*response*/) {
          if (request.model() != "long") {
            return absl::OkStatus();
          }
          started_.Notify();
          const absl::Time end = absl::Now() + kPatience;
          while (call.StillWanted().ok() && absl::Now() < end) {
            absl::SleepFor(absl::Milliseconds(1));
          }
          why_ = call.StillWanted();
          ended_.Notify();
          return why_;
        },
        [](auto&&...) {}, &methods);
    return methods;
  }

  grpc::Status Call(const std::string& model, grpc::ClientContext* context) {
    v1::EstimateCostRequest request;
    request.set_model(model);
    v1::EstimateCostResponse response;
    return estimates_->EstimateCost(context, request, &response);
  }

  absl::Notification started_;
  absl::Notification ended_;
  absl::Status why_;  // of the long call, once it ended
  std::unique_ptr<RpcServer> server_ = std::make_unique<RpcServer>(
      RpcServerOptions{"127.0.0.1:0"}, CallRunnerOptions(), Methods());
  std::unique_ptr<v1::EstimateService::Stub> estimates_;
};

TEST_F(LongCallTest, IsToldWhenItsDeadlinePasses) {
  grpc::ClientContext context;
  context.AddMetadata("grpc-timeout", "50m");
  EXPECT_FALSE(Call("long", &context).ok());
  ended_.WaitForNotification();
  EXPECT_EQ(why_.code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(LongCallTest, HarmsNobodyWhenItsCallerVanishes) {
  grpc::ClientContext context;
  context.AddMetadata("grpc-timeout", "200m");
  std::thread caller([&] { EXPECT_FALSE(Call("long", &context).ok()); });
  started_.WaitForNotification();
  context.TryCancel();
  caller.join();
  grpc::ClientContext next;
  next.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
  EXPECT_TRUE(Call("short", &next).ok());
  EXPECT_TRUE(ended_.HasBeenNotified());
}

TEST_F(LongCallTest, IsToldAtTheEndOfADrain) {
  grpc::Status status;
  std::thread caller([&] {
    grpc::ClientContext context;
    status = Call("long", &context);
  });
  started_.WaitForNotification();
  const absl::Time start = absl::Now();
  EXPECT_FALSE(server_->Shutdown(absl::Milliseconds(50)));
  EXPECT_LT(absl::Now() - start, absl::Seconds(10));
  caller.join();
  EXPECT_EQ(why_.code(), absl::StatusCode::kUnavailable);
  EXPECT_FALSE(status.ok());
}

}  // namespace
}  // namespace ratecard
