#include "service/catalog/validate_model.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "service/catalog/text.h"
#include "service/catalog/text_rules.h"
#include "service/catalog/validate_schedule.h"

namespace ratecard {
namespace {

// No limit comes near; sums of two stay far from overflow.
constexpr int64_t kMaxTokens = 1'000'000'000'000;
constexpr size_t kMaxScore = 32;

bool IsScore(absl::string_view text) {
  absl::ConsumePrefix(&text, "-");
  const size_t point = std::min(text.find('.'), text.size());
  const auto digits = [](absl::string_view part) {
    return !part.empty() && std::all_of(part.begin(), part.end(), [](char c) {
      return absl::ascii_isdigit(static_cast<unsigned char>(c));
    });
  };
  return text.size() <= kMaxScore && digits(text.substr(0, point)) &&
         (point == text.size() || digits(text.substr(point + 1)));
}

class ModelValidator {
 public:
  ModelValidator(const v1::Model& model, const Location& at,
                 Validation* validation)
      : model_(model), at_(at), validation_(validation) {}

  void Run() {
    CheckIdentity();
    for (int i = 0; i < model_.aliases_size(); ++i) {
      CheckAlias(model_.aliases(i), at_.Field("aliases", i));
    }
    CheckLimits();
    CheckValues("input_modalities", model_.input_modalities(),
                v1::Modality_IsValid, v1::Modality_Name<int>, "modality");
    CheckValues("output_modalities", model_.output_modalities(),
                v1::Modality_IsValid, v1::Modality_Name<int>, "modality");
    CheckValues("capabilities", model_.capabilities(), v1::Capability_IsValid,
                v1::Capability_Name<int>, "capability");
    CheckLifecycle();
    ValidateSchedules(model_, at_, validation_);
    CheckCard();
    CheckFieldSources();
  }

 private:
  void CheckIdentity() {
    if (!model_.name().empty()) {
      validation_->Report(at_, "name", "is made from the ids, not given");
    }
    if (model_.model_id().empty()) {
      validation_->Report(at_, "model_id", "no model id is given");
    } else {
      validation_->CheckText(at_, "model_id", model_.model_id(),
                             ModelIdProblem(model_.model_id()));
    }
    CheckLabel(at_, "display_name", model_.display_name());
    CheckLabel(at_, "base_model", model_.base_model());
    CheckLabel(at_, "product_line", model_.product_line());
    if (!model_.maker().empty()) {
      validation_->CheckText(at_, "maker", model_.maker(),
                             IdProblem(model_.maker()));
    }
    if (!model_.currency_code().empty()) {
      validation_->CheckText(at_, "currency_code", model_.currency_code(),
                             CurrencyProblem(model_.currency_code()));
    } else if (validation_->provider().currency_code().empty()) {
      validation_->Report(at_, "currency_code",
                          "neither the model nor its provider has a currency");
    }
    validation_->CheckSource(at_, model_.source_id(), /*required=*/true);
  }

  void CheckLabel(const Location& at, const char* field,
                  const std::string& value) {
    validation_->CheckText(at, field, value, TextProblem(value, kMaxLabel));
  }

  void CheckNeeded(const Location& at, const char* field,
                   const std::string& value, size_t max = kMaxText) {
    validation_->CheckText(
        at, field, value, value.empty() ? "is empty" : TextProblem(value, max));
  }

  void CheckAlias(const v1::Alias& alias, const Location& at) {
    validation_->CheckText(at, "alias_id", alias.alias_id(),
                           ModelIdProblem(alias.alias_id()));
    if (!v1::AliasKind_IsValid(alias.kind())) {
      validation_->Report(at, "kind", "is not a known kind of alias");
    }
    const auto start =
        validation_->CheckTime(at, "start_time", alias.start_time());
    const auto end = validation_->CheckTime(at, "end_time", alias.end_time());
    if (start.has_value() && end.has_value() && *end <= *start) {
      validation_->Report(
          at, "end_time",
          absl::StrCat("the end ", alias.end_time(), " is not after the start ",
                       alias.start_time()));
    }
    validation_->CheckRegion(at, alias.region());
    validation_->CheckServiceTier(at, alias.service_tier());
    validation_->CheckSource(at, alias.source_id());
  }

  void CheckLimits() {
    if (!model_.has_limits()) {
      return;
    }
    const v1::Limits& limits = model_.limits();
    const Location at = at_.Field("limits");
    const auto check = [&](const char* field, bool given, int64_t tokens) {
      if (given && (tokens <= 0 || tokens > kMaxTokens)) {
        validation_->Report(
            at, field,
            absl::StrCat(tokens, " is not from 1 to ", kMaxTokens,
                         "; leave out what is not published"));
      }
    };
    check("context_window_tokens", limits.has_context_window_tokens(),
          limits.context_window_tokens());
    check("max_input_tokens", limits.has_max_input_tokens(),
          limits.max_input_tokens());
    check("max_output_tokens", limits.has_max_output_tokens(),
          limits.max_output_tokens());
    if (limits.context_window_tokens() <= 0) {
      return;
    }
    const auto check_inside = [&](const char* field, int64_t tokens) {
      if (tokens > limits.context_window_tokens()) {
        validation_->Report(at, field,
                            absl::StrCat(tokens, " is above the window of ",
                                         limits.context_window_tokens()));
      }
    };
    check_inside("max_input_tokens", limits.max_input_tokens());
    if (!limits.output_outside_window()) {
      check_inside("max_output_tokens", limits.max_output_tokens());
    }
  }

  // Enum values, none of which may be unspecified, unknown or repeated.
  template <typename Valid, typename Name>
  void CheckValues(const char* field,
                   const google::protobuf::RepeatedField<int>& values,
                   const Valid& valid, const Name& name, const char* kind) {
    uint64_t seen = 0;
    for (int i = 0; i < values.size(); ++i) {
      const int value = values[i];
      if (value <= 0 || value >= 64 || !valid(value)) {
        validation_->Report(at_.Field(field, i),
                            absl::StrCat("is not a ", kind));
        continue;
      }
      const uint64_t bit = uint64_t{1} << value;
      if ((seen & bit) != 0) {
        validation_->Report(at_.Field(field, i),
                            absl::StrCat(name(value), " is repeated"));
      }
      seen |= bit;
    }
  }

  void CheckLifecycle() {
    if (!model_.has_lifecycle()) {
      return;
    }
    const v1::Lifecycle& lifecycle = model_.lifecycle();
    const Location at = at_.Field("lifecycle");
    const auto release =
        validation_->CheckDate(at, "release_date", lifecycle.release_date());
    const auto deprecation = validation_->CheckDate(
        at, "deprecation_date", lifecycle.deprecation_date());
    const auto retirement = validation_->CheckDate(at, "retirement_date",
                                                   lifecycle.retirement_date());
    if (release.has_value() && deprecation.has_value() &&
        *deprecation < *release) {
      validation_->Report(at, "deprecation_date",
                          absl::StrCat(lifecycle.deprecation_date(),
                                       " is before the release date ",
                                       lifecycle.release_date()));
    }
    const auto& before = deprecation.has_value() ? deprecation : release;
    if (before.has_value() && retirement.has_value() && *retirement < *before) {
      validation_->Report(
          at, "retirement_date",
          absl::StrCat(lifecycle.retirement_date(), " is before the ",
                       deprecation.has_value() ? "deprecation" : "release",
                       " date"));
    }
    const std::string& cutoff = lifecycle.knowledge_cutoff();
    if (!cutoff.empty() && !ParseDayOrMonth(cutoff).ok()) {
      validation_->CheckText(at, "knowledge_cutoff", cutoff,
                             "is neither YYYY-MM-DD nor YYYY-MM");
    }
    CheckReplacedBy(lifecycle.replaced_by(), at);
  }

  void CheckReplacedBy(const std::string& id, const Location& at) {
    if (id.empty()) {
      return;
    }
    if (id == model_.model_id()) {
      validation_->CheckText(at, "replaced_by", id, "is this model itself");
    } else if (!validation_->HasModel(id)) {
      validation_->CheckText(at, "replaced_by", id,
                             "is not a model of this provider");
    }
  }

  void CheckCard() {
    const Location card_at = at_.Field("card");
    for (int i = 0; i < model_.card().rows_size(); ++i) {
      const v1::CardRow& row = model_.card().rows(i);
      const Location at = card_at.Field("rows", i);
      CheckNeeded(at, "section", row.section(), kMaxLabel);
      CheckNeeded(at, "key", row.key(), kMaxLabel);
      CheckNeeded(at, "value", row.value());
      validation_->CheckSource(at, row.source_id());
    }
    for (int i = 0; i < model_.card().benchmarks_size(); ++i) {
      const v1::BenchmarkResult& result = model_.card().benchmarks(i);
      const Location at = card_at.Field("benchmarks", i);
      CheckNeeded(at, "benchmark", result.benchmark(), kMaxLabel);
      CheckLabel(at, "category", result.category());
      if (!IsScore(result.score())) {
        validation_->CheckText(at, "score", result.score(),
                               "is not a decimal such as 0.84");
      }
      if (result.has_rank() && result.rank() < 1) {
        validation_->Report(at, "rank",
                            absl::StrCat(result.rank(),
                                         " is not a rank; the "
                                         "first is 1"));
      }
      validation_->CheckSource(at, result.source_id());
    }
  }

  void CheckFieldSources() {
    absl::flat_hash_set<absl::string_view> seen;
    for (int i = 0; i < model_.field_sources_size(); ++i) {
      const v1::FieldSource& source = model_.field_sources(i);
      const Location at = at_.Field("field_sources", i);
      if (CheckModelField(source.field(), at) &&
          !seen.insert(source.field()).second) {
        validation_->CheckText(at, "field", source.field(), "is repeated");
      }
      validation_->CheckSource(at, source.source_id(), /*required=*/true);
    }
    for (int i = 0; i < model_.disagreements_size(); ++i) {
      const v1::Disagreement& disagreement = model_.disagreements(i);
      const Location at = at_.Field("disagreements", i);
      CheckModelField(disagreement.field(), at);
      CheckNeeded(at, "value", disagreement.value());
      validation_->CheckSource(at, disagreement.source_id(),
                               /*required=*/true);
      validation_->CheckText(at, "reason", disagreement.reason(),
                             TextProblem(disagreement.reason(), kMaxText));
    }
  }

  bool CheckModelField(const std::string& path, const Location& at) {
    if (IsModelField(path)) {
      return true;
    }
    validation_->CheckText(
        at, "field", path,
        path.empty() ? "no field is named" : "is not a field of a model");
    return false;
  }

  const v1::Model& model_;
  const Location& at_;
  Validation* const validation_;
};

}  // namespace

void ValidateModel(const v1::Model& model, const Location& at,
                   Validation* validation) {
  ModelValidator(model, at, validation).Run();
}

bool IsModelField(absl::string_view path) {
  const google::protobuf::Descriptor* message = v1::Model::descriptor();
  for (absl::string_view name : absl::StrSplit(path, '.')) {
    const size_t bracket = name.find('[');
    absl::string_view index;
    if (bracket != absl::string_view::npos) {
      index = name.substr(bracket);
      name = name.substr(0, bracket);
    }
    const google::protobuf::FieldDescriptor* field =
        message == nullptr ? nullptr
                           : message->FindFieldByName(std::string(name));
    if (field == nullptr) {
      return false;
    }
    int place = 0;
    if (!index.empty() &&
        (!field->is_repeated() || !absl::ConsumePrefix(&index, "[") ||
         !absl::ConsumeSuffix(&index, "]") ||
         !absl::SimpleAtoi(index, &place) || place < 0)) {
      return false;
    }
    message = field->message_type();
  }
  return true;
}

}  // namespace ratecard
