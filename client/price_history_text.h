// The prices of a model through time, for people.

#ifndef RATECARD_CLIENT_PRICE_HISTORY_TEXT_H_
#define RATECARD_CLIENT_PRICE_HISTORY_TEXT_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "client/style.h"
#include "ratecard/v1/pricing.pb.h"

namespace ratecard {

// How it is known when a price begins: `documented`, `recorded`, `verified`, or
// `announced` if that is after `now`. Empty where there is nothing to know.
std::string BasisText(v1::DateBasis basis, absl::Time start, absl::Time now);

// Puts schedules of one model into the order in which people read them: by
// service tier, standard first, region, and then time, the latest last; those
// of daily windows behind the one that begins with them.
void SortForHistory(std::vector<const v1::PriceSchedule*>* schedules);

// A table of schedules of one model, in their order: a row for the base prices
// of each and one for every threshold above which there are others. Those that
// begin after `now` are marked as announced. Empty: no schedules.
std::string PriceHistoryText(
    const std::vector<const v1::PriceSchedule*>& schedules,
    const std::string& currency, absl::Time now, const Style& style);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_PRICE_HISTORY_TEXT_H_
