#include "service/usage/document_values.h"

#include "service/usage/count.h"

namespace ratecard {
namespace {

// More are not kept: one is enough to warn or to refuse.
constexpr size_t kMaxUnknown = 64;

}  // namespace

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
  unknown_.clear();
  has_usage_ = false;
}

void DocumentValues::SetPresent(PlaceId place) {
  values_.At(place);
  const Place& at = plan().places()[place];
  has_usage_ |= at.in_usage && (at.reads & kReadRequired) != 0;
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
  if (unknown_.size() < kMaxUnknown) {
    unknown_.emplace_back(above, std::string(path));
  }
}

}  // namespace ratecard
