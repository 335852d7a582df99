// The past, out of older states of the same list.

#ifndef RATECARD_SERVICE_CATALOG_BUILD_LIST_HISTORY_H_
#define RATECARD_SERVICE_CATALOG_BUILD_LIST_HISTORY_H_

#include <string>
#include <vector>

#include "absl/types/span.h"
#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// What a list said on a day.
struct ListState {
  std::string date;  // YYYY-MM-DD
  std::vector<v1::Provider> providers;
};

// The newest of `states`, which come newest first, with what the older ones
// add:
// - prices that were others then, as RECORDED steps between the two days; one
//   that an older state does not say is no other;
// - prices of service tiers and regions that the newer state no longer has,
//   which end on its day;
// - models and providers that it no longer has, with `last_listed_date`.
// Rates must be written out. At least one state, each on a day of its own.
std::vector<v1::Provider> WithHistory(std::vector<ListState> states);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_BUILD_LIST_HISTORY_H_
