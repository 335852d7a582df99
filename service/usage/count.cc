#include "service/usage/count.h"

#include <algorithm>
#include <limits>

#include "absl/numeric/int128.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

constexpr int kMaxDigits = 30;    // times kMaxUnits stays inside 127 bits
constexpr int kMaxExponent = 18;  // of a count

// A number: `digits` × 10^`exponent`, without zeros at either end of `digits`.
struct Decimal {
  bool negative = false;
  absl::int128 digits = 0;
  int exponent = 0;
  bool too_long = false;  // more digits than are kept
};

// Reads one decimal digit after the other.
class DigitReader {
 public:
  explicit DigitReader(Decimal* out) : out_(out) {}

  // `exponent_step` is -1 behind the point.
  void Add(char digit, int exponent_step) {
    if (digit == '0') {
      // Zeros count once a digit other than 0 follows.
      pending_zeros_ += out_->digits != 0 ? 1 : 0;
      exponent_ += exponent_step;
      return;
    }
    for (; pending_zeros_ > 0; --pending_zeros_) {
      Append(0);
    }
    Append(digit - '0');
    exponent_ += exponent_step;
  }

  void Finish(int exponent) {
    out_->exponent =
        out_->digits == 0 ? 0 : exponent_ + exponent + pending_zeros_;
  }

 private:
  void Append(int digit) {
    if (++count_ > kMaxDigits) {
      out_->too_long = true;
      return;
    }
    out_->digits = out_->digits * 10 + digit;
  }

  Decimal* const out_;
  int exponent_ = 0;  // for each digit behind the point, one less
  int pending_zeros_ = 0;
  int count_ = 0;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Takes an exponent, `e-05`, off the front of `text`. False if it is none.
bool TakeExponent(absl::string_view* text, int* exponent) {
  text->remove_prefix(1);
  bool negative = false;
  if (!text->empty() && (text->front() == '+' || text->front() == '-')) {
    negative = text->front() == '-';
    text->remove_prefix(1);
  }
  if (text->empty() || !IsDigit(text->front())) {
    return false;
  }
  int value = 0;
  for (; !text->empty() && IsDigit(text->front()); text->remove_prefix(1)) {
    value = std::min(value * 10 + (text->front() - '0'), 100'000);
  }
  *exponent = negative ? -value : value;
  return true;
}

// Takes digits off the front of `text`; how many.
size_t TakeDigits(absl::string_view* text, int exponent_step,
                  DigitReader* reader) {
  size_t count = 0;
  for (; count < text->size() && IsDigit((*text)[count]); ++count) {
    reader->Add((*text)[count], exponent_step);
  }
  text->remove_prefix(count);
  return count;
}

// False if `text` is no JSON number.
bool ParseDecimal(absl::string_view text, Decimal* out) {
  if (!text.empty() && text.front() == '-') {
    out->negative = true;
    text.remove_prefix(1);
  }
  DigitReader reader(out);
  const bool zero = !text.empty() && text.front() == '0';
  const size_t whole = TakeDigits(&text, 0, &reader);
  if (whole == 0 || (zero && whole > 1)) {
    return false;
  }
  if (!text.empty() && text.front() == '.') {
    text.remove_prefix(1);
    if (TakeDigits(&text, -1, &reader) == 0) {
      return false;
    }
  }
  int exponent = 0;
  if (!text.empty() && (text.front() == 'e' || text.front() == 'E') &&
      !TakeExponent(&text, &exponent)) {
    return false;
  }
  reader.Finish(exponent);
  return text.empty();
}

absl::int128 PowerOfTen(int exponent) {
  absl::int128 power = 1;
  for (; exponent > 0; --exponent) {
    power *= 10;
  }
  return power;
}

// numerator ÷ denominator, half to even; both at least 0.
absl::int128 DivideHalfToEven(absl::int128 numerator,
                              absl::int128 denominator) {
  const absl::int128 quotient = numerator / denominator;
  const absl::int128 rest = numerator % denominator;
  const absl::int128 left = denominator - rest;
  const bool up = rest > left || (rest == left && quotient % 2 != 0);
  return up ? quotient + 1 : quotient;
}

}  // namespace

bool IsNumber(absl::string_view text) {
  Decimal ignored;
  return ParseDecimal(text, &ignored);
}

Count ParseCount(absl::string_view text, int64_t units) {
  Decimal decimal;
  if (!ParseDecimal(text, &decimal)) {
    return {0, "is no number"};
  }
  if (decimal.digits == 0) {
    return {};
  }
  if (decimal.negative) {
    return {0, "is negative"};
  }
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  absl::int128 value = 0;
  if (decimal.exponent >= 0) {
    if (decimal.too_long || decimal.exponent > kMaxExponent ||
        decimal.digits > kMax / PowerOfTen(decimal.exponent)) {
      return {0, "is beyond 64 bits"};
    }
    value = decimal.digits * PowerOfTen(decimal.exponent) * units;
  } else {
    const absl::int128 scaled = decimal.digits * units;
    if (decimal.too_long || decimal.exponent < -kMaxDigits ||
        scaled % PowerOfTen(-decimal.exponent) != 0) {
      return {0, "has a fraction"};
    }
    value = scaled / PowerOfTen(-decimal.exponent);
  }
  if (value > kMax) {
    return {0, "is beyond 64 bits"};
  }
  return {static_cast<int64_t>(value), nullptr};
}

std::optional<Money> ParseCost(absl::string_view text, int64_t per_unit) {
  Decimal decimal;
  if (!ParseDecimal(text, &decimal) || decimal.too_long) {
    return std::nullopt;
  }
  // digits × 10^exponent × 10^9 ÷ per_unit nanos.
  const int exponent = decimal.exponent + 9;
  absl::int128 nanos = 0;
  if (decimal.digits == 0 || exponent < -38) {
    nanos = 0;
  } else if (exponent <= 0) {
    // Two divisions would round twice: one by the product, if it fits.
    const absl::int128 power = PowerOfTen(std::min(-exponent, 38));
    if (power > absl::Int128Max() / per_unit) {
      return Money{};
    }
    nanos = DivideHalfToEven(decimal.digits, power * per_unit);
  } else {
    if (exponent > 37 ||
        decimal.digits > absl::Int128Max() / PowerOfTen(exponent)) {
      return std::nullopt;
    }
    nanos = DivideHalfToEven(decimal.digits * PowerOfTen(exponent), per_unit);
  }
  const absl::int128 units = nanos / kNanosPerUnit;
  if (units > std::numeric_limits<int64_t>::max()) {
    return std::nullopt;
  }
  Money money{static_cast<int64_t>(units),
              static_cast<int32_t>(nanos % kNanosPerUnit)};
  if (decimal.negative) {
    money.units = -money.units;
    money.nanos = -money.nanos;
  }
  return money;
}

}  // namespace ratecard
