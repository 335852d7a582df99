#include "tests/fuzz/usage_documents.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "ratecard/v1/catalog.pb.h"
#include "service/catalog/usage_plan.h"
#include "tests/fuzz/check.h"

namespace ratecard {
namespace {

using Kind = JsonTree::Kind;

JsonPath Parsed(absl::string_view text) {
  absl::StatusOr<JsonPath> path = ParseJsonPath(text);
  RATECARD_CHECK(path.ok());
  return *std::move(path);
}

std::vector<FormatOfProvider> FormatsOf(const Catalog& catalog) {
  std::vector<FormatOfProvider> formats;
  for (const Provider& provider : catalog.providers()) {
    for (const v1::UsageFormat& format : provider.proto->usage_formats()) {
      formats.push_back({&provider, &format});
    }
  }
  return formats;
}

std::vector<const v1::UsageFormat*> ProtosOf(
    const std::vector<FormatOfProvider>& formats) {
  std::vector<const v1::UsageFormat*> protos;
  protos.reserve(formats.size());
  for (const FormatOfProvider& one : formats) {
    protos.push_back(one.format);
  }
  return protos;
}

template <typename Item>
const Item& Any(const std::vector<Item>& items, ByteSource* bytes) {
  return items[bytes->Below(items.size())];
}

// Arrays in arrays, and objects.
JsonTree Deep(size_t depth, JsonTree inner) {
  for (; depth > 0; --depth) {
    JsonTree outer = depth % 2 == 0 ? JsonTree::Object() : JsonTree::Array();
    if (depth % 2 == 0) {
      outer.keys.emplace_back("deep");
    }
    outer.items.push_back(std::move(inner));
    inner = std::move(outer);
  }
  return inner;
}

JsonTree Odd(ByteSource* bytes) {
  static const auto* const kNumbers = new std::vector<std::string>{
      "12.0",
      "1.2e1",
      "120E-1",
      "-0",
      "0.0e99999999999",
      "1.5",
      "-1",
      "0.5e-1",
      "9223372036854775807",
      "9223372036854775808",
      "9.223372036854775807e18",
      "1e19",
      "18446744073709551616",
      "1e400000",
      "1e-400000",
      "4611686018427387904",
      "100000000000000000000000000000000000000000e-40",
      "0.00000000000000000000000000000000000000001e42",
      "1.000000000000000000000000000000000000000001",
  };
  static const auto* const kStrings = new std::vector<std::string>{
      "12", "", "abc", " 12", "1.2e1", "-3", "null", "\xc3\xa9\"\\\n", "0x10"};
  switch (bytes->Below(8)) {
    case 0:
      return {Kind::kNull, "", {}, {}};
    case 1:
      return {Kind::kWord, bytes->Chance(128) ? "true" : "false", {}, {}};
    case 2:
      return JsonTree::String(Any(*kStrings, bytes));
    case 3:
      return bytes->Chance(128) ? JsonTree::Object() : JsonTree::Array();
    case 4:
      return Deep(bytes->Below(70), JsonTree::Number("7"));
    case 5:
      return JsonTree::String(std::string(bytes->Below(4000), 'x'));
    default:
      return JsonTree::Number(Any(*kNumbers, bytes));
  }
}

// Parts, which are deeper, are mostly less than their wholes.
JsonTree CountFor(const JsonPath& path, ByteSource* bytes) {
  if (bytes->Chance(16)) {
    return Odd(bytes);
  }
  const size_t count =
      path.size() <= 2 ? 1000 + bytes->Below(65536) : bytes->Below(16);
  return JsonTree::Number(absl::StrCat(count));
}

JsonTree* MemberAt(JsonTree* at, const std::string& key, Kind kind) {
  if (at->kind != Kind::kObject) {
    *at = JsonTree::Object();
  }
  JsonTree* member = at->Find(key);
  if (member == nullptr) {
    member = at->Append(key, {});
  }
  if (member->kind != kind) {
    *member = {kind, "", {}, {}};
  }
  return member;
}

// A new element that fulfils the conditions.
JsonTree* AddElement(JsonTree* array, const JsonStep& step) {
  JsonTree* element = &array->items.emplace_back(JsonTree::Object());
  for (const ElementCondition& condition : step.conditions) {
    JsonTree* at = element;
    for (size_t i = 0; i + 1 < condition.keys.size(); ++i) {
      at = MemberAt(at, condition.keys[i], Kind::kObject);
    }
    *MemberAt(at, condition.keys.back(), Kind::kString) =
        JsonTree::String(condition.value);
  }
  return element;
}

bool IsOf(const JsonTree& element, const ElementCondition& condition) {
  const JsonTree* at = &element;
  for (const std::string& key : condition.keys) {
    at = at->kind == Kind::kObject ? at->Find(key) : nullptr;
    if (at == nullptr) {
      return false;
    }
  }
  return at->text == condition.value;
}

// The first element that fulfils the conditions, or a new one.
JsonTree* ElementAt(JsonTree* array, const JsonStep& step, bool fresh) {
  for (JsonTree& element : array->items) {
    if (!fresh && std::all_of(step.conditions.begin(), step.conditions.end(),
                              [&](const ElementCondition& condition) {
                                return IsOf(element, condition);
                              })) {
      return &element;
    }
  }
  return AddElement(array, step);
}

// Puts `value` at `path`. `fresh`: into new elements of arrays.
void Put(const JsonPath& path, JsonTree value, bool fresh, JsonTree* document) {
  JsonTree* at = document;
  for (size_t i = 0; i < path.size(); ++i) {
    const JsonStep& step = path[i];
    const bool last = i + 1 == path.size();
    if (step.elements) {
      at = ElementAt(MemberAt(at, step.key, Kind::kArray), step, fresh || last);
    } else {
      at = MemberAt(at, step.key, last ? Kind::kNull : Kind::kObject);
    }
  }
  if (!path.empty() && !path.back().elements) {
    *at = std::move(value);
  }
}

void AddKeys(const JsonPath& path, absl::flat_hash_set<std::string>* keys) {
  for (const JsonStep& step : path) {
    for (const ElementCondition& condition : step.conditions) {
      keys->insert(condition.keys.back());
    }
  }
}

void AddText(absl::string_view text, absl::flat_hash_set<std::string>* keys) {
  const JsonPath path = Parsed(text);
  AddKeys(path, keys);
  keys->insert(path.back().key);
}

void AddTextKeys(const v1::UsageFormat& format,
                 absl::flat_hash_set<std::string>* keys) {
  for (const auto* paths :
       {&format.model_paths(), &format.id_paths(), &format.time_paths()}) {
    for (const std::string& path : *paths) {
      AddText(path, keys);
    }
  }
  for (const auto* rules :
       {&format.service_tier_rules(), &format.region_rules()}) {
    for (const v1::TextRule& rule : *rules) {
      AddText(rule.path(), keys);
    }
  }
  for (const v1::TextCondition& condition : format.conditions()) {
    AddText(condition.path(), keys);
  }
  for (const v1::UsageRule& rule : format.rules()) {
    AddKeys(Parsed(rule.path()), keys);
    for (const v1::UsageParameter& parameter : rule.parameters()) {
      AddText(parameter.path(), keys);
    }
  }
}

}  // namespace

// One response.
class UsageDocuments::Maker {
 public:
  Maker(const UsageDocuments& documents, const FormatOfProvider& format,
        ByteSource* bytes)
      : documents_(documents),
        provider_(*format.provider),
        format_(*format.format),
        bytes_(*bytes) {
    if (!format_.envelopes().empty()) {
      const auto count = static_cast<size_t>(format_.envelopes_size());
      envelope_ =
          format_.envelopes(static_cast<int>(bytes_.Below(count))).path();
    }
    is_bare_ = bytes_.Chance(16);
  }

  JsonTree Run() {
    PutTexts();
    PutCounts();
    PutAnything();
    if (!bytes_.Chance(24)) {
      FixSums();
    }
    if (bytes_.Chance(16)) {
      Spoil(&document_);
    }
    return std::move(document_);
  }

 private:
  // Below the envelope, or within the usage object that is alone.
  void PutAt(absl::string_view path, JsonTree value, bool fresh = false) {
    if (!is_bare_) {
      path_ = absl::StrCat(envelope_,
                           envelope_.empty() || path.empty() ? "" : ".", path);
    } else {
      path_ = std::string(path);
      for (const std::string& usage : format_.usage_paths()) {
        absl::string_view rest = path;
        if (absl::ConsumePrefix(&rest, usage) &&
            absl::ConsumePrefix(&rest, ".")) {
          path_ = std::string(rest);
          break;
        }
      }
    }
    Put(Parsed(path_), std::move(value), fresh, &document_);
  }

  void PutCount(const std::string& path) {
    const JsonPath parsed = Parsed(path);
    JsonTree value = CountFor(parsed, &bytes_);
    PutAt(path, std::move(value), bytes_.Chance(64));
  }

  void PutTexts() {
    for (const v1::TextCondition& condition : format_.conditions()) {
      if (!bytes_.Chance(40)) {
        const auto count = static_cast<size_t>(condition.values_size());
        PutAt(condition.path(), JsonTree::String(condition.values(
                                    static_cast<int>(bytes_.Below(count)))));
      }
    }
    if (!format_.model_paths().empty() && !bytes_.Chance(64)) {
      PutAt(format_.model_paths(0),
            JsonTree::String(documents_.ModelOf(provider_, &bytes_)));
    }
    if (!format_.id_paths().empty() && bytes_.Chance(128)) {
      PutAt(format_.id_paths(0),
            JsonTree::String(absl::StrCat("id-", bytes_.Below(2))));
    }
    if (!format_.final_paths().empty() && bytes_.Chance(160)) {
      PutAt(format_.final_paths(0), JsonTree::String("stop"));
    }
    if (!format_.service_tier_rules().empty() && bytes_.Chance(20)) {
      PutAt(format_.service_tier_rules(0).path(),
            JsonTree::String(bytes_.Chance(128) ? "default" : "flex"));
    }
  }

  void PutCounts() {
    for (const std::string& path : format_.required()) {
      if (!bytes_.Chance(6) && !documents_.IsText(path)) {
        PutCount(path);
      }
    }
    const auto rules = static_cast<size_t>(format_.rules_size());
    for (size_t count = bytes_.Below(12); count > 0 && rules > 0; --count) {
      const v1::UsageRule& rule =
          format_.rules(static_cast<int>(bytes_.Below(rules)));
      if (!rule.path().empty()) {
        PutCount(rule.path());
      }
      for (const std::string& minus : rule.minus()) {
        if (bytes_.Chance(64)) {
          PutCount(minus);
        }
      }
    }
    for (const v1::UsageCheck& check : format_.checks()) {
      if (bytes_.Chance(128)) {
        PutCount(check.path());
      }
      for (const std::string& part : check.parts()) {
        if (bytes_.Chance(100)) {
          PutCount(part);
        }
      }
    }
  }

  // What other formats read, and what none does.
  void PutAnything() {
    const size_t others = bytes_.Chance(80) ? bytes_.Below(5) : 0;
    for (size_t i = 0; i < others; ++i) {
      const JsonPath path = Parsed(Any(documents_.places_, &bytes_));
      Put(path, bytes_.Chance(128) ? Odd(&bytes_) : CountFor(path, &bytes_),
          bytes_.Chance(64), &document_);
    }
    if (bytes_.Chance(60) && !format_.usage_paths().empty()) {
      const std::string key =
          bytes_.Chance(128) ? "new_tokens" : "new.\xc3\xa9 \"key\"";
      JsonTree value = Odd(&bytes_);
      const JsonPath path = Parsed(
          is_bare_ ? ""
                   : absl::StrCat(envelope_, envelope_.empty() ? "" : ".",
                                  format_.usage_paths(0)));
      JsonTree* at = &document_;
      for (const JsonStep& step : path) {
        at = MemberAt(at, step.key, Kind::kObject);
      }
      if (at->Find(key) == nullptr) {
        at->Append(key, std::move(value));
      }
    }
  }

  void FixSums() {
    // Twice, since the sum of one may be a part of another.
    for (int round = 0; round < 2; ++round) {
      for (const v1::UsageCheck& check : format_.checks()) {
        int64_t sum = 0;
        bool any = false;
        for (const std::string& part : check.parts()) {
          const std::optional<int64_t> count =
              documents_.oracle_.CountAt(format_, document_, part);
          any |= count.has_value();
          if (__builtin_add_overflow(sum, count.value_or(0), &sum)) {
            return;
          }
        }
        const bool there =
            documents_.oracle_.CountAt(format_, document_, check.path())
                .has_value();
        if (there && any) {
          PutAt(check.path(), JsonTree::Number(absl::StrCat(sum)));
        }
      }
    }
  }

  // Something in it is twice, or something else.
  void Spoil(JsonTree* tree) {
    while (!tree->items.empty() && !bytes_.Chance(60)) {
      const size_t i = bytes_.Below(tree->items.size());
      if (tree->kind == Kind::kObject && bytes_.Chance(30)) {
        JsonTree again = bytes_.Chance(128) ? tree->items[i] : Odd(&bytes_);
        const std::string key = tree->keys[i];
        tree->Append(key, std::move(again));
        return;
      }
      tree = &tree->items[i];
    }
    // A document is an object.
    if (tree != &document_) {
      *tree = Odd(&bytes_);
    }
  }

  const UsageDocuments& documents_;
  const Provider& provider_;
  const v1::UsageFormat& format_;
  ByteSource& bytes_;
  std::string envelope_;
  bool is_bare_ = false;
  std::string path_;
  JsonTree document_ = JsonTree::Object();
};

UsageDocuments::UsageDocuments(const Catalog& catalog)
    : formats_(FormatsOf(catalog)),
      oracle_(ProtosOf(formats_), catalog.usage_plan()) {
  for (const Place& place : catalog.usage_plan().places()) {
    if (!place.path.empty()) {
      places_.push_back(place.path);
    }
  }
  for (const FormatOfProvider& one : formats_) {
    AddTextKeys(*one.format, &text_keys_);
  }
  for (const Model& model : catalog.models()) {
    models_[model.provider].push_back(model.id);
  }
}

bool UsageDocuments::IsText(absl::string_view path) const {
  return text_keys_.contains(Parsed(path).back().key);
}

const v1::UsageFormat* UsageDocuments::Find(absl::string_view provider,
                                            absl::string_view api) const {
  const v1::UsageFormat* shared = nullptr;
  for (const FormatOfProvider& one : formats_) {
    if (one.format->format_id() != api) {
      continue;
    }
    if (one.provider->id == provider) {
      return one.format;
    }
    if (one.format->shared()) {
      shared = one.format;
    }
  }
  return shared;
}

std::string UsageDocuments::ModelOf(const Provider& provider,
                                    ByteSource* bytes) const {
  const auto found = models_.find(&provider);
  return found == models_.end() ? "gpt-5.4" : Any(found->second, bytes);
}

JsonTree UsageDocuments::Make(const FormatOfProvider& format,
                              ByteSource* bytes) const {
  return Maker(*this, format, bytes).Run();
}

}  // namespace ratecard
