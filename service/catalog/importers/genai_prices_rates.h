// Genai-prices' prices: keys such as `cache_read_mtok`, each with a number or
// with a base and tiers.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_RATES_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_RATES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <tuple>

#include "service/catalog/importers/list_entry.h"
#include "service/catalog/importers/object_reader.h"
#include "service/catalog/importers/schedule_draft.h"

namespace ratecard {

// What a key prices. `input_mtok` is for input of every kind that has no key of
// its own, `input_text_mtok` for text alone: both are text here, and of two for
// one thing the one with less breadth applies.
struct GenaiQuantity {
  PricedThing thing;
  int breadth = 0;

  friend bool operator<(const GenaiQuantity& a, const GenaiQuantity& b) {
    return std::tie(a.thing, a.breadth) < std::tie(b.thing, b.breadth);
  }
  friend bool operator==(const GenaiQuantity& a, const GenaiQuantity& b) {
    return !(a < b) && !(b < a);
  }
};

struct GenaiPrice {
  std::optional<DraftPrice> base;
  std::map<int64_t, DraftPrice> tiers;  // by the first total input that has it

  friend bool operator==(const GenaiPrice& a, const GenaiPrice& b) {
    return a.base == b.base && a.tiers == b.tiers;
  }
};

using GenaiPrices = std::map<GenaiQuantity, GenaiPrice>;

// Reads an object of prices. `zero` is what a price of 0 means.
GenaiPrices ReadGenaiPrices(ObjectReader prices, ZeroMeaning zero);

// As our rates.
ScheduleDraft DraftGenaiPrices(const GenaiPrices& prices);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_GENAI_PRICES_RATES_H_
