#include "service/money/amount.h"

#include <limits>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/base/error.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

// Quotient of `n` by `kUnitDenominator` rounded half to even; n >= 0.
template <typename T>
T DivideHalfEven(T n) {
  const T denominator = static_cast<T>(kUnitDenominator);
  const T quotient = n / denominator;
  const T remainder = n - quotient * denominator;
  const T half = denominator / 2;
  const bool up =
      remainder > half || (remainder == half && (quotient & 1) != 0);
  return up ? quotient + 1 : quotient;
}

absl::StatusOr<Money> MoneyFromNanos(absl::uint128 nanos, bool negative) {
  const absl::uint128 units = nanos / kNanosPerUnit;
  if (units > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    return AmountOutOfRange();
  }
  const auto whole = static_cast<int64_t>(absl::Uint128Low64(units));
  const auto rest =
      static_cast<int32_t>(absl::Uint128Low64(nanos - units * kNanosPerUnit));
  return negative ? Money{-whole, -rest} : Money{whole, rest};
}

absl::int128 NanosOf(const Money& money) {
  return absl::int128(money.units) * kNanosPerUnit + money.nanos;
}

absl::StatusOr<Money> FromSigned(absl::int128 nanos) {
  const bool negative = nanos < 0;
  return MoneyFromNanos(static_cast<absl::uint128>(negative ? -nanos : nanos),
                        negative);
}

}  // namespace

absl::Status AmountOutOfRange() {
  return Error(absl::StatusCode::kOutOfRange, "AMOUNT_OUT_OF_RANGE",
               "the amount is more than 9,223,372,036,854,775,807 units of "
               "currency, the most that google.type.Money holds");
}

absl::StatusOr<Money> Round(ExactAmount amount) {
  const bool negative = amount.numerator() < 0;
  const absl::uint128 magnitude = static_cast<absl::uint128>(
      negative ? -amount.numerator() : amount.numerator());
  // Amounts below about 1,000 units, nearly all, need no 128-bit division.
  if (absl::Uint128High64(magnitude) == 0) {
    const uint64_t nanos = DivideHalfEven(absl::Uint128Low64(magnitude));
    const auto units = static_cast<int64_t>(nanos / kNanosPerUnit);
    const auto rest = static_cast<int32_t>(nanos % kNanosPerUnit);
    return negative ? Money{-units, -rest} : Money{units, rest};
  }
  return MoneyFromNanos(DivideHalfEven(magnitude), negative);
}

absl::StatusOr<Money> Add(const Money& a, const Money& b) {
  return FromSigned(NanosOf(a) + NanosOf(b));
}

absl::StatusOr<Money> Subtract(const Money& a, const Money& b) {
  return FromSigned(NanosOf(a) - NanosOf(b));
}

std::string FormatMoney(const Money& money) {
  const bool negative = money.units < 0 || money.nanos < 0;
  const uint64_t units = money.units < 0
                             ? 0 - static_cast<uint64_t>(money.units)
                             : static_cast<uint64_t>(money.units);
  std::string text = absl::StrCat(negative ? "-" : "", units);
  if (money.nanos != 0) {
    absl::StrAppendFormat(&text, ".%09d",
                          money.nanos < 0 ? -money.nanos : money.nanos);
    while (text.back() == '0') {
      text.pop_back();
    }
  }
  return text;
}

}  // namespace ratecard
