#include "service/catalog/model_proto.h"

#include "service/base/status_macros.h"
#include "service/catalog/snapshot.h"

namespace ratecard {

absl::Status ToProto(const Model& model, v1::Model* proto) {
  RATECARD_RETURN_IF_ERROR(ParseModel(model.packed, proto));
  proto->set_name(model.resource_name);
  return absl::OkStatus();
}

absl::Status SchedulesToProto(const Model& model, v1::Model* proto) {
  return ParsePrices(model.packed, proto);
}

}  // namespace ratecard
