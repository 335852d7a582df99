#include "tests/fuzz/usage_oracle.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/message.h"
#include "tests/fuzz/check.h"

namespace ratecard {
namespace {

using Kind = JsonTree::Kind;

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();

JsonPath Parsed(absl::string_view text) {
  absl::StatusOr<JsonPath> path = ParseJsonPath(text);
  RATECARD_CHECK(path.ok());
  return *std::move(path);
}

// What a path leads to.
struct Hits {
  std::vector<const JsonTree*> values;
  bool elements = false;  // whatever they are, they are there
  bool twice = false;     // a key on the way is there twice
};

const JsonTree* Member(const JsonTree& tree, absl::string_view key,
                       Hits* hits) {
  if (tree.kind != Kind::kObject) {
    return nullptr;
  }
  hits->twice |= tree.HasTwice(key);
  return tree.Find(key);
}

bool Fulfils(const JsonTree& element, const ElementCondition& condition,
             Hits* hits) {
  const JsonTree* at = &element;
  for (const std::string& key : condition.keys) {
    at = Member(*at, key, hits);
    if (at == nullptr) {
      return false;
    }
  }
  return at->kind == Kind::kString && at->text == condition.value;
}

void Collect(const JsonTree& from, const JsonPath& path, size_t step,
             Hits* hits) {
  if (step == path.size()) {
    hits->values.push_back(&from);
    return;
  }
  const JsonTree* member = Member(from, path[step].key, hits);
  if (member == nullptr) {
    return;
  }
  if (!path[step].elements) {
    Collect(*member, path, step + 1, hits);
    return;
  }
  if (member->kind != Kind::kArray) {
    return;
  }
  for (const JsonTree& element : member->items) {
    const auto& conditions = path[step].conditions;
    if (std::all_of(conditions.begin(), conditions.end(),
                    [&](const ElementCondition& condition) {
                      return Fulfils(element, condition, hits);
                    })) {
      Collect(element, path, step + 1, hits);
    }
  }
}

Hits HitsOf(const JsonTree& document, const JsonPath& path) {
  Hits hits;
  hits.elements = !path.empty() && path.back().elements;
  Collect(document, path, 0, &hits);
  return hits;
}

bool SaysNothing(const JsonTree& value) {
  return value.kind == Kind::kNull ||
         (value.kind == Kind::kString && value.text.empty());
}

bool IsPresent(const Hits& hits) {
  return std::any_of(hits.values.begin(), hits.values.end(),
                     [&](const JsonTree* value) {
                       return hits.elements || !SaysNothing(*value);
                     });
}

// digits × 10^exponent; none if the text is no JSON number.
struct Digits {
  bool negative = false;
  std::string digits;  // without zeros at either end
  int64_t exponent = 0;
};

std::optional<Digits> DigitsOf(absl::string_view text) {
  const std::optional<JsonTree> tree = ParseJsonTree(text);
  if (!tree.has_value() || tree->kind != Kind::kNumber || tree->text != text) {
    return std::nullopt;
  }
  Digits found;
  found.negative = absl::ConsumePrefix(&text, "-");
  const size_t e = std::min(text.find_first_of("eE"), text.size());
  if (e < text.size()) {
    const std::string exponent(text.substr(e + 1, 12));
    found.exponent = std::strtoll(exponent.c_str(), nullptr, 10);
  }
  const absl::string_view mantissa = text.substr(0, e);
  const size_t point = std::min(mantissa.find('.'), mantissa.size());
  found.digits = std::string(mantissa.substr(0, point));
  if (point < mantissa.size()) {
    found.digits.append(std::string(mantissa.substr(point + 1)));
    found.exponent -= static_cast<int64_t>(mantissa.size() - point - 1);
  }
  while (!found.digits.empty() && found.digits.back() == '0') {
    found.digits.pop_back();
    ++found.exponent;
  }
  found.digits.erase(0, found.digits.find_first_not_of('0'));
  return found;
}

// None if it is no count. `units` is a power of ten.
std::optional<int64_t> CountOf(absl::string_view text, int64_t units) {
  std::optional<Digits> number = DigitsOf(text);
  if (!number.has_value()) {
    return std::nullopt;
  }
  if (number->digits.empty()) {
    return 0;
  }
  for (; units > 1; units /= 10) {
    RATECARD_CHECK(units % 10 == 0);
    ++number->exponent;
  }
  if (number->negative || number->exponent < 0 || number->exponent > 19) {
    return std::nullopt;
  }
  number->digits.append(static_cast<size_t>(number->exponent), '0');
  int64_t count = 0;
  return absl::SimpleAtoi(number->digits, &count) ? std::optional(count)
                                                  : std::nullopt;
}

bool AnyBegins(absl::string_view name,
               const google::protobuf::RepeatedPtrField<std::string>& with) {
  return std::any_of(with.begin(), with.end(), [&](const std::string& one) {
    return absl::StartsWith(name, one);
  });
}

// Every path that a format names.
std::set<std::string> TextsOf(const v1::UsageFormat& format) {
  std::set<std::string> texts(format.required().begin(),
                              format.required().end());
  texts.insert(format.absent_paths().begin(), format.absent_paths().end());
  for (const auto& condition : format.conditions()) {
    texts.insert(condition.path());
  }
  for (const auto& rule : format.rules()) {
    texts.insert(rule.path());
    texts.insert(rule.minus().begin(), rule.minus().end());
    texts.insert(rule.unless_paths().begin(), rule.unless_paths().end());
    for (const auto& parameter : rule.parameters()) {
      texts.insert(parameter.path());
    }
  }
  for (const auto& check : format.checks()) {
    texts.insert(check.path());
    texts.insert(check.parts().begin(), check.parts().end());
  }
  texts.insert(format.model_paths().begin(), format.model_paths().end());
  return texts;
}

OraclePath PathOf(const v1::UsageFormat& format, const std::string& text) {
  OraclePath path;
  const JsonPath own = Parsed(text);
  for (const auto& envelope : format.envelopes()) {
    JsonPath whole = Parsed(envelope.path());
    whole.insert(whole.end(), own.begin(), own.end());
    path.in_envelopes.push_back(std::move(whole));
  }
  if (format.envelopes().empty()) {
    path.in_envelopes.push_back(own);
  }
  for (const std::string& usage : format.usage_paths()) {
    absl::string_view rest = text;
    if (usage.empty() || (absl::ConsumePrefix(&rest, usage) &&
                          absl::ConsumePrefix(&rest, "."))) {
      path.bare.push_back(Parsed(rest));
      break;
    }
  }
  return path;
}

}  // namespace

// One response.
class UsageOracle::Reading {
 public:
  Reading(const UsageOracle& oracle, const v1::UsageFormat& format,
          const JsonTree& document)
      : paths_(oracle.paths_.at(&format)),
        format_(format),
        document_(document),
        is_bare_(!oracle.HasRequired(document)) {}

  Answer Run(absl::string_view asked) {
    CheckForm();
    answer_.model = std::string(FirstText(format_.model_paths()));
    std::string name(asked.empty() ? absl::string_view(answer_.model) : asked);
    name.erase(0, name.rfind('/') + 1);
    for (const v1::UsageRule& rule : format_.rules()) {
      if (Holds(rule, name)) {
        Apply(rule);
      }
    }
    if (format_.zeros_omitted()) {
      answer_.fields.try_emplace("input_tokens", 0);
      answer_.fields.try_emplace("output_tokens", 0);
    }
    for (const v1::UsageCheck& check : format_.checks()) {
      CheckSum(check);
    }
    CheckParts();
    return std::move(answer_);
  }

  std::optional<int64_t> CountAt(const std::string& path) {
    const std::optional<int64_t> count = Count(path);
    return answer_.problem.empty() ? count : std::nullopt;
  }

 private:
  void Fail(absl::string_view problem) {
    if (answer_.problem.empty()) {
      answer_.problem = std::string(problem);
    }
  }

  // Of the first envelope that has anything there.
  Hits At(const std::string& text) {
    const OraclePath& path = paths_.at(text);
    std::vector<const JsonPath*> all;
    for (const JsonPath& one : path.in_envelopes) {
      all.push_back(&one);
    }
    if (is_bare_ && !path.bare.empty()) {
      all.push_back(&path.bare[0]);
    }
    for (const JsonPath* one : all) {
      Hits hits = HitsOf(document_, *one);
      if (hits.twice) {
        Fail(absl::StrCat(text, " has a key twice"));
      }
      if (IsPresent(hits)) {
        return hits;
      }
    }
    return {};
  }

  std::string TextAt(const std::string& path) {
    std::string text;
    for (const JsonTree* value : At(path).values) {
      const bool says = value->kind == Kind::kString
                            ? !value->text.empty()
                            : value->kind == Kind::kNumber;
      text = says ? value->text : text;
    }
    return text;
  }

  std::string FirstText(
      const google::protobuf::RepeatedPtrField<std::string>& paths) {
    for (const std::string& path : paths) {
      std::string text = TextAt(path);
      if (!text.empty()) {
        return text;
      }
    }
    return "";
  }

  bool AnyIsPresent(
      const google::protobuf::RepeatedPtrField<std::string>& paths) {
    return std::any_of(
        paths.begin(), paths.end(),
        [&](const std::string& path) { return IsPresent(At(path)); });
  }

  bool Holds(const v1::UsageRule& rule, absl::string_view model) {
    return (rule.model_prefixes().empty() ||
            AnyBegins(model, rule.model_prefixes())) &&
           !AnyBegins(model, rule.except_model_prefixes()) &&
           !AnyIsPresent(rule.unless_paths());
  }

  void CheckForm() {
    if (AnyIsPresent(format_.absent_paths())) {
      Fail("it has what it must not have");
    }
    for (const std::string& required : format_.required()) {
      if (!IsPresent(At(required))) {
        Fail(absl::StrCat(required, " is missing"));
      }
    }
    for (const v1::TextCondition& condition : format_.conditions()) {
      if (!IsPresent(At(condition.path()))) {
        continue;
      }
      const std::string text = TextAt(condition.path());
      if (std::find(condition.values().begin(), condition.values().end(),
                    text) == condition.values().end()) {
        Fail(absl::StrCat(condition.path(), " is ", text));
      }
    }
  }

  // None if it is absent.
  std::optional<int64_t> Count(const std::string& path, int64_t units = 1) {
    const Hits hits = At(path);
    if (!IsPresent(hits)) {
      return std::nullopt;
    }
    absl::int128 sum = 0;
    for (const JsonTree* value : hits.values) {
      if (SaysNothing(*value)) {
        continue;
      }
      const bool scalar =
          value->kind == Kind::kNumber || value->kind == Kind::kString;
      const auto count = scalar ? CountOf(value->text, units) : std::nullopt;
      if (!count.has_value()) {
        Fail(absl::StrCat(path, " is no count"));
      }
      sum += count.value_or(0);
    }
    if (sum > kMax) {
      Fail(absl::StrCat(path, " is beyond 64 bits"));
      return 0;
    }
    return static_cast<int64_t>(sum);
  }

  std::optional<int64_t> Quantity(const v1::UsageRule& rule) {
    if (rule.path().empty()) {
      const bool all = std::all_of(
          rule.parameters().begin(), rule.parameters().end(),
          [&](const auto& one) { return !TextAt(one.path()).empty(); });
      return all ? std::optional<int64_t>(1) : std::nullopt;
    }
    std::optional<int64_t> quantity;
    if (rule.count_items()) {
      const Hits hits = At(rule.path());
      if (IsPresent(hits)) {
        quantity = static_cast<int64_t>(hits.values.size());
      }
    } else {
      quantity = Count(rule.path(), std::max<int64_t>(rule.units(), 1));
    }
    if (!quantity.has_value()) {
      return std::nullopt;
    }
    for (const std::string& minus : rule.minus()) {
      *quantity -= Count(minus).value_or(0);
      if (*quantity < 0) {
        Fail(absl::StrCat(minus, " is more than there is"));
        return 0;
      }
    }
    return rule.once() ? std::min<int64_t>(*quantity, 1) : quantity;
  }

  void Add(int64_t quantity, const std::string& name,
           std::map<std::string, int64_t>* to) {
    int64_t& sum = (*to)[name];
    if (__builtin_add_overflow(sum, quantity, &sum)) {
      Fail(absl::StrCat(name, " is beyond 64 bits"));
      sum = 0;
    }
  }

  void Apply(const v1::UsageRule& rule) {
    const std::optional<int64_t> quantity = Quantity(rule);
    if (!quantity.has_value()) {
      return;
    }
    for (const std::string& field : rule.fields()) {
      Add(*quantity, field, &answer_.fields);
    }
    if (rule.meter() == v1::METER_UNSPECIFIED || *quantity == 0) {
      return;
    }
    std::set<std::string> parameters;
    for (const v1::UsageParameter& one : rule.parameters()) {
      const std::string text = TextAt(one.path());
      if (!text.empty()) {
        parameters.insert(absl::StrCat(one.key(), "=", text));
      }
    }
    Add(*quantity,
        absl::StrCat(rule.meter(), " ", absl::StrJoin(parameters, " ")),
        &answer_.quantities);
  }

  void CheckSum(const v1::UsageCheck& check) {
    const std::optional<int64_t> total = Count(check.path());
    if (!total.has_value()) {
      return;
    }
    bool all = true;
    absl::int128 sum = 0;
    for (const std::string& path : check.parts()) {
      const std::optional<int64_t> part = Count(path);
      all &= part.has_value() || format_.zeros_omitted();
      sum += part.value_or(0);
    }
    if (sum > *total || (all && sum < *total)) {
      Fail(absl::StrCat(check.path(), " is not the sum of its parts"));
    }
  }

  bool Has(absl::string_view field) const {
    return answer_.fields.count(std::string(field)) > 0;
  }
  absl::int128 Get(absl::string_view field) const {
    const auto found = answer_.fields.find(std::string(field));
    return found == answer_.fields.end() ? 0 : found->second;
  }
  absl::int128 SumOf(const std::vector<std::string>& fields) const {
    absl::int128 sum = 0;
    for (const std::string& field : fields) {
      sum += Get(field);
    }
    return sum;
  }
  // What the field says, or what its parts add up to.
  absl::int128 Whole(const std::string& whole,
                     const std::vector<std::string>& parts) {
    const absl::int128 sum = SumOf(parts);
    if (Has(whole) && sum > Get(whole)) {
      Fail(absl::StrCat(whole, " is less than its parts"));
    }
    return Has(whole) ? Get(whole) : sum;
  }

  void CheckParts() {
    const absl::int128 written = Whole(
        "cache_write_tokens", {"cache_write_5m_tokens", "cache_write_1h_tokens",
                               "cache_write_12h_tokens"});
    const absl::int128 read =
        Whole("cache_read_tokens",
              {"cached_audio_input_tokens", "cached_image_input_tokens",
               "cached_video_input_tokens"});
    absl::int128 modalities = 0;
    for (const char* modality : {"audio", "image", "video"}) {
      modalities += Whole(absl::StrCat(modality, "_input_tokens"),
                          {absl::StrCat("cached_", modality, "_input_tokens")});
    }
    if (Has("input_tokens") && (written + read > Get("input_tokens") ||
                                modalities > Get("input_tokens"))) {
      Fail("input_tokens is less than its parts");
    }
    Whole("output_tokens", {"reasoning_tokens", "audio_output_tokens",
                            "image_output_tokens", "video_output_tokens"});
  }

  const Paths& paths_;
  const v1::UsageFormat& format_;
  const JsonTree& document_;
  const bool is_bare_;
  Answer answer_;
};

UsageOracle::UsageOracle(const std::vector<const v1::UsageFormat*>& formats,
                         const UsagePlan& plan) {
  // Which required paths are counts of usage is what the plan says: it depends
  // on all formats at once.
  std::set<std::string> counts;
  for (const Place& place : plan.places()) {
    if (place.is_required_count() && !place.bare) {
      counts.insert(place.path);
    }
  }
  for (const v1::UsageFormat* format : formats) {
    Paths& paths = paths_[format];
    for (const std::string& text : TextsOf(*format)) {
      paths[text] = PathOf(*format, text);
    }
    for (const std::string& required : format->required()) {
      const std::vector<JsonPath>& all = paths[required].in_envelopes;
      for (size_t i = 0; i < all.size(); ++i) {
        const std::string envelope =
            format->envelopes().empty()
                ? ""
                : format->envelopes(static_cast<int>(i)).path();
        if (counts.count(absl::StrCat(envelope, envelope.empty() ? "" : ".",
                                      required)) > 0) {
          required_.push_back(all[i]);
        }
      }
    }
  }
}

bool UsageOracle::HasRequired(const JsonTree& document) const {
  return std::any_of(
      required_.begin(), required_.end(),
      [&](const JsonPath& path) { return IsPresent(HitsOf(document, path)); });
}

UsageOracle::Answer UsageOracle::Evaluate(const v1::UsageFormat& format,
                                          const JsonTree& document,
                                          absl::string_view model) const {
  return Reading(*this, format, document).Run(model);
}

std::optional<int64_t> UsageOracle::CountAt(const v1::UsageFormat& format,
                                            const JsonTree& document,
                                            const std::string& path) const {
  return Reading(*this, format, document).CountAt(path);
}

std::string DifferenceOf(const UsageOracle::Answer& answer,
                         const v1::Usage& usage) {
  const google::protobuf::Descriptor* descriptor = usage.GetDescriptor();
  const google::protobuf::Reflection* reflection = usage.GetReflection();
  for (int i = 0; i < descriptor->field_count(); ++i) {
    const google::protobuf::FieldDescriptor* field = descriptor->field(i);
    if (field->is_repeated()) {
      continue;
    }
    const auto found = answer.fields.find(field->name());
    const bool has = reflection->HasField(usage, field);
    if (has != (found != answer.fields.end()) ||
        (has && reflection->GetInt64(usage, field) != found->second)) {
      return field->name();
    }
  }
  std::map<std::string, int64_t> quantities;
  for (const v1::MeterQuantity& quantity : usage.quantities()) {
    std::set<std::string> parameters;
    for (const v1::MeterParameter& one : quantity.parameters()) {
      parameters.insert(absl::StrCat(one.key(), "=", one.value()));
    }
    quantities[absl::StrCat(quantity.meter(), " ",
                            absl::StrJoin(parameters, " "))] +=
        quantity.quantity();
  }
  return quantities == answer.quantities ? "" : "quantities";
}

}  // namespace ratecard
