#include "service/api/status_proto.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "gtest/gtest.h"
#include "service/base/error.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

absl::Status NegativeQuantity() {
  return Error(absl::StatusCode::kInvalidArgument, "NEGATIVE_QUANTITY",
               "input_tokens is -1")
      .Field("usage.input_tokens", "must be at least 0")
      .Field("usage.output_tokens", "must be at least 0")
      .With("model", "providers/openai/models/gpt-5.2-codex")
      .With("allowed", "0");
}

TEST(ToStatusProto, CarriesCodeMessageReasonFactsAndFields) {
  const google::rpc::Status proto = ToStatusProto(NegativeQuantity());
  EXPECT_EQ(proto.code(), 3);
  EXPECT_EQ(proto.message(), "input_tokens is -1");
  ASSERT_EQ(proto.details_size(), 2);

  google::rpc::ErrorInfo info;
  ASSERT_TRUE(proto.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "NEGATIVE_QUANTITY");
  EXPECT_EQ(info.domain(), "ratecard.dev");
  EXPECT_EQ(info.metadata().size(), 2u);
  EXPECT_EQ(info.metadata().at("allowed"), "0");

  google::rpc::BadRequest bad_request;
  ASSERT_TRUE(proto.details(1).UnpackTo(&bad_request));
  ASSERT_EQ(bad_request.field_violations_size(), 2);
  EXPECT_EQ(bad_request.field_violations(0).field(), "usage.input_tokens");
  EXPECT_EQ(bad_request.field_violations(0).description(),
            "must be at least 0");
}

TEST(ToStatusProto, HasFactsInTheOrderOfTheirKeys) {
  const auto bytes = [](const std::vector<std::string>& keys) {
    Error error(absl::StatusCode::kNotFound, "X", "x");
    for (const std::string& key : keys) {
      error.With(key, "value");
    }
    return ToStatusProto(error).SerializeAsString();
  };
  EXPECT_EQ(bytes({"a", "b", "c", "d", "e"}), bytes({"e", "c", "d", "a", "b"}));
}

TEST(ToStatusProto, IsUtf8WhateverTheStatusSays) {
  const google::rpc::Status proto =
      ToStatusProto(Error(absl::StatusCode::kNotFound, "X", "no \xff")
                        .Field("name\xe4", "\xe4\xb8")
                        .With("nearest", "\xff"));
  EXPECT_EQ(proto.message(), "no ?");
  const absl::Status back = FromStatusProto(proto);
  EXPECT_EQ(DetailOf(back).fields.front(),
            (std::pair<std::string, std::string>("name?", "??")));
  EXPECT_EQ(DetailOf(back).metadata.front().second, "?");
}

TEST(ToStatusProto, HasNoDetailsWhereThereAreNone) {
  EXPECT_THAT(ToStatusProto(absl::OkStatus()).details(), IsEmpty());
  EXPECT_EQ(ToStatusProto(absl::OkStatus()).code(), 0);
  const google::rpc::Status proto =
      ToStatusProto(absl::CancelledError("gone away"));
  EXPECT_EQ(proto.code(), 1);
  EXPECT_EQ(proto.message(), "gone away");
  EXPECT_THAT(proto.details(), IsEmpty());
}

TEST(ToStatusProto, LeavesOutFieldsWhereOnlyAReasonIsGiven) {
  const absl::Status status =
      Error(absl::StatusCode::kNotFound, "MODEL_NOT_FOUND", "no such model");
  ASSERT_EQ(ToStatusProto(status).details_size(), 1);
  EXPECT_TRUE(ToStatusProto(status).details(0).Is<google::rpc::ErrorInfo>());
}

TEST(FromStatusProto, GivesBackWhatWasSent) {
  const absl::Status status =
      FromStatusProto(ToStatusProto(NegativeQuantity()));
  EXPECT_THAT(status, FailsWith(absl::StatusCode::kInvalidArgument,
                                "NEGATIVE_QUANTITY"));
  EXPECT_EQ(status.message(), "input_tokens is -1");
  const ErrorDetail detail = DetailOf(status);
  EXPECT_THAT(detail.fields,
              ElementsAre(Pair("usage.input_tokens", "must be at least 0"),
                          Pair("usage.output_tokens", "must be at least 0")));
  EXPECT_THAT(
      detail.metadata,
      ElementsAre(Pair("allowed", "0"),
                  Pair("model", "providers/openai/models/gpt-5.2-codex")));
}

// 2.5 s.
TEST(StatusProto, CarriesWhenToTryAgain) {
  const absl::Status status =
      Error(absl::StatusCode::kResourceExhausted, "OVERLOADED", "too much")
          .RetryAfter(absl::Milliseconds(2500));
  const google::rpc::Status proto = ToStatusProto(status);
  google::rpc::RetryInfo retry;
  ASSERT_EQ(proto.details_size(), 2);
  ASSERT_TRUE(proto.details(1).UnpackTo(&retry));
  EXPECT_EQ(retry.retry_delay().seconds(), 2);
  EXPECT_EQ(retry.retry_delay().nanos(), 500'000'000);
  EXPECT_EQ(FromStatusProto(proto), status);
}

TEST(FromStatusProto, IsOkForOk) {
  EXPECT_THAT(FromStatusProto(google::rpc::Status()), IsOk());
}

TEST(FromStatusProto, PassesOverDetailsThatItDoesNotKnow) {
  google::rpc::Status proto;
  proto.set_code(14);
  proto.set_message("overloaded");
  proto.add_details()->PackFrom(google::rpc::Help());
  const absl::Status status = FromStatusProto(proto);
  EXPECT_EQ(status, absl::UnavailableError("overloaded"));
}

}  // namespace
}  // namespace ratecard
