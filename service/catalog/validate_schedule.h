// Mistakes in price schedules.

#ifndef RATECARD_SERVICE_CATALOG_VALIDATE_SCHEDULE_H_
#define RATECARD_SERVICE_CATALOG_VALIDATE_SCHEDULE_H_

#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/location.h"
#include "service/catalog/validation.h"

namespace ratecard {

// Reports every mistake in the schedules of `model`, which stands at
// `model_at`, their rates apart.
void ValidateSchedules(const v1::Model& model, const Location& model_at,
                       Validation* validation);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_VALIDATE_SCHEDULE_H_
