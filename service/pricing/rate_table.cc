#include "service/pricing/rate_table.h"

#include <algorithm>

namespace ratecard {
namespace {

bool Includes(const Parameters& all, const Parameters& part) {
  return std::includes(all.begin(), all.end(), part.begin(), part.end());
}

}  // namespace

void RateTable::Add(Rate rate) {
  if (rate.parameters.empty()) {
    // Rates without parameters come first, so that a byte can index them.
    const auto at = std::find_if(
        rates_.begin(), rates_.end(),
        [](const Rate& other) { return !other.parameters.empty(); });
    index_[static_cast<size_t>(Index(rate.meter))] =
        static_cast<uint8_t>(at - rates_.begin());
    rates_.insert(at, std::move(rate));
    return;
  }
  rates_.push_back(std::move(rate));
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
