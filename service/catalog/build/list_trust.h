// How far to trust each format of price lists.

#ifndef RATECARD_SERVICE_CATALOG_BUILD_LIST_TRUST_H_
#define RATECARD_SERVICE_CATALOG_BUILD_LIST_TRUST_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace ratecard {

struct ListTrust {
  absl::string_view format;
  // Places in the order of trust for prices and for all else; the lowest goes
  // first.
  int price_rank;
  int fact_rank;
  // What is known of its prices and limits: see Statement.
  bool window_may_be_input_limit;
  bool knows_past;
  bool may_lack_tiers;
  bool has_one_output_price;
};

// Lists without prices come after all others.
inline constexpr int kNoPricesRank = 100;

// Of all formats, the most trusted for prices first.
absl::Span<const ListTrust> ListTrusts();

// Of a format that ListTrusts does not have: less than any that it has.
ListTrust TrustIn(absl::string_view format);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_BUILD_LIST_TRUST_H_
