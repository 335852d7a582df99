#include "service/server/json.h"

#include <cstddef>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

namespace ratecard {
namespace {

// Bytes of the UTF-8 character that `text` begins with; 0 if it is none.
size_t CharacterLength(absl::string_view text) {
  const auto byte = [&](size_t i) {
    return static_cast<unsigned char>(text[i]);
  };
  const unsigned char lead = byte(0);
  const size_t length = lead < 0x80    ? 1
                        : lead < 0xc2  ? 0
                        : lead < 0xe0  ? 2
                        : lead < 0xf0  ? 3
                        : lead <= 0xf4 ? 4
                                       : 0;
  if (length == 0 || length > text.size()) {
    return 0;
  }
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) {
      return 0;
    }
  }
  // Longer than needed, surrogates, above U+10FFFF.
  const bool bad =
      (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xed && byte(1) >= 0xa0) ||
      (lead == 0xf0 && byte(1) < 0x90) || (lead == 0xf4 && byte(1) >= 0x90);
  return bad ? 0 : length;
}

void AppendEscaped(absl::string_view character, std::string* out) {
  switch (character[0]) {
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
  if (static_cast<unsigned char>(character[0]) < 0x20) {
    absl::StrAppendFormat(out, "\\u%04x", character[0]);
  } else {
    out->append(character.data(), character.size());
  }
}

}  // namespace

std::string JsonString(absl::string_view text) {
  std::string out = "\"";
  while (!text.empty()) {
    const size_t length = CharacterLength(text);
    if (length == 0) {
      out.append("\\ufffd");
      text.remove_prefix(1);
    } else {
      AppendEscaped(text.substr(0, length), &out);
      text.remove_prefix(length);
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
