// Mistakes in rates.

#ifndef RATECARD_SERVICE_CATALOG_VALIDATE_RATE_H_
#define RATECARD_SERVICE_CATALOG_VALIDATE_RATE_H_

#include <string>

#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/location.h"
#include "service/catalog/validation.h"

namespace ratecard {

// Reports every mistake in the rates of `schedule`, which stands at `at`, each
// by itself and the ones that are given twice.
void ValidateRates(const v1::PriceSchedule& schedule, const Location& at,
                   Validation* validation);

// What is wrong with a price; empty if nothing is.
std::string PriceProblem(const std::string& price);

// Whether `meter` is one, and a known one.
bool IsMeter(int meter);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_VALIDATE_RATE_H_
