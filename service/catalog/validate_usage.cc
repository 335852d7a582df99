#include "service/catalog/validate_usage.h"

#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "service/catalog/json_path.h"
#include "service/catalog/text.h"
#include "service/catalog/text_rules.h"
#include "service/catalog/validate_rate.h"
#include "service/pricing/meter.h"
#include "service/pricing/usage.h"

namespace ratecard {
namespace {

constexpr int kMaxFormats = 50;
constexpr int kMaxEntries = 200;  // of each list of a format
constexpr int64_t kMaxUnits = 1'000'000;
constexpr int64_t kMaxPerCurrencyUnit = 1'000'000'000'000;

using Strings = google::protobuf::RepeatedPtrField<std::string>;

class FormatValidator {
 public:
  FormatValidator(const v1::UsageFormat& format, const Location& at,
                  Validation* validation)
      : format_(format), at_(at), validation_(validation) {}

  void Run() {
    validation_->CheckSource(at_, format_.source_id());
    CheckEnvelopes();
    CheckRecognition();
    if (format_.rules().empty()) {
      validation_->Report(at_, "rules", "no rule is given");
    }
    CheckSize("rules", format_.rules_size());
    for (int i = 0; i < format_.rules_size(); ++i) {
      CheckRule(format_.rules(i), at_.Field("rules", i));
    }
    CheckSums();
    CheckPaths("final_paths", format_.final_paths());
    CheckPaths("id_paths", format_.id_paths());
    CheckPaths("model_paths", format_.model_paths());
    CheckPaths("time_paths", format_.time_paths());
    CheckTextRules("service_tier_rules", format_.service_tier_rules());
    CheckTextRules("region_rules", format_.region_rules());
    CheckCosts();
  }

 private:
  void CheckSize(const char* field, int size) {
    if (size > kMaxEntries) {
      validation_->Report(
          at_, field, absl::StrCat("has more than ", kMaxEntries, " entries"));
    }
  }

  // `field` of the message at `at` must be a path.
  void CheckPath(const Location& at, const char* field,
                 const std::string& path) {
    if (path.empty()) {
      validation_->Report(at, field, "is not given");
    } else if (const auto parsed = ParseJsonPath(path); !parsed.ok()) {
      validation_->CheckText(at, field, path, parsed.status().message());
    }
  }

  void CheckPathAt(const Location& at, absl::string_view path) {
    const auto parsed = ParseJsonPath(path);
    if (path.empty() || !parsed.ok()) {
      validation_->Report(
          at, absl::StrCat(
                  Quoted(path), " ",
                  path.empty() ? "is no path" : parsed.status().message()));
    }
  }

  void CheckPaths(const char* field, const Strings& paths) {
    CheckSize(field, paths.size());
    for (int i = 0; i < paths.size(); ++i) {
      CheckPathAt(at_.Field(field, i), paths[i]);
    }
    validation_->CheckRepeats(at_, field, paths);
  }

  void CheckEnvelopes() {
    if (format_.stream_merge() == v1::STREAM_MERGE_SUM &&
        format_.envelopes_size() > 1) {
      validation_->Report(at_, "envelopes",
                          "are several; events that add up have one");
    }
    CheckSize("envelopes", format_.envelopes_size());
    std::set<std::string> seen;
    for (int i = 0; i < format_.envelopes_size(); ++i) {
      const v1::UsageEnvelope& envelope = format_.envelopes(i);
      const Location at = at_.Field("envelopes", i);
      const auto path = ParseJsonPath(envelope.path());
      if (!path.ok()) {
        validation_->CheckText(at, "path", envelope.path(),
                               path.status().message());
      } else if (absl::StrContains(envelope.path(), "[")) {
        validation_->CheckText(at, "path", envelope.path(),
                               "is in an array; an envelope is an object");
      }
      if (!seen.insert(envelope.path()).second) {
        validation_->CheckText(at, "path", envelope.path(), "is repeated");
      }
      validation_->CheckServiceTier(at, envelope.service_tier());
    }
  }

  void CheckRecognition() {
    CheckPaths("usage_paths", format_.usage_paths());
    if (format_.required().empty()) {
      validation_->Report(at_, "required", "no path is given");
    }
    CheckPaths("required", format_.required());
    CheckPaths("absent_paths", format_.absent_paths());
    CheckPaths("marks", format_.marks());
    CheckSize("known_paths", format_.known_paths_size());
    for (int i = 0; i < format_.known_paths_size(); ++i) {
      absl::string_view path = format_.known_paths(i);
      absl::ConsumeSuffix(&path, ".*");
      CheckPathAt(at_.Field("known_paths", i), path);
    }
    CheckSize("conditions", format_.conditions_size());
    for (int i = 0; i < format_.conditions_size(); ++i) {
      const v1::TextCondition& condition = format_.conditions(i);
      const Location at = at_.Field("conditions", i);
      CheckPath(at, "path", condition.path());
      if (condition.values().empty()) {
        validation_->Report(at, "values", "no value is given");
      }
    }
  }

  void CheckRule(const v1::UsageRule& rule, const Location& at) {
    CheckQuantity(rule, at);
    for (int i = 0; i < rule.minus_size(); ++i) {
      CheckPathAt(at.Field("minus", i), rule.minus(i));
    }
    for (int i = 0; i < rule.unless_paths_size(); ++i) {
      CheckPathAt(at.Field("unless_paths", i), rule.unless_paths(i));
    }
    CheckTarget(rule, at);
    for (int i = 0; i < rule.parameters_size(); ++i) {
      const v1::UsageParameter& parameter = rule.parameters(i);
      const Location parameter_at = at.Field("parameters", i);
      validation_->CheckText(parameter_at, "key", parameter.key(),
                             ParameterKeyProblem(parameter.key()));
      CheckPath(parameter_at, "path", parameter.path());
    }
    const bool sums = format_.stream_merge() == v1::STREAM_MERGE_SUM;
    const bool has_units = rule.units() > 1;
    if ((has_units && absl::StrContains(rule.path(), "[")) ||
        (sums && (has_units || rule.count_items()))) {
      validation_->CheckText(at, "path", rule.path(),
                             "is added up, which is only done of whole numbers "
                             "in one unit");
    }
    if (rule.units() < 0 || rule.units() > kMaxUnits) {
      validation_->Report(at, "units",
                          absl::StrCat("must be 0 to ", kMaxUnits));
    }
  }

  void CheckQuantity(const v1::UsageRule& rule, const Location& at) {
    if (!rule.path().empty()) {
      CheckPath(at, "path", rule.path());
    } else if (rule.parameters().empty()) {
      validation_->Report(at, "path",
                          "is not given, nor are parameters that would stand "
                          "for it");
    }
    if (rule.count_items() && !absl::EndsWith(rule.path(), "]")) {
      validation_->CheckText(at, "path", rule.path(),
                             "does not end in an array whose elements could "
                             "be counted");
    }
  }

  void CheckTarget(const v1::UsageRule& rule, const Location& at) {
    std::set<std::string> seen;
    for (int i = 0; i < rule.fields_size(); ++i) {
      if (!UsageFieldOf(rule.fields(i)).has_value() ||
          !seen.insert(rule.fields(i)).second) {
        validation_->Report(
            at.Field("fields", i),
            absl::StrCat(Quoted(rule.fields(i)),
                         UsageFieldOf(rule.fields(i)).has_value()
                             ? " is repeated"
                             : " is no quantity of Usage"));
      }
    }
    const bool has_meter = rule.meter() != v1::METER_UNSPECIFIED;
    if (has_meter != rule.fields().empty()) {
      validation_->Report(
          at, has_meter ? "meter" : "fields",
          has_meter ? "stands beside fields" : "is not given, nor is a meter");
    }
    if (has_meter &&
        (!IsMeter(rule.meter()) || IsToken(static_cast<Meter>(rule.meter())))) {
      validation_->Report(at, "meter",
                          "is none, or one of tokens, which have fields");
    }
    if (!has_meter && !rule.parameters().empty()) {
      validation_->Report(at, "parameters", "are only for meters");
    }
  }

  void CheckSums() {
    CheckSize("checks", format_.checks_size());
    for (int i = 0; i < format_.checks_size(); ++i) {
      const v1::UsageCheck& check = format_.checks(i);
      const Location at = at_.Field("checks", i);
      CheckPath(at, "path", check.path());
      if (check.parts().empty()) {
        validation_->Report(at, "parts", "no part is given");
      }
      for (int j = 0; j < check.parts_size(); ++j) {
        CheckPathAt(at.Field("parts", j), check.parts(j));
      }
    }
  }

  void CheckTextRules(
      const char* field,
      const google::protobuf::RepeatedPtrField<v1::TextRule>& rules) {
    CheckSize(field, rules.size());
    for (int i = 0; i < rules.size(); ++i) {
      CheckPath(at_.Field(field, i), "path", rules[i].path());
    }
  }

  void CheckCosts() {
    for (int i = 0; i < format_.reported_cost_rules_size(); ++i) {
      const v1::ReportedCostRule& rule = format_.reported_cost_rules(i);
      const Location at = at_.Field("reported_cost_rules", i);
      CheckPath(at, "path", rule.path());
      validation_->CheckText(at, "currency_code", rule.currency_code(),
                             CurrencyProblem(rule.currency_code()));
      if (rule.per_currency_unit() < 0 ||
          rule.per_currency_unit() > kMaxPerCurrencyUnit) {
        validation_->Report(at, "per_currency_unit",
                            absl::StrCat("must be 0 to ", kMaxPerCurrencyUnit));
      }
    }
  }

  const v1::UsageFormat& format_;
  const Location& at_;
  Validation* const validation_;
};

}  // namespace

void ValidateUsageFormats(const Location& at, Validation* validation) {
  std::set<std::string> seen;
  const auto check_id = [&](const Location& field_at, const std::string& id) {
    const std::string problem = !IdProblem(id).empty()   ? IdProblem(id)
                                : seen.insert(id).second ? ""
                                                         : "is repeated";
    if (!problem.empty()) {
      validation->Report(field_at, absl::StrCat(Quoted(id), " ", problem));
    }
  };
  const v1::Provider& provider = validation->provider();
  for (int i = 0; i < provider.usage_formats_size(); ++i) {
    const v1::UsageFormat& format = provider.usage_formats(i);
    const Location format_at = at.Field("usage_formats", i);
    if (i == kMaxFormats) {
      validation->Report(format_at,
                         absl::StrCat("more than ", kMaxFormats, " formats"));
      return;
    }
    check_id(format_at.Field("format_id"), format.format_id());
    for (int j = 0; j < format.aliases_size(); ++j) {
      check_id(format_at.Field("aliases", j), format.aliases(j));
    }
    FormatValidator(format, format_at, validation).Run();
  }
}

}  // namespace ratecard
