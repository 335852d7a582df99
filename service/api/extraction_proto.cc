#include "service/api/extraction_proto.h"

#include "service/api/convert.h"
#include "service/api/usage_proto.h"

namespace ratecard {

void ToProto(const Extraction& extraction, const FormatChoice& choice,
             const ResponseValues& values, bool with_quantities,
             v1::ExtractedUsage* proto) {
  const auto text = [](absl::string_view view) { return std::string(view); };
  ToProto(extraction.usage, proto->mutable_usage());
  proto->set_provider(choice.provider->id);
  proto->set_api(choice.format->id);
  proto->set_detected(choice.detected);
  proto->set_model(text(extraction.model));
  proto->set_service_tier(text(extraction.service_tier));
  proto->set_region(text(extraction.region));
  proto->set_response_id(text(extraction.response_id));
  proto->set_documents(values.documents());
  if (extraction.time.has_value()) {
    ToProto(*extraction.time, proto->mutable_create_time());
  }
  if (extraction.reported_cost.has_value()) {
    ToProto(*extraction.reported_cost, extraction.reported_currency,
            proto->mutable_reported_cost());
  }
  for (const std::string& path : extraction.unknown_paths) {
    proto->add_unknown_paths(path);
  }
  if (!with_quantities) {
    return;
  }
  for (const ExtractedQuantity& from : extraction.quantities) {
    v1::ExtractedQuantity* to = proto->add_quantities();
    to->set_path(text(from.path));
    to->set_quantity(from.quantity);
    to->set_meter(static_cast<v1::Meter>(from.rule->meter));
    for (const UsageField field : from.rule->fields) {
      to->add_fields(text(NameOf(field)));
    }
  }
}

}  // namespace ratecard
