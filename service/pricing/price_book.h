// All prices of a model, and the choice of those in force.

#ifndef RATECARD_SERVICE_PRICING_PRICE_BOOK_H_
#define RATECARD_SERVICE_PRICING_PRICE_BOOK_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/pricing/daily_window.h"
#include "service/pricing/rate_table.h"

namespace ratecard {

inline constexpr absl::string_view kStandardTier = "standard";
inline constexpr absl::string_view kBatchTier = "batch";

// Areas of a provider and what contains what. Immutable; thread-safe.
class RegionMap {
 public:
  // Adds a region with those directly within it.
  void Add(absl::string_view region, const std::vector<std::string>& contains);

  bool Knows(absl::string_view region) const { return !Find(region).empty(); }

  // The region's own copy of its name, as long-lived as the map; empty if it is
  // not known.
  absl::string_view Find(absl::string_view region) const;

  // Whether `inner` is `outer` or lies within it.
  bool Contains(absl::string_view outer, absl::string_view inner) const;

  std::vector<std::string> Names() const;  // sorted

 private:
  absl::flat_hash_map<std::string, std::vector<std::string>> contains_;
};

// The rates of one schedule. `start` is inclusive, `end` is not. What every
// estimate reads comes first, in order of reading.
struct PriceSchedule {
  std::string service_tier;
  std::string region;  // empty: global prices
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();
  // When on a day it holds. Empty: whenever no sibling's windows do.
  std::vector<DailyWindow> windows;
  RateTable rates;
  // From then to `end` the price is uncertain.
  absl::Time last_seen = absl::InfiniteFuture();
  // Before then nobody saw the price.
  absl::Time verified_from = absl::InfinitePast();
  std::string id;
};

// Why there is no schedule in force.
enum class ScheduleLack : uint8_t {
  kNone,         // there is one
  kNoPrices,     // at all
  kServiceTier,  // the tier is not offered
  kRegion,       // the tier is offered, but not there
  kPeriod,       // the tier is offered there, but not at that time
};

// A schedule that was chosen, and what is uncertain about the choice.
struct ScheduleChoice {
  const PriceSchedule* schedule = nullptr;  // null: see `lack`
  ScheduleLack lack = ScheduleLack::kNone;
  bool daily_windows = false;     // a sibling holds at other times of day
  bool holidays_unknown = false;  // past the last day of the holiday calendar
};

// The schedule in force for the standard tier without a region at every second
// from `from` to before `until` (since 1970), with nothing uncertain about it.
struct UsualPrice {
  const PriceSchedule* schedule = nullptr;  // null: there is none
  int64_t from = 0;
  int64_t until = 0;
  RateTable rates;  // a copy of the schedule's, to be read without it
};

// Immutable once built; thread-safe.
class PriceBook {
 public:
  // Schedules with overlapping periods of the same tier and region must have
  // disjoint windows, at most one having none.
  explicit PriceBook(std::vector<PriceSchedule> schedules = {});

  // The schedule in force at `as_of` for a tier and a region that the provider
  // knows (empty: global prices). Of nested regions the narrowest with prices
  // of that tier at `as_of` wins.
  //
  // Errors (FAILED_PRECONDITION): SERVICE_TIER_NOT_OFFERED, REGION_NOT_OFFERED,
  // REGION_REQUIRED, PRICE_NOT_IN_FORCE, METER_UNPRICED if there are no prices
  // at all, each with what is offered. Does not allocate on success.
  absl::StatusOr<ScheduleChoice> Select(absl::Time as_of,
                                        absl::string_view service_tier,
                                        absl::string_view region,
                                        const RegionMap& regions) const;

  // The same without words: where Select fails, the choice says why. Does not
  // allocate.
  ScheduleChoice Find(absl::Time as_of, absl::string_view service_tier,
                      absl::string_view region, const RegionMap& regions) const;

  // Whether there are prices of a tier, of any time, for a region (empty:
  // global prices).
  bool Covers(absl::string_view service_tier, absl::string_view region,
              const RegionMap& regions) const;

  // What most requests get, without a search: Find says the same. Valid as long
  // as the book, or what that is moved to.
  UsualPrice Usual() const;

  const std::vector<PriceSchedule>& schedules() const { return schedules_; }
  std::vector<std::string> ServiceTiers() const;  // sorted

 private:
  // The narrowest region that contains `region` and has prices of the tier at
  // `as_of`, else at any time; `region` itself if there is none.
  absl::string_view NarrowestRegion(absl::Time as_of,
                                    absl::string_view service_tier,
                                    absl::string_view region,
                                    const RegionMap& regions) const;
  absl::Status TierNotOffered(absl::string_view service_tier) const;
  absl::Status RegionNotOffered(absl::string_view service_tier,
                                absl::string_view region) const;
  absl::Status NotInForce(absl::Time as_of, absl::string_view service_tier,
                          absl::string_view region) const;

  // By tier, `standard` first; region, global first; those with windows before
  // those that hold for the rest of the day; latest start first.
  std::vector<PriceSchedule> schedules_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_PRICING_PRICE_BOOK_H_
