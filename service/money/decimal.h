// Decimal strings to and from integer nanos (1e-9).

#ifndef RATECARD_SERVICE_MONEY_DECIMAL_H_
#define RATECARD_SERVICE_MONEY_DECIMAL_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ratecard {

inline constexpr int64_t kNanosPerUnit = 1'000'000'000;

// A written decimal such as `1.75` in nanos, exactly.
//
// Digits with at most one point, no sign, no exponent, no spaces. Errors
// (INVALID_ARGUMENT): anything else; more than nine decimals that matter; a
// value above `max_nanos`. Thread-safe.
absl::StatusOr<int64_t> ParseNanos(absl::string_view text, int64_t max_nanos);

// The shortest decimal string of `nanos`: 1750000000 is `1.75`.
std::string FormatNanos(int64_t nanos);

// `nanos × factor_nanos ÷ 1e9`, rounded half to even; `*inexact` is set to true
// if rounding was needed and left alone otherwise. Requires 0 <= nanos <= 1e15
// and 0 <= factor_nanos <= 1e12.
int64_t MultiplyNanos(int64_t nanos, int64_t factor_nanos, bool* inexact);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_MONEY_DECIMAL_H_
