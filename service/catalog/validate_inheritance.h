// Mistakes that show once inherited rates are written out.

#ifndef RATECARD_SERVICE_CATALOG_VALIDATE_INHERITANCE_H_
#define RATECARD_SERVICE_CATALOG_VALIDATE_INHERITANCE_H_

#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/location.h"
#include "service/catalog/validation.h"

namespace ratecard {

// Reports what is wrong with what the schedules of `model`, which stands at
// `model_at`, inherit, and with rates that are billed as another's.
void ValidateInheritance(const v1::Model& model, const Location& model_at,
                         Validation* validation);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_VALIDATE_INHERITANCE_H_
