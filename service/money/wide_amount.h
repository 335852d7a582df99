// Exact amounts too wide for 128 bits: a workload's.

#ifndef RATECARD_SERVICE_MONEY_WIDE_AMOUNT_H_
#define RATECARD_SERVICE_MONEY_WIDE_AMOUNT_H_

#include <gmpxx.h>

#include <cstdint>

#include "absl/status/statusor.h"
#include "service/money/amount.h"

namespace ratecard {

// A sum of exact amounts times whole factors, over a whole divisor. Any size.
//
//   WideAmount cost;
//   cost.Add(standard, 700'000);      // 70% of the requests, in ppm
//   cost.Add(batch, 300'000);
//   cost.Multiply(requests);
//   cost.Divide(1'000'000);
//   RATECARD_ASSIGN_OR_RETURN(const Money money, cost.Round());
class WideAmount {
 public:
  // Adds `amount × factor`. To be called before Multiply and Divide.
  void Add(ExactAmount amount, int64_t factor);
  // Adds `amount × factor` at any time.
  void AddWide(const WideAmount& amount, int64_t factor);
  void Multiply(int64_t factor);
  // Requires divisor > 0.
  void Divide(int64_t divisor);

  // Rounded half to even to whole nanos.
  // Errors: OUT_OF_RANGE AMOUNT_OUT_OF_RANGE.
  absl::StatusOr<Money> Round() const;

 private:
  mpz_class numerator_;  // in nanos / denominator_
  mpz_class denominator_ = kUnitDenominator;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_MONEY_WIDE_AMOUNT_H_
