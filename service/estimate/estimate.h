// From usage to a price, line by line.

#ifndef RATECARD_SERVICE_ESTIMATE_ESTIMATE_H_
#define RATECARD_SERVICE_ESTIMATE_ESTIMATE_H_

#include <array>
#include <cstdint>
#include <optional>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/catalog/model.h"
#include "service/estimate/cells.h"
#include "service/money/amount.h"
#include "service/pricing/meter.h"
#include "service/pricing/price_book.h"
#include "service/pricing/usage.h"

namespace ratecard {

// Mirrors ratecard.v1.WarningCode.
enum class WarningCode : uint8_t {
  kUnspecified = 0,
  kModelDeprecated,
  kModelRetired,
  kBeforeRelease,
  kOverlapAssumed,
  kRateAssumed,
  kMetersUnpriced,
  kFreeAllowanceIgnored,
  kPriceStale,
  kPriceDateUncertain,
  kPriceBeforeVerified,
  kHolidaysUnknown,
  kOutsideHome,
  kIncludedInPlan,
  kDailyWindow,
  kDoesNotFit,
  kPriceInexact,
  kModelUnlisted,
  kRegionAssumed,
  kUsageFieldUnknown,
  kTimeAssumed,
};

// A set of warnings: bit i is the code with number i.
class WarningSet {
 public:
  void Add(WarningCode code) { bits_ |= 1u << static_cast<unsigned>(code); }
  void AddAll(WarningSet other) { bits_ |= other.bits_; }
  bool Has(WarningCode code) const {
    return (bits_ >> static_cast<unsigned>(code) & 1u) != 0;
  }
  bool empty() const { return bits_ == 0; }

 private:
  uint32_t bits_ = 0;
};

// One billed quantity: quantity × unit price ÷ unit quantity of the meter.
struct EstimateLine {
  Meter meter = Meter::kUnspecified;      // what was counted
  Meter billed_as = Meter::kUnspecified;  // whose rate was applied
  MeterState state = MeterState::kUnpriced;
  bool rate_assumed = false;
  bool inexact = false;
  uint16_t source = 0;  // among the provider's sources
  // Place in the usage's quantities whose parameters were matched, or -1.
  int16_t quantity_index = -1;
  int64_t quantity = 0;
  int64_t unit_price_nanos = 0;
  int64_t tier_min = 0;  // threshold of the tier applied; 0: base price
  ExactAmount amount;
};

// Which prices to take, and how to treat missing ones.
struct EstimateOptions {
  absl::Time as_of;
  absl::string_view service_tier = kStandardTier;
  absl::string_view region;  // empty: the provider's global prices
  // The region is that of the model's name, which nobody can leave out: if it
  // has no price, global prices are taken, unless `strict`.
  bool region_of_name = false;
  bool strict = false;
  bool allow_partial = false;
  // Prices checked longer before `as_of` than this are warned of.
  absl::Duration stale_after = absl::InfiniteDuration();
};

// The priced usage of one request. All amounts are exact; see Round.
struct Estimate {
  absl::InlinedVector<EstimateLine, 8> lines;
  std::array<ExactAmount, kCostPartCount> parts;  // disjoint; by CostPart
  ExactAmount total;
  // What the cached tokens would have cost more uncached; unset if nothing was
  // cached or there is no uncached price.
  std::optional<ExactAmount> cache_savings;
  const PriceSchedule* schedule = nullptr;
  int64_t input_tokens = 0;
  int64_t output_tokens = 0;
  bool incomplete = false;
  bool daily_windows = false;  // other prices hold at other times of day
  WarningSet warnings;

  ExactAmount part(CostPart p) const { return parts[static_cast<size_t>(p)]; }
};

// Whose prices to take.
struct RegionChoice {
  absl::string_view region;
  bool assumed = false;  // as WarningCode::kRegionAssumed says
};

// The region of `options` or, where only the model's name says it and there is
// no price for it, none.
inline RegionChoice RegionToPrice(const Model& model,
                                  const EstimateOptions& options) {
  const RegionMap& regions = model.provider->regions;
  if (options.region_of_name && !options.strict &&
      !model.prices->Covers(options.service_tier, options.region, regions) &&
      model.prices->Covers(options.service_tier, "", regions)) {
    return {"", true};
  }
  return {options.region, false};
}

// The prices that nearly every request gets, without a search; null where one
// is needed.
inline const UsualPrice* UsualPriceOf(const Model& model,
                                      const EstimateOptions& options) {
  return options.region.empty() && options.service_tier == kStandardTier
             ? model.prices.UsualAt(absl::ToUnixSeconds(options.as_of))
             : nullptr;
}

// Warns of a model that is not active at `as_of`.
void AddLifecycleWarning(const Model& model, absl::Time as_of,
                         WarningSet* warnings);

// Prices `usage` on `model` into `*estimate`, which is overwritten.
//
// Errors, besides those of FillCells and PriceBook::Select: INVALID_ARGUMENT
// USAGE_REQUIRED, NEGATIVE_QUANTITY, INVALID_QUANTITY, TOO_MANY_QUANTITIES;
// FAILED_PRECONDITION METER_UNPRICED, RATE_ASSUMED; OUT_OF_RANGE
// AMOUNT_OUT_OF_RANGE. Thread-safe; does not allocate on success with up to
// eight lines.
absl::Status PriceUsage(const Model& model, const Usage& usage,
                        const EstimateOptions& options, Estimate* estimate);

// What PriceUsage checks first: INVALID_ARGUMENT USAGE_REQUIRED,
// INVALID_QUANTITY, NEGATIVE_QUANTITY (of `quantities`), TOO_MANY_QUANTITIES.
absl::Status CheckUsage(const Usage& usage);

// The same as PriceUsage, without its checks of `usage`, for tokens that may
// come in fractions: every quantity in `cells` is in 1/`scale` of a token, and
// so are the quantities and amounts of token lines; other lines are in whole
// units. Tiers look at whole units. Unless scale is 1, total and parts stay 0,
// as the lines are not alike.
absl::Status PriceCells(const Model& model, const TokenCells& cells,
                        int64_t scale, const Usage& usage,
                        const EstimateOptions& options, Estimate* estimate);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_ESTIMATE_ESTIMATE_H_
