#include "service/catalog/merge/rulings.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace ratecard {

bool IsByHand(const v1::Disagreement& disagreement) {
  return disagreement.taken_source_id().empty();
}

bool Rejects(const v1::Model& model, absl::string_view field) {
  return std::any_of(model.disagreements().begin(), model.disagreements().end(),
                     [field](const v1::Disagreement& disagreement) {
                       absl::string_view rest = field;
                       return IsByHand(disagreement) &&
                              absl::ConsumePrefix(&rest,
                                                  disagreement.field()) &&
                              (rest.empty() || absl::StartsWith(rest, "."));
                     });
}

std::set<std::string> RejectedTiers(const v1::Model& model) {
  std::set<std::string> tiers;
  for (const v1::Disagreement& disagreement : model.disagreements()) {
    if (IsByHand(disagreement) &&
        disagreement.field() == "price_schedules.service_tier") {
      tiers.insert(disagreement.service_tier());
    }
  }
  return tiers;
}

}  // namespace ratecard
