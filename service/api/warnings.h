// Warnings in words.

#ifndef RATECARD_SERVICE_API_WARNINGS_H_
#define RATECARD_SERVICE_API_WARNINGS_H_

#include "absl/strings/string_view.h"
#include "google/protobuf/repeated_field.h"
#include "ratecard/v1/estimate.pb.h"
#include "service/catalog/model.h"
#include "service/estimate/estimate.h"

namespace ratecard {

// Appends every warning of `set`, by code, with facts of `model`.
void AppendWarnings(WarningSet set, const Model& model,
                    google::protobuf::RepeatedPtrField<v1::Warning>* out);

// The words of a warning about a payload, which is of no model.
absl::string_view PayloadWarning(WarningCode code);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_WARNINGS_H_
