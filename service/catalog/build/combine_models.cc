#include "service/catalog/build/combine_models.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/catalog/merge/price_disagreement.h"
#include "service/catalog/merge/rate_difference.h"
#include "service/catalog/merge/rename_source.h"
#include "service/catalog/period.h"

namespace ratecard {
namespace {

using TierAndRegion = std::pair<std::string, std::string>;

std::set<TierAndRegion> Covered(const v1::Model& model) {
  std::set<TierAndRegion> covered;
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    covered.emplace(TierOf(schedule), schedule.region());
  }
  return covered;
}

bool HoldsStill(const v1::PriceSchedule& schedule) {
  return schedule.end_time().empty() && schedule.daily_windows().empty();
}

void AddDisagreements(const v1::PriceSchedule& taken,
                      const v1::PriceSchedule& other, const std::string& name,
                      v1::Model* model) {
  const auto others = RatesByKey(other);
  for (const auto& [key, rate] : RatesByKey(taken)) {
    const auto it = others.find(key);
    if (it == others.end() || SamePrice(*rate, *it->second)) {
      continue;
    }
    v1::Disagreement* added = model->add_disagreements();
    *added = PriceDisagreement(taken, *rate, *it->second);
    added->set_reason(absl::StrCat("The same list has it under ", name, "."));
  }
}

void AddDisagreements(const v1::Model& from, const std::string& name,
                      v1::Model* to) {
  if (from.currency_code() != to->currency_code()) {
    return;
  }
  for (const v1::PriceSchedule& taken : to->price_schedules()) {
    for (const v1::PriceSchedule& other : from.price_schedules()) {
      if (AreSiblings(taken, other) && HoldsStill(taken) && HoldsStill(other)) {
        AddDisagreements(taken, other, name, to);
      }
    }
  }
}

}  // namespace

void CombineModels(const v1::Model& from, const std::string& name,
                   v1::Model* to) {
  AddDisagreements(from, name, to);
  const std::set<TierAndRegion> covered = Covered(*to);
  std::set<std::string> ids;
  for (const v1::PriceSchedule& schedule : to->price_schedules()) {
    ids.insert(schedule.schedule_id());
  }
  for (const v1::PriceSchedule& schedule : from.price_schedules()) {
    if (from.currency_code() != to->currency_code() ||
        covered.count({std::string(TierOf(schedule)), schedule.region()}) > 0) {
      continue;
    }
    v1::PriceSchedule* added = to->add_price_schedules();
    *added = schedule;
    added->clear_inherits();  // it is written out, and the other may be renamed
    std::string id = schedule.schedule_id();
    if (!schedule.region().empty()) {
      absl::StrAppend(&id, "-", schedule.region());
    }
    added->set_schedule_id(FreeName(id, ids));
    ids.insert(added->schedule_id());
  }
  to->mutable_aliases()->MergeFrom(from.aliases());
  for (const int capability : from.capabilities()) {
    const auto& have = to->capabilities();
    if (std::find(have.begin(), have.end(), capability) == have.end()) {
      to->add_capabilities(static_cast<v1::Capability>(capability));
    }
  }
  if (!to->has_limits() && from.has_limits()) {
    *to->mutable_limits() = from.limits();
  }
}

}  // namespace ratecard
