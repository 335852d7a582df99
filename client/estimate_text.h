// An estimate for people.

#ifndef RATECARD_CLIENT_ESTIMATE_TEXT_H_
#define RATECARD_CLIENT_ESTIMATE_TEXT_H_

#include <string>

#include "client/style.h"
#include "ratecard/v1/estimate.pb.h"

namespace ratecard {

// Lines, subtotals, total, warnings, fit and where the prices come from, of an
// estimate of view FULL.
std::string EstimateText(const v1::Estimate& estimate, const Style& style);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_ESTIMATE_TEXT_H_
