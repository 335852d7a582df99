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
  // Cut where nothing begins or ends.
  const size_t half = text.size() / 2 | 1;
  const grpc::Slice slices[] = {
      grpc::Slice(text.substr(0, half)),
      grpc::Slice(text.size() < half ? "" : text.substr(half))};
  return grpc::ByteBuffer(slices, 2);
}

absl::Status CheckBatch(int64_t most, const std::string& text) {
  grpc::ByteBuffer bytes = Bytes(text);
  return CheckEntries(most, *Batch::descriptor(), &bytes);
}

bool BatchHasAtMost(int64_t most, const std::string& text) {
  const absl::Status status = CheckBatch(most, text);
  EXPECT_TRUE(status.ok() || absl::IsResourceExhausted(status)) << status;
  return status.ok();
}

// `count` empty entries of field 1.
std::string Empty(size_t count) {
  std::string text;
  for (size_t i = 0; i < count; ++i) {
    text += std::string("\x0a\x00", 2);
  }
  return text;
}

TEST(CheckEntries, CountsMessagesInMessages) {
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

// Each is kept, in more bytes than it came in.
TEST(CheckEntries, CountsWhatIsNotKnown) {
  const std::string empty_of_field_15("\x7a\x00", 2);
  const std::string number_of_field_15("\x78\x01", 2);
  const std::string group_of_field_15("\x7b\x08\x01\x7c", 4);
  for (const std::string& unknown :
       {empty_of_field_15, number_of_field_15, group_of_field_15}) {
    const int64_t count = unknown == group_of_field_15 ? 2 : 1;
    EXPECT_TRUE(BatchHasAtMost(2 * count, unknown + unknown));
    EXPECT_FALSE(BatchHasAtMost(2 * count - 1, unknown + unknown));
  }
  // `requests`, and its `model`, as numbers.
  EXPECT_FALSE(BatchHasAtMost(0, "\x08\x01"));
  EXPECT_TRUE(BatchHasAtMost(2, "\x0a\x02\x08\x01"));
  EXPECT_FALSE(BatchHasAtMost(1, "\x0a\x02\x08\x01"));
}

TEST(CheckEntries, CountsNoNumbersInLists) {
  v1::CheckContextFitRequest request;
  for (int i = 0; i < 100; ++i) {
    request.add_input_modalities(v1::MODALITY_TEXT);
  }
  grpc::ByteBuffer bytes = Bytes(request.SerializeAsString());
  EXPECT_THAT(
      CheckEntries(0, *v1::CheckContextFitRequest::descriptor(), &bytes),
      IsOk());
}

// protobuf would keep what it reads of them before it finds out.
TEST(CheckEntries, RefusesBytesThatAreNoRequest) {
  for (const std::string& text : {
           Empty(2) + "\xff\xff",
           std::string("\x0a\x05"),
           // Messages that are longer than what they are in.
           std::string("\x0a\x05\x0a"),
           std::string("\x0a\x02\x1a\x09") + std::string(9, '\x78'),
           std::string("\x0c"),             // the end of no group
           std::string("\x7b\x0c"),         // the end of another group
           std::string(1'000'000, '\x7b'),  // deeper than messages may be
           std::string("\x00", 1),
       }) {
    EXPECT_THAT(
        CheckBatch(1'000'000, text),
        FailsWith(absl::StatusCode::kInvalidArgument, "MALFORMED_REQUEST"));
    EXPECT_FALSE(Batch().ParseFromString(text));
  }
  EXPECT_THAT(CheckBatch(0, ""), IsOk());
}

TEST(ReadRequest, RefusesMoreEntriesThanThereMayBe) {
  Batch batch;
  grpc::ByteBuffer most = Bytes(Empty(kMaxEntries));
  EXPECT_THAT(ReadRequest(&most, &batch), IsOk());
  EXPECT_EQ(batch.requests_size(), kMaxEntries);
  grpc::ByteBuffer more = Bytes(Empty(kMaxEntries + 1));
  EXPECT_THAT(
      ReadRequest(&more, &batch),
      FailsWith(absl::StatusCode::kResourceExhausted, "REQUEST_TOO_LARGE"));
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
