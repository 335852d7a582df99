#include "service/server/json.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

void AppendEscaped(char c, std::string* out) {
  switch (c) {
    case '"':
      out->append("\\\"");
      return;
    case '\\':
      out->append("\\\\");
      return;
    case '\n':
      out->append("\\n");
      return;
    case '\t':
      out->append("\\t");
      return;
    default:
      break;
  }
  if (static_cast<unsigned char>(c) < 0x20) {
    absl::StrAppendFormat(out, "\\u%04x", c);
  } else {
    out->push_back(c);
  }
}

}  // namespace

std::string JsonString(absl::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    size_t bad = text.size();
    IsUtf8(text, &bad);
    for (const char c : text.substr(0, bad)) {
      AppendEscaped(c, &out);
    }
    text.remove_prefix(bad);
    if (!text.empty()) {
      out.append("\\ufffd");
      text.remove_prefix(1);
    }
  }
  out.push_back('"');
  return out;
}

JsonObject& JsonObject::Add(absl::string_view key, absl::string_view value) {
  return AddRaw(key, JsonString(value));
}

JsonObject& JsonObject::Add(absl::string_view key, int64_t value) {
  return AddRaw(key, absl::StrCat(value));
}

JsonObject& JsonObject::Add(absl::string_view key, bool value) {
  return AddRaw(key, value ? "true" : "false");
}

JsonObject& JsonObject::Add(absl::string_view key,
                            const std::vector<std::string>& value) {
  const auto quote = [](std::string* out, const std::string& item) {
    out->append(JsonString(item));
  };
  return AddRaw(key, absl::StrCat("[", absl::StrJoin(value, ",", quote), "]"));
}

std::string JsonObject::ToString() const {
  return absl::StrCat("{", members_, "}");
}

JsonObject& JsonObject::AddRaw(absl::string_view key, absl::string_view json) {
  absl::StrAppend(&members_, members_.empty() ? "" : ",", JsonString(key), ":",
                  json);
  return *this;
}

}  // namespace ratecard
