// Mistakes in what a model says of itself, its schedules apart.

#ifndef RATECARD_SERVICE_CATALOG_VALIDATE_MODEL_H_
#define RATECARD_SERVICE_CATALOG_VALIDATE_MODEL_H_

#include "absl/strings/string_view.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/location.h"
#include "service/catalog/validation.h"

namespace ratecard {

// Reports every mistake of `model`, which stands at `at`.
void ValidateModel(const v1::Model& model, const Location& at,
                   Validation* validation);

// Reports ids and aliases that mean more than one model at some time, or one
// model twice.
void ValidateModelNames(const Location& provider_at, Validation* validation);

// Whether `path` (`limits.max_input_tokens`, `price_schedules[0].rates`) is a
// field of a model.
bool IsModelField(absl::string_view path);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_VALIDATE_MODEL_H_
