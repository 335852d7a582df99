#include "service/pricing/rate_table.h"

#include <algorithm>
#include <utility>

namespace ratecard {
namespace {

bool Includes(absl::Span<const Parameter> all,
              absl::Span<const Parameter> part) {
  return std::includes(all.begin(), all.end(), part.begin(), part.end());
}

}  // namespace

void Rate::SetTiers(TierBasis basis, std::vector<RateTier> tiers) {
  Details details = details_ == nullptr ? Details() : *details_;
  details.tiers = std::move(tiers);
  details_ = std::make_shared<const Details>(std::move(details));
  tier_basis = basis;
}

void Rate::SetParameters(Parameters parameters) {
  Details details = details_ == nullptr ? Details() : *details_;
  details.parameters = std::move(parameters);
  details_ = std::make_shared<const Details>(std::move(details));
}

void RateTable::Add(Rate rate) {
  if (rate.has_parameters()) {
    rates_.push_back(std::move(rate));
    return;
  }
  const uint64_t bit = Bit(rate.meter);
  const auto place = absl::popcount(present_ & (bit - 1));
  present_ |= bit;
  rates_.insert(rates_.begin() + place, std::move(rate));
}

const Rate* RateTable::Find(Meter meter, const Parameters& parameters) const {
  const Rate* rate = Own(meter, parameters);
  return rate == nullptr || rate->billed_as == Meter::kUnspecified
             ? rate
             : Own(rate->billed_as, parameters);
}

const Rate* RateTable::Own(Meter meter, const Parameters& parameters) const {
  const Rate* best = Own(meter);
  for (const Rate& rate : rates_) {
    if (rate.meter == meter && rate.has_parameters() &&
        Includes(parameters, rate.parameters()) &&
        (best == nullptr ||
         rate.parameters().size() > best->parameters().size())) {
      best = &rate;
    }
  }
  return best;
}

}  // namespace ratecard
