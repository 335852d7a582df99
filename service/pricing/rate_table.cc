#include "service/pricing/rate_table.h"

#include <algorithm>
#include <utility>

namespace ratecard {
namespace {

bool Includes(const Parameters& all, const Parameters& part) {
  return std::includes(all.begin(), all.end(), part.begin(), part.end());
}

}  // namespace

void RateTable::Add(Rate rate) {
  if (!rate.parameters.empty()) {
    rates_.push_back(std::move(rate));
    return;
  }
  const uint64_t bit = Bit(rate.meter);
  const auto place = absl::popcount(present_ & (bit - 1));
  present_ |= bit;
  rates_.insert(rates_.begin() + place, std::move(rate));
}

const Rate* RateTable::Find(Meter meter, const Parameters& parameters) const {
  const Rate* best = Find(meter);
  for (const Rate& rate : rates_) {
    if (rate.meter == meter && !rate.parameters.empty() &&
        Includes(parameters, rate.parameters) &&
        (best == nullptr || rate.parameters.size() > best->parameters.size())) {
      best = &rate;
    }
  }
  return best;
}

}  // namespace ratecard
