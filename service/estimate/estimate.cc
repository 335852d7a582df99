#include "service/estimate/estimate.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/estimate/refusal.h"
#include "service/estimate/token_rate.h"

namespace ratecard {
namespace {

constexpr size_t kMaxQuantities = 64;
constexpr int64_t kMaxQuantity = std::numeric_limits<int64_t>::max();

absl::Status InvalidQuantity(size_t index, absl::string_view reason,
                             absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, reason,
               absl::StrCat("quantities[", index, "] ", problem))
      .Field(absl::StrCat("quantities[", index, "]"), problem);
}

// A web search or a request is counted in a field or in a quantity, and
// anything in one quantity only.
absl::Status CheckCountedOnce(const Usage& usage, size_t index) {
  const Meter meter = usage.quantities[index].meter;
  for (size_t i = 0; i < index; ++i) {
    if (usage.quantities[i].meter == meter &&
        usage.quantities[i].parameters == usage.quantities[index].parameters) {
      return InvalidQuantity(index, "INVALID_QUANTITY",
                             absl::StrCat("counts the same as quantities[", i,
                                          "]: give their sum in one"));
    }
  }
  for (const auto& [field, counted] :
       {std::pair{UsageField::kWebSearches, Meter::kWebSearches},
        std::pair{UsageField::kRequests, Meter::kRequests}}) {
    if (meter == counted && usage.Has(field)) {
      return InvalidQuantity(
          index, "INVALID_QUANTITY",
          absl::StrCat("counts ", NameOf(field), ", which are given already"));
    }
  }
  return absl::OkStatus();
}

absl::Status CheckQuantities(const Usage& usage) {
  if (usage.quantities.size() > kMaxQuantities) {
    return Error(absl::StatusCode::kInvalidArgument, "TOO_MANY_QUANTITIES",
                 absl::StrCat("quantities has ", usage.quantities.size(),
                              " entries, more than ", kMaxQuantities))
        .Field("quantities", absl::StrCat("at most ", kMaxQuantities));
  }
  for (size_t i = 0; i < usage.quantities.size(); ++i) {
    const MeterQuantity& quantity = usage.quantities[i];
    if (quantity.meter == Meter::kUnspecified || IsToken(quantity.meter)) {
      return InvalidQuantity(
          i, "INVALID_QUANTITY",
          quantity.meter == Meter::kUnspecified
              ? "names no meter"
              : "counts tokens, which have fields of their own");
    }
    if (quantity.quantity < 0) {
      return InvalidQuantity(
          i, "NEGATIVE_QUANTITY",
          absl::StrCat("is ", quantity.quantity, "; must be at least 0"));
    }
    RATECARD_RETURN_IF_ERROR(CheckCountedOnce(usage, i));
  }
  return absl::OkStatus();
}

// What a line is about, before it has a price.
struct Counted {
  Meter meter = Meter::kUnspecified;
  int64_t quantity = 0;
  // What other entries of the usage have the same rate bill; of counts only.
  absl::int128 before = 0;
  absl::int128 after = 0;
  int16_t quantity_index = -1;
  bool rate_assumed = false;
};

// Adds priced lines to an estimate. What adds is false once an amount is more
// than Money can hold.
class Pricer {
 public:
  Pricer(const Model& model, const RateTable& rates, const TierTotals& totals,
         int64_t scale, const EstimateOptions& options, Estimate* estimate)
      : model_(model),
        rates_(rates),
        totals_(totals),
        scale_(scale),
        options_(options),
        may_be_stale_(options.stale_after != absl::InfiniteDuration()),
        stale_before_(may_be_stale_ ? options.as_of - options.stale_after
                                    : absl::InfinitePast()),
        estimate_(estimate) {}

  bool AddTokens(const TokenCells& cells) {
    bool in_range = true;
    cells.ForEach([&](Meter meter, int64_t tokens) {
      in_range = in_range && AddCell(meter, tokens);
    });
    return in_range;
  }

  // Everything but tokens. Tiers look at all units that a rate bills, in
  // whichever fields they are counted.
  bool AddCounts(const Usage& usage) {
    if (usage.quantities.empty() && !rates_.Has(Meter::kRequests) &&
        !usage.HasAny({UsageField::kWebSearches, UsageField::kRequests})) {
      return true;  // nearly always
    }
    Counts counts;
    AddCount(Meter::kWebSearches, usage.Get(UsageField::kWebSearches), &counts);
    bool requests_given = usage.Has(UsageField::kRequests);
    for (size_t i = 0; i < usage.quantities.size(); ++i) {
      const MeterQuantity& quantity = usage.quantities[i];
      requests_given |= quantity.meter == Meter::kRequests;
      counts.emplace_back(rates_.Find(quantity.meter, quantity.parameters),
                          Counted{quantity.meter, quantity.quantity});
      counts.back().second.quantity_index = static_cast<int16_t>(i);
    }
    // A usage is of one request, so a fee per request is due once.
    AddCount(Meter::kRequests,
             requests_given ? usage.Get(UsageField::kRequests)
                            : (rates_.Has(Meter::kRequests) ? 1 : 0),
             &counts);
    for (size_t i = 0; i < counts.size(); ++i) {
      auto& [rate, counted] = counts[i];
      for (size_t j = 0; j < counts.size(); ++j) {
        if (j != i && counts[j].first == rate) {
          (j < i ? counted.before : counted.after) += counts[j].second.quantity;
        }
      }
      if (counted.quantity != 0 && !AddLines(rate, counted)) {
        return false;
      }
    }
    return true;
  }

  // Refuses what may not stand: unpriced quantities and, if strict,
  // assumptions.
  absl::Status Finish() {
    if (any_unpriced_) {
      const auto unpriced = [](const EstimateLine& line) {
        return line.state == MeterState::kUnpriced;
      };
      const bool all = std::all_of(estimate_->lines.begin(),
                                   estimate_->lines.end(), unpriced);
      if (!options_.allow_partial || all) {
        return MetersUnpriced(model_, options_.service_tier, rates_,
                              MetersOf(unpriced));
      }
      estimate_->incomplete = true;
      estimate_->warnings.Add(WarningCode::kMetersUnpriced);
    }
    if (options_.strict && estimate_->warnings.Has(WarningCode::kRateAssumed)) {
      return RatesAssumed(
          model_, options_.service_tier, rates_,
          MetersOf([](const EstimateLine& line) { return line.rate_assumed; }));
    }
    if (any_cached_ && !savings_unknown_) {
      estimate_->cache_savings = savings_;
    }
    return absl::OkStatus();
  }

 private:
  using Counts = absl::InlinedVector<std::pair<const Rate*, Counted>, 2>;

  void AddCount(Meter meter, int64_t quantity, Counts* counts) const {
    if (quantity != 0) {
      counts->emplace_back(rates_.Find(meter), Counted{meter, quantity});
    }
  }

  bool AddCell(Meter meter, int64_t tokens) {
    const TokenRate found =
        FindTokenRate(rates_, meter, totals_, Whole(meter, tokens));
    if (found.assumed) {
      estimate_->warnings.Add(WarningCode::kRateAssumed);
    }
    const size_t first = estimate_->lines.size();
    Counted counted{meter, tokens};
    counted.rate_assumed = found.assumed;
    return AddLines(found.rate, counted) &&
           (!IsCached(meter) || AddSavings(meter, tokens, first));
  }

  static bool IsCached(Meter meter) {
    return IsInputToken(meter) && CacheStateOf(meter) != CacheState::kUncached;
  }

  // Only tokens are counted in fractions.
  int64_t ScaleOf(Meter meter) const { return IsToken(meter) ? scale_ : 1; }

  // Whole units in a quantity of a meter.
  int64_t Whole(Meter meter, int64_t quantity) const {
    return IsToken(meter) ? WholeUnits(quantity, scale_) : quantity;
  }

  // What `tokens` would have cost uncached, less the lines from `first` on.
  bool AddSavings(Meter meter, int64_t tokens, size_t first) {
    any_cached_ = true;
    const TokenRate uncached = FindTokenRate(
        rates_, InputCell(ModalityOf(meter), CacheState::kUncached), totals_,
        Whole(meter, tokens));
    if (uncached.rate == nullptr ||
        uncached.rate->tier_basis == TierBasis::kGraduated) {
      savings_unknown_ = true;
      return true;
    }
    const UnitPrice price =
        PriceAt(*uncached.rate, totals_, Whole(meter, tokens));
    if (price.state == MeterState::kUnpriced) {
      savings_unknown_ = true;
      return true;
    }
    ExactAmount amount;
    if (!TryCharge(tokens, price.nanos, InfoOf(meter).multiplier, &amount)) {
      return false;
    }
    savings_ += amount;
    for (size_t i = first; i < estimate_->lines.size(); ++i) {
      savings_unknown_ |= estimate_->lines[i].state == MeterState::kUnpriced;
      savings_ -= estimate_->lines[i].amount;
    }
    return true;
  }

  EstimateLine& NewLine(const Counted& counted, Meter billed_as) {
    EstimateLine& line = estimate_->lines.emplace_back();
    line.meter = counted.meter;
    line.quantity = counted.quantity;
    line.quantity_index = counted.quantity_index;
    line.rate_assumed = counted.rate_assumed;
    line.billed_as = billed_as;
    return line;
  }

  bool AddLines(const Rate* rate, const Counted& counted) {
    if (rate == nullptr) {
      NewLine(counted, counted.meter);
      any_unpriced_ = true;
      return true;
    }
    if (rate->free_allowance) {
      estimate_->warnings.Add(WarningCode::kFreeAllowanceIgnored);
    }
    if (rate->tier_basis == TierBasis::kGraduated) {
      return AddSlices(*rate, counted);
    }
    const int64_t level =
        rate->tier_basis == TierBasis::kNone ? 0 : LevelOf(counted);
    return AddLine(*rate, PriceAt(*rate, totals_, level), counted);
  }

  // Whole units that the rate of `counted` bills in the request.
  int64_t LevelOf(const Counted& counted) const {
    const absl::int128 level =
        counted.before + Whole(counted.meter, counted.quantity) + counted.after;
    return level > kMaxQuantity ? kMaxQuantity : static_cast<int64_t>(level);
  }

  // One line for each slice of a graduated rate that is reached.
  bool AddSlices(const Rate& rate, const Counted& counted) {
    const absl::Span<const RateTier> tiers = rate.tiers();
    absl::int128 from = counted.before;
    const absl::int128 end = from + counted.quantity;
    UnitPrice price{rate.price_nanos, rate.state, 0, rate.inexact};
    for (size_t i = 0; i <= tiers.size() && from < end; ++i) {
      // A tier begins with unit number `min`.
      const absl::int128 to =
          i < tiers.size() ? std::min(end, (absl::int128(tiers[i].min) - 1) *
                                               ScaleOf(counted.meter))
                           : end;
      if (to > from) {
        Counted slice = counted;
        slice.quantity = static_cast<int64_t>(to - from);
        if (!AddLine(rate, price, slice)) {
          return false;
        }
        from = to;
      }
      if (i < tiers.size()) {
        const RateTier& tier = tiers[i];
        price = {tier.price_nanos, tier.state, tier.min, tier.inexact};
      }
    }
    return true;
  }

  bool AddLine(const Rate& rate, const UnitPrice& price,
               const Counted& counted) {
    EstimateLine& line = NewLine(counted, rate.meter);
    line.source = rate.source;
    line.state = price.state;
    line.tier_min = price.tier_min;
    line.inexact = price.inexact;
    line.unit_price_nanos = price.nanos;
    if (price.state == MeterState::kUnpriced) {
      any_unpriced_ = true;
      return true;
    }
    if (!TryCharge(line.quantity, price.nanos,
                   InfoOf(line.billed_as).multiplier, &line.amount)) {
      return false;
    }
    if (scale_ == 1) {
      const CostPart part = InfoOf(line.meter).part;
      estimate_->parts[static_cast<size_t>(part)] += line.amount;
      estimate_->total += line.amount;
      // No line costs less than nothing, so that none can make up for it.
      if (estimate_->total.numerator() > kMaxNumerator) {
        return false;
      }
    }
    if (price.state == MeterState::kIncludedInPlan) {
      estimate_->warnings.Add(WarningCode::kIncludedInPlan);
    }
    if (price.inexact) {
      estimate_->warnings.Add(WarningCode::kPriceInexact);
    }
    if (may_be_stale_ &&
        model_.provider->sources[line.source].checked < stale_before_) {
      estimate_->warnings.Add(WarningCode::kPriceStale);
    }
    return true;
  }

  template <typename Selected>
  std::vector<Meter> MetersOf(const Selected& selected) const {
    std::vector<Meter> meters;
    for (const EstimateLine& line : estimate_->lines) {
      if (selected(line)) {
        meters.push_back(line.meter);
      }
    }
    meters.erase(std::unique(meters.begin(), meters.end()), meters.end());
    return meters;
  }

  const Model& model_;
  const RateTable& rates_;
  const TierTotals& totals_;
  const int64_t scale_;
  const EstimateOptions& options_;
  const bool may_be_stale_;
  const absl::Time stale_before_;
  Estimate* estimate_;
  ExactAmount savings_;
  bool any_unpriced_ = false;
  bool any_cached_ = false;
  bool savings_unknown_ = false;
};

void WarnOfChoice(const ScheduleChoice& choice, absl::Time as_of,
                  WarningSet* warnings) {
  if (choice.holidays_unknown) {
    warnings->Add(WarningCode::kHolidaysUnknown);
  }
  if (as_of >= choice.schedule->last_seen) {
    warnings->Add(WarningCode::kPriceDateUncertain);
  }
  if (as_of < choice.schedule->verified_from) {
    warnings->Add(WarningCode::kPriceBeforeVerified);
  }
}

// The rates to take. Fills the schedule that has them, whether prices vary over
// the day, and the warnings of both.
absl::StatusOr<const RateTable*> ChooseRates(const Model& model,
                                             const EstimateOptions& options,
                                             Estimate* estimate) {
  estimate->daily_windows = false;
  if (const UsualPrice* usual = UsualPriceOf(model, options)) {
    estimate->schedule = usual->schedule;
    return &usual->rates;
  }
  const RegionChoice priced = RegionToPrice(model, options);
  RATECARD_ASSIGN_OR_RETURN(
      const ScheduleChoice choice,
      model.prices->Select(options.as_of, options.service_tier, priced.region,
                           model.provider->regions));
  estimate->schedule = choice.schedule;
  estimate->daily_windows = choice.daily_windows;
  WarnOfChoice(choice, options.as_of, &estimate->warnings);
  if (priced.assumed) {
    estimate->warnings.Add(WarningCode::kRegionAssumed);
  }
  return &choice.schedule->rates;
}

}  // namespace

void AddLifecycleWarning(const Model& model, absl::Time as_of,
                         WarningSet* warnings) {
  switch (model.StatusAt(as_of)) {
    case ModelStatus::kRetired:
      warnings->Add(WarningCode::kModelRetired);
      break;
    case ModelStatus::kDeprecated:
      warnings->Add(WarningCode::kModelDeprecated);
      break;
    case ModelStatus::kAnnounced:
      warnings->Add(WarningCode::kBeforeRelease);
      break;
    case ModelStatus::kUnlisted:
      warnings->Add(WarningCode::kModelUnlisted);
      break;
    default:
      break;
  }
}

absl::Status PriceCells(const Model& model, const TokenCells& cells,
                        int64_t scale, const Usage& usage,
                        const EstimateOptions& options, Estimate* estimate) {
  estimate->lines.clear();
  estimate->parts = {};
  estimate->total = ExactAmount();
  estimate->cache_savings.reset();
  estimate->incomplete = false;
  estimate->warnings = WarningSet();
  RATECARD_ASSIGN_OR_RETURN(const RateTable* rates,
                            ChooseRates(model, options, estimate));
  AddLifecycleWarning(model, options.as_of, &estimate->warnings);
  estimate->input_tokens = WholeUnits(cells.input_tokens, scale);
  estimate->output_tokens = WholeUnits(cells.output_tokens, scale);
  if (cells.overlap_assumed) {
    estimate->warnings.Add(WarningCode::kOverlapAssumed);
  }
  const TierTotals totals{estimate->input_tokens, estimate->output_tokens};
  Pricer pricer(model, *rates, totals, scale, options, estimate);
  if (!pricer.AddTokens(cells) || !pricer.AddCounts(usage)) {
    return AmountOutOfRange();
  }
  return pricer.Finish();
}

absl::Status CheckUsage(const Usage& usage) {
  if (usage.empty()) {
    return Error(absl::StatusCode::kInvalidArgument, "USAGE_REQUIRED",
                 "no quantity is given; give input_tokens, output_tokens or "
                 "another quantity")
        .Field("usage", "must have at least one quantity");
  }
  return usage.quantities.empty()
             ? absl::OkStatus()
             : WithFieldPrefix(CheckQuantities(usage), "usage.");
}

absl::Status PriceUsage(const Model& model, const Usage& usage,
                        const EstimateOptions& options, Estimate* estimate) {
  RATECARD_RETURN_IF_ERROR(CheckUsage(usage));
  const absl::StatusOr<TokenCells> cells = FillCells(usage);
  if (!cells.ok()) {
    return WithFieldPrefix(cells.status(), "usage.");
  }
  return PriceCells(model, *cells, 1, usage, options, estimate);
}

}  // namespace ratecard
