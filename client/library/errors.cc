#include "ratecard/errors.h"

#include "service/api/status_proto.h"
#include "service/base/error.h"

namespace ratecard {

std::string ErrorReason(const absl::Status& status) {
  return DetailOf(status).reason;
}

std::map<std::string, std::string> ErrorMetadata(const absl::Status& status) {
  const ErrorDetail detail = DetailOf(status);
  return {detail.metadata.begin(), detail.metadata.end()};
}

std::vector<std::pair<std::string, std::string>> ErrorFields(
    const absl::Status& status) {
  return DetailOf(status).fields;
}

absl::Status ToStatus(const google::rpc::Status& error) {
  return FromStatusProto(error);
}

}  // namespace ratecard
