#include "service/catalog/diff/fact_diff.h"

#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "service/catalog/field_text.h"

namespace ratecard {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

// Compared elsewhere, or no fact about the thing itself.
bool IsPassedOver(const FieldDescriptor& field) {
  static const auto* const names = new std::set<std::string>{
      "Model.name",          "Model.model_id",      "Model.aliases",
      "Model.source_id",     "Model.field_sources", "Model.price_schedules",
      "Model.disagreements", "Provider.name",       "Provider.provider_id",
      "Provider.sources",    "Provider.models"};
  return names->count(absl::StrCat(field.containing_type()->name(), ".",
                                   field.name())) > 0;
}

// The message without who says so, as bytes.
std::string Content(const Message& message) {
  const FieldDescriptor* source =
      message.GetDescriptor()->FindFieldByName("source_id");
  const std::unique_ptr<Message> content(message.New());
  content->CopyFrom(message);
  if (source != nullptr) {
    content->GetReflection()->ClearField(content.get(), source);
  }
  return content->SerializeAsString();
}

// The elements of a repeated field: what each is called, and its content.
std::map<std::string, std::string> Elements(const Message& message,
                                            const FieldDescriptor& field) {
  std::map<std::string, std::string> elements;
  const Reflection& reflection = *message.GetReflection();
  for (int i = 0; i < reflection.FieldSize(message, &field); ++i) {
    if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      const Message& element =
          reflection.GetRepeatedMessage(message, &field, i);
      // Ids come first in the schema.
      const std::string id =
          ScalarText(element, *element.GetDescriptor()->field(0));
      elements[id] += Content(element);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
      elements[EnumText(
          field, reflection.GetRepeatedEnumValue(message, &field, i))] = "";
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
      elements[reflection.GetRepeatedString(message, &field, i)] = "";
    }
  }
  return elements;
}

bool Differs(const FieldChange& change) {
  return change.before != change.after || !change.added.empty() ||
         !change.removed.empty() || !change.altered.empty();
}

void CompareElements(const Message& before, const Message& after,
                     const FieldDescriptor& field, FieldChange* change) {
  const auto old_elements = Elements(before, field);
  const auto new_elements = Elements(after, field);
  for (const auto& [id, content] : old_elements) {
    const auto it = new_elements.find(id);
    if (it == new_elements.end()) {
      change->removed.push_back(id);
    } else if (it->second != content) {
      change->altered.push_back(id);
    }
  }
  for (const auto& [id, content] : new_elements) {
    if (old_elements.count(id) == 0) {
      change->added.push_back(id);
    }
  }
}

void Compare(const Message& before, const Message& after,
             const std::string& prefix, std::vector<FieldChange>* changes) {
  const Descriptor& type = *before.GetDescriptor();
  for (int i = 0; i < type.field_count(); ++i) {
    const FieldDescriptor& field = *type.field(i);
    FieldChange change;
    change.field = absl::StrCat(prefix, field.name());
    if (IsPassedOver(field)) {
      continue;
    }
    if (field.is_repeated()) {
      CompareElements(before, after, field, &change);
    } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      Compare(before.GetReflection()->GetMessage(before, &field),
              after.GetReflection()->GetMessage(after, &field),
              absl::StrCat(change.field, "."), changes);
    } else {
      change.before = ScalarText(before, field);
      change.after = ScalarText(after, field);
    }
    if (Differs(change)) {
      changes->push_back(std::move(change));
    }
  }
}

}  // namespace

std::vector<FieldChange> DiffFacts(const v1::Model& before,
                                   const v1::Model& after) {
  std::vector<FieldChange> changes;
  Compare(before, after, "", &changes);
  return changes;
}

std::vector<FieldChange> DiffFacts(const v1::Provider& before,
                                   const v1::Provider& after) {
  std::vector<FieldChange> changes;
  Compare(before, after, "", &changes);
  return changes;
}

}  // namespace ratecard
