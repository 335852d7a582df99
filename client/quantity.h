// Quantities as people write them.
//
//   ParseQuantity("120k")  // 120,000
//   ParseMeterQuantity("output_images:size=1024x1024,quality=high=3")

#ifndef RATECARD_CLIENT_QUANTITY_H_
#define RATECARD_CLIENT_QUANTITY_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "ratecard/v1/usage.pb.h"

namespace ratecard {

// A whole number: digits with optional `_` between them or `,` between groups
// of three, and a suffix k (1,000), M (1,000,000), G or B (1,000,000,000) of
// either case. A decimal point is allowed if the result is whole: `1.5k` is
// 1,500 and `1.0005k` is refused.
//
// Nothing is guessed: `12.000`, `1.234k` and `1,234k`, which elsewhere have the
// other mark, are refused. `12,000` is taken: it has no part to be a fraction
// of, as counts are whole.
//
// Errors: INVALID_ARGUMENT, anything else and more than an int64 holds.
absl::StatusOr<int64_t> ParseQuantity(absl::string_view text);

// The same, counted in `unit`, which is at least 1: with 1,000, `1.5` is 1,500;
// unless it is 1, there is no suffix. `decimal_mark`: `.` or `,`, the other one
// groups digits, and nothing is ambiguous; 0: as above.
absl::StatusOr<int64_t> ParseQuantity(absl::string_view text, int64_t unit,
                                      char decimal_mark = '\0');

// `METER[:key=value,…]=N`, the meter in lower_snake_case.
//
// Errors: INVALID_ARGUMENT, with the nearest meter names.
absl::StatusOr<v1::MeterQuantity> ParseMeterQuantity(absl::string_view text);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_QUANTITY_H_
