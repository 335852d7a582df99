#include "service/api/comparison_request.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/container/flat_hash_set.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "service/api/serving.h"
#include "service/api/usage_proto.h"
#include "service/api/workload_proto.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

constexpr int kMaxClasses = 100;
constexpr int kMaxModels = 1'000;
constexpr absl::string_view kDefaultCurrency = "USD";

static_assert(static_cast<int>(Ranking::kCostPerPoint) ==
              v1::COMPARISON_RANKING_COST_PER_POINT);
static_assert(v1::ComparisonRanking_MAX ==
              v1::COMPARISON_RANKING_COST_PER_POINT);

Error Invalid(absl::string_view reason, absl::string_view field,
              absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, reason,
               absl::StrCat(field, " ", problem))
      .Field(field, problem);
}

// `status` with `field` in place of the field `model`.
absl::Status AboutName(const absl::Status& status, absl::string_view field) {
  ErrorDetail detail = DetailOf(status);
  for (auto& at : detail.fields) {
    if (at.first == "model") {
      at.first = std::string(field);
    }
  }
  return WithDetail(status, detail);
}

class RequestReader {
 public:
  RequestReader(const v1::CompareModelsRequest& request, const Catalog& catalog,
                const ComparisonTable& table, absl::Time as_of,
                Observer* observer)
      : request_(request),
        catalog_(catalog),
        table_(table),
        as_of_(as_of),
        observer_(observer) {}

  absl::Status ReadJob(absl::Duration stale_after, ComparisonInput* input) {
    EstimateOptions options;
    options.as_of = as_of_;
    options.strict = request_.strict();
    options.stale_after = stale_after;
    if (!request_.classes().empty()) {
      if (request_.has_usage()) {
        return Invalid("USAGE_CONTRADICTED", "classes",
                       "stand beside usage: give one of both");
      }
      return ReadWorkload(options, input);
    }
    absl::StatusOr<Usage> usage = UsageFromProto(request_.usage());
    if (!usage.ok()) {
      return WithFieldPrefix(usage.status(), "usage.");
    }
    RATECARD_ASSIGN_OR_RETURN(Job job,
                              Job::OfUsage(*std::move(usage), options));
    input->job = std::move(job);
    return absl::OkStatus();
  }

  absl::Status ReadPlacement(ComparisonInput* input) {
    if (!request_.region().empty()) {
      RATECARD_RETURN_IF_ERROR(CheckRegion(catalog_, table_, request_.region(),
                                           "UNKNOWN_REGION", "region"));
    }
    input->placement.region = request_.region();
    if (!request_.service_tier().empty()) {
      input->placement.service_tier = request_.service_tier();
    }
    return absl::OkStatus();
  }

  absl::Status ReadRanking(ComparisonInput* input) {
    if (!v1::ComparisonRanking_IsValid(request_.rank_by())) {
      return Invalid("INVALID_RANKING", "rank_by",
                     absl::StrCat("is ", static_cast<int>(request_.rank_by()),
                                  ", no ranking"));
    }
    if (!v1::LeftOutReason_IsValid(request_.left_out_reason())) {
      return Invalid(
          "INVALID_REASON", "left_out_reason",
          absl::StrCat("is ", static_cast<int>(request_.left_out_reason()),
                       ", no reason"));
    }
    input->rank_by = static_cast<Ranking>(request_.rank_by());
    if (!request_.benchmark().empty()) {
      RATECARD_ASSIGN_OR_RETURN(
          input->benchmark,
          FindBenchmark(table_, request_.benchmark(), "benchmark"));
    } else if (input->rank_by == Ranking::kCostPerPoint) {
      return Invalid("BENCHMARK_REQUIRED", "benchmark",
                     "is not given, but models are ranked by its points");
    }
    return ReadCurrency(input);
  }

  absl::Status ReadCandidates(ComparisonInput* input) {
    if (request_.models_size() > kMaxModels) {
      return Invalid("TOO_MANY_MODELS", "models",
                     absl::StrCat("has ", request_.models_size(),
                                  " entries, more than ", kMaxModels));
    }
    absl::flat_hash_set<
        std::tuple<uint32_t, absl::string_view, absl::string_view>>
        seen;
    for (int i = 0; i < request_.models_size(); ++i) {
      RATECARD_ASSIGN_OR_RETURN(
          const Candidate candidate,
          Read(request_.models(i), absl::StrCat("models[", i, "]")));
      if (seen.emplace(candidate.model, candidate.placement.service_tier,
                       candidate.placement.region)
              .second) {
        input->candidates.push_back(candidate);
      }
    }
    if (!request_.baseline_model().empty()) {
      RATECARD_ASSIGN_OR_RETURN(
          input->baseline, Read(request_.baseline_model(), "baseline_model"));
    }
    return absl::OkStatus();
  }

 private:
  absl::Status ReadWorkload(const EstimateOptions& options,
                            ComparisonInput* input) {
    RATECARD_RETURN_IF_ERROR(CheckClasses(request_.classes(), kMaxClasses));
    RATECARD_ASSIGN_OR_RETURN(input->period_seconds, PeriodSeconds(request_));
    std::vector<CountedClass> classes;
    for (int i = 0; i < request_.classes_size(); ++i) {
      absl::StatusOr<CountedClass> counted = Count(request_.classes(i));
      if (!counted.ok()) {
        return WithClassPath(counted.status(), i);
      }
      classes.push_back(*std::move(counted));
    }
    input->job = Job::OfWorkload(std::move(classes), options);
    return absl::OkStatus();
  }

  absl::StatusOr<CountedClass> Count(const v1::WorkloadClass& proto) {
    for (const auto& [field, value] :
         {std::pair{"model", &proto.model()},
          std::pair{"provider", &proto.provider()}}) {
      if (!value->empty()) {
        return Invalid("MODEL_NOT_TAKEN", field,
                       "must be empty: the class is priced on every model");
      }
    }
    if (!proto.region().empty()) {
      RATECARD_RETURN_IF_ERROR(CheckRegion(catalog_, table_, proto.region(),
                                           "UNKNOWN_REGION", "region"));
    }
    WorkloadClass in;
    in.options.region = proto.region();
    if (!proto.service_tier().empty()) {
      in.options.service_tier = proto.service_tier();
    } else if (!request_.service_tier().empty()) {
      in.options.service_tier = request_.service_tier();
    }
    RATECARD_RETURN_IF_ERROR(ReadClass(proto, &in));
    return CountClass(std::move(in));
  }

  absl::Status ReadCurrency(ComparisonInput* input) {
    input->currency = request_.currency_code().empty()
                          ? std::string(kDefaultCurrency)
                          : request_.currency_code();
    const Dictionary& known = table_.currencies();
    const uint32_t found = known.Find(input->currency);
    const bool exact = found != 0 && known.NameOf(found) == input->currency;
    // A catalog need not have the default.
    if (!exact && !request_.currency_code().empty()) {
      return Invalid("INVALID_CURRENCY", "currency_code",
                     absl::StrCat("is '", Shortened(input->currency),
                                  "', in which no model is priced; one of: ",
                                  absl::StrJoin(known.names(), ", ")));
    }
    input->constraints.currency = static_cast<uint16_t>(found);
    return absl::OkStatus();
  }

  // The model that `name` means, and where it is priced.
  absl::StatusOr<Candidate> Read(const std::string& name,
                                 const std::string& field) {
    const absl::StatusOr<Resolution> found =
        ResolveObserved(catalog_, name, "", as_of_, observer_);
    if (!found.ok()) {
      return AboutName(found.status(), field);
    }
    Candidate candidate;
    candidate.model = found->model->index;
    // Classes have their own: a name must not say another.
    const absl::string_view tier =
        request_.service_tier().empty() && !request_.classes().empty()
            ? kStandardTier
            : absl::string_view(request_.service_tier());
    const std::string& region = request_.region();
    if (!region.empty() && !found->model->provider->regions.Knows(region)) {
      RATECARD_ASSIGN_OR_RETURN(candidate.placement.service_tier,
                                ServiceTierOf(*found, tier));
      candidate.placement.region = region;  // is left out, not refused
      return candidate;
    }
    RATECARD_ASSIGN_OR_RETURN(const Serving serving,
                              ServingOf(*found, tier, region));
    candidate.placement = {serving.service_tier, serving.region,
                           serving.region_of_name};
    return candidate;
  }

  const v1::CompareModelsRequest& request_;
  const Catalog& catalog_;
  const ComparisonTable& table_;
  const absl::Time as_of_;
  Observer* observer_;
};

}  // namespace

absl::StatusOr<ComparisonInput> ReadComparison(
    const v1::CompareModelsRequest& request, const Catalog& catalog,
    const ComparisonTable& table, absl::Time as_of, absl::Duration stale_after,
    Observer* observer) {
  ComparisonInput input;
  RequestReader reader(request, catalog, table, as_of, observer);
  RATECARD_RETURN_IF_ERROR(reader.ReadJob(stale_after, &input));
  RATECARD_RETURN_IF_ERROR(reader.ReadPlacement(&input));
  RATECARD_RETURN_IF_ERROR(reader.ReadRanking(&input));
  RATECARD_RETURN_IF_ERROR(
      ReadConstraints(request, catalog, table, as_of, &input.constraints));
  RATECARD_RETURN_IF_ERROR(reader.ReadCandidates(&input));
  return input;
}

}  // namespace ratecard
