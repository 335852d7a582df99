#include "service/catalog/provider_prices.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/memory/memory.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/catalog/period.h"
#include "service/catalog/rate_builder.h"
#include "service/catalog/text.h"

namespace ratecard {
namespace {

// Validation refuses all of this with file and line; here it only has to be
// safe.
Error Invalid(absl::string_view where, absl::string_view what) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_CATALOG",
               absl::StrCat(where, ": ", what));
}

absl::StatusOr<absl::Time> TimeOr(const std::string& text, absl::Time open) {
  if (text.empty()) {
    return open;
  }
  return ParseCatalogTime(text);
}

}  // namespace

absl::StatusOr<std::unique_ptr<const ProviderPrices>> ProviderPrices::Make(
    const v1::Provider& provider) {
  auto prices = absl::WrapUnique(new ProviderPrices);
  for (int i = 0; i < provider.sources_size(); ++i) {
    prices->sources_.emplace(provider.sources(i).source_id(),
                             static_cast<uint16_t>(i));
  }
  for (const v1::HolidayCalendar& calendar : provider.holiday_calendars()) {
    RATECARD_RETURN_IF_ERROR(prices->AddCalendar(calendar));
  }
  return prices;
}

PriceBook ProviderPrices::Read(absl::string_view packed) const {
  v1::Model model;
  if (!model.ParseFromArray(packed.data(), static_cast<int>(packed.size()))) {
    return PriceBook();
  }
  return BookOf(model).value_or(PriceBook());
}

absl::StatusOr<PriceBook> ProviderPrices::BookOf(const v1::Model& model) const {
  const std::vector<std::optional<Period>> periods = EffectivePeriods(model);
  std::vector<PriceSchedule> schedules(periods.size());
  for (size_t i = 0; i < periods.size(); ++i) {
    const v1::PriceSchedule& from = model.price_schedules(static_cast<int>(i));
    if (!periods[i].has_value()) {
      return Invalid(from.schedule_id(), "a time of it cannot be read");
    }
    schedules[i].start = periods[i]->start;
    schedules[i].end = periods[i]->end;
    RATECARD_RETURN_IF_ERROR(BuildSchedule(from, &schedules[i]));
  }
  return PriceBook(std::move(schedules));
}

absl::Status ProviderPrices::AddCalendar(const v1::HolidayCalendar& calendar) {
  auto built = std::make_shared<HolidayCalendar>();
  for (const std::string& date : calendar.dates()) {
    RATECARD_ASSIGN_OR_RETURN(const absl::CivilDay day, ParseCatalogDate(date));
    built->days.push_back(day);
  }
  std::sort(built->days.begin(), built->days.end());
  RATECARD_ASSIGN_OR_RETURN(built->covers_through,
                            ParseCatalogDate(calendar.covers_through()));
  calendars_[calendar.calendar_id()] = std::move(built);
  return absl::OkStatus();
}

absl::StatusOr<uint16_t> ProviderPrices::SourceOf(
    const v1::Rate& rate, const v1::PriceSchedule& schedule) const {
  const std::string& id =
      rate.source_id().empty() ? schedule.source_id() : rate.source_id();
  const auto it = sources_.find(id);
  if (it == sources_.end()) {
    return Invalid(schedule.schedule_id(),
                   absl::StrCat("unknown source '", id, "'"));
  }
  return it->second;
}

absl::Status ProviderPrices::BuildSchedule(const v1::PriceSchedule& proto,
                                           PriceSchedule* schedule) const {
  schedule->id = proto.schedule_id();
  schedule->service_tier = proto.service_tier().empty()
                               ? std::string(kStandardTier)
                               : proto.service_tier();
  schedule->region = proto.region();
  if (proto.start_basis() == v1::DATE_BASIS_VERIFIED) {
    RATECARD_ASSIGN_OR_RETURN(schedule->verified_from,
                              TimeOr(proto.start_time(), absl::InfinitePast()));
  }
  RATECARD_ASSIGN_OR_RETURN(
      schedule->last_seen,
      TimeOr(proto.last_seen_time(), absl::InfiniteFuture()));
  for (const v1::DailyWindow& window : proto.daily_windows()) {
    RATECARD_RETURN_IF_ERROR(AddWindow(window, schedule));
  }
  for (const v1::Rate& proto_rate : proto.rates()) {
    RATECARD_ASSIGN_OR_RETURN(Rate rate, BuildRate(proto_rate));
    RATECARD_ASSIGN_OR_RETURN(rate.source, SourceOf(proto_rate, proto));
    schedule->rates.Add(std::move(rate));
  }
  return absl::OkStatus();
}

absl::Status ProviderPrices::AddWindow(const v1::DailyWindow& proto,
                                       PriceSchedule* schedule) const {
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(proto.time_zone(), &zone)) {
    return Invalid(schedule->id, absl::StrCat("time zone '", proto.time_zone(),
                                              "' cannot be loaded"));
  }
  RATECARD_ASSIGN_OR_RETURN(const int start, ParseMinuteOfDay(proto.start()));
  RATECARD_ASSIGN_OR_RETURN(const int end, ParseMinuteOfDay(proto.end()));
  uint8_t weekdays = 0;
  for (const int weekday : proto.weekdays()) {
    if (weekday >= 1 && weekday <= 7) {
      weekdays = static_cast<uint8_t>(weekdays | 1u << (weekday - 1));
    }
  }
  std::shared_ptr<const HolidayCalendar> calendar;
  if (!proto.except_holidays().empty()) {
    const auto it = calendars_.find(proto.except_holidays());
    if (it == calendars_.end()) {
      return Invalid(schedule->id, "unknown holiday calendar");
    }
    calendar = it->second;
  }
  schedule->windows.emplace_back(zone, start, end,
                                 weekdays == 0 ? 0x7f : weekdays, calendar);
  return absl::OkStatus();
}

}  // namespace ratecard
