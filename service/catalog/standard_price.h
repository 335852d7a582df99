// What a model costs in a word: one price by which to filter and order.

#ifndef RATECARD_SERVICE_CATALOG_STANDARD_PRICE_H_
#define RATECARD_SERVICE_CATALOG_STANDARD_PRICE_H_

#include <cstdint>
#include <optional>

#include "absl/time/time.h"
#include "service/catalog/model.h"
#include "service/pricing/meter.h"
#include "service/pricing/price_book.h"

namespace ratecard {

// The base price of a meter, without tiers. Lives no longer than its model.
struct StandardPrice {
  MeterState state = MeterState::kUnpriced;
  int64_t nanos = 0;  // per unit quantity of the meter; 0 unless priced
  const PriceSchedule* schedule = nullptr;  // which says so; never null
  bool varies_over_day = false;  // another holds at other times of day

  // The price if it is a number: priced, or free and so 0.
  std::optional<int64_t> known() const {
    if (state == MeterState::kPriced || state == MeterState::kFree) {
      return nanos;
    }
    return std::nullopt;
  }
};

// The price of `meter` in the standard tier at `as_of`: the provider's global
// one or, where there is none, that of the cheapest region. Unset: no schedule
// in force has the meter. Thread-safe.
std::optional<StandardPrice> StandardPriceOf(const Model& model, Meter meter,
                                             absl::Time as_of);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_STANDARD_PRICE_H_
