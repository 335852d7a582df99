#include "client/item_columns.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/quantity.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

// As columns are compared.
std::string KeyOf(absl::string_view column) {
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace(column));
}

std::string DidYouMean(absl::string_view name) {
  const std::vector<std::string> nearest = NearestItemFields(name);
  return nearest.empty()
             ? ""
             : absl::StrCat("; nearest: ", absl::StrJoin(nearest, ", "));
}

absl::Status NoField(absl::string_view map, absl::string_view field) {
  return absl::InvalidArgumentError(
      absl::StrCat("'", Shortened(map), "': '", Shortened(field),
                   "' is not a field of a request", DidYouMean(field)));
}

}  // namespace

absl::StatusOr<ItemColumns> ItemColumns::Make(const ColumnOptions& options) {
  ItemColumns columns;
  columns.keep_rest_ = options.keep_rest;
  columns.decimal_mark_ = options.decimal_mark;
  for (const std::string& map : options.maps) {
    RATECARD_RETURN_IF_ERROR(columns.AddMap(map));
  }
  for (const std::string& name : options.keep) {
    columns.AddKept(name);
    columns.missing_.push_back(KeyOf(name));
  }
  return columns;
}

absl::Status ItemColumns::AddMap(absl::string_view map) {
  const size_t equals = map.find('=');
  if (equals == absl::string_view::npos ||
      KeyOf(map.substr(0, equals)).empty()) {
    return absl::InvalidArgumentError(absl::StrCat(
        "'", Shortened(map),
        "' is not COLUMN=FIELD, for example tokens_in=input_tokens"));
  }
  const std::string column = KeyOf(map.substr(0, equals));
  const absl::string_view target =
      absl::StripAsciiWhitespace(map.substr(equals + 1));
  ItemField field;
  if (target != "-") {
    const size_t star = target.rfind('*');
    const std::optional<ItemField> found =
        FindItemField(target.substr(0, star));
    if (!found.has_value()) {
      return NoField(map, target.substr(0, star));
    }
    field = *found;
    if (star != absl::string_view::npos) {
      if (field.unit != 1) {
        return absl::InvalidArgumentError(
            absl::StrCat("'", Shortened(map), "' gives two units: say one"));
      }
      const absl::StatusOr<int64_t> unit =
          ParseQuantity(absl::StripAsciiWhitespace(target.substr(star + 1)));
      if (!unit.ok() || *unit < 1 || !field.is_quantity()) {
        return absl::InvalidArgumentError(
            absl::StrCat("'", Shortened(map),
                         "' multiplies what is no quantity, "
                         "or not by a whole number above 0"));
      }
      field.unit = *unit;
    }
  }
  missing_.push_back(column);
  if (!maps_.emplace(column, std::move(field)).second) {
    return absl::InvalidArgumentError(
        absl::StrCat("column '", Shortened(column), "' is mapped twice"));
  }
  return absl::OkStatus();
}

size_t ItemColumns::AddKept(absl::string_view column) {
  const auto [at, is_new] = kept_places_.emplace(KeyOf(column), kept_.size());
  if (is_new) {
    kept_.emplace_back(absl::StripAsciiWhitespace(column));
  }
  return at->second;
}

absl::StatusOr<ItemColumn> ItemColumns::Find(absl::string_view name) {
  ItemColumn column;
  const std::string key = KeyOf(name);
  missing_.erase(std::remove(missing_.begin(), missing_.end(), key),
                 missing_.end());
  const auto kept = kept_places_.find(key);
  if (kept != kept_places_.end()) {
    column.kept = kept->second;
  }
  const auto map = maps_.find(key);
  if (map != maps_.end()) {
    column.field = map->second;
    return column;
  }
  const std::optional<ItemField> field = FindItemField(name);
  if (field.has_value()) {
    column.field = *field;
  } else if (!column.kept.has_value()) {
    if (!keep_rest_ && key.empty()) {
      return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_COLUMN",
                   "a column has no name: give it one");
    }
    if (!keep_rest_) {
      return Error(absl::StatusCode::kInvalidArgument, "UNKNOWN_COLUMN",
                   absl::StrCat("column '", Shortened(name), "' is not known",
                                DidYouMean(name), "; say what it is by --map '",
                                Shortened(name),
                                "=FIELD', or carry it through by --keep '",
                                Shortened(name), "' or --keep-rest"));
    }
    column.is_rest = true;
  }
  return column;
}

std::string ItemColumns::Missing() const {
  return missing_.empty() ? "" : missing_.front();
}

}  // namespace ratecard
