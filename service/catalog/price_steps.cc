#include "service/catalog/price_steps.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>
#include <utility>

#include "service/catalog/merge/rate_difference.h"
#include "service/catalog/period.h"
#include "service/catalog/written_out.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

// In the order in which normalised schedules have them.
using Rates = std::vector<const v1::Rate*>;

// Below 0, 0 or above: as `a` comes before `b`, is of the same meter and
// parameters, or comes after it.
int Compare(const v1::Rate& a, const v1::Rate& b) {
  if (a.meter() != b.meter()) {
    return a.meter() < b.meter() ? -1 : 1;
  }
  return a.parameters().empty() && b.parameters().empty()
             ? 0
             : RateKey(a).compare(RateKey(b));
}

// Whether both bill the same at the prices of `schedule`, to which a rate that
// is billed as another's meter refers.
bool BillsSame(const v1::Rate& a, const v1::Rate& b,
               const v1::PriceSchedule& schedule) {
  return SameCharge(a, b) ||
         (a.billed_as() != b.billed_as() &&
          SameCharge(BilledRate(a, schedule), BilledRate(b, schedule)));
}

struct Change {
  std::vector<RateStep> steps;
  Rates rates;  // once they are done
};

// What it takes that `before` bills what `after` does; null: nothing.
Change ChangeOf(const Rates& before, const v1::PriceSchedule* after) {
  const auto& rates = after == nullptr
                          ? v1::PriceSchedule::default_instance().rates()
                          : after->rates();
  Change change;
  auto a = before.begin();
  auto b = rates.begin();
  while (a != before.end() || b != rates.end()) {
    const int order = a == before.end()  ? 1
                      : b == rates.end() ? -1
                                         : Compare(**a, *b);
    RateStep step;
    if (order <= 0) {
      step.before = *a++;
    }
    if (order >= 0) {
      step.after = &*b++;
    }
    if (order == 0 && BillsSame(*step.before, *step.after, *after)) {
      change.rates.push_back(step.before);
      continue;
    }
    change.steps.push_back(step);
    if (step.after != nullptr) {
      change.rates.push_back(step.after);
    }
  }
  return change;
}

// The prices of one part of the day.
struct Lane {
  const v1::PriceSchedule* place = nullptr;
  const v1::PriceSchedule* current = nullptr;
  absl::Time since;                             // of `current`
  const v1::PriceSchedule* previous = nullptr;  // before the last edge
  // What the steps so far say. Of windows without a step, or whose last one
  // ended them, it is what those of the lane without windows say.
  bool told = false;
  Rates rates;
};

// Where a schedule begins or ends.
struct Edge {
  absl::Time time;
  bool begins;
  Lane* lane;
  const v1::PriceSchedule* schedule;
};

// Of one service tier and region.
class Place {
 public:
  void Add(const v1::PriceSchedule& schedule, const Period& period) {
    if (period.start >= period.end) {
      return;
    }
    Lane* lane = schedule.daily_windows().empty()
                     ? &all_day_
                     : &windows_[WindowsKey(schedule)];
    lane->place = &schedule;
    edges_.push_back({period.start, true, lane, &schedule});
    edges_.push_back({period.end, false, lane, &schedule});
  }

  void AppendSteps(std::vector<PriceStep>* steps) {
    // What ends goes before what takes its place.
    std::sort(edges_.begin(), edges_.end(), [](const Edge& a, const Edge& b) {
      return std::tie(a.time, a.begins) < std::tie(b.time, b.begins);
    });
    for (auto edge = edges_.begin(); edge != edges_.end();) {
      const absl::Time time = edge->time;
      if (time == absl::InfiniteFuture()) {
        return;
      }
      all_day_.previous = all_day_.current;
      for (auto& [key, lane] : windows_) {
        lane.previous = lane.current;
      }
      for (; edge != edges_.end() && edge->time == time; ++edge) {
        edge->lane->current = edge->begins ? edge->schedule : nullptr;
        edge->lane->since = time;
      }
      AppendStepsAt(time, steps);
    }
  }

 private:
  void AppendStepsAt(absl::Time time, std::vector<PriceStep>* steps) {
    if (all_day_.current == all_day_.previous) {
      for (auto& [key, lane] : windows_) {
        if (lane.current != lane.previous) {
          AppendWindows(time, all_day_.rates, &lane, steps);
        }
      }
      return;
    }
    const Rates before = all_day_.rates;
    Change change = ChangeOf(before, all_day_.current);
    if (!change.steps.empty()) {
      all_day_.rates = std::move(change.rates);
      steps->push_back(StepOf(all_day_, time, std::move(change.steps)));
    }
    for (auto& [key, lane] : windows_) {
      AppendWindows(time, before, &lane, steps);
    }
  }

  // `before`: rates of the lane without windows until `time`.
  void AppendWindows(absl::Time time, const Rates& before, Lane* lane,
                     std::vector<PriceStep>* steps) {
    const bool ended = lane->current == nullptr;
    if (ended
            ? !lane->told
            : ChangeOf(lane->told ? lane->rates : all_day_.rates, lane->current)
                  .steps.empty()) {
      return;
    }
    Change change = ChangeOf(lane->told ? lane->rates : before,
                             ended ? all_day_.current : lane->current);
    lane->rates = std::move(change.rates);
    lane->told = !ended;
    steps->push_back(StepOf(*lane, time, std::move(change.steps)));
    steps->back().windows_end = ended;
  }

  PriceStep StepOf(const Lane& lane, absl::Time time,
                   std::vector<RateStep> rates) const {
    PriceStep step;
    step.time = time;
    step.place = lane.place;
    step.before = lane.previous != nullptr ? lane.previous : all_day_.previous;
    step.after = lane.current != nullptr ? lane.current : all_day_.current;
    for (const Lane* begun : {&all_day_, &lane}) {
      if (begun->current != nullptr && begun->since == time &&
          time != absl::InfinitePast()) {
        step.basis = begun->current->start_basis();
      }
    }
    step.rates = std::move(rates);
    return step;
  }

  Lane all_day_;
  std::map<std::string, Lane> windows_;
  std::vector<Edge> edges_;
};

}  // namespace

std::vector<PriceStep> PriceStepsOf(const v1::Model& model,
                                    absl::string_view service_tier) {
  // Other than standard, tier, region.
  std::map<std::tuple<bool, absl::string_view, absl::string_view>, Place>
      places;
  const auto periods = EffectivePeriods(model);
  for (int i = 0; i < model.price_schedules_size(); ++i) {
    const v1::PriceSchedule& schedule = model.price_schedules(i);
    const absl::string_view tier = TierOf(schedule);
    const auto& period = periods[static_cast<size_t>(i)];
    if (period.has_value() && (service_tier.empty() || tier == service_tier)) {
      places[{tier != kStandardTier, tier, schedule.region()}].Add(schedule,
                                                                   *period);
    }
  }
  std::vector<PriceStep> steps;
  for (auto& [key, place] : places) {
    place.AppendSteps(&steps);
  }
  std::stable_sort(
      steps.begin(), steps.end(),
      [](const PriceStep& a, const PriceStep& b) { return a.time < b.time; });
  return steps;
}

}  // namespace ratecard
