// From genai-prices' conditional prices to schedules that exclude each other.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_SCHEDULES_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_SCHEDULES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/civil_time.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/importers/genai_prices_comment.h"
#include "service/catalog/importers/genai_prices_rates.h"
#include "service/catalog/importers/list_entry.h"
#include "service/catalog/importers/object_reader.h"

namespace ratecard {

// When prices hold: always, from a day on, or for a part of each day. All in
// UTC.
struct GenaiCondition {
  std::optional<absl::CivilDay> from;
  std::optional<int> start;  // minutes of the day; with `end`
  int end = 0;               // not included; before `start`: past midnight

  // No `day` is before all days; no `minute` is outside all parts of days.
  bool Holds(std::optional<absl::CivilDay> day,
             std::optional<int> minute) const;
};

struct GenaiEntry {
  GenaiCondition condition;
  GenaiPrices prices;
};

// Prices that replace standard ones where they have the same key.
struct GenaiVariant {
  // Empty: for requests of all tiers, as far as the parameters of the prices
  // go.
  std::string service_tier;
  GenaiCondition condition;
  GenaiPrices prices;
};

struct GenaiModelPrices {
  // At least one; the last that holds applies, the first if none does.
  std::vector<GenaiEntry> standard;
  // For each key, the first that holds applies.
  std::vector<GenaiVariant> variants;
  // What it means that there are no prices.
  ZeroMeaning empty = ZeroMeaning::kUnknown;
};

// Adds the schedules of all tiers to `model`, the standard ones first, each
// whole. `model_in_list` gets the findings.
//
// Where prices change on a day, its basis is DOCUMENTED if the comment says so.
// Otherwise it is RECORDED, as the list changed then, or VERIFIED for the first
// prices of a tier, which nobody had looked up before.
void AddGenaiSchedules(const GenaiModelPrices& prices,
                       const GenaiComment& comment, ObjectReader* model_in_list,
                       v1::Model* model);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_SCHEDULES_H_
