// The timelines of model-prices: what a model cost in one mode, and since when.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_MODEL_PRICES_TIMELINE_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_MODEL_PRICES_TIMELINE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "ratecard/v1/pricing.pb.h"
#include "service/catalog/importers/object_reader.h"
#include "service/catalog/importers/schedule_draft.h"

namespace ratecard {

// Prices by the number of input tokens from which they hold (0: any number) and
// meter.
using PriceCells = std::map<std::pair<int64_t, v1::Meter>, DraftPrice>;

// A time without a change of price.
struct PricePeriod {
  absl::Time start = absl::InfinitePast();  // or first seen, if VERIFIED
  v1::DateBasis start_basis = v1::DATE_BASIS_UNSPECIFIED;
  absl::Time end = absl::InfiniteFuture();
  // Before `end` if it is not known when in between the price changed.
  absl::Time last_seen = absl::InfinitePast();
  PriceCells cells;
  // Page of the provider from which the prices come; empty: the list's record.
  std::string page;
};

struct TimelineContext {
  // What the list's longer-lived cache writes are at this provider.
  v1::Meter long_cache_write = v1::METER_CACHE_WRITE_1H_TOKENS;
  // The first period of the standard mode; null for that mode itself. No other
  // begins before.
  const PricePeriod* model_start = nullptr;
};

// Reads the member `mode` of a model: its periods in order of time.
//
// An entry is a sighting, with a date of its own: documented, or else when
// somebody's list changed. Entries with the same prices are one period, and so
// is a record that only adds a meter or tier to what was seen before. An entry
// that would be over before its own date was never in force. A timeline whose
// entries cannot be put in order is left out, and reported.
std::vector<PricePeriod> ReadTimeline(absl::string_view mode,
                                      const TimelineContext& context,
                                      ObjectReader* model);

// Prices times a factor in billionths; nothing if one gets out of bounds.
std::optional<PriceCells> Scaled(const PriceCells& cells, int64_t factor_nanos);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_MODEL_PRICES_TIMELINE_H_
