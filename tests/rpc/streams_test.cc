// Calls of many messages, on a real server.

#include <atomic>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "grpcpp/generic/generic_stub.h"
#include "tests/rpc/streams_fixture.h"

namespace ratecard {
namespace {

using ::testing::HasSubstr;

TEST_F(StreamsTest, AnswersEveryRequestInOrder) {
  const auto stream = Open();
  constexpr int kItems = 2'000;
  std::thread writer([&] {
    for (int i = 0; i < kItems; ++i) {
      // Some leave the call's own block of memory.
      ASSERT_TRUE(stream->Write(Item(i, i % 7 == 0 ? 20'000 : 10)));
    }
    stream->WritesDone();
  });
  Response response;
  int count = 0;
  while (stream->Read(&response)) {
    EXPECT_EQ(response.item_id(), absl::StrCat(count));
    EXPECT_EQ(response.estimate().model().size(), count % 7 == 0 ? 20'000 : 10);
    ++count;
  }
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(count, kItems);
}

TEST_F(StreamsTest, AnswersBeforeTheCallerIsDone) {
  const auto stream = Open();
  for (int i = 0; i < 3; ++i) {
    Response response;
    ASSERT_TRUE(stream->Write(Item(i)));
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.item_id(), absl::StrCat(i));
  }
  stream->WritesDone();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(StreamsTest, AStreamWithoutRequestsEndsWell) {
  const auto stream = Open();
  stream->WritesDone();
  Response response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_TRUE(stream->Finish().ok());
}

// 64 MB of responses: what gRPC buffers on the way is far below that.
TEST_F(StreamsTest, TakesNoMoreWhileTheCallerDoesNotRead) {
  const auto stream = Open();
  constexpr int kItems = 1'000;
  std::thread writer([&] {
    for (int i = 0; i < kItems; ++i) {
      if (!stream->Write(Item(i, 64'000))) {
        return;
      }
    }
    stream->WritesDone();
  });
  int handled = -1;
  EXPECT_TRUE(Eventually([&] {  // stands still
    absl::SleepFor(absl::Milliseconds(100));
    return std::exchange(handled, handled_) == handled_ && handled > 0;
  }));
  EXPECT_LT(handled, kItems / 2);

  Response response;
  int count = 0;
  while (stream->Read(&response)) {
    ++count;
  }
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
  EXPECT_EQ(count, kItems);
}

TEST_F(StreamsTest, OtherCallsGoOnWhileACallerDoesNotRead) {
  const auto stream = Open();
  std::thread writer([&] {
    while (stream->Write(Item(0, 64'000))) {
    }
  });
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
  v1::EstimateCostResponse response;
  EXPECT_TRUE(estimates_->EstimateCost(&context, {}, &response).ok());
  context_.TryCancel();
  writer.join();
}

TEST_F(StreamsTest, CountsMessagesAndTheEnd) {
  const auto stream = Open();
  Response response;
  ASSERT_TRUE(stream->Write(Item(0)));
  ASSERT_TRUE(stream->Write(Item(1)));
  stream->WritesDone();
  while (stream->Read(&response)) {
  }
  EXPECT_TRUE(stream->Finish().ok());
  const std::string labels =
      "{grpc_type=\"bidi_stream\",grpc_service=\"ratecard.v1.EstimateService\","
      "grpc_method=\"StreamEstimateCosts\"";
  const auto counted = [&](const char* name, const char* more, int value) {
    return Eventually([&] {
      return absl::StrContains(
          Scrape(),
          absl::StrCat("grpc_server_", name, labels, more, "} ", value, "\n"));
    });
  };
  EXPECT_TRUE(counted("started_total", "", 1));
  EXPECT_TRUE(counted("msg_received_total", "", 2));
  EXPECT_TRUE(counted("msg_sent_total", "", 2));
  EXPECT_TRUE(counted("handled_total", ",grpc_code=\"OK\"", 1));
  EXPECT_TRUE(counted("handling_seconds_count", "", 1));
}

TEST_F(StreamsTest, CountsAStreamThatItsCallerCancels) {
  const auto stream = Open();
  Response response;
  ASSERT_TRUE(stream->Write(Item(0)));
  ASSERT_TRUE(stream->Read(&response));
  context_.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(Eventually([&] {
    return absl::StrContains(
        Scrape(),
        "grpc_method=\"StreamEstimateCosts\",grpc_code=\"Canceled\"} 1\n");
  }));
}

// The caller ends the call at its deadline too: which end is first is open.
TEST_F(StreamsTest, EndsAtTheDeadline) {
  context_.set_deadline(
      absl::ToChronoTime(absl::Now() + absl::Milliseconds(50)));
  const auto stream = Open();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(Eventually([&] {
    return testing::Value(
        Scrape(),
        testing::ContainsRegex("grpc_method=\"StreamEstimateCosts\",grpc_code="
                               "\"(DeadlineExceeded|Canceled)\"} 1\n"));
  }));
}

TEST_F(StreamsTest, EndsAtBytesThatAreNoRequest) {
  grpc::TemplatedGenericStub<grpc::ByteBuffer, grpc::ByteBuffer> stub(channel_);
  grpc::CompletionQueue queue;
  const auto wait = [&] {
    void* tag = nullptr;
    bool ok = false;
    queue.Next(&tag, &ok);
    return ok;
  };
  const auto call = stub.PrepareCall(
      &context_, "/ratecard.v1.EstimateService/StreamEstimateCosts", &queue);
  call->StartCall(nullptr);
  ASSERT_TRUE(wait());
  const grpc::Slice slice(std::string("\xff\xff\xff\xff"));
  call->Write(grpc::ByteBuffer(&slice, 1), nullptr);
  ASSERT_TRUE(wait());
  grpc::Status status;
  call->Finish(&status, nullptr);
  ASSERT_TRUE(wait());
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(status.error_details(), HasSubstr("MALFORMED_REQUEST"));
}

TEST_F(StreamsTest, AStopAnswersWhatWasTakenAndSaysWhyItEnds) {
  const auto stream = Open();
  Response response;
  ASSERT_TRUE(stream->Write(Item(0)));
  ASSERT_TRUE(stream->Read(&response));
  const absl::Time start = absl::Now();
  EXPECT_TRUE(server_.Shutdown(absl::Seconds(60)));
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
  EXPECT_FALSE(stream->Read(&response));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_THAT(status.error_message(), HasSubstr("shutting down"));
}

TEST_F(StreamsTest, AStopEndsAStreamWhoseRequestsNeverEnd) {
  const auto stream = Open();
  std::thread writer([&] {
    for (int i = 0; stream->Write(Item(i)); ++i) {
    }
  });
  ASSERT_TRUE(Eventually([&] { return handled_ > 100; }));
  std::thread stop([&] { EXPECT_TRUE(server_.Shutdown(absl::Seconds(60))); });
  Response response;
  int count = 0;
  while (stream->Read(&response)) {
    EXPECT_EQ(response.item_id(), absl::StrCat(count));
    ++count;
  }
  writer.join();
  stop.join();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(count, handled_);
}

// The caller reads, but for several seconds together: longer than the server
// waits for one who does not.
TEST_F(StreamsTest, AStopLosesNoAnswerOfASlowReader) {
  const auto stream = Open();
  std::thread writer = WriteUntilBlocked(stream.get());
  std::thread stop([&] { EXPECT_TRUE(server_.Shutdown(absl::Seconds(60))); });
  Response response;
  int count = 0;
  for (; stream->Read(&response); ++count) {
    absl::SleepFor(absl::Seconds(3) / handled_.load());
  }
  writer.join();
  stop.join();
  EXPECT_EQ(count, handled_);
  EXPECT_THAT(stream->Finish().error_message(), HasSubstr("shutting down"));
}

// He begins to read while the server still waits for him.
TEST_F(StreamsTest, AStopLosesNoAnswerOfOneWhoReadsAfterAWhile) {
  const auto stream = Open();
  std::thread writer = WriteUntilBlocked(stream.get());
  std::thread stop([&] { server_.Shutdown(absl::Seconds(60)); });
  absl::SleepFor(absl::Milliseconds(300));
  Response response;
  int count = 0;
  while (stream->Read(&response)) {
    ++count;
  }
  writer.join();
  stop.join();
  EXPECT_EQ(count, handled_);
}

// Streams in progress keep connections open; what comes meanwhile is served.
TEST_F(StreamsTest, UnaryCallsAreServedWhileAStopWaitsForReaders) {
  const auto stream = Open();
  std::thread writer = WriteUntilBlocked(stream.get());
  std::thread stop([&] { server_.Shutdown(absl::Seconds(60)); });
  EXPECT_TRUE(Eventually([&] {  // the stop has begun
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
    const auto other = Open(&context);
    other->WritesDone();
    return other->Finish().error_code() == grpc::StatusCode::UNAVAILABLE;
  }));
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
  v1::EstimateCostResponse response;
  EXPECT_TRUE(estimates_->EstimateCost(&context, {}, &response).ok());
  context_.TryCancel();
  writer.join();
  stop.join();
}

TEST_F(StreamsTest, SendsNewsAsItComes) {
  const auto watch = OpenWatch("");
  EXPECT_EQ(Next(watch.get()), "1");
  SetRevision(2);
  EXPECT_EQ(Next(watch.get()), "2");
  SetRevision(3);
  EXPECT_EQ(Next(watch.get()), "3");
  context_.TryCancel();
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(StreamsTest, RefusesAWatchWhoseRequestIsTooLarge) {
  const auto watch = OpenWatch(std::string(kMaxStreamedBytes, '1'));
  EXPECT_EQ(Next(watch.get()), "the end");
  const grpc::Status status = watch->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_THAT(status.error_details(), HasSubstr("REQUEST_TOO_LARGE"));
}

TEST_F(StreamsTest, AcceptsAWatchAtOnceWithNoNewsToSend) {
  const auto watch = OpenWatch("1");
  watch->WaitForInitialMetadata();
  EXPECT_LT(absl::Now(), absl::FromChrono(context_.deadline()));
  SetRevision(2);
  EXPECT_EQ(Next(watch.get()), "2");
}

// The second watch is taken up after the first, on the same connection.
TEST_F(StreamsTest, SendsNothingThatTheCallerKnows) {
  const auto watch = OpenWatch("1");
  grpc::ClientContext context;
  const auto other = catalog_->WatchCatalog(&context, {});
  EXPECT_EQ(Next(other.get()), "1");
  SetRevision(2);
  EXPECT_EQ(Next(watch.get()), "2");
  SetRevision(3);
  EXPECT_EQ(Next(watch.get()), "3");
  context.TryCancel();
}

TEST_F(StreamsTest, NewsBeingSentIsFollowedByTheLatest) {
  const auto watch = OpenWatch("");
  for (int revision = 2; revision <= 500; ++revision) {
    SetRevision(revision);
  }
  std::string last;
  while (last != "500") {
    last = Next(watch.get());
    ASSERT_NE(last, "the end");
  }
}

TEST_F(StreamsTest, AStopEndsWatches) {
  const auto watch = OpenWatch("");
  EXPECT_EQ(Next(watch.get()), "1");
  const absl::Time start = absl::Now();
  EXPECT_TRUE(server_.Shutdown(absl::Seconds(60)));
  EXPECT_LT(absl::Now() - start, absl::Seconds(30));
  EXPECT_EQ(Next(watch.get()), "the end");
  EXPECT_EQ(watch->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
}

TEST_F(StreamsTest, ManyWatchersComeAndGo) {
  std::vector<std::thread> callers;
  callers.reserve(8);
  std::atomic<int> right{0};
  std::atomic<int> gone{0};
  for (int caller = 0; caller < 8; ++caller) {
    callers.emplace_back([&] {
      for (int i = 0; i < 50; ++i) {
        grpc::ClientContext context;
        context.set_deadline(absl::ToChronoTime(absl::Now() + kPatience));
        const auto watch = catalog_->WatchCatalog(&context, {});
        right += Next(watch.get()) != "the end" ? 1 : 0;
        context.TryCancel();
        watch->Finish();
      }
      ++gone;
    });
  }
  for (int revision = 2; gone < 8; ++revision) {
    SetRevision(revision);
    std::this_thread::yield();
  }
  for (std::thread& caller : callers) {
    caller.join();
  }
  EXPECT_EQ(right, 400);
}

}  // namespace
}  // namespace ratecard
