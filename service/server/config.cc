#include "service/server/config.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/io/tokenizer.h"
#include "google/protobuf/text_format.h"
#include "service/base/status_macros.h"
#include "service/catalog/nearest.h"
#include "service/server/text_file.h"

extern "C" {
// Set around the text of default_config.textproto where the assembler includes
// it.
extern const char ratecard_default_config_begin[];
extern const char ratecard_default_config_end[];
}

namespace ratecard {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::EnumDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;
using google::protobuf::TextFormat;

constexpr size_t kMaxFileBytes = 16 << 20;

class Collector final : public google::protobuf::io::ErrorCollector {
 public:
  Collector(std::string name, std::vector<ConfigProblem>* problems)
      : name_(std::move(name)), problems_(problems) {}

  // Lines and columns count from 0.
  void AddError(int line, int column, const std::string& message) override {
    // What stands there is not repeated: it may be a secret without quotes.
    const size_t end =
        std::min(message.find(", got: "), message.find(", found \""));
    problems_->push_back(
        {line < 0 ? name_ : absl::StrCat(name_, ":", line + 1, ":", column + 1),
         message.substr(0, end)});
  }
  // An unknown field.
  void AddWarning(int line, int column, const std::string& message) override {
    AddError(line, column, message);
  }

 private:
  const std::string name_;
  std::vector<ConfigProblem>* const problems_;
};

// A field of a message within the configuration.
struct Place {
  Message* message = nullptr;
  const FieldDescriptor* field = nullptr;
  int index = -1;  // of an element, else -1
};

absl::Status BadPath(absl::string_view path, absl::string_view problem) {
  return absl::InvalidArgumentError(absl::StrCat(path, ": ", problem));
}

absl::Status NoSuchField(absl::string_view path, const Descriptor& message,
                         const std::string& name) {
  std::vector<absl::string_view> names;
  names.reserve(static_cast<size_t>(message.field_count()));
  for (int i = 0; i < message.field_count(); ++i) {
    names.emplace_back(message.field(i)->name());
  }
  const std::vector<std::string> nearest = NearestNames(name, names, 1);
  return BadPath(
      path,
      absl::StrCat("there is no `", name, "`; ",
                   nearest.empty()
                       ? absl::StrCat("what can be set here is ",
                                      absl::StrJoin(names, ", "))
                       : absl::StrCat("did you mean `", nearest[0], "`?")));
}

// Reads `name` or `name[index]`.
bool ParseStep(absl::string_view step, std::string* name, int* index) {
  *index = -1;
  const size_t bracket = step.find('[');
  *name = std::string(step.substr(0, bracket));
  if (bracket == absl::string_view::npos) {
    return true;
  }
  step.remove_prefix(bracket + 1);
  return absl::ConsumeSuffix(&step, "]") && absl::SimpleAtoi(step, index) &&
         *index >= 0;
}

// The field that `path` names. Messages on the way are made, elements added.
absl::StatusOr<Place> FindPlace(absl::string_view path, Message* root) {
  Place place;
  Message* next = root;
  for (const absl::string_view step : absl::StrSplit(path, '.')) {
    if (next == nullptr) {
      return BadPath(path, absl::StrCat("`", place.field->name(),
                                        "` has no fields of its own"));
    }
    std::string name;
    place = {next, nullptr, -1};
    if (!ParseStep(step, &name, &place.index)) {
      return BadPath(path, absl::StrCat("`", step, "` is not name[index]"));
    }
    place.field = next->GetDescriptor()->FindFieldByName(name);
    if (place.field == nullptr) {
      return NoSuchField(path, *next->GetDescriptor(), name);
    }
    const bool is_message =
        place.field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE;
    const Reflection* reflection = next->GetReflection();
    if (!place.field->is_repeated()) {
      if (place.index >= 0) {
        return BadPath(path, absl::StrCat("there is only one `", name, "`"));
      }
      next =
          is_message ? reflection->MutableMessage(next, place.field) : nullptr;
      continue;
    }
    const int size = reflection->FieldSize(*next, place.field);
    if (place.index < 0 || place.index > size) {
      return BadPath(path, absl::StrCat("`", name, "` needs an index, [", size,
                                        "] to add one"));
    }
    if (!is_message) {
      next = nullptr;
    } else if (place.index < size) {
      next = reflection->MutableRepeatedMessage(next, place.field, place.index);
    } else {
      next = reflection->AddMessage(next, place.field);
    }
  }
  return place;
}

// What enumerators of `type` begin with.
std::string PrefixOf(const EnumDescriptor& type) {
  return std::string(absl::StripSuffix(type.value(0)->name(), "UNSPECIFIED"));
}

absl::string_view KindOf(const FieldDescriptor& field) {
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_BOOL:
      return "true or false";
    case FieldDescriptor::CPPTYPE_INT32:
    case FieldDescriptor::CPPTYPE_UINT32:
      return "a whole number of 32 bits";
    case FieldDescriptor::CPPTYPE_INT64:
    case FieldDescriptor::CPPTYPE_UINT64:
      return "a whole number of 64 bits";
    case FieldDescriptor::CPPTYPE_FLOAT:
    case FieldDescriptor::CPPTYPE_DOUBLE:
      return "a number";
    default:
      return "protobuf text of it";
  }
}

// Whether a value of `field` may have a secret in it.
bool HoldsSecret(const FieldDescriptor& field) {
  if (field.options().GetExtension(config::v1::secret)) {
    return true;
  }
  const Descriptor* message = field.message_type();  // null: a scalar
  for (int i = 0; message != nullptr && i < message->field_count(); ++i) {
    if (HoldsSecret(*message->field(i))) {
      return true;
    }
  }
  return false;
}

absl::Status BadValue(absl::string_view path, const FieldDescriptor& field,
                      absl::string_view value, absl::string_view kind) {
  return BadPath(
      path, absl::StrCat(HoldsSecret(field) ? "the value"
                                            : absl::StrCat("`", value, "`"),
                         " is not ", kind));
}

std::string OneOf(const EnumDescriptor& type) {
  const std::string prefix = PrefixOf(type);
  std::vector<std::string> names;
  for (int i = 1; i < type.value_count(); ++i) {
    names.push_back(absl::AsciiStrToLower(
        absl::StripPrefix(type.value(i)->name(), prefix)));
  }
  return absl::StrCat("one of ", absl::StrJoin(names, ", "));
}

absl::Status SetPlace(absl::string_view path, const Place& place,
                      const std::string& value) {
  const FieldDescriptor& field = *place.field;
  const Reflection* reflection = place.message->GetReflection();
  // What the parser below reads as one value of the field.
  std::string text = value;
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_STRING) {
    text = absl::StrCat("\"", absl::CEscape(value), "\"");
  } else if (field.cpp_type() == FieldDescriptor::CPPTYPE_ENUM) {
    const std::string prefixed = absl::StrCat(PrefixOf(*field.enum_type()),
                                              absl::AsciiStrToUpper(value));
    if (field.enum_type()->FindValueByName(prefixed) != nullptr) {
      text = prefixed;
    } else if (field.enum_type()->FindValueByName(value) == nullptr) {
      return BadValue(path, field, value, OneOf(*field.enum_type()));
    }
  }
  std::vector<ConfigProblem> problems;
  Collector collector("", &problems);
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  if (field.cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
    // As in a file: with no field twice.
    Message* message = field.is_repeated()
                           ? reflection->MutableRepeatedMessage(
                                 place.message, &field, place.index)
                           : reflection->MutableMessage(place.message, &field);
    return parser.ParseFromString(value, message)
               ? absl::OkStatus()
               : BadValue(path, field, value, KindOf(field));
  }
  std::unique_ptr<Message> parsed(place.message->New());
  if (!parser.ParseFieldValueFromString(text, &field, parsed.get())) {
    return BadValue(path, field, value, KindOf(field));
  }
  if (!field.is_repeated()) {
    reflection->ClearField(place.message, &field);
    place.message->MergeFrom(*parsed);
    return absl::OkStatus();
  }
  // The element that the parser made replaces the one at the index, which
  // follows the last if it is to be added.
  const int last = reflection->FieldSize(*place.message, &field);
  place.message->MergeFrom(*parsed);
  if (place.index < last) {
    reflection->SwapElements(place.message, &field, place.index, last);
    reflection->RemoveLast(place.message, &field);
  }
  return absl::OkStatus();
}

// Replaces the values of fields that are secret.
void HideSecrets(Message* message) {
  const Reflection* reflection = message->GetReflection();
  std::vector<const FieldDescriptor*> fields;
  reflection->ListFields(*message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->options().GetExtension(config::v1::secret)) {
      reflection->SetString(message, field, "(secret)");
    } else if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      continue;
    } else if (!field->is_repeated()) {
      HideSecrets(reflection->MutableMessage(message, field));
    } else {
      for (int i = 0; i < reflection->FieldSize(*message, field); ++i) {
        HideSecrets(reflection->MutableRepeatedMessage(message, field, i));
      }
    }
  }
}

// The values of a field; those of a message in the order of its fields.
std::string TextOf(const Message& message, const FieldDescriptor& field) {
  const Reflection* reflection = message.GetReflection();
  const int count = field.is_repeated() ? reflection->FieldSize(message, &field)
                                        : reflection->HasField(message, &field);
  std::vector<std::string> values;
  for (int i = 0; i < count; ++i) {
    TextFormat::PrintFieldValueToString(
        message, &field, field.is_repeated() ? i : -1, &values.emplace_back());
  }
  return absl::StrJoin(values, "\n");
}

void TakeReloadableFields(const Message& next, const std::string& prefix,
                          Message* config, ConfigChanges* changes) {
  const Descriptor* descriptor = next.GetDescriptor();
  const Reflection* reflection = next.GetReflection();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const FieldDescriptor* field = descriptor->field(i);
    if (TextOf(*config, *field) == TextOf(next, *field)) {
      continue;
    }
    const std::string path = absl::StrCat(prefix, field->name());
    if (field->options().GetExtension(config::v1::reloadable)) {
      const std::unique_ptr<Message> copy(next.New());
      copy->CopyFrom(next);
      reflection->SwapFields(config, copy.get(), {field});
      changes->taken.push_back(path);
    } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE &&
               !field->is_repeated()) {
      TakeReloadableFields(reflection->GetMessage(next, field),
                           absl::StrCat(path, "."),
                           reflection->MutableMessage(config, field), changes);
    } else {
      changes->need_restart.push_back(path);
    }
  }
}

}  // namespace

const ServerConfig& DefaultConfig() {
  static const ServerConfig& config = *[] {
    auto* read = new ServerConfig;
    std::vector<ConfigProblem> none;
    ReadConfigText(
        "default_config.textproto",
        std::string(ratecard_default_config_begin, ratecard_default_config_end),
        read, &none);
    return read;
  }();
  return config;
}

bool ReadConfigText(const std::string& name, const std::string& text,
                    ServerConfig* config,
                    std::vector<ConfigProblem>* problems) {
  Collector collector(name, problems);
  TextFormat::Parser parser;
  parser.RecordErrorsTo(&collector);
  parser.AllowUnknownField(true);  // to find all of them
  ServerConfig read;  // of its own: merged at once, it could name a field twice
  if (!parser.ParseFromString(text, &read)) {
    return false;
  }
  config->MergeFrom(read);
  return true;
}

bool ReadConfigFile(const std::string& path, ServerConfig* config,
                    std::vector<ConfigProblem>* problems) {
  const absl::StatusOr<std::string> text = ReadTextFile(path, kMaxFileBytes);
  if (!text.ok()) {
    problems->push_back({path, std::string(text.status().message())});
    return false;
  }
  return ReadConfigText(path, *text, config, problems);
}

absl::Status SetConfigField(absl::string_view path, const std::string& value,
                            ServerConfig* config) {
  ServerConfig changed = *config;
  RATECARD_ASSIGN_OR_RETURN(const Place place, FindPlace(path, &changed));
  RATECARD_RETURN_IF_ERROR(SetPlace(path, place, value));
  *config = std::move(changed);
  return absl::OkStatus();
}

std::string GetConfigField(absl::string_view path, const ServerConfig& config) {
  ServerConfig copy = config;
  const Place place = FindPlace(path, &copy).value();
  if (place.field->cpp_type() == FieldDescriptor::CPPTYPE_STRING &&
      !place.field->is_repeated()) {
    return place.message->GetReflection()->GetString(*place.message,
                                                     place.field);
  }
  std::string text;
  TextFormat::PrintFieldValueToString(*place.message, place.field, place.index,
                                      &text);
  return place.field->cpp_type() == FieldDescriptor::CPPTYPE_ENUM
             ? absl::AsciiStrToLower(
                   absl::StripPrefix(text, PrefixOf(*place.field->enum_type())))
             : text;
}

std::string PrintConfig(const ServerConfig& config) {
  ServerConfig shown = config;
  HideSecrets(&shown);
  std::string text;
  TextFormat::PrintToString(shown, &text);
  return text;
}

ConfigChanges TakeReloadable(const ServerConfig& next, ServerConfig* config) {
  ConfigChanges changes;
  TakeReloadableFields(next, "", config, &changes);
  return changes;
}

absl::Duration DurationOf(const std::string& text) {
  absl::Duration duration;
  absl::ParseDuration(text, &duration);
  return duration;
}

}  // namespace ratecard
