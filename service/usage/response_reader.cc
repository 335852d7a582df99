#include "service/usage/response_reader.h"

#include "service/base/status_macros.h"

namespace ratecard {

void ResponseReader::Start(const UsagePlan* plan) {
  plan_ = plan;
  values_.Start(plan);
}

absl::StatusOr<bool> ResponseReader::Add(absl::string_view json) {
  document_.Start(plan_);
  const bool may_be_bare = values_.documents() == 0;
  RATECARD_RETURN_IF_ERROR(reader_.Read(json, may_be_bare, &document_));
  if (BeginsAnother()) {
    return false;
  }
  values_.Add(document_);
  return true;
}

void ResponseReader::Next() {
  values_.Start(plan_);
  values_.Add(document_);
}

bool ResponseReader::BeginsAnother() const {
  if (!values_.has_usage()) {
    return false;
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
  return differs;
}

}  // namespace ratecard
