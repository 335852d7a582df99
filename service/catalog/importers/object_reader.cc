#include "service/catalog/importers/object_reader.h"

#include "absl/strings/str_cat.h"
#include "service/catalog/importers/price_text.h"

namespace ratecard {

ObjectReader::ObjectReader(const Json& json, std::string key, std::string path,
                           ImportReport* report)
    : json_(&json),
      key_(std::move(key)),
      path_(std::move(path)),
      report_(report),
      taken_(json.members.size()) {}

std::optional<std::string> ObjectReader::String(absl::string_view key) {
  const Json* value = Take(key, Json::Kind::kString);
  return value == nullptr ? std::nullopt : std::optional(value->text);
}

std::optional<bool> ObjectReader::Bool(absl::string_view key) {
  const Json* value = Take(key, Json::Kind::kBool);
  return value == nullptr ? std::nullopt : std::optional(value->boolean);
}

std::optional<int64_t> ObjectReader::Integer(absl::string_view key) {
  const Json* value = Take(key, Json::Kind::kNumber);
  if (value == nullptr) {
    return std::nullopt;
  }
  const std::optional<int64_t> integer = WholeNumber(value->text);
  if (!integer.has_value()) {
    Report(ImportFinding::kBadValue, key, Brief(*value));
  }
  return integer;
}

std::optional<std::string> ObjectReader::Number(absl::string_view key) {
  const Json* value = Take(key, Json::Kind::kNumber);
  return value == nullptr ? std::nullopt : std::optional(value->text);
}

std::vector<std::string> ObjectReader::Strings(absl::string_view key) {
  std::vector<std::string> strings;
  if (const Json* value = Take(key, Json::Kind::kArray)) {
    for (const Json& item : value->items) {
      if (item.is_string()) {
        strings.push_back(item.text);
      } else {
        Report(ImportFinding::kBadValue, key, Brief(item));
      }
    }
  }
  return strings;
}

std::optional<ObjectReader> ObjectReader::Object(absl::string_view key) {
  const Json* value = Take(key, Json::Kind::kObject);
  if (value == nullptr) {
    return std::nullopt;
  }
  return ObjectReader(*value, KeyOf(key), PathOf(key), report_);
}

std::vector<ObjectReader> ObjectReader::Objects(absl::string_view key) {
  std::vector<ObjectReader> objects;
  if (const Json* value = Take(key, Json::Kind::kArray)) {
    for (size_t i = 0; i < value->items.size(); ++i) {
      if (value->items[i].is_object()) {
        objects.emplace_back(value->items[i], KeyOf(key),
                             absl::StrCat(PathOf(key), "[", i, "]"), report_);
      } else {
        Report(ImportFinding::kBadValue, key, Brief(value->items[i]));
      }
    }
  }
  return objects;
}

const Json* ObjectReader::Value(absl::string_view key) {
  for (size_t i = 0; i < json_->members.size(); ++i) {
    if (json_->members[i].first == key) {
      taken_[i] = true;
      const Json& value = json_->members[i].second;
      return value.is_null() ? nullptr : &value;
    }
  }
  return nullptr;
}

void ObjectReader::Ignore(std::initializer_list<absl::string_view> keys) {
  for (const absl::string_view key : keys) {
    Value(key);
  }
}

void ObjectReader::Report(ImportFinding finding, absl::string_view key,
                          absl::string_view remark) {
  report_->Add(finding, KeyOf(key), remark, PathOf(key));
}

std::vector<const std::pair<std::string, Json>*> ObjectReader::Rest() const {
  std::vector<const std::pair<std::string, Json>*> rest;
  for (size_t i = 0; i < json_->members.size(); ++i) {
    if (!taken_[i]) {
      rest.push_back(&json_->members[i]);
    }
  }
  return rest;
}

void ObjectReader::ReportRest() {
  for (const auto* member : Rest()) {
    Report(ImportFinding::kUnknownKey, member->first, "");
  }
}

const Json* ObjectReader::Take(absl::string_view key, Json::Kind kind) {
  const Json* value = Value(key);
  if (value != nullptr && value->kind != kind) {
    Report(ImportFinding::kBadValue, key, Brief(*value));
    return nullptr;
  }
  return value;
}

std::string ObjectReader::KeyOf(absl::string_view key) const {
  return absl::StrCat(key_, key_.empty() ? "" : ".", key);
}

std::string ObjectReader::PathOf(absl::string_view key) const {
  return absl::StrCat(path_, path_.empty() ? "" : ".", key);
}

std::string Brief(const Json& json) {
  switch (json.kind) {
    case Json::Kind::kNull:
      return "null";
    case Json::Kind::kBool:
      return json.boolean ? "true" : "false";
    case Json::Kind::kNumber:
      return json.text.substr(0, 40);
    case Json::Kind::kString:
      return absl::StrCat("\"", json.text.substr(0, 40), "\"");
    case Json::Kind::kArray:
      return "an array";
    case Json::Kind::kObject:
      return "an object";
  }
  return "";
}

}  // namespace ratecard
