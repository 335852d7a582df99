// Writes one flat JSON object.

#ifndef RATECARD_SERVICE_SERVER_JSON_H_
#define RATECARD_SERVICE_SERVER_JSON_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace ratecard {

// `text` as a JSON string, quotes included. What is not UTF-8 becomes U+FFFD.
std::string JsonString(absl::string_view text);

// Members appear in the order in which they are added.
class JsonObject {
 public:
  JsonObject& Add(absl::string_view key, absl::string_view value);
  JsonObject& Add(absl::string_view key, const char* value) {
    return Add(key, absl::string_view(value));
  }
  JsonObject& Add(absl::string_view key, int64_t value);
  JsonObject& Add(absl::string_view key, bool value);
  JsonObject& Add(absl::string_view key, const std::vector<std::string>& value);

  // The object on one line, without a line feed.
  std::string ToString() const;

 private:
  JsonObject& AddRaw(absl::string_view key, absl::string_view json);

  std::string members_;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_SERVER_JSON_H_
