#include "service/catalog/validate_inheritance.h"

#include <algorithm>
#include <bitset>
#include <optional>
#include <vector>

#include "absl/strings/str_cat.h"
#include "service/catalog/period.h"
#include "service/catalog/thresholds.h"
#include "service/catalog/written_out.h"
#include "service/pricing/price_book.h"

namespace ratecard {
namespace {

using MeterSet = std::bitset<v1::Meter_ARRAYSIZE>;

// Adds the meter of a rate that others may be billed as.
void AddBase(const v1::Rate& rate, MeterSet* meters) {
  if (v1::Meter_IsValid(rate.meter()) && rate.parameters().empty() &&
      rate.billed_as() == v1::METER_UNSPECIFIED) {
    meters->set(static_cast<size_t>(rate.meter()));
  }
}

// Whether `rate` is billed as a meter that is not among `meters`.
bool LacksBase(const v1::Rate& rate, const MeterSet& meters) {
  return rate.billed_as() != v1::METER_UNSPECIFIED &&
         rate.billed_as() != rate.meter() &&
         v1::Meter_IsValid(rate.billed_as()) &&
         !meters[static_cast<size_t>(rate.billed_as())];
}

std::string LacksBaseProblem(const v1::Rate& rate) {
  return absl::StrCat(v1::Meter_Name(rate.meter()), " is billed as ",
                      v1::Meter_Name(rate.billed_as()),
                      ", which has no rate of its own");
}

class InheritanceValidator {
 public:
  InheritanceValidator(const v1::Model& model, const Location& model_at,
                       Validation* validation)
      : model_(model),
        model_at_(model_at),
        validation_(validation),
        written_(WriteOut(model)) {}

  void Run() {
    for (int i = 0; i < model_.price_schedules_size(); ++i) {
      CheckInheritance(i);
      CheckRates(i);
    }
    CheckThresholds();
  }

 private:
  const v1::PriceSchedule& schedule(int i) const {
    return model_.price_schedules(i);
  }
  const WrittenOutSchedule& written(int i) const {
    return written_[static_cast<size_t>(i)];
  }
  Location At(int i) const { return model_at_.Field("price_schedules", i); }

  void CheckInheritance(int i) {
    const std::string& parent = schedule(i).inherits();
    switch (written(i).inheritance) {
      case WrittenOutSchedule::Inheritance::kDangling:
        validation_->CheckText(At(i), "inherits", parent,
                               "is not a schedule of this model");
        break;
      case WrittenOutSchedule::Inheritance::kCircular:
        validation_->CheckText(At(i), "inherits", parent,
                               "leads back to this schedule");
        break;
      case WrittenOutSchedule::Inheritance::kComplete:
      case WrittenOutSchedule::Inheritance::kBroken:
        break;
    }
    if (written(i).too_many) {
      validation_->Report(At(i), absl::StrCat("comes to more than ",
                                              kMaxRatesPerSchedule, " rates"));
    }
    for (const auto& [adjustment, meter] : written(i).idle) {
      const Location at = At(i).Field("adjustments", adjustment);
      if (meter < 0) {
        validation_->Report(at, "no inherited rate is of a token meter");
        continue;
      }
      const int number = schedule(i).adjustments(adjustment).meters(meter);
      validation_->Report(
          at.Field("meters", meter),
          absl::StrCat("no inherited rate is of ", v1::Meter_Name(number)));
    }
  }

  void CheckRates(int i) {
    if (written(i).inheritance != WrittenOutSchedule::Inheritance::kComplete) {
      return;
    }
    MeterSet base;
    for (const WrittenOutRate& rate : written(i).rates) {
      AddBase(rate.rate, &base);
    }
    bool borrows = false;
    for (int j = 0; j < schedule(i).rates_size(); ++j) {
      borrows |= schedule(i).rates(j).billed_as() != v1::METER_UNSPECIFIED;
      if (LacksBase(schedule(i).rates(j), base)) {
        validation_->Report(At(i).Field("rates", j), "billed_as",
                            LacksBaseProblem(schedule(i).rates(j)));
      }
    }
    for (const WrittenOutRate& rate : written(i).rates) {
      // What was inherited with a base can only lose it to a rate that borrows.
      if (borrows && rate.inherited && LacksBase(rate.rate, base)) {
        validation_->Report(At(i), "inherits", LacksBaseProblem(rate.rate));
      }
      if (rate.bad_product) {
        validation_->Report(
            At(i).Field("adjustments", 0),
            absl::StrCat("the price of ", v1::Meter_Name(rate.rate.meter()),
                         " comes to more than 1000000 or rounds to 0"));
      }
    }
  }

  // Counts what thresholds of the standard tier may split schedules into, and
  // finds those that cannot be taken over.
  void CheckThresholds() {
    const std::vector<std::optional<Period>> periods = EffectivePeriods(model_);
    std::vector<std::optional<StandardThresholds>> standards(periods.size());
    for (int i = 0; i < model_.price_schedules_size(); ++i) {
      if (TierOf(schedule(i)) == kStandardTier) {
        std::vector<const v1::Rate*> rates;
        for (const WrittenOutRate& rate : written(i).rates) {
          rates.push_back(&rate.rate);
        }
        standards[static_cast<size_t>(i)].emplace(rates);
      }
    }
    for (int i = 0; i < model_.price_schedules_size(); ++i) {
      std::vector<int> rivals;
      for (int j = 0; j < model_.price_schedules_size(); ++j) {
        const auto& standard = standards[static_cast<size_t>(j)];
        const auto& mine = periods[static_cast<size_t>(i)];
        const auto& other = periods[static_cast<size_t>(j)];
        if (standard.has_value() && !standard->empty() && mine.has_value() &&
            other.has_value() && mine->Overlaps(*other) &&
            schedule(i).region() == schedule(j).region()) {
          rivals.push_back(j);
        }
      }
      const bool alone =
          schedule(i).flat() || TierOf(schedule(i)) == kStandardTier;
      const size_t pieces = alone ? 1 : 1 + 2 * rivals.size();
      if (!validation_->TakeRates(
              At(i), static_cast<int64_t>(written(i).rates.size() * pieces))) {
        return;
      }
      if (!alone) {
        CheckClashes(i, rivals, standards);
      }
    }
  }

  // At most one mistake for each rate.
  void CheckClashes(
      int i, const std::vector<int>& rivals,
      const std::vector<std::optional<StandardThresholds>>& standards) {
    for (const WrittenOutRate& rate : written(i).rates) {
      const auto clash =
          std::find_if(rivals.begin(), rivals.end(), [&](int standard) {
            return standards[static_cast<size_t>(standard)]->Clashes(rate.rate);
          });
      if (clash != rivals.end()) {
        validation_->Report(
            At(i),
            absl::StrCat("the tiers of ", v1::Meter_Name(rate.rate.meter()),
                         " are of another kind than in the standard schedule ",
                         Quoted(schedule(*clash).schedule_id()),
                         ", whose thresholds they lack; flat: true if the "
                         "price does not rise there"));
      }
    }
  }

  const v1::Model& model_;
  const Location& model_at_;
  Validation* const validation_;
  const std::vector<WrittenOutSchedule> written_;
};

// Of schedules that are written out, little is left to check.
void ValidateWrittenOut(const v1::Model& model, const Location& model_at,
                        Validation* validation) {
  for (int i = 0; i < model.price_schedules_size(); ++i) {
    const v1::PriceSchedule& schedule = model.price_schedules(i);
    if (static_cast<size_t>(schedule.rates_size()) > kMaxRatesPerSchedule) {
      validation->Report(
          model_at.Field("price_schedules", i),
          absl::StrCat("comes to more than ", kMaxRatesPerSchedule, " rates"));
      continue;
    }
    MeterSet base;
    for (const v1::Rate& rate : schedule.rates()) {
      AddBase(rate, &base);
    }
    for (int j = 0; j < schedule.rates_size(); ++j) {
      if (LacksBase(schedule.rates(j), base)) {
        validation->Report(
            model_at.Field("price_schedules", i).Field("rates", j), "billed_as",
            LacksBaseProblem(schedule.rates(j)));
      }
    }
  }
}

}  // namespace

void ValidateInheritance(const v1::Model& model, const Location& model_at,
                         Validation* validation) {
  if (validation->RatesUsedUp()) {
    return;  // as reported
  }
  if (validation->form() == CatalogForm::kFile) {
    InheritanceValidator(model, model_at, validation).Run();
  } else {
    ValidateWrittenOut(model, model_at, validation);
  }
}

}  // namespace ratecard
