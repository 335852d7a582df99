// Who says what of a model.

#ifndef RATECARD_SERVICE_CATALOG_MERGE_FIELD_SOURCE_H_
#define RATECARD_SERVICE_CATALOG_MERGE_FIELD_SOURCE_H_

#include <string>

#include "absl/strings/string_view.h"
#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// The id of the source of a field that is no price, such as
// `lifecycle.release_date`: that of `field_sources` for it or else for the
// message around it, or else the model's. It lives as long as `model`.
const std::string& SourceOfField(const v1::Model& model,
                                 absl::string_view field);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_MERGE_FIELD_SOURCE_H_
