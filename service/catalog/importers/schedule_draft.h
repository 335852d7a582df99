// Collects the prices of one schedule, in whatever order a list gives them.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_SCHEDULE_DRAFT_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_SCHEDULE_DRAFT_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "ratecard/v1/pricing.pb.h"
#include "service/catalog/importers/price_text.h"

namespace ratecard {

// What a schedule prices: a meter and the parameters of the rate, by key.
struct PricedThing {
  v1::Meter meter = v1::METER_UNSPECIFIED;
  std::vector<std::pair<std::string, std::string>> parameters;

  friend bool operator<(const PricedThing& a, const PricedThing& b) {
    return a.meter != b.meter ? a.meter < b.meter : a.parameters < b.parameters;
  }
};

// What is known of a price. A state other than PRICED has no price.
struct DraftPrice {
  v1::MeterState state = v1::METER_STATE_PRICED;
  ImportedPrice price;

  friend bool operator==(const DraftPrice& a, const DraftPrice& b) {
    return a.state == b.state && a.price.nanos == b.price.nanos;
  }
  friend bool operator!=(const DraftPrice& a, const DraftPrice& b) {
    return !(a == b);
  }
};

class ScheduleDraft {
 public:
  // What a tier's threshold looks at.
  enum class Threshold { kInputTokens, kOutputTokens, kQuantity };

  // False, and without effect, if the thing has another price already.
  bool SetPrice(const PricedThing& thing, const DraftPrice& price);
  // The price from `min` on, inclusive. False, and without effect, if there is
  // another at that threshold, or one on another kind of threshold.
  bool SetTier(const PricedThing& thing, Threshold threshold, int64_t min,
               const DraftPrice& price);
  // The thing costs what `other` costs. False if it has a price.
  bool SetBilledAs(const PricedThing& thing, v1::Meter other);

  // The price below all tiers; null if there is none.
  const DraftPrice* FindPrice(const PricedThing& thing) const;

  bool empty() const { return rates_.empty(); }

  // The rates in order of meter and parameters. A thing that has tiers only
  // has no price below them. A tier that costs what is below it is left out,
  // unless it is to say that the price does not rise there, as in a service
  // tier whose standard schedule has that threshold.
  void AddRatesTo(v1::PriceSchedule* schedule,
                  bool keep_equal_tiers = false) const;

 private:
  struct DraftRate {
    std::optional<DraftPrice> base;
    v1::Meter billed_as = v1::METER_UNSPECIFIED;
    Threshold threshold = Threshold::kInputTokens;
    std::map<int64_t, DraftPrice> tiers;
  };

  std::map<PricedThing, DraftRate> rates_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_SCHEDULE_DRAFT_H_
