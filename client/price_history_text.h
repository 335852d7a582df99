// The prices of a model through time, for people.

#ifndef RATECARD_CLIENT_PRICE_HISTORY_TEXT_H_
#define RATECARD_CLIENT_PRICE_HISTORY_TEXT_H_

#include <string>
#include <vector>

#include "client/style.h"
#include "ratecard/v1/pricing.pb.h"

namespace ratecard {

// A table of schedules of one model, in their order: a row for the base prices
// of each and one for every threshold above which there are others. Empty: no
// schedules.
std::string PriceHistoryText(
    const std::vector<const v1::PriceSchedule*>& schedules,
    const std::string& currency, const Style& style);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_PRICE_HISTORY_TEXT_H_
