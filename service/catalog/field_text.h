// What a field of a message of the catalog says, for people.

#ifndef RATECARD_SERVICE_CATALOG_FIELD_TEXT_H_
#define RATECARD_SERVICE_CATALOG_FIELD_TEXT_H_

#include <string>

#include "google/protobuf/message.h"

namespace ratecard {

// `MODALITY_IMAGE` as `image`: without what all values begin with.
std::string EnumText(const google::protobuf::FieldDescriptor& field,
                     int number);

// `131072`, `2027-01-01`, `true`, `image`. Empty if it is not set, or if it is
// neither a text, a number, a bool nor an enum.
std::string ScalarText(const google::protobuf::Message& message,
                       const google::protobuf::FieldDescriptor& field);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_FIELD_TEXT_H_
