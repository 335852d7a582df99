#include "service/rpc/read_request.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "ratecard/v1/estimate_service.pb.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using Batch = v1::BatchEstimateCostsRequest;

grpc::ByteBuffer Bytes(const std::string& text) {
  const grpc::Slice slice(text);
  return grpc::ByteBuffer(&slice, 1);
}

bool BatchHasAtMost(int64_t entries, const std::string& text) {
  grpc::ByteBuffer bytes = Bytes(text);
  return HasAtMost(entries, *Batch::descriptor(), &bytes);
}

// `count` empty entries of field 1.
std::string Empty(size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    text += std::string("\x0a\x00", 2);
  }
  return text;
}

TEST(HasAtMost, CountsMessagesInMessages) {
  Batch batch;
  batch.add_requests()->set_model("one");
  EXPECT_TRUE(BatchHasAtMost(1, batch.SerializeAsString()));
  EXPECT_FALSE(BatchHasAtMost(0, batch.SerializeAsString()));
  // A usage with two quantities.
  v1::Usage* const usage = batch.add_requests()->mutable_usage();
  usage->set_input_tokens(1);
  usage->add_quantities();
  usage->add_quantities()->set_quantity(1);
  EXPECT_TRUE(BatchHasAtMost(1 + 1 + 1 + 2, batch.SerializeAsString()));
  EXPECT_FALSE(BatchHasAtMost(1 + 1 + 1 + 1, batch.SerializeAsString()));
}

TEST(HasAtMost, CountsWhatThereIsOfBytesThatAreNoRequest) {
  EXPECT_TRUE(BatchHasAtMost(2, Empty(2) + "\xff\xff"));
  EXPECT_FALSE(BatchHasAtMost(1, Empty(2) + "\xff\xff"));
  EXPECT_TRUE(BatchHasAtMost(1, "\x0a\x05x"));
  EXPECT_TRUE(BatchHasAtMost(0, "\xff"));
  EXPECT_TRUE(BatchHasAtMost(0, ""));
}

TEST(ReadRequest, RefusesWhatWouldTakeFarMoreThanItsBytes) {
  grpc::ByteBuffer bytes = Bytes(Empty(kLeastCountedBytes));
  Batch batch;
  EXPECT_THAT(
      ReadRequest(&bytes, &batch),
      FailsWith(absl::StatusCode::kResourceExhausted, "REQUEST_TOO_LARGE"));
  EXPECT_EQ(batch.requests_size(), 0);
}

TEST(ReadRequest, ReadsManyBytes) {
  Batch expected;
  for (int i = 0; i < 10'000; ++i) {
    expected.add_requests()->set_model(std::string(100, 'm'));
  }
  grpc::ByteBuffer bytes = Bytes(expected.SerializeAsString());
  EXPECT_GT(bytes.Length(), kLeastCountedBytes);
  Batch batch;
  EXPECT_THAT(ReadRequest(&bytes, &batch), IsOk());
  EXPECT_EQ(batch.SerializeAsString(), expected.SerializeAsString());
  EXPECT_EQ(bytes.Length(), 0u);
}

}  // namespace
}  // namespace ratecard
