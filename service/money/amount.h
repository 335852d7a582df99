// Exact amounts of money and their one rounding.

#ifndef RATECARD_SERVICE_MONEY_AMOUNT_H_
#define RATECARD_SERVICE_MONEY_AMOUNT_H_

#include <cstdint>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"

namespace ratecard {

// Least common multiple of all unit quantities (1; 1,000; 60,000; 1,000,000;
// 3,600,000), so that any price per any of them is a whole number of
// 1/kUnitDenominator nanos.
inline constexpr int64_t kUnitDenominator = 18'000'000;

// Highest unit price: 1,000,000 units of currency, in nanos.
inline constexpr int64_t kMaxPriceNanos = 1'000'000 * int64_t{1'000'000'000};

// Highest factor on a price, in nanos: 1,000.
inline constexpr int64_t kMaxFactorNanos = int64_t{1'000} * 1'000'000'000;

// An amount as `google.type.Money` holds it: `units` and `nanos` have the same
// sign or are 0.
struct Money {
  int64_t units = 0;
  int32_t nanos = 0;

  friend bool operator==(const Money& a, const Money& b) {
    return a.units == b.units && a.nanos == b.nanos;
  }
  friend bool operator!=(const Money& a, const Money& b) { return !(a == b); }
};

// An exact amount: a whole number of 1/kUnitDenominator nanos.
class ExactAmount {
 public:
  constexpr ExactAmount() = default;
  constexpr explicit ExactAmount(absl::int128 numerator)
      : numerator_(numerator) {}

  constexpr absl::int128 numerator() const { return numerator_; }
  constexpr bool is_zero() const { return numerator_ == 0; }

  ExactAmount& operator+=(ExactAmount other) {
    numerator_ += other.numerator_;
    return *this;
  }
  ExactAmount& operator-=(ExactAmount other) {
    numerator_ -= other.numerator_;
    return *this;
  }

 private:
  absl::int128 numerator_ = 0;
};

// Any quantity up to here, at the highest price per single unit, stays under
// 2^119, and an amount under kMaxNumerator below 2^117: the sum of two such
// amounts stays inside 127 bits.
inline constexpr int64_t kSafeQuantity = int64_t{1} << 44;

// The price of `quantity` units, exact: `price_nanos` is per unit quantity, and
// `multiplier` is kUnitDenominator ÷ unit quantity.
//
// Requires 0 <= quantity, 0 <= price_nanos <= kMaxPriceNanos. False if the
// result is more than Money can hold, which is AmountOutOfRange(); up to
// kSafeQuantity it is left to Round to find out. Thread-safe, does not
// allocate.
bool TryCharge(int64_t quantity, int64_t price_nanos, int64_t multiplier,
               ExactAmount* amount);

// `amount` rounded half to even to whole nanos.
//
// Errors: OUT_OF_RANGE AMOUNT_OUT_OF_RANGE if it does not fit Money.
// Thread-safe, does not allocate on success.
absl::StatusOr<Money> Round(ExactAmount amount);

// a + b and a − b. Errors: OUT_OF_RANGE AMOUNT_OUT_OF_RANGE.
absl::StatusOr<Money> Add(const Money& a, const Money& b);
absl::StatusOr<Money> Subtract(const Money& a, const Money& b);

// Decimal string without trailing zeros: `0.196`, `-12`, `0`.
std::string FormatMoney(const Money& money);

// The status of every amount that Money cannot hold.
absl::Status AmountOutOfRange();

// 2^63 units of currency: an amount above this is more than Money can hold,
// whatever is added to it.
inline constexpr absl::int128 kMaxNumerator =
    absl::MakeInt128(500'000'000 * kUnitDenominator, 0);

// Inline, as every line of every estimate is charged.
inline bool TryCharge(int64_t quantity, int64_t price_nanos, int64_t multiplier,
                      ExactAmount* amount) {
  const absl::int128 price = absl::int128(price_nanos) * multiplier;
  if (quantity > kSafeQuantity && price != 0 &&
      quantity > kMaxNumerator / price) {
    return false;
  }
  *amount = ExactAmount(price * quantity);
  return true;
}

}  // namespace ratecard

#endif  // RATECARD_SERVICE_MONEY_AMOUNT_H_
