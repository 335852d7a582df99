// What a model costs in one catalog and in another.

#ifndef RATECARD_SERVICE_CATALOG_DIFF_PRICE_DIFF_H_
#define RATECARD_SERVICE_CATALOG_DIFF_PRICE_DIFF_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/time/time.h"
#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// In which of two catalogs something is.
enum class Presence { kBoth, kAdded, kRemoved };

// The price of a meter, each in its model's currency. None: the schedule has
// no rate of the meter, or there is no schedule.
struct RateChange {
  std::optional<v1::Rate> before;
  std::optional<v1::Rate> after;
};

struct PriceChange {
  // Service tier, region and daily windows of the prices, and the period in
  // which they differ: `start_time` and `end_time`. No rates.
  v1::PriceSchedule where;
  // Of the tier, region and windows together, whatever the period.
  Presence presence = Presence::kBoth;
  // Of the first catalog, if they are not those of `where`.
  std::optional<v1::PriceSchedule> windows_before;
  // By meter. Empty where the windows alone differ.
  std::vector<RateChange> rates;
};

// Prices that no longer hold.
struct PastPrices {
  int64_t periods = 0;
  // From the start of the first to the end of the last.
  absl::Time start = absl::InfiniteFuture();
  absl::Time end = absl::InfinitePast();
};

struct PriceDiff {
  // Of today and later; the standard tier first, then by tier, region, windows
  // and period.
  std::vector<PriceChange> changes;
  // Periods that ended by today and in which any price differs.
  PastPrices past;

  bool empty() const { return changes.empty() && past.periods == 0; }
};

// Compares instant by instant, so that only what a request would be billed
// counts: not how schedules are named or cut, how their dates are known or who
// says so. Daily windows that differ within a tier and region are taken for
// each other in their order. Rates must be written out and normalised, as
// Materialize leaves them.
PriceDiff DiffPrices(const v1::Model& before, const v1::Model& after,
                     absl::Time today);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_DIFF_PRICE_DIFF_H_
