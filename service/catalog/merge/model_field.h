// What a model says in a field, and who says so.

#ifndef RATECARD_SERVICE_CATALOG_MERGE_MODEL_FIELD_H_
#define RATECARD_SERVICE_CATALOG_MERGE_MODEL_FIELD_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// The id of the source of a field that is no price, such as
// `lifecycle.release_date`: that of `field_sources` for it or else for the
// message around it, or else the model's. It lives as long as `model`.
const std::string& SourceOfField(const v1::Model& model,
                                 absl::string_view field);

// What a field such as `limits.max_input_tokens` says, in the form of
// Disagreement.value: `131072`, `2027-01-01`, `true`, `text, image`; empty if
// it is not set. None if there may be several, as below `price_schedules`, or
// no such field.
std::optional<std::string> TextOfField(const v1::Model& model,
                                       absl::string_view field);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MERGE_MODEL_FIELD_H_
