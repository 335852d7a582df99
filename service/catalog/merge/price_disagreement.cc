#include "service/catalog/merge/price_disagreement.h"

#include "service/catalog/merge/rate_difference.h"
#include "service/catalog/period.h"
#include "service/catalog/written_out.h"
#include "service/money/decimal.h"

namespace ratecard {

std::map<std::string, const v1::Rate*> RatesByKey(
    const v1::PriceSchedule& schedule) {
  std::map<std::string, const v1::Rate*> rates;
  for (const v1::Rate& rate : schedule.rates()) {
    if (SaysPrice(rate)) {
      rates.emplace(RateKey(rate), &rate);
    }
  }
  return rates;
}

v1::Disagreement PriceDisagreement(const v1::PriceSchedule& schedule,
                                   const v1::Rate& taken,
                                   const v1::Rate& other) {
  v1::Disagreement disagreement;
  disagreement.set_field("price_schedules.rates");
  disagreement.set_value(PriceText(other));
  disagreement.set_source_id(other.source_id());
  disagreement.set_taken_value(PriceText(taken));
  disagreement.set_taken_source_id(taken.source_id());
  disagreement.set_service_tier(std::string(TierOf(schedule)));
  disagreement.set_region(schedule.region());
  disagreement.set_meter(taken.meter());
  *disagreement.mutable_parameters() = taken.parameters();
  if (const auto nanos = LargestDifference(taken, other)) {
    disagreement.set_price_difference(FormatNanos(*nanos));
  }
  return disagreement;
}

}  // namespace ratecard
