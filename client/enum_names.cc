#include "client/enum_names.h"

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "service/catalog/nearest.h"

namespace ratecard {
namespace {

constexpr size_t kMostNames = 3;

using google::protobuf::EnumDescriptor;
using google::protobuf::EnumValueDescriptor;

// `MODALITY_`: every enum of the API begins with `<PREFIX>UNSPECIFIED`.
absl::string_view Prefix(const EnumDescriptor* type) {
  return absl::StripSuffix(type->value(0)->name(), "UNSPECIFIED");
}

std::string Spelled(const EnumValueDescriptor* value) {
  return absl::AsciiStrToLower(
      absl::StripPrefix(value->name(), Prefix(value->type())));
}

}  // namespace

std::string EnumName(const EnumDescriptor* type, int number) {
  const EnumValueDescriptor* value = type->FindValueByNumber(number);
  return value == nullptr ? absl::StrCat(number) : Spelled(value);
}

std::vector<std::string> EnumNames(const EnumDescriptor* type) {
  std::vector<std::string> names;
  for (int i = 1; i < type->value_count(); ++i) {
    names.push_back(Spelled(type->value(i)));
  }
  return names;
}

absl::StatusOr<int> ParseEnumName(const EnumDescriptor* type,
                                  absl::string_view name) {
  const std::string wanted =
      absl::StrReplaceAll(absl::AsciiStrToLower(name), {{"-", "_"}});
  for (int i = 1; i < type->value_count(); ++i) {
    if (Spelled(type->value(i)) == wanted) {
      return type->value(i)->number();
    }
  }
  const std::vector<std::string> all = EnumNames(type);
  const std::vector<std::string> nearest = NearestNames(
      wanted, std::vector<absl::string_view>(all.begin(), all.end()),
      kMostNames);
  const std::string kind = absl::StrReplaceAll(
      absl::AsciiStrToLower(absl::StripSuffix(Prefix(type), "_")),
      {{"_", " "}});
  return absl::InvalidArgumentError(
      absl::StrCat("'", name, "' is not a ", kind,
                   nearest.empty() ? "; one of: " : "; nearest: ",
                   absl::StrJoin(nearest.empty() ? all : nearest, ", ")));
}

}  // namespace ratecard
