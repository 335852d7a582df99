// Which of a model's prices to show, and how.

#ifndef RATECARD_CLIENT_MODEL_PRICES_H_
#define RATECARD_CLIENT_MODEL_PRICES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "ratecard/v1/catalog.pb.h"
#include "ratecard/v1/pricing.pb.h"

namespace ratecard {

// The rate of `meter` without parameters, `billed_as` followed once; null if
// there is none.
const v1::Rate* FindRate(const v1::PriceSchedule& schedule, v1::Meter meter);

// Base price of a rate, or its state: `$1.75`, `free`, `in plan`, `-` for null
// and what has no price.
std::string PriceText(const v1::Rate* rate, absl::string_view currency);
std::string PriceText(const v1::RateTier& tier, absl::string_view currency);

// Whether the schedule's period contains `time`, at some time of its day.
bool InForce(const v1::PriceSchedule& schedule, absl::Time time);

// The schedules of standard tier to show for a model: those of global prices
// in force at `time` or, if there are none, the cheapest region's. Several
// where prices vary over the day, those for all other hours first.
std::vector<const v1::PriceSchedule*> StandardSchedules(const v1::Model& model,
                                                        absl::Time time);

// Its daily windows: `mon-fri Asia/Shanghai except holidays 09:00-12:00,
// 14:00-18:00`. Empty: none.
std::string WindowsText(const v1::PriceSchedule& schedule);

// Where a model stands at `time`, by its dates.
v1::ModelStatus StatusAt(const v1::Lifecycle& lifecycle, absl::Time time);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_MODEL_PRICES_H_
