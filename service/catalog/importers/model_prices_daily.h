// Peak and off-peak hours in model-prices.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_MODEL_PRICES_DAILY_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_MODEL_PRICES_DAILY_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "ratecard/v1/catalog.pb.h"
#include "ratecard/v1/pricing.pb.h"
#include "service/catalog/importers/model_prices_timeline.h"
#include "service/catalog/importers/object_reader.h"

namespace ratecard {

// Hours in which prices are a multiple of those of a timeline.
struct DailyRule {
  std::string name;  // `peak`, `off-peak`
  absl::Time start = absl::InfinitePast();
  absl::Time end = absl::InfiniteFuture();
  std::vector<v1::DailyWindow> windows;
  // In billionths: for all models of the provider, or by model.
  std::optional<int64_t> factor_nanos;
  std::map<std::string, int64_t> factor_nanos_by_model;
  std::string page;

  // Nothing if the rule is not about that model.
  std::optional<int64_t> FactorOf(absl::string_view model) const;
};

// A calendar and the page that has it.
struct DailyCalendar {
  v1::HolidayCalendar calendar;
  std::string page;
};

struct DailyRules {
  std::map<std::string, std::vector<DailyRule>> by_provider;
  std::map<std::string, DailyCalendar> calendars;
};

// Reads the member `schedules` of the list.
DailyRules ReadDailyRules(ObjectReader* schedules);

// What `period` costs in the hours of the rule, as a period with no regard to
// the time of day; nothing if they never meet.
std::optional<PricePeriod> InHoursOf(const DailyRule& rule,
                                     const PricePeriod& period,
                                     const PriceCells& cells);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_MODEL_PRICES_DAILY_H_
