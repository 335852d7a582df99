#include "service/catalog/merge/model_field.h"

#include <vector>

#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "service/catalog/field_text.h"

namespace ratecard {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string EnumsText(const Message& message, const FieldDescriptor& field) {
  std::vector<std::string> names;
  for (int i = 0; i < message.GetReflection()->FieldSize(message, &field);
       ++i) {
    names.push_back(EnumText(
        field,
        message.GetReflection()->GetRepeatedEnumValue(message, &field, i)));
  }
  return absl::StrJoin(names, ", ");
}

}  // namespace

const std::string& SourceOfField(const v1::Model& model,
                                 absl::string_view field) {
  while (!field.empty()) {
    for (const v1::FieldSource& source : model.field_sources()) {
      if (source.field() == field) {
        return source.source_id();
      }
    }
    const size_t dot = field.rfind('.');
    field = dot == absl::string_view::npos ? "" : field.substr(0, dot);
  }
  return model.source_id();
}

std::optional<std::string> TextOfField(const v1::Model& model,
                                       absl::string_view path) {
  const Message* message = &model;
  for (const absl::string_view name : absl::StrSplit(path, '.')) {
    const FieldDescriptor* field =
        message->GetDescriptor()->FindFieldByName(std::string(name));
    if (field == nullptr) {
      return std::nullopt;
    }
    if (field->is_repeated()) {
      return field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM
                 ? std::make_optional(EnumsText(*message, *field))
                 : std::nullopt;
    }
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      return ScalarText(*message, *field);
    }
    message = &message->GetReflection()->GetMessage(*message, field);
  }
  return std::nullopt;
}

}  // namespace ratecard
