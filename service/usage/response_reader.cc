#include "service/usage/response_reader.h"

#include <algorithm>
#include <vector>

#include "service/base/status_macros.h"

namespace ratecard {

void ResponseReader::Start(const UsagePlan* plan) {
  plan_ = plan;
  values_.Start(plan);
}

absl::StatusOr<bool> ResponseReader::Add(absl::string_view json, bool events) {
  document_.Start(plan_);
  longest_document_ = std::max(longest_document_, json.size());
  const bool may_be_bare = values_.documents() == 0;
  RATECARD_RETURN_IF_ERROR(reader_.Read(json, may_be_bare, &document_));
  if (BeginsAnother(events)) {
    return false;
  }
  values_.Add(document_);
  return true;
}

void ResponseReader::Next() {
  values_.Start(plan_);
  values_.Add(document_);
}

bool ResponseReader::BeginsAnother(bool events) const {
  if (!values_.has_usage() || values_.is_bare()) {
    return values_.is_bare();
  }
  bool differs = false;
  for (const PlaceId place : document_.touched()) {
    const ResponseValues::Value* before = values_.Find(place);
    if ((plan_->places()[place].reads & kReadId) == 0 || before == nullptr ||
        before->text.empty()) {
      continue;
    }
    if (before->text == document_.Find(place)->text) {
      return false;
    }
    differs = true;
  }
  return differs || ((!events || values_.has_final()) && RepeatsUsage());
}

// All counts that the document has, of those that some format requires, were
// there before, and are not of one whose events add up.
bool ResponseReader::RepeatsUsage() const {
  const std::vector<PlaceId>& touched = document_.touched();
  return document_.has_usage() &&
         std::all_of(touched.begin(), touched.end(), [&](PlaceId place) {
           const Place& at = plan_->places()[place];
           return (at.reads & kReadAddend) == 0 &&
                  (!at.is_required_count() || values_.Find(place) != nullptr);
         });
}

}  // namespace ratecard
