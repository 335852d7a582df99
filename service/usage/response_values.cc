#include "service/usage/response_values.h"

#include <algorithm>

namespace ratecard {
void ResponseValues::Value::Clear() {
  PlaceValue::Clear();
  document = 0;
  sum = 0;
  sum_overflows = false;
  sum_problem = nullptr;
}

void ResponseValues::Start(const UsagePlan* plan) {
  values_.Start(plan);
  unknown_.Clear();
  documents_ = 0;
  has_usage_ = false;
  has_final_ = false;
  is_bare_ = false;
}

void ResponseValues::Add(const DocumentValues& document) {
  ++documents_;
  has_usage_ |= document.has_usage();
  has_final_ |= document.has_final();
  is_bare_ |= document.is_bare();
  for (const PlaceId place : document.touched()) {
    const PlaceValue& from = *document.Find(place);
    Value& to = values_.At(place);
    to.document = documents_;
    to.elements = from.elements;
    to.problem = from.problem;
    if (to.sum_problem == nullptr) {
      to.sum_problem = from.problem;
    }
    to.is_number = from.is_number;
    to.text.assign(from.text);
    if (from.has_count) {
      to.has_count = true;
      to.count = from.count;
      to.sum_overflows |= __builtin_add_overflow(to.sum, from.count, &to.sum);
    }
  }
  unknown_.AddAll(document.unknown());
}

const ResponseValues::Value* ResponseValues::Latest(const PlacesOfPath& places,
                                                    size_t* envelope) const {
  const Value* latest = nullptr;
  for (size_t i = 0; i < places.size(); ++i) {
    const Value* value = Find(places[i]);
    if (value != nullptr &&
        (latest == nullptr || value->document > latest->document)) {
      latest = value;
      if (envelope != nullptr) {
        *envelope = i;
      }
    }
  }
  return latest;
}

bool ResponseValues::HasAny(const std::vector<PlacesOfPath>& paths) const {
  return std::any_of(paths.begin(), paths.end(),
                     [&](const PlacesOfPath& places) { return Has(places); });
}

absl::string_view ResponseValues::TextAt(const PlacesOfPath& places) const {
  const Value* value = Latest(places);
  return value == nullptr ? absl::string_view() : value->text;
}

absl::string_view ResponseValues::TextAt(
    const std::vector<PlacesOfPath>& paths) const {
  for (const PlacesOfPath& places : paths) {
    const absl::string_view text = TextAt(places);
    if (!text.empty()) {
      return text;
    }
  }
  return "";
}

}  // namespace ratecard
