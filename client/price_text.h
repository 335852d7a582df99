// The usage and the price of one response, for people.

#ifndef RATECARD_CLIENT_PRICE_TEXT_H_
#define RATECARD_CLIENT_PRICE_TEXT_H_

#include <string>

#include "client/style.h"
#include "ratecard/v1/usage_service.pb.h"

namespace ratecard {

// Where it comes from, the estimate, where each quantity was, what no rule
// knows, and the cost that the response reports. Of view FULL.
std::string PriceText(const v1::PriceUsageResponse& response,
                      const Style& style);

// The same without a price.
std::string ExtractText(const v1::ExtractUsageResponse& response,
                        const Style& style);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_PRICE_TEXT_H_
