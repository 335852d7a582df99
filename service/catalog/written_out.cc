#include "service/catalog/written_out.h"

#include <algorithm>
#include <cstdint>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"
#include "service/pricing/meter.h"

namespace ratecard {
namespace {

using Inheritance = WrittenOutSchedule::Inheritance;

bool IsTokenMeter(v1::Meter meter) {
  return v1::Meter_IsValid(meter) && IsToken(static_cast<Meter>(meter));
}

bool Applies(const v1::RateAdjustment& adjustment, v1::Meter meter) {
  if (adjustment.meters().empty()) {
    return IsTokenMeter(meter);
  }
  return std::find(adjustment.meters().begin(), adjustment.meters().end(),
                   meter) != adjustment.meters().end();
}

// Multiplies the price of a rate or tier; those without one stay. False if the
// product is no price.
template <typename Priced>
bool Multiply(int64_t factor_nanos, Priced* priced) {
  if (priced->price().empty()) {
    return true;
  }
  const absl::StatusOr<int64_t> nanos =
      ParseNanos(priced->price(), kMaxPriceNanos);
  if (!nanos.ok()) {
    return true;
  }
  bool inexact = priced->inexact();
  const int64_t product = MultiplyNanos(*nanos, factor_nanos, &inexact);
  priced->set_price(FormatNanos(product));
  priced->set_inexact(inexact);
  return product > 0 && product <= kMaxPriceNanos;
}

void Adjust(const v1::RateAdjustment& adjustment, WrittenOutRate* written) {
  v1::Rate* const rate = &written->rate;
  const absl::StatusOr<int64_t> factor =
      ParseNanos(adjustment.factor(), kMaxFactorNanos);
  if (!factor.ok() || *factor == 0 || !Applies(adjustment, rate->meter())) {
    return;
  }
  bool good = Multiply(*factor, rate);
  for (v1::RateTier& tier : *rate->mutable_tiers()) {
    good &= Multiply(*factor, &tier);
  }
  written->bad_product |= !good;
}

// What of `adjustments` meets none of `rates`.
std::vector<std::pair<int, int>> IdleAdjustments(
    const v1::PriceSchedule& schedule,
    const std::vector<WrittenOutRate>& rates) {
  const auto any = [&rates](const auto& matches) {
    return std::any_of(rates.begin(), rates.end(),
                       [&matches](const WrittenOutRate& written) {
                         return matches(written.rate.meter());
                       });
  };
  std::vector<std::pair<int, int>> idle;
  for (int i = 0; i < schedule.adjustments_size(); ++i) {
    const v1::RateAdjustment& adjustment = schedule.adjustments(i);
    if (adjustment.meters().empty() && !any(IsTokenMeter)) {
      idle.emplace_back(i, -1);
    }
    for (int j = 0; j < adjustment.meters_size(); ++j) {
      const v1::Meter meter = adjustment.meters(j);
      if (!any([meter](v1::Meter other) { return other == meter; })) {
        idle.emplace_back(i, j);
      }
    }
  }
  return idle;
}

class Writer {
 public:
  explicit Writer(const v1::Model& model)
      : model_(model),
        written_(static_cast<size_t>(model.price_schedules_size())),
        states_(written_.size(), State::kOpen) {
    for (int i = 0; i < model.price_schedules_size(); ++i) {
      places_.emplace(model.price_schedules(i).schedule_id(),
                      static_cast<size_t>(i));
    }
  }

  std::vector<WrittenOutSchedule> Run() && {
    for (size_t i = 0; i < written_.size(); ++i) {
      Complete(i);
    }
    return std::move(written_);
  }

 private:
  enum class State { kOpen, kOnTheWay, kDone };
  static constexpr size_t kNone = SIZE_MAX;

  const v1::PriceSchedule& schedule(size_t i) const {
    return model_.price_schedules(static_cast<int>(i));
  }

  size_t ParentOf(size_t i) const {
    const auto it = places_.find(schedule(i).inherits());
    return it == places_.end() ? kNone : it->second;
  }

  // Writes out a schedule after all that it inherits from. No recursion: a
  // chain may be as long as the file.
  void Complete(size_t first) {
    std::vector<size_t> chain;
    size_t at = first;
    while (at != kNone && states_[at] == State::kOpen) {
      states_[at] = State::kOnTheWay;
      chain.push_back(at);
      at = schedule(at).inherits().empty() ? kNone : ParentOf(at);
    }
    if (at != kNone && states_[at] == State::kOnTheWay) {
      written_[at].inheritance = Inheritance::kCircular;
    }
    for (auto it = chain.rbegin(); it != chain.rend(); ++it) {
      WriteOne(*it);
      states_[*it] = State::kDone;
    }
  }

  void WriteOne(size_t i) {
    WrittenOutSchedule& written = written_[i];
    if (!schedule(i).inherits().empty() &&
        written.inheritance == Inheritance::kComplete) {
      Inherit(i, ParentOf(i), &written);
    }
    AddOwn(schedule(i), &written);
  }

  void Inherit(size_t i, size_t parent, WrittenOutSchedule* written) {
    if (parent == kNone) {
      written->inheritance = Inheritance::kDangling;
      return;
    }
    if (states_[parent] != State::kDone ||
        written_[parent].inheritance != Inheritance::kComplete) {
      written->inheritance = Inheritance::kBroken;
      return;
    }
    written->rates = written_[parent].rates;
    written->too_many = written_[parent].too_many;
    written->idle = IdleAdjustments(schedule(i), written->rates);
    for (WrittenOutRate& rate : written->rates) {
      rate.inherited = true;
      rate.bad_product = false;
      if (!schedule(i).source_id().empty()) {
        rate.default_source = schedule(i).source_id();
      }
      for (const v1::RateAdjustment& adjustment : schedule(i).adjustments()) {
        Adjust(adjustment, &rate);
      }
    }
  }

  void AddOwn(const v1::PriceSchedule& from, WrittenOutSchedule* written) {
    absl::flat_hash_map<std::string, size_t> inherited;
    for (size_t i = 0; i < written->rates.size(); ++i) {
      inherited.emplace(RateKey(written->rates[i].rate), i);
    }
    for (const v1::Rate& rate : from.rates()) {
      WrittenOutRate own;
      own.rate = rate;
      own.default_source =
          from.source_id().empty() ? model_.source_id() : from.source_id();
      const auto it = inherited.find(RateKey(rate));
      if (it != inherited.end()) {
        written->rates[it->second] = std::move(own);
      } else if (written->rates.size() < kMaxRatesPerSchedule) {
        written->rates.push_back(std::move(own));
      } else {
        written->too_many = true;
      }
    }
  }

  const v1::Model& model_;
  std::vector<WrittenOutSchedule> written_;
  std::vector<State> states_;
  absl::flat_hash_map<std::string, size_t> places_;
};

}  // namespace

std::string RateKey(const v1::Rate& rate) {
  std::string key = absl::StrCat(static_cast<int>(rate.meter()));
  if (rate.parameters().empty()) {
    return key;
  }
  std::vector<std::string> parameters;
  for (const v1::MeterParameter& parameter : rate.parameters()) {
    // Lengths, so that no two sets of parameters run together.
    parameters.push_back(absl::StrCat(parameter.key().size(), ":",
                                      parameter.key(), parameter.value().size(),
                                      ":", parameter.value()));
  }
  std::sort(parameters.begin(), parameters.end());
  for (const std::string& parameter : parameters) {
    absl::StrAppend(&key, "/", parameter);
  }
  return key;
}

std::vector<WrittenOutSchedule> WriteOut(const v1::Model& model) {
  return Writer(model).Run();
}

}  // namespace ratecard
