#include "service/catalog/merge/rulings.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace ratecard {
namespace {

bool HasParameters(const v1::Disagreement& ruling,
                   const v1::Disagreement& found) {
  return ruling.parameters().empty() ||
         std::equal(
             ruling.parameters().begin(), ruling.parameters().end(),
             found.parameters().begin(), found.parameters().end(),
             [](const v1::MeterParameter& a, const v1::MeterParameter& b) {
               return a.key() == b.key() && a.value() == b.value();
             });
}

bool NamesPrice(const v1::Disagreement& ruling, const v1::Disagreement& found) {
  const auto is = [](const std::string& named, const std::string& own) {
    return named.empty() || named == own;
  };
  return is(ruling.service_tier(), found.service_tier()) &&
         is(ruling.region(), found.region()) &&
         (ruling.meter() == v1::METER_UNSPECIFIED ||
          ruling.meter() == found.meter()) &&
         HasParameters(ruling, found);
}

}  // namespace

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

bool Settles(const v1::Disagreement& ruling, const v1::Disagreement& found) {
  if (!IsByHand(ruling) || IsByHand(found) || ruling.reason().empty() ||
      ruling.field() != found.field() ||
      ruling.source_id() != found.source_id()) {
    return false;
  }
  return found.meter() == v1::METER_UNSPECIFIED
             ? ruling.value() == found.value()
             : NamesPrice(ruling, found);
}

}  // namespace ratecard
