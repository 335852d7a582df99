#include "service/rpc/status.h"

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "google/rpc/status.pb.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

TEST(ToGrpcStatus, OkHasNoDetails) {
  const grpc::Status status = ToGrpcStatus(absl::OkStatus());
  EXPECT_TRUE(status.ok());
  EXPECT_EQ(status.error_details(), "");
}

TEST(ToGrpcStatus, CarriesCodeMessageAndDetails) {
  const absl::Status given =
      Error(absl::StatusCode::kInvalidArgument, "NEGATIVE_QUANTITY",
            "input_tokens is -1")
          .Field("usage.input_tokens", "must be at least 0");
  const grpc::Status status = ToGrpcStatus(given);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(status.error_message(), "input_tokens is -1");

  google::rpc::Status details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), 3);
  EXPECT_EQ(details.message(), "input_tokens is -1");
  google::rpc::ErrorInfo info;
  google::rpc::BadRequest bad_request;
  bool has_info = false;
  bool has_field = false;
  for (const google::protobuf::Any& detail : details.details()) {
    has_info |= detail.UnpackTo(&info);
    has_field |= detail.UnpackTo(&bad_request);
  }
  ASSERT_TRUE(has_info && has_field);
  EXPECT_EQ(info.reason(), "NEGATIVE_QUANTITY");
  EXPECT_EQ(bad_request.field_violations(0).field(), "usage.input_tokens");
}

}  // namespace
}  // namespace ratecard
