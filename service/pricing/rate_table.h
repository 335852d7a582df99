// The unit prices in force at one instant.

#ifndef RATECARD_SERVICE_PRICING_RATE_TABLE_H_
#define RATECARD_SERVICE_PRICING_RATE_TABLE_H_

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/numeric/bits.h"
#include "absl/types/span.h"
#include "service/pricing/meter.h"

namespace ratecard {

// On what a tier's threshold looks.
enum class TierBasis : uint8_t {
  kNone,
  kInputTokens,   // all input tokens of the request
  kOutputTokens,  // all output tokens of the request
  kQuantity,      // units of the rate's own meter, whole quantity re-priced
  kGraduated,     // units of the rate's own meter, each slice at its own price
};

struct RateTier {
  int64_t min = 0;  // inclusive, above 0
  int64_t price_nanos = 0;
  MeterState state = MeterState::kPriced;
  bool inexact = false;
};

// What a quantity or a rate is qualified by: `size`, `1024x1024`. Sorted by
// key.
using Parameter = std::pair<std::string, std::string>;
using Parameters = std::vector<Parameter>;

// The price of a meter: per its unit quantity, in nanos of the currency. Small,
// as every estimate reads several.
class Rate {
 public:
  int64_t price_nanos = 0;
  Meter meter = Meter::kUnspecified;
  MeterState state = MeterState::kPriced;
  TierBasis tier_basis = TierBasis::kNone;
  // If set, this rate is another meter's: it has no price of its own.
  Meter billed_as = Meter::kUnspecified;
  // Index among the sources of the provider.
  uint16_t source = 0;
  bool inexact = false;
  bool free_allowance = false;

  // Ascending by min; none where `tier_basis` is kNone.
  absl::Span<const RateTier> tiers() const {
    return details_ == nullptr ? absl::Span<const RateTier>() : details_->tiers;
  }
  bool has_parameters() const {
    return details_ != nullptr && !details_->parameters.empty();
  }
  // Empty: applies to any.
  absl::Span<const Parameter> parameters() const {
    return details_ == nullptr ? absl::Span<const Parameter>()
                               : details_->parameters;
  }

  void SetTiers(TierBasis basis, std::vector<RateTier> tiers);
  // Sorted by key.
  void SetParameters(Parameters parameters);

 private:
  // What few rates have.
  struct Details {
    std::vector<RateTier> tiers;
    Parameters parameters;
  };

  std::shared_ptr<const Details> details_;  // null: neither
};

// Prices of many meters. Immutable once built; thread-safe.
class RateTable {
 public:
  // Adds a rate. Requires no rate of the same meter and parameters.
  void Add(Rate rate);

  // Whether `meter` has a rate without parameters.
  bool Has(Meter meter) const { return (present_ & Bit(meter)) != 0; }

  // The rate without parameters that bills `meter`, its own or the one that it
  // is billed as; null if there is none. Does not allocate.
  const Rate* Find(Meter meter) const {
    const Rate* rate = Own(meter);
    return rate == nullptr || rate->billed_as == Meter::kUnspecified
               ? rate
               : Own(rate->billed_as);
  }

  // The same of the rates whose parameters are all among `parameters`, which
  // must be sorted: the one that names most. Does not allocate.
  const Rate* Find(Meter meter, const Parameters& parameters) const;

  // Those without parameters by meter, then those with.
  absl::Span<const Rate> rates() const { return rates_; }

 private:
  static_assert(kMeterCount <= 64, "a meter is a bit of a word");
  static constexpr uint64_t Bit(Meter meter) {
    return uint64_t{1} << Index(meter);
  }

  const Rate* Own(Meter meter) const {
    const uint64_t bit = Bit(meter);
    if ((present_ & bit) == 0) {
      return nullptr;
    }
    return &rates_[static_cast<size_t>(absl::popcount(present_ & (bit - 1)))];
  }
  const Rate* Own(Meter meter, const Parameters& parameters) const;

  // Meters that have a rate without parameters. The place of a meter's rate is
  // the number of meters before it that have one.
  uint64_t present_ = 0;
  // Inline, to be read together with the schedule that has them.
  absl::InlinedVector<Rate, 3> rates_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_PRICING_RATE_TABLE_H_
