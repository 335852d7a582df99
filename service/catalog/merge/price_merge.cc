#include "service/catalog/merge/price_merge.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/catalog/merge/price_disagreement.h"
#include "service/catalog/merge/rate_difference.h"
#include "service/catalog/merge/rename_source.h"
#include "service/catalog/merge/rulings.h"
#include "service/catalog/period.h"
#include "service/catalog/text.h"
#include "service/catalog/written_out.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

// Service tier and region.
using Key = std::pair<std::string, std::string>;

// What one statement has for a key.
struct Candidate {
  // See Statement.
  bool current = true;
  bool knows_past = false;
  std::vector<const v1::PriceSchedule*> schedules;  // as they stand there
  // Holds today at all times of the day; null if there is none.
  const v1::PriceSchedule* today = nullptr;
  bool knows_price = false;           // of today, at some time of the day
  bool was_withdrawn = false;         // had prices, and is known to have ended
  bool may_lack_tiers = false;        // of today's price; see Statement
  bool has_one_output_price = false;  // see Statement

  bool has_windows() const {
    return std::any_of(schedules.begin(), schedules.end(),
                       [](const v1::PriceSchedule* schedule) {
                         return !schedule->daily_windows().empty();
                       });
  }
};

bool HasTiers(const v1::PriceSchedule& schedule) {
  return std::any_of(
      schedule.rates().begin(), schedule.rates().end(),
      [](const v1::Rate& rate) { return !rate.tiers().empty(); });
}

// A service tier without the thresholds of the standard tier is unpriced above
// them, unless it is flat.
void NoteMissingTiers(const Statement& statement,
                      std::map<Key, Candidate>* own) {
  for (auto& [key, candidate] : *own) {
    candidate.may_lack_tiers = statement.may_lack_tiers;
    const auto standard = own->find({std::string(kStandardTier), key.second});
    if (candidate.today != nullptr && !candidate.today->flat() &&
        key.first != kStandardTier && standard != own->end() &&
        standard->second.today != nullptr) {
      candidate.may_lack_tiers |= HasTiers(*standard->second.today);
    }
  }
}

absl::Time StartOf(const v1::PriceSchedule& schedule) {
  return CatalogTimeOr(schedule.start_time(), absl::InfinitePast());
}

absl::Time EndOf(const v1::PriceSchedule& schedule) {
  return CatalogTimeOr(schedule.end_time(), absl::InfiniteFuture());
}

bool HaveEnded(const std::vector<const v1::PriceSchedule*>& schedules,
               absl::Time as_of) {
  return std::all_of(schedules.begin(), schedules.end(),
                     [as_of](const v1::PriceSchedule* schedule) {
                       return EndOf(*schedule) <= as_of;
                     });
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
      candidate.has_one_output_price = statement.has_one_output_price;
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
    NoteMissingTiers(statement, &own);
    std::map<std::string, bool> tiers;
    for (auto& [key, candidate] : own) {
      candidate.was_withdrawn = statement.knows_past &&
                                key.first != kStandardTier &&
                                HaveEnded(candidate.schedules, as_of);
      if (candidate.knows_price) {
        bool& by_region = tiers.try_emplace(key.first, true).first->second;
        by_region = by_region && !key.second.empty();
      }
    }
    only_by_region.insert(tiers.begin(), tiers.end());
    for (auto& [key, candidate] : own) {
      if (rejected.count(key.first) > 0 ||
          (key.second.empty() && only_by_region.count(key.first) > 0 &&
           only_by_region[key.first])) {
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

// Kinds of output beside text.
constexpr v1::Meter kOtherOutput[] = {v1::METER_AUDIO_OUTPUT_TOKENS,
                                      v1::METER_IMAGE_OUTPUT_TOKENS,
                                      v1::METER_VIDEO_OUTPUT_TOKENS};

std::string KeyOf(v1::Meter meter) {
  v1::Rate rate;
  rate.set_meter(meter);
  return RateKey(rate);
}

// In place of a rate of the same meter and parameters, if there is one.
void Put(const v1::Rate& rate, v1::PriceSchedule* schedule) {
  const std::string key = RateKey(rate);
  for (v1::Rate& own : *schedule->mutable_rates()) {
    if (RateKey(own) == key) {
      own = rate;
      return;
    }
  }
  *schedule->add_rates() = rate;
}

// A fee that one source has per request and another per search may be the same.
bool MayBeSameFee(v1::Meter a, v1::Meter b) {
  const auto is_pair = [](v1::Meter x, v1::Meter y) {
    return x == v1::METER_REQUESTS && y == v1::METER_WEB_SEARCHES;
  };
  return is_pair(a, b) || is_pair(b, a);
}

// Whether a schedule stays valid with it, and bills nothing twice.
bool CanAdd(const v1::Rate& rate, const v1::PriceSchedule& schedule) {
  if (schedule.rates_size() >= static_cast<int>(kMaxRatesPerSchedule) ||
      std::any_of(schedule.rates().begin(), schedule.rates().end(),
                  [&](const v1::Rate& own) {
                    return MayBeSameFee(own.meter(), rate.meter());
                  })) {
    return false;
  }
  return rate.billed_as() == v1::METER_UNSPECIFIED ||
         std::any_of(schedule.rates().begin(), schedule.rates().end(),
                     [&](const v1::Rate& own) {
                       return own.meter() == rate.billed_as() &&
                              own.billed_as() == v1::METER_UNSPECIFIED;
                     });
}

// By region, what the price of output really is of that a source has in the
// place of text: images, audio or video.
using OtherOutput = std::map<std::string, v1::Meter>;

// Merges what there is for one key.
class KeyMerger {
 public:
  // `other_output` is what standard tiers showed.
  KeyMerger(const Key& key, const std::vector<Candidate>& candidates,
            OtherOutput* other_output, v1::Model* model)
      : key_(key), other_output_(other_output), model_(model) {
    size_t winner = 0;
    for (size_t i = candidates.size(); i-- > 0;) {
      if (candidates[i].knows_price || candidates[i].was_withdrawn) {
        winner = i;
      }
    }
    winner_ = &candidates[winner];
    for (size_t i = 0; i < candidates.size(); ++i) {
      if (i != winner) {
        others_.push_back(&candidates[i]);
      }
      if (i < winner) {
        better_.push_back(&candidates[i]);
      }
    }
  }

  void Run() {
    std::vector<v1::PriceSchedule> schedules;
    for (const v1::PriceSchedule* schedule : winner_->schedules) {
      schedules.push_back(*schedule);
      if (schedule == winner_->today) {
        today_ = *schedule;
      }
    }
    if (winner_->today != nullptr) {
      SplitOutput();
      AddPast(&schedules);
      if (!winner_->has_windows()) {
        AddTiers();
        AddMeters();
      }
      for (const Candidate* other : others_) {
        // A statement about the past contradicts nobody.
        if (other->current && winner_->current && other->today != nullptr) {
          AddDisagreements(*other);
        }
      }
      for (v1::PriceSchedule& schedule : schedules) {
        if (schedule.schedule_id() == today_.schedule_id()) {
          schedule = std::move(today_);
          break;
        }
      }
    }
    for (const Candidate* better : better_) {
      KeepOtherTimes(*better, &schedules);
    }
    for (v1::PriceSchedule& schedule : schedules) {
      *model_->add_price_schedules() = std::move(schedule);
    }
  }

 private:
  // Whether both prices may be the same, for what each statement knows.
  bool Agrees(const v1::Rate& own, const Candidate& other,
              const v1::Rate& theirs) const {
    const v1::Rate a = BilledRate(own, today_);
    const v1::Rate b = BilledRate(theirs, *other.today);
    return SamePrice(a, b) ||
           (winner_->may_lack_tiers && IsPriceBelowTiers(a, b)) ||
           (other.may_lack_tiers && IsPriceBelowTiers(b, a));
  }

  // Whether both have meters in common, and agree on each of those.
  bool Agrees(const Candidate& other) const {
    if (other.today == nullptr) {
      return false;
    }
    const auto theirs = RatesByKey(*other.today);
    bool any = false;
    for (const auto& [key, rate] : RatesByKey(today_)) {
      const auto it = theirs.find(key);
      if (it != theirs.end()) {
        any = true;
        if (!Agrees(*rate, other, *it->second)) {
          return false;
        }
      }
    }
    return any;
  }

  // Whether `price` is that of other output than text, which `rates` have
  // beside another price of text.
  static std::optional<v1::Meter> FindOtherOutput(
      const v1::Rate& price,
      const std::map<std::string, const v1::Rate*>& rates) {
    const auto text = rates.find(KeyOf(v1::METER_OUTPUT_TOKENS));
    if (text == rates.end() || SamePrice(price, *text->second)) {
      return std::nullopt;
    }
    for (const v1::Meter meter : kOtherOutput) {
      const auto other = rates.find(KeyOf(meter));
      if (other != rates.end() && SamePrice(price, *other->second)) {
        return meter;
      }
    }
    return std::nullopt;
  }

  // Text is not billed as images are.
  void SplitOutput() {
    const auto own = RatesByKey(today_);
    const auto output = own.find(KeyOf(v1::METER_OUTPUT_TOKENS));
    if (!winner_->has_one_output_price || output == own.end()) {
      return;
    }
    for (const Candidate* other : others_) {
      if (other->today == nullptr || !other->current) {
        continue;
      }
      const auto theirs = RatesByKey(*other->today);
      const auto text = theirs.find(KeyOf(v1::METER_OUTPUT_TOKENS));
      const auto known = other_output_->find(key_.second);
      std::optional<v1::Meter> meter = FindOtherOutput(*output->second, theirs);
      if (meter.has_value()) {
        other_output_->emplace(key_.second, *meter);
      } else if (known != other_output_->end() && text != theirs.end() &&
                 !SamePrice(*output->second, *text->second)) {
        meter = known->second;
      }
      if (meter.has_value() && own.count(KeyOf(*meter)) == 0) {
        v1::Rate rate = *output->second;
        rate.set_meter(*meter);
        const v1::Rate text_rate = *text->second;
        Put(rate, &today_);
        Put(text_rate, &today_);
        return;
      }
    }
  }

  void AddPast(std::vector<v1::PriceSchedule>* schedules) {
    if (winner_->knows_past || schedules->size() != 1 ||
        !today_.start_time().empty()) {
      return;
    }
    for (const Candidate* other : others_) {
      if (other->schedules.size() < 2 || other->has_windows() ||
          !Agrees(*other)) {
        continue;
      }
      today_.set_start_time(other->today->start_time());
      today_.set_start_basis(other->today->start_basis());
      const absl::Time start = StartOf(today_);
      for (const v1::PriceSchedule* past : other->schedules) {
        if (EndOf(*past) <= start) {
          schedules->push_back(*past);
        }
      }
      return;
    }
  }

  static void AddPartBefore(const v1::PriceSchedule& other,
                            v1::PriceSchedule schedule,
                            std::vector<v1::PriceSchedule>* parts) {
    if (StartOf(schedule) < StartOf(other)) {
      if (StartOf(other) < EndOf(schedule)) {
        schedule.set_end_time(other.start_time());
        schedule.clear_last_seen_time();
      }
      parts->push_back(std::move(schedule));
    }
  }

  static void AddPartAfter(const v1::PriceSchedule& other,
                           v1::PriceSchedule schedule,
                           std::vector<v1::PriceSchedule>* parts) {
    if (EndOf(other) < EndOf(schedule)) {
      if (StartOf(schedule) < EndOf(other)) {
        schedule.set_start_time(other.end_time());
        schedule.clear_start_basis();
      }
      parts->push_back(std::move(schedule));
    }
  }

  // What a better statement without a price of today says of other times: the
  // others hold in between alone.
  static void KeepOtherTimes(const Candidate& better,
                             std::vector<v1::PriceSchedule>* schedules) {
    std::vector<const v1::PriceSchedule*> kept;
    for (const v1::PriceSchedule* schedule : better.schedules) {
      if (std::any_of(schedule->rates().begin(), schedule->rates().end(),
                      SaysPrice)) {
        kept.push_back(schedule);
      }
    }
    for (const v1::PriceSchedule* other : kept) {
      std::vector<v1::PriceSchedule> around;
      for (const v1::PriceSchedule& schedule : *schedules) {
        AddPartBefore(*other, schedule, &around);
        AddPartAfter(*other, schedule, &around);
      }
      *schedules = std::move(around);
    }
    for (const v1::PriceSchedule* schedule : kept) {
      schedules->push_back(*schedule);
    }
  }

  void AddTiers() {
    if (!winner_->may_lack_tiers) {
      return;
    }
    for (const Candidate* other : others_) {
      if (other->current != winner_->current || !Agrees(*other)) {
        continue;
      }
      const auto theirs = RatesByKey(*other->today);
      for (v1::Rate& rate : *today_.mutable_rates()) {
        const auto it = theirs.find(RateKey(rate));
        if (rate.tiers().empty() && it != theirs.end() &&
            !it->second->tiers().empty()) {
          rate = *it->second;
        }
      }
      if (HasTiers(today_)) {
        return;
      }
    }
  }

  // To the price of today only: what an added meter cost before is not known.
  // A source that knows the past left out the prices that an older list still
  // has.
  void AddMeters() {
    for (const Candidate* other : others_) {
      if (!Agrees(*other)) {
        continue;
      }
      const bool was_left_out =
          winner_->knows_past && winner_->current && !other->current;
      const auto theirs = RatesByKey(*other->today);
      // First what others may be billed as.
      for (const bool billed_as_other : {false, true}) {
        if (was_left_out && !billed_as_other) {
          continue;
        }
        const v1::PriceSchedule before = today_;
        const auto have = RatesByKey(before);
        for (const auto& [key, rate] : theirs) {
          if ((rate->billed_as() != v1::METER_UNSPECIFIED) == billed_as_other &&
              have.count(key) == 0 && CanAdd(*rate, today_)) {
            Put(*rate, &today_);
          }
        }
      }
    }
  }

  void AddDisagreements(const Candidate& other) {
    const auto own = RatesByKey(today_);
    const auto theirs = RatesByKey(*other.today);
    for (const auto& [key, rate] : own) {
      const auto it = theirs.find(key);
      if (it == theirs.end() || Agrees(*rate, other, *it->second)) {
        continue;
      }
      if (other.has_one_output_price &&
          rate->meter() == v1::METER_OUTPUT_TOKENS &&
          FindOtherOutput(*it->second, own).has_value()) {
        continue;
      }
      *model_->add_disagreements() =
          PriceDisagreement(*other.today, BilledRate(*rate, today_),
                            BilledRate(*it->second, *other.today));
    }
  }

  const Key& key_;
  const Candidate* winner_;
  std::vector<const Candidate*> others_;
  std::vector<const Candidate*> better_;  // of the others
  v1::PriceSchedule today_;
  OtherOutput* const other_output_;
  v1::Model* const model_;
};

// Makes the ids of schedules differ.
void NameApart(v1::Model* model) {
  std::set<std::string> ids;
  for (v1::PriceSchedule& schedule : *model->mutable_price_schedules()) {
    schedule.set_schedule_id(FreeName(schedule.schedule_id(), ids));
    ids.insert(schedule.schedule_id());
  }
}

}  // namespace

void MergePrices(absl::Span<const Statement> statements, absl::Time as_of,
                 v1::Model* model) {
  std::vector<Key> order;
  const auto by_key =
      CandidatesByKey(statements, as_of, model->currency_code(), &order);
  std::stable_partition(order.begin(), order.end(), [](const Key& key) {
    return key.first == kStandardTier;
  });
  OtherOutput other_output;
  for (const Key& key : order) {
    KeyMerger(key, by_key.at(key), &other_output, model).Run();
  }
  if (statements.size() > 1) {
    for (v1::PriceSchedule& schedule : *model->mutable_price_schedules()) {
      schedule.clear_inherits();
    }
    NameApart(model);
  }
}

}  // namespace ratecard
