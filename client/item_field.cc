#include "client/item_field.h"

#include <algorithm>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/strip.h"
#include "client/enum_names.h"
#include "client/format.h"
#include "client/quantity.h"
#include "client/usage_flags.h"
#include "service/api/convert.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/catalog/nearest.h"

namespace ratecard {
namespace {

using Kind = ItemField::Kind;

constexpr int64_t kThousand = 1'000;
constexpr int64_t kMillion = 1'000'000;
constexpr size_t kMostNearest = 3;

// As they stand in parentheses or at the end of a name, the longest first.
constexpr std::pair<absl::string_view, int64_t> kUnits[] = {
    {"thousand", kThousand}, {"million", kMillion},
    {"ktokens", kThousand},  {"mtokens", kMillion},
    {"ktok", kThousand},     {"mtok", kMillion},
    {"tokens", 1},           {"tok", 1},
    {"k", kThousand},        {"m", kMillion}};

constexpr std::pair<absl::string_view, absl::string_view> kTexts[] = {
    {"model", "model"},
    {"provider", "provider"},
    {"service_tier", "service_tier"},
    {"tier", "service_tier"},
    {"region", "region"}};

constexpr absl::string_view kSwitches[] = {"strict", "allow_partial"};

struct ItemFields {
  // By their spellings without what does not matter.
  absl::flat_hash_map<std::string, ItemField> by_spelling;
  std::vector<std::string> names;  // as to be shown
};

// `text` in lower case, without spaces, dashes and underscores.
std::string Spelling(absl::string_view text) {
  return absl::StrReplaceAll(absl::AsciiStrToLower(text),
                             {{" ", ""}, {"-", ""}, {"_", ""}});
}

void Add(absl::string_view name, ItemField field, ItemFields* fields) {
  if (fields->by_spelling.emplace(Spelling(name), std::move(field)).second) {
    fields->names.emplace_back(name);
  }
}

ItemField RequestField(Kind kind, absl::string_view name) {
  ItemField field;
  field.kind = kind;
  field.name = std::string(name);
  field.field =
      v1::EstimateCostRequest::descriptor()->FindFieldByName(field.name);
  return field;
}

ItemFields MakeFields() {
  ItemFields fields;
  for (const auto& [name, field] : kTexts) {
    Add(name, RequestField(Kind::kText, field), &fields);
  }
  Add("as_of", RequestField(Kind::kAsOf, "as_of"), &fields);
  for (const absl::string_view name : kSwitches) {
    Add(name, RequestField(Kind::kSwitch, name), &fields);
  }
  for (const UsageFlag& flag : kUsageFlags) {
    ItemField field;
    field.kind = Kind::kQuantity;
    field.name = flag.field;
    field.field = v1::Usage::descriptor()->FindFieldByName(flag.field);
    Add(flag.field, field, &fields);
    Add(absl::StrReplaceAll(absl::StripPrefix(flag.flag, "--"), {{"-", "_"}}),
        field, &fields);
  }
  for (const std::string& name : EnumNames(v1::Meter_descriptor())) {
    const absl::StatusOr<v1::MeterQuantity> meter =
        ParseMeterQuantity(absl::StrCat(name, "=1"));
    if (meter.ok()) {
      ItemField field;
      field.kind = Kind::kMeter;
      field.name = name;
      field.meter = *meter;
      Add(name, field, &fields);
    }
  }
  return fields;
}

const ItemFields& Fields() {
  static const ItemFields* const fields = new ItemFields(MakeFields());
  return *fields;
}

std::optional<ItemField> FindSpelling(const std::string& spelling) {
  const auto found = Fields().by_spelling.find(spelling);
  return found == Fields().by_spelling.end()
             ? std::nullopt
             : std::optional<ItemField>(found->second);
}

std::optional<ItemField> InUnit(std::optional<ItemField> field, int64_t unit) {
  if (!field.has_value() || !field->is_quantity()) {
    return std::nullopt;
  }
  field->unit = unit;
  return field;
}

// `input (k)`, as it is spelled: `input(k)`.
std::optional<ItemField> FindWithUnitInBrackets(absl::string_view spelling) {
  const size_t open = spelling.find_last_of("([");
  if (open == absl::string_view::npos ||
      !(absl::EndsWith(spelling, ")") || absl::EndsWith(spelling, "]"))) {
    return std::nullopt;
  }
  absl::string_view word = spelling.substr(open + 1);
  word.remove_suffix(1);
  absl::ConsumeSuffix(&word, "s");
  for (const auto& [unit, size] : kUnits) {
    if (word == absl::StripSuffix(unit, "s")) {
      return InUnit(FindSpelling(std::string(spelling.substr(0, open))), size);
    }
  }
  return std::nullopt;
}

std::optional<ItemField> FindWithUnitBehind(absl::string_view spelling) {
  for (const auto& [unit, size] : kUnits) {
    absl::string_view name = spelling;
    if (absl::ConsumeSuffix(&name, unit)) {
      std::optional<ItemField> field =
          InUnit(FindSpelling(std::string(name)), size);
      if (field.has_value()) {
        return field;
      }
    }
  }
  return std::nullopt;
}

// `output_images:size=1024x1024,quality=high`.
std::optional<ItemField> FindWithParameters(absl::string_view text) {
  const size_t colon = text.find(':');
  if (colon == absl::string_view::npos) {
    return std::nullopt;
  }
  std::optional<ItemField> field =
      FindSpelling(Spelling(text.substr(0, colon)));
  if (!field.has_value()) {
    return std::nullopt;
  }
  const std::string name = absl::StrCat(field->name, text.substr(colon));
  const absl::StatusOr<v1::MeterQuantity> meter =
      ParseMeterQuantity(absl::StrCat(name, "=1"));
  if (!meter.ok()) {
    return std::nullopt;
  }
  field->kind = Kind::kMeter;
  field->name = name;
  field->field = nullptr;
  field->meter = *meter;
  return field;
}

absl::StatusOr<int64_t> Quantity(absl::string_view text, int64_t unit,
                                 char decimal_mark) {
  // What most cells are, without what the rest needs.
  constexpr size_t kShort = 12;
  int64_t value = 0;
  if (unit == 1 && text.size() <= kShort &&
      std::all_of(text.begin(), text.end(),
                  [](char c) { return c >= '0' && c <= '9'; }) &&
      absl::SimpleAtoi(text, &value)) {
    return value;
  }
  absl::StatusOr<int64_t> quantity = ParseQuantity(text, unit, decimal_mark);
  if (quantity.ok() || decimal_mark != '\0' ||
      text.find_first_of(".,") == absl::string_view::npos) {
    return quantity;
  }
  return absl::InvalidArgumentError(
      absl::StrCat(quantity.status().message(),
                   "; or say by --decimal-mark, point or comma, how all "
                   "numbers of the file are written"));
}

absl::Status SetSwitch(const ItemField& field, absl::string_view text,
                       v1::EstimateCostRequest* request) {
  bool value = false;
  if (!absl::SimpleAtob(text, &value)) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", Shortened(text), "' is neither true nor false"));
  }
  request->GetReflection()->SetBool(request, field.field, value);
  return absl::OkStatus();
}

}  // namespace

std::optional<ItemField> FindItemField(absl::string_view text) {
  const std::string spelling = Spelling(absl::StripAsciiWhitespace(text));
  std::optional<ItemField> found = FindSpelling(spelling);
  if (!found.has_value()) {
    found = FindWithUnitInBrackets(spelling);
  }
  if (!found.has_value()) {
    found = FindWithUnitBehind(spelling);
  }
  return found.has_value()
             ? found
             : FindWithParameters(absl::StripAsciiWhitespace(text));
}

std::vector<std::string> NearestItemFields(absl::string_view text) {
  const std::string name = absl::StrReplaceAll(
      absl::AsciiStrToLower(absl::StripAsciiWhitespace(text)),
      {{" ", "_"}, {"-", "_"}});
  const std::vector<std::string>& names = Fields().names;
  return NearestNames(
      name, std::vector<absl::string_view>(names.begin(), names.end()),
      kMostNearest);
}

absl::Status SetItemField(const ItemField& field, absl::string_view text,
                          char decimal_mark, v1::EstimateCostRequest* request) {
  text = absl::StripAsciiWhitespace(text);
  if (text.empty()) {
    return absl::OkStatus();
  }
  switch (field.kind) {
    case Kind::kText:
      request->GetReflection()->SetString(request, field.field,
                                          std::string(text));
      break;
    case Kind::kSwitch:
      return SetSwitch(field, text, request);
    case Kind::kAsOf: {
      RATECARD_ASSIGN_OR_RETURN(const absl::Time time, ParseInstant(text));
      ToProto(time, request->mutable_as_of());
      break;
    }
    case Kind::kQuantity: {
      RATECARD_ASSIGN_OR_RETURN(const int64_t quantity,
                                Quantity(text, field.unit, decimal_mark));
      v1::Usage* const usage = request->mutable_usage();
      usage->GetReflection()->SetInt64(usage, field.field, quantity);
      break;
    }
    case Kind::kMeter: {
      RATECARD_ASSIGN_OR_RETURN(const int64_t quantity,
                                Quantity(text, field.unit, decimal_mark));
      v1::MeterQuantity* const added =
          request->mutable_usage()->add_quantities();
      *added = field.meter;
      added->set_quantity(quantity);
      break;
    }
    case Kind::kIgnored:
      break;
  }
  return absl::OkStatus();
}

}  // namespace ratecard
