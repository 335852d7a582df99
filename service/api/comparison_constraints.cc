#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/civil_time.h"
#include "service/api/comparison_request.h"
#include "service/api/model_filter.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"
#include "service/catalog/nearest.h"
#include "service/catalog/text.h"

namespace ratecard {
namespace {

using R = LeftOutReason;

constexpr int kMaxMinScores = 8;
constexpr absl::string_view kInvalidFilter = "INVALID_FILTER";

// The domain's enumeration mirrors the contract's, number by number.
static_assert(static_cast<int>(R::kSameBaseModel) ==
              v1::LEFT_OUT_REASON_SAME_BASE_MODEL);
static_assert(v1::LeftOutReason_MAX + 1 == kLeftOutReasonCount);
// A set holds the reasons and, of each capability, modality and score asked
// for, one more.
static_assert(kLeftOutReasonCount + v1::Capability_MAX + 2 * v1::Modality_MAX +
                  kMaxMinScores + 1 <=
              64);

Error InvalidConstraint(absl::string_view field, absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_CONSTRAINT",
               absl::StrCat(field, " ", problem))
      .Field(field, problem);
}

// About a `name` that is not among `known`.
Error NotKnown(const Dictionary& known, const std::string& name,
               absl::string_view reason, absl::string_view field,
               absl::string_view kind) {
  const std::vector<absl::string_view> names(known.names().begin(),
                                             known.names().end());
  const std::vector<std::string> nearest = NearestNames(name, names, 5);
  const std::string problem = absl::StrCat(
      "has '", Shortened(name), "', which is no ", kind, " in the catalog",
      nearest.empty() ? "" : "; nearest: ", absl::StrJoin(nearest, ", "));
  Error error(absl::StatusCode::kInvalidArgument, reason,
              absl::StrCat(field, " ", problem));
  error.Field(field, problem);
  if (!nearest.empty()) {
    error.With("nearest", absl::StrJoin(nearest, ","));
  }
  return error;
}

// Each of `numbers` once, as a constraint of its own.
std::vector<Constraints::Wanted> WantedOf(
    const google::protobuf::RepeatedField<int>& numbers, R reason,
    absl::string_view field, Constraints* constraints) {
  std::vector<Constraints::Wanted> wanted;
  uint32_t seen = 0;
  for (int i = 0; i < numbers.size(); ++i) {
    const uint32_t bit = uint32_t{1} << numbers[i];
    if ((seen & bit) == 0) {
      seen |= bit;
      wanted.push_back(
          {bit, constraints->Add(reason, absl::StrCat(field, "[", i, "]"))});
    }
  }
  return wanted;
}

absl::Status ReadFilter(const v1::ModelFilter& proto,
                        const ComparisonTable& table, absl::Time as_of,
                        Constraints* constraints) {
  RATECARD_ASSIGN_OR_RETURN(ModelFilter read,
                            ModelFilter::FromProto(proto, as_of));
  RATECARD_RETURN_IF_ERROR(read.CheckNames(table.models()));
  const auto filter = std::make_shared<const ModelFilter>(std::move(read));
  if (!proto.makers().empty()) {
    constraints->makers.resize(table.makers().size());
    for (const std::string& maker : proto.makers()) {
      constraints->makers[table.makers().Find(maker)] = true;
    }
  }
  if (!proto.statuses().empty()) {
    constraints->statuses = 0;
    for (const int status : proto.statuses()) {
      constraints->statuses |= uint32_t{1} << status;
    }
  }
  constraints->input_modalities =
      WantedOf(proto.input_modalities(), R::kModality,
               "filter.input_modalities", constraints);
  constraints->output_modalities =
      WantedOf(proto.output_modalities(), R::kModality,
               "filter.output_modalities", constraints);
  constraints->capabilities = WantedOf(proto.capabilities(), R::kCapability,
                                       "filter.capabilities", constraints);
  const auto add = [&](bool asked, R reason, auto passes) {
    if (asked) {
      constraints->predicates.push_back({reason, passes});
    }
  };
  add(!proto.product_lines().empty(), R::kProductLine,
      [filter](const Model& model) {
        return filter->PassesProductLines(model);
      });
  add(proto.has_min_context_window_tokens() ||
          proto.has_min_max_input_tokens() || proto.has_min_max_output_tokens(),
      R::kLimits, [filter](const Model& model) {
        return filter->PassesLimits(model.limits);
      });
  add(!proto.text().empty(), R::kText,
      [filter](const Model& model) { return filter->PassesText(model); });
  add(!proto.max_input_price().empty() || !proto.max_output_price().empty() ||
          !proto.price_currency_code().empty() || !proto.price_states().empty(),
      R::kStandardPrice,
      [filter](const Model& model) { return filter->PassesPrices(model); });
  return absl::OkStatus();
}

absl::Status ReadProviders(const v1::ComparisonConstraints& proto,
                           const Catalog& catalog, Constraints* constraints) {
  const auto mark = [&](const auto& names, absl::string_view field,
                        bool value) -> absl::Status {
    for (int i = 0; i < names.size(); ++i) {
      const absl::StatusOr<const Provider*> provider =
          catalog.ResolveProvider(names[i]);
      if (!provider.ok()) {
        ErrorDetail detail = DetailOf(provider.status());
        for (auto& at : detail.fields) {
          at.first = absl::StrCat("constraints.", field, "[", i, "]");
        }
        return WithDetail(provider.status(), detail);
      }
      const auto place = *provider - catalog.providers().data();
      constraints->providers[static_cast<size_t>(place)] = value;
    }
    return absl::OkStatus();
  };
  if (proto.allowed_providers().empty() && proto.denied_providers().empty()) {
    return absl::OkStatus();
  }
  constraints->providers.assign(catalog.providers().size(),
                                proto.allowed_providers().empty());
  RATECARD_RETURN_IF_ERROR(
      mark(proto.allowed_providers(), "allowed_providers", true));
  return mark(proto.denied_providers(), "denied_providers", false);
}

absl::Status ReadRegions(const v1::ComparisonConstraints& proto,
                         const Catalog& catalog, const ComparisonTable& table,
                         Constraints* constraints) {
  const auto read = [&](const auto& names, absl::string_view field,
                        std::vector<std::string>* regions) -> absl::Status {
    for (int i = 0; i < names.size(); ++i) {
      RATECARD_RETURN_IF_ERROR(
          CheckRegion(catalog, table, names[i], kInvalidFilter,
                      absl::StrCat("constraints.", field, "[", i, "]")));
      regions->push_back(names[i]);
    }
    return absl::OkStatus();
  };
  RATECARD_RETURN_IF_ERROR(read(proto.allowed_regions(), "allowed_regions",
                                &constraints->allowed_regions));
  return read(proto.denied_regions(), "denied_regions",
              &constraints->denied_regions);
}

absl::Status ReadScores(const v1::ComparisonConstraints& proto,
                        const ComparisonTable& table,
                        Constraints* constraints) {
  if (proto.min_scores_size() > kMaxMinScores) {
    return InvalidConstraint(
        "constraints.min_scores",
        absl::StrCat("has ", proto.min_scores_size(), " entries, more than ",
                     kMaxMinScores));
  }
  for (int i = 0; i < proto.min_scores_size(); ++i) {
    const std::string path = absl::StrCat("constraints.min_scores[", i, "]");
    const v1::MinScore& from = proto.min_scores(i);
    RATECARD_ASSIGN_OR_RETURN(const uint32_t benchmark,
                              FindBenchmark(table, from.benchmark(),
                                            absl::StrCat(path, ".benchmark")));
    const std::optional<ScoreNanos> least = ParseScore(from.score());
    if (!least.has_value()) {
      return InvalidConstraint(
          absl::StrCat(path, ".score"),
          absl::StrCat("is '", Shortened(from.score()),
                       "'; must be a decimal such as 0.84 or 1334, with at "
                       "most nine decimals"));
    }
    constraints->min_scores.push_back({&table.ScoresOf(benchmark), *least,
                                       constraints->Add(R::kScore, path)});
  }
  return absl::OkStatus();
}

absl::Status ReadFacts(const v1::ComparisonConstraints& proto,
                       const ComparisonTable& table, Constraints* constraints) {
  for (int i = 0; i < proto.licenses_size(); ++i) {
    const uint32_t license = table.licenses().Find(proto.licenses(i));
    if (license == 0) {
      return NotKnown(table.licenses(), proto.licenses(i), kInvalidFilter,
                      absl::StrCat("constraints.licenses[", i, "]"), "licence");
    }
    constraints->licenses.resize(table.licenses().size());
    constraints->licenses[license] = true;
  }
  if (!proto.min_knowledge_cutoff().empty()) {
    const absl::StatusOr<absl::CivilDay> day =
        ParseDayOrMonth(proto.min_knowledge_cutoff());
    if (!day.ok()) {
      return InvalidConstraint("constraints.min_knowledge_cutoff",
                               day.status().message());
    }
    constraints->min_knowledge_cutoff =
        static_cast<int32_t>(*day - absl::CivilDay(1970, 1, 1));
  }
  if (proto.has_min_headroom_tokens()) {
    if (proto.min_headroom_tokens() < 0) {
      return InvalidConstraint("constraints.min_headroom_tokens",
                               absl::StrCat("is ", proto.min_headroom_tokens(),
                                            "; must be at least 0"));
    }
    constraints->min_headroom = proto.min_headroom_tokens();
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<uint32_t> FindBenchmark(const ComparisonTable& table,
                                       const std::string& name,
                                       absl::string_view field) {
  const uint32_t found = table.benchmarks().Find(name);
  if (found == 0) {
    return NotKnown(table.benchmarks(), name, "UNKNOWN_BENCHMARK", field,
                    "benchmark");
  }
  return found;
}

absl::Status CheckRegion(const Catalog& catalog, const ComparisonTable& table,
                         const std::string& region, absl::string_view reason,
                         absl::string_view field) {
  const absl::Span<const Provider> providers = catalog.providers();
  const bool known = std::any_of(
      providers.begin(), providers.end(),
      [&](const Provider& provider) { return provider.regions.Knows(region); });
  if (!known) {
    return NotKnown(table.regions(), region, reason, field, "region");
  }
  return absl::OkStatus();
}

absl::Status ReadConstraints(const v1::CompareModelsRequest& request,
                             const Catalog& catalog,
                             const ComparisonTable& table, absl::Time as_of,
                             Constraints* constraints) {
  const v1::ComparisonConstraints& proto = request.constraints();
  constraints->allow_unknown_fit = proto.allow_unknown_fit();
  constraints->allow_plans = proto.allow_plans();
  constraints->scores_of_base_models = proto.scores_of_base_models();
  RATECARD_RETURN_IF_ERROR(
      ReadFilter(request.filter(), table, as_of, constraints));
  RATECARD_RETURN_IF_ERROR(ReadProviders(proto, catalog, constraints));
  RATECARD_RETURN_IF_ERROR(ReadRegions(proto, catalog, table, constraints));
  // First of its reason: the comparison itself knows no other.
  if (request.rank_by() == v1::COMPARISON_RANKING_COST_PER_POINT) {
    constraints->Add(R::kScore, "rank_by");
  }
  RATECARD_RETURN_IF_ERROR(ReadScores(proto, table, constraints));
  return ReadFacts(proto, table, constraints);
}

}  // namespace ratecard
