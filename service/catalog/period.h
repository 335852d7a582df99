// When price schedules hold.

#ifndef RATECARD_SERVICE_CATALOG_PERIOD_H_
#define RATECARD_SERVICE_CATALOG_PERIOD_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "ratecard/v1/catalog.pb.h"

namespace ratecard {

// From `start` to before `end`.
struct Period {
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();

  bool Overlaps(const Period& other) const {
    return start < other.end && other.start < end;
  }
};

// `service_tier`, or the standard tier where it is empty.
absl::string_view TierOf(const v1::PriceSchedule& schedule);

// Whether both are of the same tier and region.
bool AreSiblings(const v1::PriceSchedule& a, const v1::PriceSchedule& b);

// Equal for schedules with the same daily windows, once they are normalised;
// empty without any.
std::string WindowsKey(const v1::PriceSchedule& schedule);

// The period of each schedule of `model`, in their order; nothing where a time
// cannot be read. A verified start is none: such a schedule begins where the
// last sibling before it ends, or is open to the past. Only siblings that have
// daily windows as well count, or none as well: the others hold beside it.
std::vector<std::optional<Period>> EffectivePeriods(const v1::Model& model);

// The day after the last one on which a source of `provider` was read: up to
// then its prices are known. Infinitely past without sources.
absl::Time DayAfterLastSource(const v1::Provider& provider);

// What ParseCatalogTime reads back: a bare date where it is 00:00 UTC. Requires
// whole seconds of the years 1 to 9999.
std::string FormatCatalogTime(absl::Time time);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_PERIOD_H_
