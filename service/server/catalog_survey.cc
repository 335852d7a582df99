#include "service/server/catalog_survey.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/model_proto.h"
#include "service/catalog/price_steps.h"

namespace ratecard {
namespace {

bool IsChange(const PriceStep& step) {
  return std::any_of(step.rates.begin(), step.rates.end(),
                     [](const RateStep& rate) {
                       return rate.before != nullptr && rate.after != nullptr;
                     });
}

void Add(const v1::Model& model, ProviderSurvey* survey) {
  for (const v1::Disagreement& disagreement : model.disagreements()) {
    ++(absl::StartsWith(disagreement.field(), "price_schedules")
           ? survey->price_conflicts
           : survey->other_conflicts);
  }
  for (const PriceStep& step : PriceStepsOf(model, "")) {
    if (IsChange(step)) {
      survey->price_changes.push_back(step.time);
    }
  }
}

}  // namespace

size_t ProviderSurvey::PriceChanges(absl::Time start, absl::Time end) const {
  const auto at = [this](absl::Time time) {
    return std::lower_bound(price_changes.begin(), price_changes.end(), time);
  };
  return static_cast<size_t>(at(end) - at(start));
}

std::vector<ProviderSurvey> Survey(const Catalog& catalog) {
  std::vector<ProviderSurvey> surveys;
  surveys.reserve(catalog.providers().size());
  for (const Provider& provider : catalog.providers()) {
    surveys.emplace_back().provider = provider.id;
  }
  v1::Model proto;
  for (const Model& model : catalog.models()) {
    if (ToProto(model, &proto).ok()) {
      Add(proto, &surveys[static_cast<size_t>(model.provider -
                                              catalog.providers().data())]);
    }
  }
  for (ProviderSurvey& survey : surveys) {
    std::sort(survey.price_changes.begin(), survey.price_changes.end());
  }
  return surveys;
}

}  // namespace ratecard
