// From the numbers of price lists, most of them floats, to exact prices.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_PRICE_TEXT_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_PRICE_TEXT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ratecard {

// The whole number that a JSON number is, however it is written (`4e5`,
// `400000.0`); nothing if it is none or beyond 64 bits.
std::optional<int64_t> WholeNumber(absl::string_view number);

// By what a list's price is multiplied to be the price of our unit quantity:
// {1'000'000, 1} for one of a single token, {60, 1} for one of a second where
// the unit quantity is a minute.
struct PriceScale {
  int64_t multiply = 1;
  int64_t divide = 1;
};

struct ImportedPrice {
  std::string
      text;  // a decimal with at most nine decimals, as catalogs have it
  int64_t nanos = 0;
  // The number was within a relative 10^-12 of a shorter one, which was taken:
  // `0.049999999999999996` is `0.05`.
  bool noise_removed = false;
  // More than nine decimals were rounded half to even.
  bool rounded = false;
};

// The price that `number`, a JSON number or the same in a string, means.
//
// Errors (INVALID_ARGUMENT): no number; below 0; above 1,000,000 per unit
// quantity; one that is not 0 and rounds to 0. Exact; no float is involved.
absl::StatusOr<ImportedPrice> ImportPrice(absl::string_view number,
                                          PriceScale scale);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_PRICE_TEXT_H_
