// JSON as importers read it: numbers as they are written, members in order.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_JSON_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_JSON_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ratecard {

// A value. Immutable once parsed; thread-safe.
struct Json {
  enum class Kind { kNull, kBool, kNumber, kString, kArray, kObject };

  Kind kind = Kind::kNull;
  bool boolean = false;
  std::string text;  // a string's value; a number as it is written
  std::vector<Json> items;
  std::vector<std::pair<std::string, Json>> members;

  bool is_null() const { return kind == Kind::kNull; }
  bool is_bool() const { return kind == Kind::kBool; }
  bool is_number() const { return kind == Kind::kNumber; }
  bool is_string() const { return kind == Kind::kString; }
  bool is_array() const { return kind == Kind::kArray; }
  bool is_object() const { return kind == Kind::kObject; }

  // The member of that key; null if there is none.
  const Json* Find(absl::string_view key) const;
};

// Parses a document that is an object or an array.
//
// Errors (INVALID_ARGUMENT INVALID_JSON), with the place: anything else, what
// is not JSON in UTF-8, nesting deeper than 64, a key that an object has twice.
absl::StatusOr<Json> ParseJson(absl::string_view text);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_JSON_H_
