// Mistakes in usage formats.

#ifndef RATECARD_SERVICE_CATALOG_VALIDATE_USAGE_H_
#define RATECARD_SERVICE_CATALOG_VALIDATE_USAGE_H_

#include "service/catalog/location.h"
#include "service/catalog/validation.h"

namespace ratecard {

// Reports every mistake in the usage formats of the provider under validation,
// which stands at `at`.
void ValidateUsageFormats(const Location& at, Validation* validation);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_VALIDATE_USAGE_H_
