#include "service/rpc/status.h"

#include <string>

#include "service/api/status_proto.h"

namespace ratecard {

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) {
    return grpc::Status::OK;
  }
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      std::string(status.message()),
                      ToStatusProto(status).SerializeAsString());
}

}  // namespace ratecard
