#include "service/usage/document_values.h"

#include <algorithm>

#include "service/usage/count.h"

namespace ratecard {
void PlaceValue::Clear() {
  has_count = false;
  is_number = false;
  problem = nullptr;
  count = 0;
  elements = 0;
  text.clear();
}

void DocumentValues::Start(const UsagePlan* plan) {
  values_.Start(plan);
  unknown_.Clear();
  has_usage_ = false;
  has_final_ = false;
  is_bare_ = false;
}

void DocumentValues::SetPresent(PlaceId place) {
  values_.At(place);
  const Place& at = plan().places()[place];
  if (at.is_required_count()) {
    has_usage_ = true;
    is_bare_ |= at.bare;
  }
  has_final_ |= (at.reads & kReadFinal) != 0;
}

void DocumentValues::SetScalar(PlaceId place, absl::string_view text,
                               bool is_number) {
  if (text.empty()) {
    return;
  }
  SetPresent(place);
  PlaceValue& value = values_.At(place);
  const uint8_t reads = plan().places()[place].reads;
  if ((reads & kReadText) != 0) {
    value.text.assign(text.data(), text.size());
  }
  value.is_number = is_number || IsNumber(text);
  if ((reads & kReadCount) == 0) {
    return;
  }
  const Count count = ParseCount(text);
  value.has_count = true;
  if (count.problem != nullptr) {
    value.problem = count.problem;
  } else if (__builtin_add_overflow(value.count, count.value, &value.count)) {
    value.problem = "is beyond 64 bits";
  }
}

void DocumentValues::SetOther(PlaceId place, const char* problem) {
  SetPresent(place);
  values_.At(place).problem = problem;
}

void DocumentValues::AddElement(PlaceId place) {
  SetPresent(place);
  ++values_.At(place).elements;
}

void DocumentValues::AddUnknown(PlaceId above, absl::string_view path) {
  unknown_.Add(above, path);
}

void UnknownNumbers::Add(PlaceId above, absl::string_view path) {
  const auto is_same = [&](const auto& known) {
    return known.first == above && known.second == path;
  };
  if (std::any_of(paths_.begin(), paths_.end(), is_same)) {
    return;
  }
  if (paths_.size() == kMost) {
    overflows_ = true;
    return;
  }
  paths_.emplace_back(above, std::string(path));
}

void UnknownNumbers::AddAll(const UnknownNumbers& other) {
  for (const auto& [above, path] : other.paths_) {
    Add(above, path);
  }
  overflows_ |= other.overflows_;
}

void UnknownNumbers::Clear() {
  paths_.clear();
  overflows_ = false;
}

}  // namespace ratecard
