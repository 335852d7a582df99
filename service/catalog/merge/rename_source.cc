#include "service/catalog/merge/rename_source.h"

#include <set>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/message.h"
#include "google/protobuf/util/message_differencer.h"

namespace ratecard {
namespace {

constexpr size_t kMaxName = 128;

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

std::string FreeName(const std::string& wanted,
                     const std::set<std::string>& taken) {
  const std::string cut = wanted.substr(0, kMaxName);
  std::string name = cut;
  for (int i = 2; taken.count(name) > 0; ++i) {
    const std::string ending = absl::StrCat("-", i);
    name = absl::StrCat(cut.substr(0, kMaxName - ending.size()), ending);
  }
  return name;
}

void RenameClashingSources(
    const google::protobuf::RepeatedPtrField<v1::Source>& known,
    v1::Provider* provider) {
  std::map<std::string, const v1::Source*> by_id;
  for (const v1::Source& source : known) {
    by_id.emplace(source.source_id(), &source);
  }
  std::set<std::string> taken;
  for (const auto* sources : {&known, &provider->sources()}) {
    for (const v1::Source& source : *sources) {
      taken.insert(source.source_id());
    }
  }
  std::map<std::string, std::string> new_ids;
  for (const v1::Source& source : provider->sources()) {
    const auto it = by_id.find(source.source_id());
    if (it == by_id.end() || google::protobuf::util::MessageDifferencer::Equals(
                                 *it->second, source)) {
      continue;
    }
    const std::string id = FreeName(source.source_id(), taken);
    taken.insert(id);
    new_ids.emplace(source.source_id(), id);
  }
  RenameSources(new_ids, provider);
}

}  // namespace ratecard
