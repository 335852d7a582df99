#include <algorithm>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/command.h"
#include "client/comparison_text.h"
#include "client/error_report.h"
#include "client/flags.h"
#include "client/usage_flags.h"
#include "client/workload_file.h"
#include "service/api/convert.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

constexpr int64_t kDefaultRows = 20;
constexpr int64_t kPageSize = 1'000;
constexpr char kConstraintsGroup[] = "What the model must be";

struct CompareFlags {
  v1::CompareModelsRequest request;
  v1::Usage usage;
  std::string workload;
  std::vector<std::string> models;
  std::vector<std::string> makers;
  std::vector<std::string> product_lines;
  std::vector<std::string> providers;
  std::vector<std::string> not_providers;
  std::vector<std::string> regions;
  std::vector<std::string> not_regions;
  std::vector<std::string> licenses;
  std::vector<std::string> min_scores;
  std::vector<int> input_modalities;
  std::vector<int> output_modalities;
  std::vector<int> capabilities;
  std::vector<int> statuses;
  std::vector<int> rankings;
  std::vector<int> reasons;
  std::optional<int64_t> limit;
  std::optional<absl::Time> as_of;
};

template <typename Values, typename Field>
void Assign(const Values& values, Field* field) {
  *field = {values.begin(), values.end()};
}

// `SWE-Bench Pro=40`: the name may have `=` itself.
absl::Status AddMinScore(const std::string& text,
                         v1::ComparisonConstraints* constraints) {
  const size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    return UsageError(absl::StrCat("--min-score: '", text,
                                   "' is not BENCHMARK=SCORE, for example "
                                   "'SciCode (percent correct)=40'"));
  }
  v1::MinScore* score = constraints->add_min_scores();
  score->set_benchmark(text.substr(0, equals));
  score->set_score(text.substr(equals + 1));
  return absl::OkStatus();
}

absl::Status FillRequest(const CompareFlags& flags,
                         v1::CompareModelsRequest* request) {
  Assign(flags.models, request->mutable_models());
  v1::ModelFilter* filter = request->mutable_filter();
  Assign(flags.makers, filter->mutable_makers());
  Assign(flags.product_lines, filter->mutable_product_lines());
  Assign(flags.input_modalities, filter->mutable_input_modalities());
  Assign(flags.output_modalities, filter->mutable_output_modalities());
  Assign(flags.capabilities, filter->mutable_capabilities());
  Assign(flags.statuses, filter->mutable_statuses());
  v1::ComparisonConstraints* constraints = request->mutable_constraints();
  Assign(flags.providers, constraints->mutable_allowed_providers());
  Assign(flags.not_providers, constraints->mutable_denied_providers());
  Assign(flags.regions, constraints->mutable_allowed_regions());
  Assign(flags.not_regions, constraints->mutable_denied_regions());
  Assign(flags.licenses, constraints->mutable_licenses());
  for (const std::string& text : flags.min_scores) {
    RATECARD_RETURN_IF_ERROR(AddMinScore(text, constraints));
  }
  if (!flags.rankings.empty()) {
    request->set_rank_by(
        static_cast<v1::ComparisonRanking>(flags.rankings.back()));
  }
  if (!flags.reasons.empty()) {
    request->set_left_out_reason(
        static_cast<v1::LeftOutReason>(flags.reasons.back()));
  }
  if (flags.as_of.has_value()) {
    ToProto(*flags.as_of, request->mutable_as_of());
  }
  return absl::OkStatus();
}

// Takes over the classes of a workload. The models that they name are what the
// others are compared to, if they are one.
void TakeWorkload(const v1::EstimateWorkloadRequest& workload,
                  v1::CompareModelsRequest* request) {
  std::set<std::string> models;
  for (const v1::WorkloadClass& from : workload.classes()) {
    v1::WorkloadClass* to = request->add_classes();
    *to = from;
    models.insert(from.provider().empty() || from.model().empty()
                      ? from.model()
                      : absl::StrCat(from.provider(), "/", from.model()));
    to->clear_model();
    to->clear_provider();
  }
  if (models.size() == 1 && request->baseline_model().empty()) {
    request->set_baseline_model(*models.begin());
  }
  if (workload.has_period()) {
    *request->mutable_period() = workload.period();
  }
  if (workload.has_as_of() && !request->has_as_of()) {
    *request->mutable_as_of() = workload.as_of();
  }
  request->set_strict(request->strict() || workload.strict());
}

// All pages, or as many as `limit` needs, as one reply.
absl::StatusOr<v1::CompareModelsResponse> CompareAll(
    v1::CompareModelsRequest request, int64_t limit, const Client& client) {
  const bool ranked =
      request.left_out_reason() == v1::LEFT_OUT_REASON_UNSPECIFIED;
  v1::CompareModelsResponse all;
  int64_t shown = 0;
  do {
    request.set_page_size(
        static_cast<int32_t>(std::min(limit - shown, kPageSize)));
    RATECARD_ASSIGN_OR_RETURN(v1::CompareModelsResponse page,
                              client.CompareModels(request));
    if (shown == 0) {
      all = page;
    } else {
      all.mutable_models()->MergeFrom(page.models());
      if (!ranked) {
        all.mutable_left_out_models()->MergeFrom(page.left_out_models());
      }
    }
    shown = ranked ? all.models_size() : all.left_out_models_size();
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() && shown < limit);
  // No flag would take it.
  all.clear_next_page_token();
  return all;
}

// Whether a mistake is in the file of the workload.
bool IsAboutClasses(const absl::Status& status) {
  const ErrorDetail detail = DetailOf(status);
  return !detail.fields.empty() &&
         (absl::StartsWith(detail.fields.front().first, "classes") ||
          detail.fields.front().first == "period");
}

absl::StatusOr<Reply> RunCompare(CompareFlags& flags, Session& session) {
  if (flags.limit.has_value() && *flags.limit == 0) {
    return UsageError("--limit: at least 1");
  }
  v1::CompareModelsRequest request = flags.request;
  RATECARD_RETURN_IF_ERROR(FillRequest(flags, &request));
  const bool has_usage = flags.usage.ByteSizeLong() > 0;
  std::optional<WorkloadFile> file;
  if (!flags.workload.empty()) {
    if (has_usage) {
      return UsageError("--workload excludes what one request uses");
    }
    RATECARD_ASSIGN_OR_RETURN(const std::string text,
                              ReadInput(flags.workload));
    RATECARD_ASSIGN_OR_RETURN(file,
                              ParseWorkload(NameOfInput(flags.workload), text));
    TakeWorkload(file->request, &request);
  } else {
    *request.mutable_usage() = flags.usage;
  }
  RATECARD_ASSIGN_OR_RETURN(const Client* client, session.client());
  absl::StatusOr<v1::CompareModelsResponse> response =
      CompareAll(request, flags.limit.value_or(kDefaultRows), *client);
  if (!response.ok()) {
    return file.has_value() && !session.json() &&
                   IsAboutClasses(response.status())
               ? WithPosition(response.status(), *file)
               : response.status();
  }
  Reply reply;
  if (session.json()) {
    RATECARD_ASSIGN_OR_RETURN(reply.text, ToJson(*response));
  } else {
    reply.text = ComparisonText(*response, session.style(), session.columns());
  }
  return reply;
}

void AddNameFlags(Command& command, CompareFlags* flags) {
  const auto names = [&](const char* flag, const char* type, const char* help,
                         const char* kind, const char* field,
                         std::vector<std::string>* values) {
    CLI::Option* option = AddTexts(command, flag, type, help, values);
    option->group(kConstraintsGroup);
    if (kind != nullptr) {
      command.kinds[option] = kind;
    }
    command.flag_of_field.emplace_back(field, flag);
  };
  names("--provider", "ID", "At one of these providers", "provider",
        "constraints.allowed_providers", &flags->providers);
  names("--not-provider", "ID", "At none of these", "provider",
        "constraints.denied_providers", &flags->not_providers);
  names("--allow-region", "NAME",
        "Priced in one of these regions, or within; global prices do not count",
        "region", "constraints.allowed_regions", &flags->regions);
  names("--deny-region", "NAME", "Priced in none of these", "region",
        "constraints.denied_regions", &flags->not_regions);
  names("--maker", "NAME", "Made by one of these", "maker", "filter.makers",
        &flags->makers);
  names("--product-line", "NAME", "Of one of these product lines", nullptr,
        "filter.product_lines", &flags->product_lines);
  names("--license", "NAME", "Under one of these licences", nullptr,
        "constraints.licenses", &flags->licenses);
}

void AddFactFlags(Command& command, CompareFlags* flags) {
  v1::ModelFilter* filter = flags->request.mutable_filter();
  v1::ComparisonConstraints* constraints = flags->request.mutable_constraints();
  AddEnums(command, "--modality", "KIND", "Takes all of these",
           v1::Modality_descriptor(), &flags->input_modalities)
      ->group(kConstraintsGroup);
  AddEnums(command, "--output-modality", "KIND", "Gives all of these",
           v1::Modality_descriptor(), &flags->output_modalities)
      ->group(kConstraintsGroup);
  AddEnums(command, "--capability", "NAME", "Has all of these",
           v1::Capability_descriptor(), &flags->capabilities)
      ->group(kConstraintsGroup);
  AddEnums(command, "--status", "NAME",
           "In one of these states. Default: active",
           v1::ModelStatus_descriptor(), &flags->statuses)
      ->group(kConstraintsGroup);
  AddText(command, "--text", "TEXT",
          "Id, alias or display name contains this, whatever the case",
          filter->mutable_text())
      ->group(kConstraintsGroup);
  AddQuantity(
      command, "--headroom",
      "Input tokens that must still fit beside the request",
      [constraints](int64_t n) { constraints->set_min_headroom_tokens(n); })
      ->group(kConstraintsGroup);
  AddText(command, "--min-cutoff", "DATE",
          "Its knowledge ends then or later: YYYY-MM-DD or YYYY-MM",
          constraints->mutable_min_knowledge_cutoff())
      ->group(kConstraintsGroup);
  // Not split at commas: names of benchmarks have some.
  command.app
      ->add_option("--min-score", flags->min_scores,
                   "Scores at least this on a benchmark, as often as needed")
      ->allow_extra_args(false)
      ->option_text("BENCHMARK=SCORE")
      ->group(kConstraintsGroup);
  const auto allow = [&](const char* flag, const char* help,
                         void (v1::ComparisonConstraints::*set)(bool)) {
    command.app
        ->add_flag_callback(
            flag, [constraints, set] { (constraints->*set)(true); }, help)
        ->group(kConstraintsGroup);
  };
  allow("--allow-unknown-fit", "Also where it is not known whether it fits",
        &v1::ComparisonConstraints::set_allow_unknown_fit);
  allow("--allow-plans", "Also what only a subscription has",
        &v1::ComparisonConstraints::set_allow_plans);
  allow("--base-scores",
        "Where a model has no score, take the lowest of its base model",
        &v1::ComparisonConstraints::set_scores_of_base_models);
  command.flag_of_field.insert(
      command.flag_of_field.end(),
      {{"filter.text", "--text"},
       {"constraints.min_headroom_tokens", "--headroom"},
       {"constraints.min_knowledge_cutoff", "--min-cutoff"},
       {"constraints.min_scores", "--min-score"}});
}

void AddRankingFlags(Command& command,
                     const std::shared_ptr<CompareFlags>& flags) {
  v1::CompareModelsRequest& request = flags->request;
  AddEnums(command, "--by", "WHAT",
           "Rank by cost or by cost per point of the "
           "benchmark. Default: cost",
           v1::ComparisonRanking_descriptor(), &flags->rankings);
  AddText(
      command, "--benchmark", "NAME",
      "Show scores on it, and mark with * what no other model beats on both "
      "cost and score",
      request.mutable_benchmark());
  CLI::Option* baseline =
      AddText(command, "--baseline", "MODEL",
              "Show what each model costs more or less than this one",
              request.mutable_baseline_model());
  command.kinds[baseline] = "model";
  command.app->add_flag_callback(
      "--one-per-base-model",
      [flags] { flags->request.set_one_per_base_model(true); },
      "Rank only the best of those that have the same weights");
  AddEnums(command, "--left-out", "REASON",
           "List the models that this leaves out instead",
           v1::LeftOutReason_descriptor(), &flags->reasons);
  AddQuantity(command, "--limit",
              absl::StrCat("Show at most N. Default: ", kDefaultRows),
              [flags](int64_t n) { flags->limit = n; });
  AddText(command, "--currency", "CODE", "Priced in this. Default: USD",
          request.mutable_currency_code());
  command.flag_of_field.insert(command.flag_of_field.end(),
                               {{"rank_by", "--by"},
                                {"benchmark", "--benchmark"},
                                {"baseline_model", "--baseline"},
                                {"left_out_reason", "--left-out"},
                                {"currency_code", "--currency"}});
}

void AddPricingFlags(Command& command,
                     const std::shared_ptr<CompareFlags>& flags) {
  v1::CompareModelsRequest& request = flags->request;
  CLI::Option* tier =
      AddText(command, "--tier", "NAME", "Service tier. Default: standard",
              request.mutable_service_tier());
  command.kinds[tier] = "tier";
  CLI::Option* region =
      AddText(command, "--region", "NAME",
              "Region to price. Default: global prices, or the cheapest region "
              "where there are none",
              request.mutable_region());
  command.kinds[region] = "region";
  AddAsOf(command, "Prices of which instant", &flags->as_of);
  command.app->add_flag_callback(
      "--strict", [flags] { flags->request.set_strict(true); },
      "Leave out what has no price of its own for a meter");
  command.flag_of_field.insert(command.flag_of_field.end(),
                               {{"models", "MODEL"},
                                {"usage", "--input or --output"},
                                {"service_tier", "--tier"},
                                {"region", "--region"}});
}

}  // namespace

void AddCompareCommand(Cli& cli) {
  Command& command = cli.Add(
      "compare", "Rank the models that can do a job by what it costs on them.",
      "  ratecard compare --input 100k --output 5k --capability tool_use\n"
      "  ratecard compare gpt-5.2 gemini-2.5-pro --input 9k --baseline "
      "gpt-5.2\n"
      "  ratecard compare --input 9k --by cost_per_point \\\n"
      "      --benchmark 'SciCode (percent correct)'");
  const auto flags = std::make_shared<CompareFlags>();
  CLI::Option* models = command.app->add_option(
      "MODEL", flags->models, "Compare only these: any names of models");
  command.kinds[models] = "model";
  AddUsageFlags(command, &flags->usage);
  command.app
      ->add_option("--workload", flags->workload,
                   "Price the classes of this file instead, as `ratecard "
                   "workload` takes it, on every model; - for standard input. "
                   "The model that it names is the baseline unless said "
                   "otherwise")
      ->option_text("FILE");
  AddPricingFlags(command, flags);
  AddRankingFlags(command, flags);
  AddNameFlags(command, flags.get());
  AddFactFlags(command, flags.get());
  command.run = [flags](Session& session) {
    return RunCompare(*flags, session);
  };
}

}  // namespace ratecard
