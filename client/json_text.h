// JSON of what is no message of the API, with fields in the order in which they
// were added: the same content gives the same bytes.
//
//   JsonObject object;
//   object.Add("model_id", model.model_id());
//   object.AddJson("aliases", JsonList({JsonText("a"), JsonText("b")}));
//   object.Render();

#ifndef RATECARD_CLIENT_JSON_TEXT_H_
#define RATECARD_CLIENT_JSON_TEXT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace ratecard {

// A quoted text. Requires UTF-8.
std::string JsonText(absl::string_view text);

// Adds the same to `out`.
void AppendJsonText(absl::string_view text, std::string* out);

// Adds a name to the object that `out` ends in, and its colon: its value comes
// next. The comma is put where another member is before it.
void AppendJsonName(absl::string_view name, std::string* out);

// A list of values that are JSON.
std::string JsonList(const std::vector<std::string>& values);

// Like those of the API, without fields that are empty.
class JsonObject {
 public:
  void Add(absl::string_view name, absl::string_view text);
  void AddCount(absl::string_view name, int64_t count);  // also 0
  void AddJson(absl::string_view name, std::string json);

  std::string Render() const;

 private:
  std::vector<std::string> fields_;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_JSON_TEXT_H_
