#include "service/catalog/merge/disagreements.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "service/catalog/merge/model_field.h"
#include "service/catalog/merge/rate_difference.h"
#include "service/catalog/merge/rulings.h"
#include "service/catalog/period.h"
#include "service/catalog/written_out.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

// The rate of today that a disagreement is about; nothing if there is none.
std::optional<v1::Rate> RateOf(const v1::Disagreement& disagreement,
                               absl::Time as_of, const v1::Model& model) {
  v1::Rate wanted;
  wanted.set_meter(disagreement.meter());
  *wanted.mutable_parameters() = disagreement.parameters();
  const std::string key = RateKey(wanted);
  const auto periods = EffectivePeriods(model);
  for (int i = 0; i < model.price_schedules_size(); ++i) {
    const v1::PriceSchedule& schedule = model.price_schedules(i);
    const auto& period = periods[static_cast<size_t>(i)];
    if (TierOf(schedule) != disagreement.service_tier() ||
        schedule.region() != disagreement.region() ||
        !schedule.daily_windows().empty() || !period.has_value() ||
        as_of < period->start || period->end <= as_of) {
      continue;
    }
    for (const v1::Rate& rate : schedule.rates()) {
      if (RateKey(rate) == key) {
        return BilledRate(rate, schedule);
      }
    }
  }
  return std::nullopt;
}

// False if the model has no such price any more, or the same.
bool RefreshPrice(absl::Time as_of, const v1::Model& model,
                  v1::Disagreement* disagreement) {
  const std::optional<v1::Rate> rate = RateOf(*disagreement, as_of, model);
  if (!rate.has_value()) {
    return false;
  }
  const std::optional<v1::Rate> other = RateOfPriceText(disagreement->value());
  if (other.has_value() ? SamePrice(*rate, *other)
                        : PriceText(*rate) == disagreement->value()) {
    return false;
  }
  disagreement->set_taken_value(PriceText(*rate));
  disagreement->set_taken_source_id(rate->source_id());
  const std::optional<int64_t> nanos =
      other.has_value() ? LargestDifference(*rate, *other) : std::nullopt;
  disagreement->set_price_difference(nanos.has_value() ? FormatNanos(*nanos)
                                                       : "");
  return true;
}

bool RefreshFact(const v1::Model& model, v1::Disagreement* disagreement) {
  const auto taken = TextOfField(model, disagreement->field());
  if (taken == disagreement->value()) {
    return false;
  }
  if (taken.has_value() && *taken != disagreement->taken_value()) {
    disagreement->set_taken_value(*taken);
    disagreement->set_taken_source_id(
        SourceOfField(model, disagreement->field()));
    disagreement->clear_reason();  // it was about the value before
  }
  return true;
}

// Gives the reasons of rulings to what they settle. Those then say no more.
void Settle(std::vector<v1::Disagreement>* disagreements) {
  const std::vector<v1::Disagreement> before = *disagreements;
  std::set<std::string> settling;
  for (v1::Disagreement& disagreement : *disagreements) {
    const auto ruling = std::find_if(before.begin(), before.end(),
                                     [&](const v1::Disagreement& other) {
                                       return Settles(other, disagreement);
                                     });
    if (ruling != before.end()) {
      disagreement.set_reason(ruling->reason());
      settling.insert(ruling->SerializeAsString());
    }
  }
  disagreements->erase(
      std::remove_if(disagreements->begin(), disagreements->end(),
                     [&](const v1::Disagreement& disagreement) {
                       return settling.count(disagreement.SerializeAsString()) >
                              0;
                     }),
      disagreements->end());
}

}  // namespace

void RefreshDisagreements(absl::Time as_of, v1::Model* model) {
  std::vector<v1::Disagreement> kept;
  std::set<std::string> seen;
  for (v1::Disagreement& disagreement : *model->mutable_disagreements()) {
    const bool by_hand = IsByHand(disagreement);
    const bool holds =
        by_hand || (disagreement.meter() != v1::METER_UNSPECIFIED
                        ? RefreshPrice(as_of, *model, &disagreement)
                        : RefreshFact(*model, &disagreement));
    if (holds && seen.insert(disagreement.SerializeAsString()).second) {
      kept.push_back(std::move(disagreement));
    }
  }
  Settle(&kept);
  model->clear_disagreements();
  for (v1::Disagreement& disagreement : kept) {
    *model->add_disagreements() = std::move(disagreement);
  }
}

}  // namespace ratecard
