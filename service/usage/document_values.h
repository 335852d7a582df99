// What one document has at the places that formats read.

#ifndef RATECARD_SERVICE_USAGE_DOCUMENT_VALUES_H_
#define RATECARD_SERVICE_USAGE_DOCUMENT_VALUES_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "service/catalog/usage_plan.h"

namespace ratecard {

// What a place has. Elements of one array share a place: their counts add up.
struct PlaceValue {
  bool has_count = false;
  bool is_number = false;  // also one in a string
  const char* problem =
      nullptr;  // why it is no count; null: it is one, or none
  int64_t count = 0;
  int64_t elements = 0;  // how often the element was there
  std::string text;      // where text is read

  void Clear();  // keeps the memory of the text
};

// Values by place that are all forgotten at once and keep their memory.
template <typename Value>
class ValuesByPlace {
 public:
  // `plan` must outlive it.
  void Start(const UsagePlan* plan) {
    if (slots_.size() != plan->places().size() || ++serial_ == 0) {
      slots_.assign(plan->places().size(), Slot());
      serial_ = 1;
    }
    plan_ = plan;
    touched_.clear();
  }

  const UsagePlan& plan() const { return *plan_; }

  // Null if the place has none.
  const Value* Find(PlaceId place) const {
    return place != kNoPlace && slots_[place].serial == serial_
               ? &slots_[place].value
               : nullptr;
  }

  // Made if the place has none; `Value::Clear` is called then.
  Value& At(PlaceId place) {
    Slot& slot = slots_[place];
    if (slot.serial != serial_) {
      slot.serial = serial_;
      slot.value.Clear();
      touched_.push_back(place);
    }
    return slot.value;
  }

  // Places that have one, in order of their first appearance.
  const std::vector<PlaceId>& touched() const { return touched_; }

 private:
  struct Slot {
    uint32_t serial = 0;
    Value value;
  };

  const UsagePlan* plan_ = nullptr;
  uint32_t serial_ = 0;
  std::vector<Slot> slots_;
  std::vector<PlaceId> touched_;
};

// Numbers within usage that are at no place: by the place they are below, with
// their paths, each once.
class UnknownNumbers {
 public:
  void Add(PlaceId above, absl::string_view path);
  void AddAll(const UnknownNumbers& other);
  void Clear();

  const std::vector<std::pair<PlaceId, std::string>>& paths() const {
    return paths_;
  }
  // There were more than are kept.
  bool overflows() const { return overflows_; }

 private:
  static constexpr size_t kMost = 64;

  std::vector<std::pair<PlaceId, std::string>> paths_;
  bool overflows_ = false;
};

// Not thread-safe.
class DocumentValues {
 public:
  // Forgets all. `plan` must outlive it.
  void Start(const UsagePlan* plan);

  const UsagePlan& plan() const { return values_.plan(); }

  // Whatever is there, other than null.
  void SetPresent(PlaceId place);
  // A number, as it is written, or a string; `is_number` says which. An empty
  // string counts as nothing.
  void SetScalar(PlaceId place, absl::string_view text, bool is_number);
  // What is neither; `problem` says so where a count is expected.
  void SetOther(PlaceId place, const char* problem);
  // One element more.
  void AddElement(PlaceId place);
  // A number within usage that is at no place, by the place it is below.
  void AddUnknown(PlaceId above, absl::string_view path);

  const PlaceValue* Find(PlaceId place) const { return values_.Find(place); }
  const std::vector<PlaceId>& touched() const { return values_.touched(); }
  const UnknownNumbers& unknown() const { return unknown_; }
  // It has a count that some format requires of usage.
  bool has_usage() const { return has_usage_; }
  // It has what tells that a stream of some format is whole.
  bool has_final() const { return has_final_; }
  // That count is in a bare usage object.
  bool is_bare() const { return is_bare_; }

 private:
  ValuesByPlace<PlaceValue> values_;
  UnknownNumbers unknown_;
  bool has_usage_ = false;
  bool has_final_ = false;
  bool is_bare_ = false;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_DOCUMENT_VALUES_H_
