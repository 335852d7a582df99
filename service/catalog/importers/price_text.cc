#include "service/catalog/importers/price_text.h"

#include <gmpxx.h>

#include <algorithm>
#include <cstdlib>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

constexpr int kMaxDigits = 64;
constexpr int kMaxExponent = 64;
// As it is written: digits behind the point or zeros at the end make up for it.
constexpr int kMaxWrittenExponent = kMaxDigits + kMaxExponent;

// digits × 10^exponent.
struct Decimal {
  bool negative = false;
  mpz_class digits;
  int exponent = 0;
};

mpz_class PowerOfTen(int exponent) {
  mpz_class power;
  mpz_ui_pow_ui(power.get_mpz_t(), 10, static_cast<unsigned>(exponent));
  return power;
}

// Without zeros at the end of `digits`.
void Normalize(Decimal* decimal) {
  while (decimal->digits != 0 && decimal->digits % 10 == 0) {
    decimal->digits /= 10;
    ++decimal->exponent;
  }
}

std::optional<Decimal> ParseDecimal(absl::string_view text) {
  Decimal decimal;
  decimal.negative = absl::ConsumePrefix(&text, "-");
  const size_t mark = text.find_first_of("eE");
  if (mark != absl::string_view::npos) {
    absl::string_view exponent = text.substr(mark + 1);
    absl::ConsumePrefix(&exponent, "+");
    if (!absl::SimpleAtoi(exponent, &decimal.exponent) ||
        std::abs(int64_t{decimal.exponent}) > kMaxWrittenExponent) {
      return std::nullopt;
    }
    text = text.substr(0, mark);
  }
  const size_t point = text.find('.');
  std::string digits(text.substr(0, point));
  if (point != absl::string_view::npos) {
    const absl::string_view fraction = text.substr(point + 1);
    digits.append(fraction.data(), fraction.size());
    decimal.exponent -= static_cast<int>(std::min<size_t>(fraction.size(), 99));
  }
  if (digits.empty() || digits.size() > kMaxDigits ||
      !std::all_of(digits.begin(), digits.end(), absl::ascii_isdigit)) {
    return std::nullopt;
  }
  decimal.digits = mpz_class(digits, 10);
  Normalize(&decimal);
  if (decimal.exponent > kMaxExponent || decimal.exponent < -kMaxExponent) {
    return std::nullopt;
  }
  return decimal;
}

// The shortest number within a relative 10^-12 of `decimal`.
Decimal WithoutNoise(const Decimal& decimal) {
  const auto length = static_cast<int>(decimal.digits.get_str().size());
  for (int kept = 1; kept < length; ++kept) {
    const mpz_class unit = PowerOfTen(length - kept);
    const mpz_class rounded = (decimal.digits + unit / 2) / unit * unit;
    if (abs(rounded - decimal.digits) * PowerOfTen(12) < decimal.digits) {
      Decimal shorter = decimal;
      shorter.digits = rounded;
      Normalize(&shorter);
      return shorter;
    }
  }
  return decimal;
}

// numerator ÷ denominator, rounded half to even; both are positive.
mpz_class DivideHalfEven(const mpz_class& numerator,
                         const mpz_class& denominator, bool* rounded) {
  mpz_class quotient = numerator / denominator;
  const mpz_class rest = numerator % denominator;
  *rounded = rest != 0;
  const int half = cmp(mpz_class(rest * 2), denominator);
  if (half > 0 || (half == 0 && quotient % 2 != 0)) {
    ++quotient;
  }
  return quotient;
}

}  // namespace

std::optional<int64_t> WholeNumber(absl::string_view number) {
  const std::optional<Decimal> decimal = ParseDecimal(number);
  if (!decimal.has_value() || decimal->exponent < 0) {
    return std::nullopt;
  }
  mpz_class value = decimal->digits * PowerOfTen(decimal->exponent);
  if (decimal->negative) {
    value = -value;
  }
  if (!value.fits_slong_p()) {
    return std::nullopt;
  }
  return value.get_si();
}

absl::StatusOr<ImportedPrice> ImportPrice(absl::string_view number,
                                          PriceScale scale) {
  const std::optional<Decimal> read = ParseDecimal(number);
  if (!read.has_value()) {
    return absl::InvalidArgumentError("is no decimal number");
  }
  if (read->negative && read->digits != 0) {
    return absl::InvalidArgumentError("is below 0");
  }
  const Decimal decimal = WithoutNoise(*read);
  ImportedPrice price;
  price.noise_removed = decimal.digits != read->digits;
  mpz_class numerator = decimal.digits * scale.multiply * kNanosPerUnit;
  mpz_class denominator = scale.divide;
  (decimal.exponent >= 0 ? numerator : denominator) *=
      PowerOfTen(std::abs(decimal.exponent));
  const mpz_class nanos =
      DivideHalfEven(numerator, denominator, &price.rounded);
  if (nanos > kMaxPriceNanos) {
    return absl::InvalidArgumentError("is above 1000000 per unit quantity");
  }
  if (nanos == 0 && decimal.digits != 0) {
    return absl::InvalidArgumentError("rounds to 0 at nine decimals");
  }
  price.nanos = nanos.get_si();
  price.text = FormatNanos(price.nanos);
  return price;
}

}  // namespace ratecard
