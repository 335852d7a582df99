#include "service/catalog/merge/price_merge.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/catalog/merge/rate_difference.h"
#include "service/catalog/merge/rulings.h"
#include "service/catalog/period.h"
#include "service/catalog/text.h"
#include "service/catalog/written_out.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

// Service tier and region.
using Key = std::pair<std::string, std::string>;

// What one statement has for a key.
struct Candidate {
  // See Statement.
  bool current = true;
  bool knows_past = false;
  std::vector<const v1::PriceSchedule*> schedules;  // oldest first
  // Holds today at all times of the day; null if there is none.
  const v1::PriceSchedule* today = nullptr;
  bool knows_price = false;  // of today, at some time of the day

  bool has_windows() const {
    return std::any_of(schedules.begin(), schedules.end(),
                       [](const v1::PriceSchedule* schedule) {
                         return !schedule->daily_windows().empty();
                       });
  }
};

std::map<std::string, const v1::Rate*> RatesByKey(
    const v1::PriceSchedule& schedule) {
  std::map<std::string, const v1::Rate*> rates;
  for (const v1::Rate& rate : schedule.rates()) {
    if (SaysPrice(rate)) {
      rates.emplace(RateKey(rate), &rate);
    }
  }
  return rates;
}

// Whether both have meters in common, and the same price for each of those.
bool Agree(const v1::PriceSchedule& a, const v1::PriceSchedule& b) {
  const auto theirs = RatesByKey(b);
  bool any = false;
  for (const auto& [key, rate] : RatesByKey(a)) {
    const auto it = theirs.find(key);
    if (it != theirs.end()) {
      any = true;
      if (!SamePrice(*rate, *it->second)) {
        return false;
      }
    }
  }
  return any;
}

std::map<Key, std::vector<Candidate>> CandidatesByKey(
    absl::Span<const Statement> statements, absl::Time as_of,
    const std::string& currency, std::vector<Key>* order) {
  std::map<Key, std::vector<Candidate>> by_key;
  std::map<std::string, bool> only_by_region;  // of the first with the tier
  std::set<std::string> rejected;              // service tiers
  for (const Statement& statement : statements) {
    const v1::Model& model = *statement.model;
    if (model.currency_code() != currency) {
      continue;
    }
    const auto periods = EffectivePeriods(model);
    std::map<Key, Candidate> own;
    for (int i = 0; i < model.price_schedules_size(); ++i) {
      const v1::PriceSchedule& schedule = model.price_schedules(i);
      const Key key{std::string(TierOf(schedule)), schedule.region()};
      Candidate& candidate = own[key];
      candidate.current = statement.current();
      candidate.knows_past = statement.knows_past;
      candidate.schedules.push_back(&schedule);
      const auto& period = periods[static_cast<size_t>(i)];
      if (!period.has_value() || as_of < period->start ||
          period->end <= as_of) {
        continue;
      }
      if (schedule.daily_windows().empty()) {
        candidate.today = &schedule;
      }
      candidate.knows_price = candidate.knows_price ||
                              std::any_of(schedule.rates().begin(),
                                          schedule.rates().end(), SaysPrice);
    }
    std::map<std::string, bool> tiers;
    for (const auto& [key, candidate] : own) {
      bool& by_region = tiers.try_emplace(key.first, true).first->second;
      by_region = by_region && !key.second.empty();
    }
    only_by_region.insert(tiers.begin(), tiers.end());
    for (auto& [key, candidate] : own) {
      if (rejected.count(key.first) > 0 ||
          (key.second.empty() && only_by_region[key.first])) {
        continue;
      }
      std::vector<Candidate>& all = by_key[key];
      if (all.empty()) {
        order->push_back(key);
      }
      all.push_back(std::move(candidate));
    }
    rejected.merge(RejectedTiers(model));
  }
  return by_key;
}

// Merges what there is for one key.
class KeyMerger {
 public:
  KeyMerger(const std::vector<Candidate>& candidates, v1::Model* model)
      : model_(model) {
    size_t winner = 0;
    for (size_t i = candidates.size(); i-- > 0;) {
      if (candidates[i].knows_price) {
        winner = i;
      }
    }
    winner_ = &candidates[winner];
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (i != winner) {
        others_.push_back(&candidates[i]);
      }
    }
  }

  void Run() {
    std::vector<v1::PriceSchedule> schedules;
    for (const v1::PriceSchedule* schedule : winner_->schedules) {
      schedules.push_back(*schedule);
    }
    if (winner_->today != nullptr) {
      AddPast(&schedules);
      AddMeters(&schedules);
      for (const Candidate* other : others_) {
        // A statement about the past contradicts nobody.
        if (other->current && winner_->current && other->today != nullptr) {
          AddDisagreements(*other->today);
        }
      }
    }
    for (v1::PriceSchedule& schedule : schedules) {
      *model_->add_price_schedules() = std::move(schedule);
    }
  }

 private:
  void AddPast(std::vector<v1::PriceSchedule>* schedules) const {
    if (winner_->knows_past || schedules->size() != 1 ||
        !winner_->today->start_time().empty()) {
      return;
    }
    for (const Candidate* other : others_) {
      if (other->schedules.size() < 2 || other->has_windows() ||
          other->today == nullptr || !Agree(*winner_->today, *other->today)) {
        continue;
      }
      v1::PriceSchedule& today = schedules->front();
      today.set_start_time(other->today->start_time());
      today.set_start_basis(other->today->start_basis());
      const absl::Time start =
          CatalogTimeOr(today.start_time(), absl::InfinitePast());
      for (const v1::PriceSchedule* past : other->schedules) {
        if (CatalogTimeOr(past->end_time(), absl::InfiniteFuture()) <= start) {
          schedules->push_back(*past);
        }
      }
      return;
    }
  }

  // To the price of today only: what an added meter cost before is not known.
  void AddMeters(std::vector<v1::PriceSchedule>* schedules) const {
    if (winner_->has_windows()) {
      return;
    }
    const auto today = std::find_if(schedules->begin(), schedules->end(),
                                    [&](const v1::PriceSchedule& schedule) {
                                      return schedule.schedule_id() ==
                                             winner_->today->schedule_id();
                                    });
    auto have = RatesByKey(*winner_->today);
    for (const Candidate* other : others_) {
      if (other->today == nullptr || !Agree(*winner_->today, *other->today)) {
        continue;
      }
      for (const auto& [key, rate] : RatesByKey(*other->today)) {
        if (have.emplace(key, rate).second) {
          Replace(key, *rate, &*today);
        }
      }
    }
  }

  // In place of a rate of no known price, if there is one.
  static void Replace(const std::string& key, const v1::Rate& rate,
                      v1::PriceSchedule* schedule) {
    for (v1::Rate& own : *schedule->mutable_rates()) {
      if (RateKey(own) == key) {
        own = rate;
        return;
      }
    }
    *schedule->add_rates() = rate;
  }

  void AddDisagreements(const v1::PriceSchedule& other) {
    const auto theirs = RatesByKey(other);
    for (const auto& [key, rate] : RatesByKey(*winner_->today)) {
      const auto it = theirs.find(key);
      if (it == theirs.end() || SamePrice(*rate, *it->second)) {
        continue;
      }
      v1::Disagreement* disagreement = model_->add_disagreements();
      disagreement->set_field("price_schedules.rates");
      disagreement->set_value(PriceText(*it->second));
      disagreement->set_source_id(it->second->source_id());
      disagreement->set_taken_value(PriceText(*rate));
      disagreement->set_taken_source_id(rate->source_id());
      disagreement->set_service_tier(std::string(TierOf(other)));
      disagreement->set_region(other.region());
      disagreement->set_meter(rate->meter());
      *disagreement->mutable_parameters() = rate->parameters();
      if (const auto nanos = LargestDifference(*rate, *it->second)) {
        disagreement->set_price_difference(FormatNanos(*nanos));
      }
    }
  }

  const Candidate* winner_;
  std::vector<const Candidate*> others_;
  v1::Model* const model_;
};

// Makes the ids of schedules differ.
void NameApart(v1::Model* model) {
  std::set<std::string> ids;
  for (v1::PriceSchedule& schedule : *model->mutable_price_schedules()) {
    const std::string id = schedule.schedule_id();
    for (int i = 2; !ids.insert(schedule.schedule_id()).second; ++i) {
      schedule.set_schedule_id(absl::StrCat(id, "-", i));
    }
  }
}

}  // namespace

void MergePrices(absl::Span<const Statement> statements, absl::Time as_of,
                 v1::Model* model) {
  std::vector<Key> order;
  const auto by_key =
      CandidatesByKey(statements, as_of, model->currency_code(), &order);
  for (const Key& key : order) {
    KeyMerger(by_key.at(key), model).Run();
  }
  if (statements.size() > 1) {
    for (v1::PriceSchedule& schedule : *model->mutable_price_schedules()) {
      schedule.clear_inherits();
    }
    NameApart(model);
  }
}

}  // namespace ratecard
