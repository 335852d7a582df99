// Charges by unit quantity, as price lists write prices.

#ifndef RATECARD_TESTS_UNIT_MONEY_CHARGE_H_
#define RATECARD_TESTS_UNIT_MONEY_CHARGE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "service/money/amount.h"

namespace ratecard {

// Every unit quantity of the contract's meters.
inline constexpr int64_t kUnitQuantities[] = {1, 1'000, 60'000, 1'000'000,
                                              3'600'000};

// The price of `quantity` units at `price_nanos` per `unit_quantity`.
inline absl::StatusOr<ExactAmount> ChargePer(int64_t quantity,
                                             int64_t price_nanos,
                                             int64_t unit_quantity) {
  ExactAmount amount;
  if (!TryCharge(quantity, price_nanos, kUnitDenominator / unit_quantity,
                 &amount)) {
    return AmountOutOfRange();
  }
  return amount;
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_MONEY_CHARGE_H_
