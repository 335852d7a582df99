#include "client/json_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"

namespace ratecard {
namespace {

// Whether protobuf writes `c` as it is.
bool IsPlain(char c) {
  return c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != '<' && c != '>';
}

// No text of JSON has a line break in it, so that every one is between values.
std::string Enclosed(char open, const std::vector<std::string>& parts,
                     char close) {
  if (parts.empty()) {
    return {open, close};
  }
  const std::string inside = absl::StrJoin(parts, ",\n");
  return absl::StrCat(std::string(1, open), "\n ",
                      absl::StrReplaceAll(inside, {{"\n", "\n "}}), "\n",
                      std::string(1, close));
}

}  // namespace

std::string JsonText(absl::string_view text) {
  google::protobuf::Value value;
  value.set_string_value(std::string(text));
  std::string json;
  const auto status = google::protobuf::util::MessageToJsonString(value, &json);
  return status.ok() ? json : "\"\"";
}

void AppendJsonText(absl::string_view text, std::string* out) {
  if (!std::all_of(text.begin(), text.end(), IsPlain)) {
    out->append(JsonText(text));
    return;
  }
  out->push_back('"');
  out->append(text.data(), text.size());
  out->push_back('"');
}

void AppendJsonName(absl::string_view name, std::string* out) {
  out->append(out->back() == '{' ? "" : ",");
  AppendJsonText(name, out);
  out->push_back(':');
}

std::string JsonList(const std::vector<std::string>& values) {
  return Enclosed('[', values, ']');
}

void JsonObject::Add(absl::string_view name, absl::string_view text) {
  if (!text.empty()) {
    AddJson(name, JsonText(text));
  }
}

void JsonObject::AddCount(absl::string_view name, int64_t count) {
  AddJson(name, absl::StrCat(count));
}

void JsonObject::AddJson(absl::string_view name, std::string json) {
  absl::StripTrailingAsciiWhitespace(&json);
  fields_.push_back(absl::StrCat(JsonText(name), ": ", json));
}

std::string JsonObject::Render() const { return Enclosed('{', fields_, '}'); }

}  // namespace ratecard
