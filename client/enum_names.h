// Names of the API's enum values as people write them: `MODALITY_IMAGE` is
// `image`, `METER_INPUT_TOKENS` is `input_tokens`.

#ifndef RATECARD_CLIENT_ENUM_NAMES_H_
#define RATECARD_CLIENT_ENUM_NAMES_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/generated_enum_reflection.h"

namespace ratecard {

// A number that this build does not know comes out in digits.
std::string EnumName(const google::protobuf::EnumDescriptor* type, int number);

template <typename Enum>
std::string EnumName(Enum value) {
  return EnumName(google::protobuf::GetEnumDescriptor<Enum>(),
                  static_cast<int>(value));
}

// The same with spaces for underscores: `home providers`.
template <typename Enum>
std::string EnumWords(Enum value) {
  std::string name = EnumName(value);
  for (char& c : name) {
    c = c == '_' ? ' ' : c;
  }
  return name;
}

// All but the unspecified one, in order of number.
std::vector<std::string> EnumNames(
    const google::protobuf::EnumDescriptor* type);

// Whatever the case. Errors: INVALID_ARGUMENT, with the nearest names or, if
// none is near, all of them.
absl::StatusOr<int> ParseEnumName(const google::protobuf::EnumDescriptor* type,
                                  absl::string_view name);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_ENUM_NAMES_H_
