#include "service/catalog/merge/rename_source.h"

#include <vector>

#include "absl/strings/match.h"
#include "google/protobuf/message.h"

namespace ratecard {
namespace {

// Every field of the schema that names a source ends in `source_id`.
void Rename(const std::map<std::string, std::string>& new_ids,
            google::protobuf::Message* message) {
  using google::protobuf::FieldDescriptor;
  const auto* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
      if (!field->is_repeated()) {
        Rename(new_ids, reflection->MutableMessage(message, field));
        continue;
      }
      for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
        Rename(new_ids, reflection->MutableRepeatedMessage(message, field, i));
      }
    } else if (absl::EndsWith(field->name(), "source_id")) {
      const auto it = new_ids.find(reflection->GetString(*message, field));
      if (it != new_ids.end()) {
        reflection->SetString(message, field, it->second);
      }
    }
  }
}

}  // namespace

void RenameSources(const std::map<std::string, std::string>& new_ids,
                   v1::Provider* provider) {
  if (!new_ids.empty()) {
    Rename(new_ids, provider);
  }
}

}  // namespace ratecard
