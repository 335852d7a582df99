#include "client/model_prices.h"

#include <algorithm>
#include <limits>
#include <map>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "client/enum_names.h"
#include "client/format.h"
#include "service/catalog/text.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

constexpr absl::string_view kStandard = "standard";

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

absl::Time TimeOr(const std::string& text, absl::Time otherwise) {
  return ParseCatalogTime(text).value_or(otherwise);
}

const v1::Rate* OwnRate(const v1::PriceSchedule& schedule, v1::Meter meter) {
  for (const v1::Rate& rate : schedule.rates()) {
    if (rate.meter() == meter && rate.parameters().empty()) {
      return &rate;
    }
  }
  return nullptr;
}

// For choosing the cheapest: what has no price comes last.
int64_t InputNanos(const v1::PriceSchedule& schedule) {
  const v1::Rate* rate = FindRate(schedule, v1::METER_INPUT_TOKENS);
  const int64_t none = std::numeric_limits<int64_t>::max();
  return rate == nullptr
             ? none
             : ParseNanos(rate->price(), kMaxPriceNanos).value_or(none);
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

std::string PriceText(const v1::RateTier& tier, absl::string_view currency) {
  return PriceText(tier.price(), tier.state(), currency);
}

bool InForce(const v1::PriceSchedule& schedule, absl::Time time) {
  return TimeOr(schedule.start_time(), absl::InfinitePast()) <= time &&
         time < TimeOr(schedule.end_time(), absl::InfiniteFuture());
}

std::vector<const v1::PriceSchedule*> StandardSchedules(const v1::Model& model,
                                                        absl::Time time) {
  std::map<std::string, std::vector<const v1::PriceSchedule*>> of_region;
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    if (InForce(schedule, time) && (schedule.service_tier().empty() ||
                                    schedule.service_tier() == kStandard)) {
      of_region[schedule.region()].push_back(&schedule);
    }
  }
  for (auto& [region, schedules] : of_region) {
    std::stable_sort(schedules.begin(), schedules.end(),
                     [](const auto* a, const auto* b) {
                       return a->daily_windows_size() < b->daily_windows_size();
                     });
  }
  // Global prices have the empty region, which comes first.
  std::vector<const v1::PriceSchedule*> best;
  for (const auto& [region, schedules] : of_region) {
    if (region.empty()) {
      return schedules;
    }
    if (best.empty() ||
        InputNanos(*schedules.front()) < InputNanos(*best.front())) {
      best = schedules;
    }
  }
  return best;
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
  const auto reached = [time](const std::string& date, bool otherwise) {
    return date.empty() ? otherwise
                        : TimeOr(date, absl::InfiniteFuture()) <= time;
  };
  if (reached(lifecycle.retirement_date(), false)) {
    return v1::MODEL_STATUS_RETIRED;
  }
  if (reached(lifecycle.deprecation_date(), false)) {
    return v1::MODEL_STATUS_DEPRECATED;
  }
  return reached(lifecycle.release_date(), true) ? v1::MODEL_STATUS_ACTIVE
                                                 : v1::MODEL_STATUS_ANNOUNCED;
}

}  // namespace ratecard
