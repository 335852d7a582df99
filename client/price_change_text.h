// How to show that prices changed.

#ifndef RATECARD_CLIENT_PRICE_CHANGE_TEXT_H_
#define RATECARD_CLIENT_PRICE_CHANGE_TEXT_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/diff/price_diff.h"

namespace ratecard {

// Whether to say by how much prices rise or fall: `$2.50 → $2.00 (-20%)`.
enum class Percentages { kNone, kShown };

// `input $2.50 → $2.00, output $15.00 → $12.00 per 1M tokens from 2026-07-30`,
// with the service tier, region and windows before it: `batch: input …`.
std::string PriceChangeText(const PriceChange& change,
                            absl::string_view currency_before,
                            absl::string_view currency_after,
                            Percentages percentages = Percentages::kNone);

// What a model costs at `time` in the standard tier: `input $1.25, output
// $10.00 per 1M tokens; from 200,001 input tokens: input $2.50, output $15.00;
// also batch, flex`.
std::string StandardPricesText(const v1::Model& model, absl::Time time);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_PRICE_CHANGE_TEXT_H_
