// A list of price changes, for people.

#ifndef RATECARD_CLIENT_PRICE_CHANGES_TEXT_H_
#define RATECARD_CLIENT_PRICE_CHANGES_TEXT_H_

#include <string>

#include "absl/time/time.h"
#include "client/style.h"
#include "google/protobuf/repeated_field.h"
#include "ratecard/v1/catalog_service.pb.h"

namespace ratecard {

// `input $2.50 → $2.00 (-20%), output $15.00 → $12.00 (-20%) per 1M tokens`,
// with the service tier, region and windows before it.
std::string ChangeText(const v1::PriceChange& change);

// A table with a row for each change, in their order. Those after `now` are
// marked as announced. Empty: no changes.
std::string PriceChangesText(
    const google::protobuf::RepeatedPtrField<v1::PriceChange>& changes,
    absl::Time now, const Style& style);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_PRICE_CHANGES_TEXT_H_
