#include "client/model_prices.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/enum_names.h"
#include "client/format.h"
#include "service/catalog/model.h"
#include "service/catalog/text.h"
#include "service/pricing/meter.h"

namespace ratecard {
namespace {

std::string StateText(v1::MeterState state) {
  switch (state) {
    case v1::METER_STATE_FREE:
      return "free";
    case v1::METER_STATE_INCLUDED_IN_PLAN:
      return "in plan";
    default:
      return "-";
  }
}

std::string PriceText(const std::string& price, v1::MeterState state,
                      absl::string_view currency) {
  return price.empty() ? StateText(state) : FormatDecimal(price, currency);
}

const v1::Rate* OwnRate(const v1::PriceSchedule& schedule, v1::Meter meter) {
  for (const v1::Rate& rate : schedule.rates()) {
    if (rate.meter() == meter && rate.parameters().empty()) {
      return &rate;
    }
  }
  return nullptr;
}

// `mon-fri`, `sat, sun`: runs of days.
std::string WeekdaysText(const google::protobuf::RepeatedField<int>& weekdays) {
  std::vector<std::string> runs;
  for (int i = 0; i < weekdays.size(); ++i) {
    const auto day = [&weekdays](int at) {
      return EnumName(static_cast<v1::Weekday>(weekdays[at])).substr(0, 3);
    };
    int last = i;
    while (last + 1 < weekdays.size() &&
           weekdays[last + 1] == weekdays[last] + 1) {
      ++last;
    }
    runs.push_back(last > i ? absl::StrCat(day(i), "-", day(last)) : day(i));
    i = last;
  }
  return absl::StrJoin(runs, ", ");
}

}  // namespace

const v1::Rate* FindRate(const v1::PriceSchedule& schedule, v1::Meter meter) {
  const v1::Rate* rate = OwnRate(schedule, meter);
  return rate == nullptr || rate->billed_as() == v1::METER_UNSPECIFIED
             ? rate
             : OwnRate(schedule, rate->billed_as());
}

std::string PriceText(const v1::Rate* rate, absl::string_view currency) {
  return rate == nullptr ? "-"
                         : PriceText(rate->price(), rate->state(), currency);
}

std::string PriceText(const v1::StandardPrice* price,
                      absl::string_view currency) {
  return price == nullptr ? "-"
                          : PriceText(price->price(), price->state(), currency);
}

std::string PriceText(const v1::RateTier& tier, absl::string_view currency) {
  return PriceText(tier.price(), tier.state(), currency);
}

std::string OtherPricesText(const v1::PriceSchedule& schedule,
                            absl::string_view currency) {
  if (FindRate(schedule, v1::METER_INPUT_TOKENS) != nullptr ||
      FindRate(schedule, v1::METER_OUTPUT_TOKENS) != nullptr) {
    return "";
  }
  std::vector<std::string> prices;
  for (const v1::Rate& rate : schedule.rates()) {
    const std::string price = PriceText(&rate, currency);
    if (price != "-") {
      prices.push_back(
          absl::StrCat(EnumName(rate.meter()), " ", price,
                       rate.price().empty()
                           ? ""
                           : absl::StrCat(" per ", UnitText(rate.meter()))));
    }
  }
  return absl::StrJoin(prices, ", ");
}

std::string UnitText(v1::Meter meter) {
  return meter > 0 && meter < kMeterCount
             ? FormatUnit(meter,
                          InfoOf(static_cast<Meter>(meter)).unit_quantity)
             : "";
}

bool InForce(const v1::PriceSchedule& schedule, absl::Time time) {
  return CatalogTimeOr(schedule.start_time(), absl::InfinitePast()) <= time &&
         time < CatalogTimeOr(schedule.end_time(), absl::InfiniteFuture());
}

std::string WindowsText(const v1::PriceSchedule& schedule) {
  std::string text;
  std::string last;
  for (const v1::DailyWindow& window : schedule.daily_windows()) {
    const std::string days = WeekdaysText(window.weekdays());
    const std::string when = absl::StrCat(
        days.empty() ? "daily" : days, " ", window.time_zone(),
        window.except_holidays().empty() ? "" : " except holidays");
    absl::StrAppend(&text,
                    when == last   ? ", "
                    : last.empty() ? absl::StrCat(when, " ")
                                   : absl::StrCat("; ", when, " "),
                    window.start(), "-", window.end());
    last = when;
  }
  return text;
}

v1::ModelStatus StatusAt(const v1::Lifecycle& lifecycle, absl::Time time) {
  const auto seconds = [](const std::string& date, absl::Time otherwise) {
    return absl::ToUnixSeconds(CatalogTimeOr(date, otherwise));
  };
  const absl::Time never = absl::InfiniteFuture();
  const Lifecycle dates = {
      seconds(lifecycle.release_date(), absl::InfinitePast()),
      seconds(lifecycle.deprecation_date(), never),
      seconds(lifecycle.retirement_date(), never),
      absl::ToUnixSeconds(CatalogTimeOr(lifecycle.last_listed_date(), never) +
                          absl::Hours(24))};
  return static_cast<v1::ModelStatus>(
      dates.StatusAt(absl::ToUnixSeconds(time)));
}

}  // namespace ratecard
