// The prices of LiteLLM's entries, and what becomes of them.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_PRICES_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_PRICES_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "ratecard/v1/catalog.pb.h"
#include "ratecard/v1/pricing.pb.h"
#include "service/catalog/importers/import_report.h"
#include "service/catalog/importers/object_reader.h"
#include "service/catalog/importers/price_text.h"
#include "service/catalog/importers/schedule_draft.h"

namespace ratecard {

// Which schedule of a model.
struct LiteLlmSlot {
  std::string service_tier;
  std::string region;
  bool off_peak = false;

  friend bool operator<(const LiteLlmSlot& a, const LiteLlmSlot& b) {
    // The standard tier first.
    const bool a_other = a.service_tier != "standard";
    const bool b_other = b.service_tier != "standard";
    return std::tie(a_other, a.service_tier, a.region, a.off_peak) <
           std::tie(b_other, b.service_tier, b.region, b.off_peak);
  }
};

// Which price of a schedule: of a thing, from so many input tokens on.
struct LiteLlmPlace {
  PricedThing thing;
  int64_t min_input_tokens = 0;  // inclusive; 0 is the price below all tiers

  friend bool operator<(const LiteLlmPlace& a, const LiteLlmPlace& b) {
    if (a.thing < b.thing || b.thing < a.thing) {
      return a.thing < b.thing;
    }
    return a.min_input_tokens < b.min_input_tokens;
  }
};

// A price, and the number that it was in the list.
struct LiteLlmPrice {
  DraftPrice price;
  std::string number;
  PriceScale scale;
};

using LiteLlmRates = std::map<LiteLlmPlace, LiteLlmPrice>;

// A schedule that costs a multiple of another, its fees aside.
struct LiteLlmUplift {
  std::string service_tier;  // or
  std::string region;
  PriceScale factor;
};

// All prices of a model, from as many entries as it has.
struct LiteLlmPrices {
  std::map<LiteLlmSlot, LiteLlmRates> schedules;
  std::vector<LiteLlmUplift> uplifts;
  std::vector<v1::DailyWindow> off_peak_windows;
  std::optional<v1::FreeAllowance> free_searches;
};

// What the other keys of an entry mean for its prices.
struct LiteLlmPricing {
  std::string mode;
  std::string region;
  std::vector<std::pair<std::string, std::string>> parameters;
  // What a price of 0 means.
  v1::MeterState zero = v1::METER_STATE_UNPRICED;
  // Whether the entry says that the model makes something else than images.
  bool makes_no_images = false;
};

bool IsTokenMeter(v1::Meter meter);

// Reads everything that is priced by the entry. A price that contradicts one
// of `prices` is reported and not taken.
void ReadLiteLlmPrices(const LiteLlmPricing& pricing, ObjectReader* entry,
                       LiteLlmPrices* prices);

// Reads one object of price keys (the entry itself, a range of its
// `tiered_pricing`): each key that is one counts as understood.
void ReadLiteLlmRates(const LiteLlmPricing& pricing, int64_t min_input_tokens,
                      bool off_peak, ObjectReader* object,
                      LiteLlmPrices* prices);

// Writes the schedules out. Roundings are reported under `path`.
void AddLiteLlmSchedules(LiteLlmPrices prices, const std::string& path,
                         v1::Model* model, ImportReport* report);

// `off_peak_pricing`: its daily windows, nothing if they are not understood.
std::optional<std::vector<v1::DailyWindow>> ReadLiteLlmWindows(
    ObjectReader* off_peak);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_PRICES_H_
