#include "service/catalog/location.h"

#include "absl/strings/str_cat.h"
#include "ratecard/v1/catalog.pb.h"

namespace ratecard {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

// Line of a field from 0; -1 if not known. In `weekdays: [A, B]` only the first
// element has a place of its own.
int LineOf(const Location::Lines& lines, const FieldDescriptor* field,
           int index) {
  const int line = lines.GetLocation(field, index).line;
  return line < 0 && index > 0 ? lines.GetLocation(field, 0).line : line;
}

}  // namespace

Location Location::Field(const char* name, int index) const {
  Location field = *this;
  if (depth_ < kMaxDepth) {
    field.steps_[static_cast<size_t>(field.depth_++)] = {name, index};
  }
  return field;
}

std::string Location::Path() const {
  std::string path;
  for (int i = 0; i < depth_; ++i) {
    const Step& step = steps_[static_cast<size_t>(i)];
    absl::StrAppend(&path, i == 0 ? "" : ".", step.field);
    if (step.index >= 0) {
      absl::StrAppend(&path, "[", step.index, "]");
    }
  }
  return path;
}

int Location::Line() const {
  if (lines_ == nullptr) {
    return 0;
  }
  int line = 1;
  const Lines* lines = lines_;
  const Descriptor* message = v1::Provider::descriptor();
  for (int i = 0; i < depth_ && lines != nullptr && message != nullptr; ++i) {
    const Step& step = steps_[static_cast<size_t>(i)];
    const FieldDescriptor* field = message->FindFieldByName(step.field);
    if (field == nullptr || field->is_repeated() != (step.index >= 0)) {
      break;
    }
    const int found = LineOf(*lines, field, step.index);
    if (found < 0) {
      break;
    }
    line = found + 1;
    message = field->message_type();
    lines = message == nullptr ? nullptr
                               : lines->GetTreeForNested(field, step.index);
  }
  return line;
}

}  // namespace ratecard
