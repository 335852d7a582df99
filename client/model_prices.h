// How to show a model's prices.

#ifndef RATECARD_CLIENT_MODEL_PRICES_H_
#define RATECARD_CLIENT_MODEL_PRICES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "ratecard/v1/catalog.pb.h"
#include "ratecard/v1/catalog_service.pb.h"
#include "ratecard/v1/pricing.pb.h"

namespace ratecard {

// The rate of `meter` without parameters, `billed_as` followed once; null if
// there is none.
const v1::Rate* FindRate(const v1::PriceSchedule& schedule, v1::Meter meter);

// A price, or its state: `$1.75`, `free`, `in plan`, `-` for null and what has
// no price. Of a rate that is its base price.
std::string PriceText(const v1::Rate* rate, absl::string_view currency);
std::string PriceText(const v1::StandardPrice* price,
                      absl::string_view currency);
std::string PriceText(const v1::RateTier& tier, absl::string_view currency);

// What a schedule without prices of input or output tokens prices instead:
// `input_pages $4.00 per 1,000 pages, …`. Empty: it has these, or nothing.
std::string OtherPricesText(const v1::PriceSchedule& schedule,
                            absl::string_view currency);

// Unit of a meter's prices: `1M tokens`, `minute`. Empty: no known meter.
std::string UnitText(v1::Meter meter);

// Whether the schedule's period contains `time`, at some time of its day.
bool InForce(const v1::PriceSchedule& schedule, absl::Time time);

// Daily windows of a schedule: `mon-fri Asia/Shanghai except holidays
// 09:00-12:00, 14:00-18:00`. Empty: none.
std::string WindowsText(const v1::PriceSchedule& schedule);

// Where a model stands at `time`, by its dates.
v1::ModelStatus StatusAt(const v1::Lifecycle& lifecycle, absl::Time time);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_MODEL_PRICES_H_
