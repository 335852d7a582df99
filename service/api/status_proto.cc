#include "service/api/status_proto.h"

#include <map>
#include <string>
#include <utility>

#include "google/rpc/error_details.pb.h"
#include "google/rpc/error_info.pb.h"
#include "service/base/error.h"

namespace ratecard {

google::rpc::Status ToStatusProto(const absl::Status& status) {
  google::rpc::Status proto;
  proto.set_code(static_cast<int>(status.code()));
  proto.set_message(std::string(status.message()));
  const ErrorDetail detail = DetailOf(status);
  if (!detail.reason.empty()) {
    google::rpc::ErrorInfo info;
    info.set_reason(detail.reason);
    info.set_domain(kErrorDomain);
    for (const auto& [key, value] : detail.metadata) {
      (*info.mutable_metadata())[key] = value;
    }
    proto.add_details()->PackFrom(info);
  }
  if (!detail.fields.empty()) {
    google::rpc::BadRequest bad_request;
    for (const auto& [path, description] : detail.fields) {
      google::rpc::BadRequest::FieldViolation* violation =
          bad_request.add_field_violations();
      violation->set_field(path);
      violation->set_description(description);
    }
    proto.add_details()->PackFrom(bad_request);
  }
  return proto;
}

absl::Status FromStatusProto(const google::rpc::Status& status) {
  ErrorDetail detail;
  for (const google::protobuf::Any& any : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad_request;
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
    }
  }
  absl::Status plain(static_cast<absl::StatusCode>(status.code()),
                     status.message());
  if (plain.ok() || (detail.reason.empty() && detail.fields.empty())) {
    return plain;
  }
  return WithDetail(std::move(plain), detail);
}

}  // namespace ratecard
