// The unit prices in force at one instant.

#ifndef RATECARD_SERVICE_PRICING_RATE_TABLE_H_
#define RATECARD_SERVICE_PRICING_RATE_TABLE_H_

#include <array>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

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

// What a quantity or a rate is qualified by: `size`, `1024x1024`. Sorted by key.
using Parameters = std::vector<std::pair<std::string, std::string>>;

// The price of a meter: per its unit quantity, in nanos of the currency.
struct Rate {
  int64_t price_nanos = 0;
  Meter meter = Meter::kUnspecified;
  MeterState state = MeterState::kPriced;
  TierBasis tier_basis = TierBasis::kNone;
  bool inexact = false;
  bool free_allowance = false;
  // If set, this rate is another meter's: it has no price of its own.
  Meter billed_as = Meter::kUnspecified;
  // Index among the sources of the provider.
  uint16_t source = 0;
  std::vector<RateTier> tiers;  // ascending by min
  Parameters parameters;        // empty: applies to any
};

// Prices of many meters. Immutable once built; thread-safe.
class RateTable {
 public:
  RateTable() { index_.fill(kNone); }

  // Adds a rate. Requires no rate of the same meter and parameters.
  void Add(Rate rate);

  // The rate of `meter` without parameters, or null. Does not allocate.
  const Rate* Find(Meter meter) const {
    const uint8_t at = index_[static_cast<size_t>(Index(meter))];
    return at == kNone ? nullptr : &rates_[at];
  }

  // The rate of `meter` of whose parameters all are among `parameters`, naming
  // most; null if there is none. Does not allocate.
  const Rate* Find(Meter meter, const Parameters& parameters) const;

  absl::Span<const Rate> rates() const { return rates_; }
  absl::Span<Rate> mutable_rates() { return absl::MakeSpan(rates_); }

 private:
  static constexpr uint8_t kNone = 0xff;

  std::vector<Rate> rates_;
  // Place in rates_ of each meter's rate without parameters.
  std::array<uint8_t, kMeterCount> index_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_PRICING_RATE_TABLE_H_
