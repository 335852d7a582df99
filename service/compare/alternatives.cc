#include "service/compare/alternatives.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/estimate/cells.h"
#include "service/money/decimal.h"
#include "service/money/wide_amount.h"
#include "service/workload/workload.h"

namespace ratecard {
namespace {

using F = UsageField;

// Shares to look at where none are asked for.
constexpr int64_t kUsualSharesPpm[] = {500'000, 900'000};

// How far to look for other hours of the day: windows may be of one weekday,
// and that a holiday.
constexpr int kMinutesAhead = 15 * 24 * 60;

// The year 10000: no instant of the API.
constexpr absl::Time kEndOfYears = absl::FromUnixSeconds(253'402'300'800);

// a - b. Both are of costs, at least 0.
Money Difference(const Money& a, const Money& b) {
  const absl::int128 nanos =
      absl::int128(a.units - b.units) * kNanosPerUnit + (a.nanos - b.nanos);
  return {static_cast<int64_t>(nanos / kNanosPerUnit),
          static_cast<int32_t>(nanos % kNanosPerUnit)};
}

bool IsLess(const Money& a, const Money& b) {
  return std::tie(a.units, a.nanos) < std::tie(b.units, b.nanos);
}

// `cells` with nothing read from or written to a cache.
TokenCells Uncached(const TokenCells& cells) {
  std::array<int64_t, kMeterCount> tokens{};
  cells.ForEach([&](Meter meter, int64_t count) {
    const Meter plain = IsInputToken(meter) ? InputCell(ModalityOf(meter),
                                                        CacheState::kUncached)
                                            : meter;
    tokens[static_cast<size_t>(Index(plain))] += count;
  });
  TokenCells result;
  result.input_tokens = cells.input_tokens;
  result.output_tokens = cells.output_tokens;
  for (int i = 0; i < kMeterCount; ++i) {
    if (const auto meter = static_cast<Meter>(i); IsToken(meter)) {
      result.Set(meter, tokens[static_cast<size_t>(i)]);
    }
  }
  return result;
}

// `cells` with `count` fewer tokens of `meter`.
TokenCells Without(const TokenCells& cells, Meter meter, int64_t count) {
  TokenCells result;
  result.input_tokens = cells.input_tokens - (IsInputToken(meter) ? count : 0);
  result.output_tokens =
      cells.output_tokens - (IsOutputToken(meter) ? count : 0);
  cells.ForEach([&](Meter one, int64_t tokens) {
    result.Set(one, one == meter ? tokens - count : tokens);
  });
  return result;
}

// `usage` as totals of modalities and writes, without cache reads: what a share
// of reads is laid over.
Usage WithoutReads(const Usage& usage, const TokenCells& cells) {
  std::array<int64_t, kInputModalityCount> rows{};
  std::array<int64_t, kCacheStateCount> columns{};
  cells.ForEach([&](Meter meter, int64_t tokens) {
    if (IsInputToken(meter)) {
      rows[static_cast<size_t>(ModalityOf(meter))] += tokens;
      columns[static_cast<size_t>(CacheStateOf(meter))] += tokens;
    }
  });
  Usage result;
  result.quantities = usage.quantities;
  for (const F field : {F::kOutputTokens, F::kReasoningTokens,
                        F::kAudioOutputTokens, F::kImageOutputTokens,
                        F::kVideoOutputTokens, F::kWebSearches, F::kRequests}) {
    if (usage.Has(field)) {
      result.Set(field, usage.Get(field));
    }
  }
  result.Set(F::kInputTokens, cells.input_tokens);
  result.Set(F::kAudioInputTokens, rows[1]);
  result.Set(F::kImageInputTokens, rows[2]);
  result.Set(F::kVideoInputTokens, rows[3]);
  result.Set(F::kCacheWrite5mTokens, columns[2]);
  result.Set(F::kCacheWrite1hTokens, columns[3]);
  result.Set(F::kCacheWrite12hTokens, columns[4]);
  return result;
}

// The instants at which prices of the schedule's service tier and region begin
// or end to hold, ascending.
std::set<absl::Time> Changes(const Model& model, const PriceSchedule& chosen) {
  std::set<absl::Time> changes;
  for (const PriceSchedule& schedule : model.prices->schedules()) {
    if (schedule.service_tier == chosen.service_tier &&
        schedule.region == chosen.region) {
      changes.insert(schedule.start);
      changes.insert(schedule.end);
    }
  }
  changes.erase(absl::InfinitePast());
  changes.erase(absl::InfiniteFuture());
  return changes;
}

// Makes the alternatives of one request.
class Explorer {
 public:
  Explorer(const ExplainedCost& cost, const TokenCells& cells)
      : cost_(cost), cells_(cells) {}

  void AddCacheShares(const std::vector<int64_t>& asked) {
    if (!asked.empty()) {
      for (const int64_t share : asked) {
        alternatives_.push_back(AtShare(share));
      }
    } else if (cost_.estimate.schedule->rates.Has(Meter::kCacheRead) &&
               cells_.input_tokens > 0) {
      for (const int64_t share : kUsualSharesPpm) {
        AddIfPossible(AtShare(share));
      }
    }
  }

  void AddNoCache() {
    bool any_cached = false;
    cells_.ForEach([&](Meter meter, int64_t) {
      any_cached |=
          IsInputToken(meter) && CacheStateOf(meter) != CacheState::kUncached;
    });
    if (any_cached) {
      Alternative alternative;
      alternative.kind = AlternativeKind::kNoCache;
      Price(Uncached(cells_), 1, cost_.usage, cost_.options, &alternative);
      alternatives_.push_back(std::move(alternative));
    }
  }

  void AddServiceTiers(const std::vector<std::string>& asked) {
    const bool given = !asked.empty();
    const std::vector<std::string> tiers =
        given ? asked : cost_.model.prices->ServiceTiers();
    for (const std::string& tier : tiers) {
      EstimateOptions options = cost_.options;
      options.service_tier = tier;
      if (given || (tier != cost_.options.service_tier && IsOffered(options))) {
        Alternative& added = Add(AlternativeKind::kServiceTier, options);
        added.service_tier = tier;
      }
    }
  }

  void AddRegions(const std::vector<std::string>& asked) {
    const bool given = !asked.empty();
    const PriceSchedule& chosen = *cost_.estimate.schedule;
    std::set<std::string> offered;
    for (const PriceSchedule& schedule : cost_.model.prices->schedules()) {
      if (schedule.service_tier == chosen.service_tier &&
          schedule.region != chosen.region) {
        offered.insert(schedule.region);
      }
    }
    const std::vector<std::string> regions =
        given ? asked
              : std::vector<std::string>(offered.begin(), offered.end());
    for (const std::string& region : regions) {
      EstimateOptions options = cost_.options;
      options.region = region;
      options.region_of_name = false;
      if (given || IsOffered(options)) {
        Add(AlternativeKind::kRegion, options).region = region;
      }
    }
  }

  void AddInstants(const std::vector<absl::Time>& asked) {
    for (const absl::Time as_of : asked) {
      alternatives_.push_back(AtInstant(as_of));
    }
    if (!asked.empty()) {
      return;
    }
    const absl::Time other_hour = AddOtherHour();
    const std::set<absl::Time> changes =
        Changes(cost_.model, *cost_.estimate.schedule);
    const auto next = changes.upper_bound(cost_.options.as_of);
    for (auto it = next; it != changes.begin();) {
      if (AddIfOtherwise(AtInstant(*--it - absl::Seconds(1)))) {
        break;
      }
    }
    for (auto it = next; it != changes.end(); ++it) {
      if (*it == other_hour || AddIfOtherwise(AtInstant(*it))) {
        break;
      }
    }
  }

  void AddBelowTier() {
    AddBelowTier(TierBasis::kInputTokens, Meter::kInput, cells_.input_tokens);
    AddBelowTier(TierBasis::kOutputTokens, Meter::kOutput,
                 cells_.output_tokens);
  }

  std::vector<Alternative> Sorted() && {
    std::stable_sort(alternatives_.begin(), alternatives_.end(),
                     [](const Alternative& a, const Alternative& b) {
                       return a.status.ok() != b.status.ok()
                                  ? a.status.ok()
                                  : IsLess(a.total, b.total);
                     });
    return std::move(alternatives_);
  }

 private:
  // Where other prices hold at other times of day, the next minute at which
  // they change what the request costs. Returns it; infinite if there is none.
  absl::Time AddOtherHour() {
    if (!cost_.estimate.daily_windows) {
      return absl::InfiniteFuture();
    }
    const PriceSchedule* last = cost_.estimate.schedule;
    const absl::Time start = absl::FromUnixSeconds(
        absl::ToUnixSeconds(cost_.options.as_of) / 60 * 60);
    EstimateOptions options = cost_.options;
    for (int minute = 1; minute <= kMinutesAhead; ++minute) {
      options.as_of = start + absl::Minutes(minute);
      if (options.as_of >= kEndOfYears) {
        break;
      }
      const PriceSchedule* schedule = ScheduleOf(options);
      if (schedule != last && AddIfOtherwise(AtInstant(options.as_of))) {
        return options.as_of;
      }
      last = schedule;
    }
    return absl::InfiniteFuture();
  }

  // Null: there are no prices.
  const PriceSchedule* ScheduleOf(const EstimateOptions& options) const {
    return cost_.model.prices
        ->Find(options.as_of, options.service_tier,
               RegionToPrice(cost_.model, options).region,
               cost_.model.provider->regions)
        .schedule;
  }

  // Whether there are prices at all.
  bool IsOffered(const EstimateOptions& options) const {
    return ScheduleOf(options) != nullptr;
  }

  Alternative& Add(AlternativeKind kind, const EstimateOptions& options) {
    Alternative& alternative = alternatives_.emplace_back();
    alternative.kind = kind;
    Price(cells_, 1, cost_.usage, options, &alternative);
    return alternative;
  }

  bool AddIfPossible(Alternative alternative) {
    const bool possible = alternative.status.ok();
    if (possible) {
      alternatives_.push_back(std::move(alternative));
    }
    return possible;
  }

  // Of those that nobody asked for, only one that costs something else tells
  // anything.
  bool AddIfOtherwise(Alternative alternative) {
    return alternative.difference != Money{} &&
           AddIfPossible(std::move(alternative));
  }

  Alternative AtShare(int64_t share_ppm) const {
    Alternative alternative;
    alternative.kind = AlternativeKind::kCacheShare;
    alternative.cache_share_ppm = share_ppm;
    WorkloadClass share;
    share.usage = WithoutReads(cost_.usage, cells_);
    share.cache_share_ppm = share_ppm;
    const absl::StatusOr<CountedClass> counted = CountClass(std::move(share));
    if (!counted.ok()) {
      alternative.status = counted.status();
      return alternative;
    }
    Price(counted->priced_cells, counted->scale, cost_.usage, cost_.options,
          &alternative);
    return alternative;
  }

  Alternative AtInstant(absl::Time as_of) const {
    Alternative alternative;
    alternative.kind = AlternativeKind::kAsOf;
    alternative.as_of = as_of;
    EstimateOptions options = cost_.options;
    options.as_of = as_of;
    Price(cells_, 1, cost_.usage, options, &alternative);
    return alternative;
  }

  // The highest threshold of that basis that a line was priced by, or 0.
  int64_t TierReached(TierBasis basis) const {
    int64_t reached = 0;
    for (const EstimateLine& line : cost_.estimate.lines) {
      const Rate* rate = cost_.estimate.schedule->rates.Find(line.billed_as);
      if (rate != nullptr && rate->tier_basis == basis) {
        reached = std::max(reached, line.tier_min);
      }
    }
    return reached;
  }

  void AddBelowTier(TierBasis basis, Meter meter, int64_t total) {
    const int64_t tier = TierReached(basis);
    if (tier == 0) {
      return;
    }
    Alternative alternative;
    alternative.kind = AlternativeKind::kBelowTier;
    (meter == Meter::kInput ? alternative.input_tokens
                            : alternative.output_tokens) = tier - 1;
    const int64_t fewer = total - (tier - 1);
    if (cells_[meter] < fewer) {
      alternative.status =
          Error(absl::StatusCode::kFailedPrecondition, "NOT_ENOUGH_TOKENS",
                absl::StrCat("to be below ", tier, " tokens, ", fewer,
                             " would have to go, and only ", cells_[meter],
                             meter == Meter::kInput ? " are uncached text"
                                                    : " are plain output"));
    } else {
      Price(Without(cells_, meter, fewer), 1, cost_.usage, cost_.options,
            &alternative);
    }
    alternatives_.push_back(std::move(alternative));
  }

  // What it costs, or why it has no cost. What has no price is not left out: it
  // would seem cheap.
  void Price(const TokenCells& cells, int64_t scale, const Usage& usage,
             const EstimateOptions& given, Alternative* alternative) const {
    EstimateOptions options = given;
    options.allow_partial = false;
    Estimate estimate;
    alternative->status =
        PriceCells(cost_.model, cells, scale, usage, options, &estimate);
    if (!alternative->status.ok()) {
      return;
    }
    WideAmount sum;
    for (const EstimateLine& line : estimate.lines) {
      sum.Add(line.amount, IsToken(line.meter) ? 1 : scale);
    }
    sum.Divide(scale);
    absl::StatusOr<Money> total = sum.Round();
    if (!total.ok()) {
      alternative->status = std::move(total).status();
      return;
    }
    alternative->total = *total;
    alternative->difference = Difference(*total, cost_.total);
    alternative->warnings = estimate.warnings;
  }

  const ExplainedCost& cost_;
  const TokenCells& cells_;
  std::vector<Alternative> alternatives_;
};

}  // namespace

absl::StatusOr<std::vector<Alternative>> Alternatives(
    const ExplainedCost& cost, const AlternativeLists& lists) {
  const absl::StatusOr<TokenCells> cells = FillCells(cost.usage);
  if (!cells.ok()) {
    return WithFieldPrefix(cells.status(), "usage.");
  }
  Explorer explorer(cost, *cells);
  explorer.AddCacheShares(lists.cache_shares_ppm);
  explorer.AddNoCache();
  explorer.AddServiceTiers(lists.service_tiers);
  explorer.AddRegions(lists.regions);
  explorer.AddInstants(lists.as_of);
  explorer.AddBelowTier();
  return std::move(explorer).Sorted();
}

}  // namespace ratecard
