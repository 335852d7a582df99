#include "service/catalog/importers/json.h"

#include <algorithm>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "simdjson.h"

namespace ratecard {
namespace {

using simdjson::ondemand::json_type;

constexpr int kMaxDepth = 64;

absl::string_view ToView(std::string_view text) {
  return {text.data(), text.size()};
}

Error InvalidJson(absl::string_view problem, absl::string_view path) {
  return Error(
      absl::StatusCode::kInvalidArgument, "INVALID_JSON",
      absl::StrCat(path.empty() ? "" : absl::StrCat(path, ": "), problem));
}

// Reads a value and all within it. `Value` is a document or a value.
class TreeReader {
 public:
  template <typename Value>
  absl::Status Read(Value&& value, int depth, Json* out) {
    if (depth > kMaxDepth) {
      return Fail(absl::StrCat("nested deeper than ", kMaxDepth));
    }
    json_type type;
    if (const auto error = value.type().get(type)) {
      return Fail(error);
    }
    switch (type) {
      case json_type::object:
        return ReadObject(value.get_object(), depth, out);
      case json_type::array:
        return ReadArray(value.get_array(), depth, out);
      case json_type::string:
        return ReadString(value, out);
      case json_type::number:
        return ReadNumber(value, out);
      case json_type::boolean:
        out->kind = Json::Kind::kBool;
        return Check(value.get_bool().get(out->boolean));
      case json_type::null:
        return ReadNull(value);
    }
    return Fail("is no JSON value");
  }

 private:
  absl::Status ReadObject(
      simdjson::simdjson_result<simdjson::ondemand::object> object, int depth,
      Json* out) {
    out->kind = Json::Kind::kObject;
    absl::flat_hash_set<std::string> seen;
    for (auto member : object) {
      std::string_view key;
      RATECARD_RETURN_IF_ERROR(Check(member.unescaped_key().get(key)));
      if (!seen.emplace(key).second) {
        return Fail(absl::StrCat("has the key \"", ToView(key), "\" twice"));
      }
      const size_t length = path_.size();
      absl::StrAppend(&path_, length == 0 ? "" : ".", ToView(key));
      out->members.emplace_back(std::string(key), Json());
      simdjson::ondemand::value value;
      RATECARD_RETURN_IF_ERROR(Check(member.value().get(value)));
      RATECARD_RETURN_IF_ERROR(
          Read(value, depth + 1, &out->members.back().second));
      path_.resize(length);
    }
    return absl::OkStatus();
  }

  absl::Status ReadArray(
      simdjson::simdjson_result<simdjson::ondemand::array> array, int depth,
      Json* out) {
    out->kind = Json::Kind::kArray;
    for (auto item : array) {
      const size_t length = path_.size();
      absl::StrAppend(&path_, "[", out->items.size(), "]");
      simdjson::ondemand::value value;
      RATECARD_RETURN_IF_ERROR(Check(item.get(value)));
      out->items.emplace_back();
      RATECARD_RETURN_IF_ERROR(Read(value, depth + 1, &out->items.back()));
      path_.resize(length);
    }
    return absl::OkStatus();
  }

  template <typename Value>
  absl::Status ReadString(Value&& value, Json* out) {
    std::string_view text;
    RATECARD_RETURN_IF_ERROR(Check(value.get_string().get(text)));
    out->kind = Json::Kind::kString;
    out->text = std::string(text);
    return absl::OkStatus();
  }

  template <typename Value>
  absl::Status ReadNumber(Value&& value, Json* out) {
    std::string_view text;
    RATECARD_RETURN_IF_ERROR(Check(RawToken(value).get(text)));
    out->kind = Json::Kind::kNumber;
    out->text = std::string(absl::StripAsciiWhitespace(ToView(text)));
    return IsNumber(out->text) ? absl::OkStatus() : Fail("is no JSON number");
  }

  static simdjson::simdjson_result<std::string_view> RawToken(
      simdjson::ondemand::value& value) {
    return value.raw_json_token();
  }
  static simdjson::simdjson_result<std::string_view> RawToken(
      simdjson::ondemand::document& document) {
    return document.raw_json_token();
  }

  template <typename Value>
  absl::Status ReadNull(Value&& value) {
    std::string_view text;
    RATECARD_RETURN_IF_ERROR(Check(RawToken(value).get(text)));
    return absl::StripAsciiWhitespace(ToView(text)) == "null"
               ? absl::OkStatus()
               : Fail("is no JSON value");
  }

  // Whether `text` has the form of a JSON number.
  static bool IsNumber(absl::string_view text) {
    const auto digits = [&text] {
      const size_t count =
          std::min(text.find_first_not_of("0123456789"), text.size());
      text.remove_prefix(count);
      return count;
    };
    absl::ConsumePrefix(&text, "-");
    const bool zero = absl::StartsWith(text, "0");
    const size_t whole = digits();
    if (whole == 0 || (zero && whole > 1) ||
        (absl::ConsumePrefix(&text, ".") && digits() == 0)) {
      return false;
    }
    if (absl::ConsumePrefix(&text, "e") || absl::ConsumePrefix(&text, "E")) {
      if (!absl::ConsumePrefix(&text, "+")) {
        absl::ConsumePrefix(&text, "-");
      }
      if (digits() == 0) {
        return false;
      }
    }
    return text.empty();
  }

  absl::Status Check(simdjson::error_code error) const {
    return error == simdjson::SUCCESS ? absl::OkStatus() : Fail(error);
  }
  absl::Status Fail(simdjson::error_code error) const {
    return Fail(ToView(simdjson::error_message(error)));
  }
  absl::Status Fail(absl::string_view problem) const {
    return InvalidJson(problem, path_);
  }

  std::string path_;
};

}  // namespace

const Json* Json::Find(absl::string_view key) const {
  for (const auto& [name, value] : members) {
    if (name == key) {
      return &value;
    }
  }
  return nullptr;
}

absl::StatusOr<Json> ParseJson(absl::string_view text) {
  const simdjson::padded_string padded(text.data(), text.size());
  simdjson::ondemand::parser parser;
  simdjson::ondemand::document document;
  if (const auto error = parser.iterate(padded).get(document)) {
    return InvalidJson(ToView(simdjson::error_message(error)), "");
  }
  bool is_scalar = false;
  if (document.is_scalar().get(is_scalar) != simdjson::SUCCESS || is_scalar) {
    return InvalidJson("is no object or array", "");
  }
  Json json;
  RATECARD_RETURN_IF_ERROR(TreeReader().Read(document, 0, &json));
  const char* rest = nullptr;
  if (document.current_location().get(rest) == simdjson::SUCCESS) {
    return InvalidJson("something follows the document", "");
  }
  return json;
}

}  // namespace ratecard
