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
  const auto& reflection = *message.GetReflection();
  std::vector<std::string> names(
      static_cast<size_t>(reflection.FieldSize(message, &field)));
  for (size_t i = 0; i < names.size(); ++i) {
    names[i] = EnumText(field, reflection.GetRepeatedEnumValue(
                                   message, &field, static_cast<int>(i)));
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
