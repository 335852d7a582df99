#include "service/money/decimal.h"

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

constexpr size_t kMaxDecimals = 9;

Error InvalidDecimal(absl::string_view text, absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_DECIMAL",
               absl::StrCat("'", text.substr(0, 64), "' ", problem));
}

}  // namespace

absl::StatusOr<int64_t> ParseNanos(absl::string_view text, int64_t max_nanos) {
  const size_t point = text.find('.');
  const absl::string_view whole = text.substr(0, point);
  absl::string_view decimals;
  if (point != absl::string_view::npos) {
    decimals = text.substr(point + 1);
  }
  if (whole.empty() || (point != absl::string_view::npos && decimals.empty())) {
    return InvalidDecimal(text, "is not a decimal such as 1.75");
  }
  while (!decimals.empty() && decimals.back() == '0') {
    decimals.remove_suffix(1);
  }
  for (const absl::string_view part : {whole, decimals}) {
    for (const char c : part) {
      if (!absl::ascii_isdigit(static_cast<unsigned char>(c))) {
        return InvalidDecimal(text, "is not a decimal such as 1.75");
      }
    }
  }
  if (decimals.size() > kMaxDecimals) {
    return InvalidDecimal(text, "has more than nine decimals");
  }
  // Stops as soon as the value is too large, so that nothing overflows.
  absl::int128 nanos = 0;
  for (size_t i = 0; i < whole.size() + kMaxDecimals; ++i) {
    const size_t decimal = i - whole.size();  // meaningful if i >= whole.size()
    const char digit = i < whole.size()            ? whole[i]
                       : decimal < decimals.size() ? decimals[decimal]
                                                   : '0';
    nanos = nanos * 10 + (digit - '0');
    if (nanos > max_nanos) {
      return InvalidDecimal(
          text, absl::StrCat("is more than ", FormatNanos(max_nanos)));
    }
  }
  return static_cast<int64_t>(nanos);
}

std::string FormatNanos(int64_t nanos) {
  // The magnitude of INT64_MIN only fits unsigned.
  const uint64_t magnitude = nanos < 0 ? 0 - static_cast<uint64_t>(nanos)
                                       : static_cast<uint64_t>(nanos);
  const uint64_t fraction = magnitude % kNanosPerUnit;
  std::string text =
      absl::StrCat(nanos < 0 ? "-" : "", magnitude / kNanosPerUnit);
  if (fraction != 0) {
    absl::StrAppendFormat(&text, ".%09d", fraction);
    while (text.back() == '0') {
      text.pop_back();
    }
  }
  return text;
}

int64_t MultiplyNanos(int64_t nanos, int64_t factor_nanos, bool* inexact) {
  const absl::int128 product = absl::int128(nanos) * factor_nanos;
  const absl::int128 quotient = product / kNanosPerUnit;
  const absl::int128 remainder = product % kNanosPerUnit;
  if (remainder == 0) {
    return static_cast<int64_t>(quotient);
  }
  *inexact = true;
  const absl::int128 twice = remainder * 2;
  const bool up =
      twice > kNanosPerUnit || (twice == kNanosPerUnit && quotient % 2 != 0);
  return static_cast<int64_t>(quotient) + (up ? 1 : 0);
}

}  // namespace ratecard
