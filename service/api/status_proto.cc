#include "service/api/status_proto.h"

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "service/base/error.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

constexpr int64_t kNanosPerSecond = 1'000'000'000;

// As PackFrom does, but with maps in order of key: equal statuses are equal
// bytes and, as the CLI prints them, equal JSON.
void Pack(const google::protobuf::Message& message,
          google::protobuf::Any* any) {
  any->set_type_url(absl::StrCat("type.googleapis.com/",
                                 message.GetDescriptor()->full_name()));
  google::protobuf::io::StringOutputStream bytes(any->mutable_value());
  google::protobuf::io::CodedOutputStream out(&bytes);
  out.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&out);
}

}  // namespace

google::rpc::Status ToStatusProto(const absl::Status& status) {
  google::rpc::Status proto;
  proto.set_code(static_cast<int>(status.code()));
  proto.set_message(ReplaceNonUtf8(status.message()));
  const ErrorDetail detail = DetailOf(status);
  if (!detail.reason.empty()) {
    google::rpc::ErrorInfo info;
    info.set_reason(detail.reason);
    info.set_domain(kErrorDomain);
    for (const auto& [key, value] : detail.metadata) {
      (*info.mutable_metadata())[key] = ReplaceNonUtf8(value);
    }
    Pack(info, proto.add_details());
  }
  if (!detail.fields.empty()) {
    google::rpc::BadRequest bad_request;
    for (const auto& [path, description] : detail.fields) {
      google::rpc::BadRequest::FieldViolation* violation =
          bad_request.add_field_violations();
      violation->set_field(ReplaceNonUtf8(path));
      violation->set_description(ReplaceNonUtf8(description));
    }
    Pack(bad_request, proto.add_details());
  }
  if (detail.retry_after > absl::ZeroDuration()) {
    google::rpc::RetryInfo retry;
    const int64_t nanos = absl::ToInt64Nanoseconds(detail.retry_after);
    retry.mutable_retry_delay()->set_seconds(nanos / kNanosPerSecond);
    retry.mutable_retry_delay()->set_nanos(
        static_cast<int32_t>(nanos % kNanosPerSecond));
    Pack(retry, proto.add_details());
  }
  return proto;
}

absl::Status FromStatusProto(const google::rpc::Status& status) {
  ErrorDetail detail;
  for (const google::protobuf::Any& any : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
    google::rpc::RetryInfo retry;
    if (any.UnpackTo(&info)) {
      detail.reason = info.reason();
      // A map has no order of its own; sorted, equal statuses are equal.
      std::map<std::string, std::string> metadata(info.metadata().begin(),
                                                  info.metadata().end());
      detail.metadata.assign(metadata.begin(), metadata.end());
    } else if (any.UnpackTo(&bad_request)) {
      for (const auto& violation : bad_request.field_violations()) {
        detail.fields.emplace_back(violation.field(), violation.description());
      }
    } else if (any.UnpackTo(&retry)) {
      detail.retry_after = absl::Seconds(retry.retry_delay().seconds()) +
                           absl::Nanoseconds(retry.retry_delay().nanos());
    }
  }
  absl::Status plain(static_cast<absl::StatusCode>(status.code()),
                     status.message());
  if (plain.ok() || (detail.reason.empty() && detail.fields.empty() &&
                     detail.retry_after == absl::ZeroDuration())) {
    return plain;
  }
  return WithDetail(std::move(plain), detail);
}

}  // namespace ratecard
