#include "service/catalog/validate_schedule.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/strings/str_cat.h"
#include "service/catalog/period.h"
#include "service/catalog/text.h"
#include "service/catalog/text_rules.h"
#include "service/catalog/validate_inheritance.h"
#include "service/catalog/validate_rate.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"
#include "service/pricing/daily_window.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

constexpr int kMaxWindows = 32;
constexpr int kMaxAdjustments = 64;

// Reads the daily windows of a schedule.
class WindowReader {
 public:
  WindowReader(const v1::PriceSchedule& schedule, const Location& at,
               Validation* validation)
      : schedule_(schedule), at_(at), validation_(validation) {}

  // Those without mistakes; the mistakes of the others are reported.
  std::vector<DailyWindow> Read() {
    std::vector<DailyWindow> windows;
    if (schedule_.daily_windows_size() > kMaxWindows) {
      validation_->Report(at_.Field("daily_windows", kMaxWindows),
                          absl::StrCat("more than ", kMaxWindows, " windows"));
      return windows;
    }
    for (int i = 0; i < schedule_.daily_windows_size(); ++i) {
      std::optional<DailyWindow> window =
          ReadOne(schedule_.daily_windows(i), at_.Field("daily_windows", i));
      if (window.has_value()) {
        windows.push_back(*std::move(window));
      }
    }
    return windows;
  }

 private:
  std::optional<DailyWindow> ReadOne(const v1::DailyWindow& window,
                                     const Location& at) {
    const std::string zone_problem = TimeZoneProblem(window.time_zone());
    validation_->CheckText(at, "time_zone", window.time_zone(), zone_problem);
    const std::optional<int> start = ReadMinute(at, "start", window.start());
    const std::optional<int> end = ReadMinute(at, "end", window.end());
    const std::optional<uint8_t> weekdays = ReadWeekdays(window, at);
    if (!window.except_holidays().empty() &&
        !validation_->HasCalendar(window.except_holidays())) {
      validation_->CheckText(at, "except_holidays", window.except_holidays(),
                             "is not a holiday calendar of this provider");
    }
    if (start.has_value() && start == end) {
      validation_->Report(at, "the window is empty: it ends when it starts");
      return std::nullopt;
    }
    if (!zone_problem.empty() || !start.has_value() || !end.has_value() ||
        !weekdays.has_value()) {
      return std::nullopt;
    }
    absl::TimeZone zone;
    absl::LoadTimeZone(window.time_zone(), &zone);
    return DailyWindow(zone, *start, *end, *weekdays, nullptr);
  }

  std::optional<int> ReadMinute(const Location& at, const char* field,
                                const std::string& text) {
    const absl::StatusOr<int> minute = ParseMinuteOfDay(text);
    if (!minute.ok()) {
      validation_->Report(at, field, minute.status().message());
      return std::nullopt;
    }
    constexpr int kMidnight = 24 * 60;
    if (absl::string_view(field) == "start" && *minute == kMidnight) {
      validation_->Report(at, field, "24:00 is written 00:00 as a start");
      return std::nullopt;
    }
    if (absl::string_view(field) == "end" && *minute == 0) {
      validation_->Report(at, field, "00:00 is written 24:00 as an end");
      return std::nullopt;
    }
    return *minute;
  }

  std::optional<uint8_t> ReadWeekdays(const v1::DailyWindow& window,
                                      const Location& at) {
    unsigned days = 0;
    bool good = true;
    for (int i = 0; i < window.weekdays_size(); ++i) {
      const int day = window.weekdays(i);
      if (day == v1::WEEKDAY_UNSPECIFIED || !v1::Weekday_IsValid(day)) {
        validation_->Report(at.Field("weekdays", i), "is not a day");
        good = false;
        continue;
      }
      const unsigned bit = 1u << (day - 1);
      if ((days & bit) != 0) {
        validation_->Report(
            at.Field("weekdays", i),
            absl::StrCat(v1::Weekday_Name(day), " is repeated"));
        good = false;
      }
      days |= bit;
    }
    if (!good) {
      return std::nullopt;
    }
    return static_cast<uint8_t>(days == 0 ? 0x7f : days);
  }

  const v1::PriceSchedule& schedule_;
  const Location& at_;
  Validation* const validation_;
};

class ScheduleValidator {
 public:
  ScheduleValidator(const v1::PriceSchedule& schedule, const Location& at,
                    Validation* validation)
      : schedule_(schedule), at_(at), validation_(validation) {}

  void Run() {
    CheckId();
    validation_->CheckServiceTier(at_, schedule_.service_tier());
    validation_->CheckRegion(at_, schedule_.region());
    validation_->CheckSource(at_, schedule_.source_id());
    CheckPeriod();
    CheckAdjustments();
    if (schedule_.rates().empty() && schedule_.inherits().empty()) {
      validation_->Report(at_, "has no rates and inherits none");
    }
    if (schedule_.flat() && TierOf(schedule_) == kStandardTier) {
      validation_->Report(at_, "flat",
                          "is for service tiers other than the standard one");
    }
    ValidateRates(schedule_, at_, validation_);
  }

 private:
  void CheckId() {
    absl::string_view id = schedule_.schedule_id();
    if (validation_->form() == CatalogForm::kWrittenOut) {
      // A schedule that was split carries its start after an `@`.
      id = id.substr(0, id.find('@'));
    }
    validation_->CheckText(at_, "schedule_id", schedule_.schedule_id(),
                           ShortNameProblem(id));
  }

  void CheckPeriod() {
    if (!v1::DateBasis_IsValid(schedule_.start_basis())) {
      validation_->Report(at_, "start_basis", "is not a known basis");
    } else if (schedule_.start_basis() != v1::DATE_BASIS_UNSPECIFIED &&
               schedule_.start_time().empty()) {
      validation_->Report(at_, "start_basis", "is given without start_time");
    }
    const std::optional<absl::Time> start =
        validation_->CheckTime(at_, "start_time", schedule_.start_time());
    const std::optional<absl::Time> end =
        validation_->CheckTime(at_, "end_time", schedule_.end_time());
    if (start.has_value() && end.has_value() && *end <= *start) {
      validation_->Report(
          at_, "end_time",
          absl::StrCat("the end ", schedule_.end_time(),
                       " is not after the start ", schedule_.start_time()));
      return;
    }
    CheckLastSeen(start, end);
  }

  void CheckLastSeen(std::optional<absl::Time> start,
                     std::optional<absl::Time> end) {
    const std::optional<absl::Time> seen = validation_->CheckTime(
        at_, "last_seen_time", schedule_.last_seen_time());
    if (!seen.has_value()) {
      return;
    }
    if (schedule_.end_time().empty()) {
      validation_->Report(at_, "last_seen_time", "is given without end_time");
    } else if ((start.has_value() && *seen < *start) ||
               (end.has_value() && *seen > *end)) {
      validation_->Report(at_, "last_seen_time",
                          absl::StrCat(schedule_.last_seen_time(),
                                       " is outside the schedule's period"));
    }
  }

  void CheckAdjustments() {
    if (schedule_.adjustments().empty()) {
      return;
    }
    if (schedule_.inherits().empty()) {
      validation_->Report(at_.Field("adjustments", 0),
                          "there is nothing to adjust: inherits is empty");
    }
    if (schedule_.adjustments_size() > kMaxAdjustments) {
      validation_->Report(
          at_.Field("adjustments", kMaxAdjustments),
          absl::StrCat("more than ", kMaxAdjustments, " adjustments"));
      return;
    }
    for (int i = 0; i < schedule_.adjustments_size(); ++i) {
      const v1::RateAdjustment& adjustment = schedule_.adjustments(i);
      const Location at = at_.Field("adjustments", i);
      CheckFactor(adjustment.factor(), at);
      absl::flat_hash_set<int> seen;
      for (int j = 0; j < adjustment.meters_size(); ++j) {
        const int meter = adjustment.meters(j);
        if (!IsMeter(meter)) {
          validation_->Report(at.Field("meters", j), "is not a known meter");
        } else if (!seen.insert(meter).second) {
          validation_->Report(
              at.Field("meters", j),
              absl::StrCat(v1::Meter_Name(meter), " is repeated"));
        }
      }
    }
  }

  void CheckFactor(const std::string& factor, const Location& at) {
    const absl::StatusOr<int64_t> nanos = ParseNanos(factor, kMaxFactorNanos);
    if (nanos.ok() && *nanos > 0) {
      return;
    }
    validation_->CheckText(
        at, "factor", factor,
        factor.empty() ? "no factor is given"
        : nanos.ok() ? "is 0: a rate that is free says state: METER_STATE_FREE"
                     : "is not a decimal above 0 up to 1000 with at most nine "
                       "decimals");
  }

  const v1::PriceSchedule& schedule_;
  const Location& at_;
  Validation* const validation_;
};

void CheckIds(const v1::Model& model, const Location& model_at,
              Validation* validation) {
  absl::flat_hash_set<absl::string_view> seen;
  for (int i = 0; i < model.price_schedules_size(); ++i) {
    const std::string& id = model.price_schedules(i).schedule_id();
    if (!id.empty() && !seen.insert(id).second) {
      validation->CheckText(model_at.Field("price_schedules", i), "schedule_id",
                            id, "is another schedule of this model");
    }
  }
}

// What two schedules of the same tier, region and time may not do; empty if
// they don't.
std::string Conflict(const v1::PriceSchedule& a, const v1::PriceSchedule& b,
                     const std::vector<DailyWindow>& a_windows,
                     const std::vector<DailyWindow>& b_windows) {
  if (a.daily_windows().empty() != b.daily_windows().empty()) {
    return "";
  }
  if (a.daily_windows().empty()) {
    return "overlaps";
  }
  for (const DailyWindow& window : a_windows) {
    for (const DailyWindow& other : b_windows) {
      if (window.zone() != other.zone()) {
        return "has daily windows in another time zone than";
      }
      if (window.Overlaps(other)) {
        return "has a daily window that overlaps one of";
      }
    }
  }
  return "";
}

// One mistake at most for each schedule: the first earlier one in its way.
void CheckOverlaps(const v1::Model& model, const Location& model_at,
                   const std::vector<std::vector<DailyWindow>>& windows,
                   Validation* validation) {
  const std::vector<std::optional<Period>> periods = EffectivePeriods(model);
  for (size_t i = 1; i < periods.size(); ++i) {
    const v1::PriceSchedule& schedule =
        model.price_schedules(static_cast<int>(i));
    for (size_t j = 0; j < i; ++j) {
      const v1::PriceSchedule& other =
          model.price_schedules(static_cast<int>(j));
      if (!periods[i].has_value() || !periods[j].has_value() ||
          !periods[i]->Overlaps(*periods[j]) || !AreSiblings(schedule, other)) {
        continue;
      }
      const std::string conflict =
          Conflict(schedule, other, windows[i], windows[j]);
      if (!conflict.empty()) {
        validation->Report(
            model_at.Field("price_schedules", static_cast<int>(i)),
            absl::StrCat(conflict, " the schedule ",
                         Quoted(other.schedule_id()),
                         " of the same service tier and region"));
        break;
      }
    }
  }
}

// Of regions with prices, `places` in the model's schedules, those that hold
// `region`: two of which neither holds the other, the narrowest among them; or
// nothing if one is the narrowest of all.
std::optional<std::pair<int, int>> Rivals(const v1::Model& model,
                                          const std::vector<int>& places,
                                          absl::string_view region,
                                          const RegionTree& tree) {
  const auto region_of = [&model](int place) -> const std::string& {
    return model.price_schedules(place).region();
  };
  int narrowest = -1;
  for (const int place : places) {
    if (tree.Contains(region_of(place), region) &&
        (narrowest < 0 ||
         tree.Contains(region_of(narrowest), region_of(place)))) {
      narrowest = place;
    }
  }
  for (const int place : places) {
    if (narrowest >= 0 && tree.Contains(region_of(place), region) &&
        !tree.Contains(region_of(place), region_of(narrowest))) {
      return std::minmax({narrowest, place});
    }
  }
  return std::nullopt;
}

// The places among `places` whose schedules hold at `time`, one for a region.
std::vector<int> InForce(const v1::Model& model, const std::vector<int>& places,
                         const std::vector<std::optional<Period>>& periods,
                         absl::Time time) {
  std::vector<int> found;
  absl::flat_hash_set<absl::string_view> regions;
  for (const int place : places) {
    const std::optional<Period>& period = periods[static_cast<size_t>(place)];
    if (period.has_value() && period->start <= time && time < period->end &&
        regions.insert(model.price_schedules(place).region()).second) {
      found.push_back(place);
    }
  }
  return found;
}

// Reports where, of the regions with prices among `places` at one time, two
// hold a third and neither holds the other. False if there are such.
bool CheckRegionsAtOneTime(const v1::Model& model, const Location& model_at,
                           const std::vector<int>& places,
                           Validation* validation) {
  for (const v1::Region& region : validation->provider().regions()) {
    const auto rivals =
        Rivals(model, places, region.region_id(), validation->regions());
    if (rivals.has_value()) {
      const auto [earlier, later] = *rivals;
      validation->CheckText(
          model_at.Field("price_schedules", later), "region",
          model.price_schedules(later).region(),
          absl::StrCat("and ", Quoted(model.price_schedules(earlier).region()),
                       " both hold ", Quoted(region.region_id()),
                       " and neither holds the other: which price applies is "
                       "open"));
      return false;
    }
  }
  return true;
}

// The narrowest region with prices decides; so there must be one wherever two
// regions with prices of one tier meet.
void CheckRegions(const v1::Model& model, const Location& model_at,
                  Validation* validation) {
  absl::flat_hash_map<absl::string_view, std::vector<int>> tiers;
  for (int i = 0; i < model.price_schedules_size(); ++i) {
    const v1::PriceSchedule& schedule = model.price_schedules(i);
    if (validation->HasRegion(schedule.region())) {
      tiers[TierOf(schedule)].push_back(i);
    }
  }
  if (tiers.empty()) {
    return;
  }
  const std::vector<std::optional<Period>> periods = EffectivePeriods(model);
  for (const auto& [tier, places] : tiers) {
    // What is in force changes at these times only.
    std::set<absl::Time> times;
    for (const int place : places) {
      if (const auto& period = periods[static_cast<size_t>(place)]) {
        times.insert({period->start, period->end});
      }
    }
    for (const absl::Time time : times) {
      if (!CheckRegionsAtOneTime(model, model_at,
                                 InForce(model, places, periods, time),
                                 validation)) {
        break;
      }
    }
  }
}

}  // namespace

void ValidateSchedules(const v1::Model& model, const Location& model_at,
                       Validation* validation) {
  if (model.price_schedules_size() > kMaxSchedules) {
    validation->Report(model_at.Field("price_schedules", kMaxSchedules),
                       absl::StrCat("more than ", kMaxSchedules, " schedules"));
    return;
  }
  CheckIds(model, model_at, validation);
  std::vector<std::vector<DailyWindow>> windows;
  for (int i = 0; i < model.price_schedules_size(); ++i) {
    const v1::PriceSchedule& schedule = model.price_schedules(i);
    const Location at = model_at.Field("price_schedules", i);
    ScheduleValidator(schedule, at, validation).Run();
    windows.push_back(WindowReader(schedule, at, validation).Read());
  }
  CheckOverlaps(model, model_at, windows, validation);
  CheckRegions(model, model_at, validation);
  ValidateInheritance(model, model_at, validation);
}

}  // namespace ratecard
