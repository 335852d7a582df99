#include "service/api/comparison_proto.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "service/api/convert.h"
#include "service/api/estimate_proto.h"
#include "service/api/warnings.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/money/decimal.h"
#include "service/money/wide_amount.h"

namespace ratecard {
namespace {

void ToProto(const CostDifference& difference, absl::string_view currency,
             v1::CostDifference* proto) {
  ToProto(difference.total, currency, proto->mutable_total());
  ToProto(difference.rate, currency, proto->mutable_rate());
  ToProto(difference.cache, currency, proto->mutable_cache());
  ToProto(difference.tier, currency, proto->mutable_tier());
  ToProto(difference.other, currency, proto->mutable_other());
}

// Exact cost ÷ score.
absl::StatusOr<Money> PerPoint(ExactAmount cost, ScoreNanos score) {
  WideAmount per_point;
  per_point.Add(cost, kNanosPerUnit);
  per_point.Divide(score);
  return per_point.Round();
}

}  // namespace

absl::Status ComparedModelWriter::WriteBaseline(v1::ComparedModel* proto) {
  const Candidate& candidate = *input_.baseline;
  const Model& model = table_.models()[candidate.model];
  if (model.currency != input_.currency) {
    return Error(absl::StatusCode::kFailedPrecondition, "CURRENCY_MISMATCH",
                 absl::StrCat("the baseline is priced in ", model.currency,
                              ", the comparison is in ", input_.currency,
                              ": amounts are not converted"))
        .Field("baseline_model",
               absl::StrCat("must be priced in ", input_.currency));
  }
  const std::vector<std::string> anywhere;
  const absl::StatusOr<Placement> placement =
      WriteAlone(candidate, {anywhere, anywhere}, proto);
  if (!placement.ok()) {
    return WithSubject(placement.status(), absl::StrCat("baseline ", model.id));
  }
  RATECARD_ASSIGN_OR_RETURN(CostSplit split,
                            SplitCost(*input_.job, model, *placement));
  baseline_ = SplitTotal{MoneyFromProto(proto->total()), std::move(split)};
  return absl::OkStatus();
}

absl::Status ComparedModelWriter::Write(const Candidate& candidate,
                                        v1::ComparedModel* proto) {
  const Model& model = table_.models()[candidate.model];
  const Constraints& constraints = input_.constraints;
  RATECARD_ASSIGN_OR_RETURN(
      const Placement placement,
      WriteAlone(candidate,
                 {constraints.allowed_regions, constraints.denied_regions},
                 proto));
  if (!baseline_.has_value()) {
    return absl::OkStatus();
  }
  RATECARD_ASSIGN_OR_RETURN(CostSplit split,
                            SplitCost(*input_.job, model, placement));
  RATECARD_ASSIGN_OR_RETURN(
      const CostDifference difference,
      Subtract({MoneyFromProto(proto->total()), std::move(split)}, *baseline_));
  ToProto(difference, model.currency, proto->mutable_difference());
  return absl::OkStatus();
}

absl::StatusOr<Placement> ComparedModelWriter::WriteAlone(
    const Candidate& candidate, const RegionLists& lists,
    v1::ComparedModel* proto) const {
  const Model& model = table_.models()[candidate.model];
  const ComparisonRow& row = table_.rows()[candidate.model];
  const PlacedCost placed =
      CostInRegion(*input_.job, model, candidate.placement, lists);
  RATECARD_RETURN_IF_ERROR(WriteCost(model, placed.placement, proto));
  proto->set_model(model.resource_name);
  if (row.base_model != 0) {
    proto->set_base_model(table_.base_models().NameOf(row.base_model));
  }
  WriteFit(model, proto);
  RATECARD_RETURN_IF_ERROR(WriteScore(model, placed.cost.amount, proto));
  return placed.placement;
}

absl::Status ComparedModelWriter::WriteCost(const Model& model,
                                            const Placement& placement,
                                            v1::ComparedModel* proto) const {
  const Job& job = *input_.job;
  if (job.is_workload()) {
    return WriteWorkloadCost(model, placement, proto);
  }
  Estimate estimate;
  RATECARD_RETURN_IF_ERROR(
      PriceUsage(model, job.usage(), job.OptionsAt(placement), &estimate));
  v1::Estimate* to = proto->mutable_estimate();
  Money total;
  RATECARD_RETURN_IF_ERROR(AmountsToProto(estimate, model, to, &total));
  *proto->mutable_total() = to->total();
  to->set_model(model.resource_name);
  to->set_service_tier(estimate.schedule->service_tier);
  to->set_region(estimate.schedule->region);
  AppendWarnings(estimate.warnings, model, to->mutable_warnings());
  return absl::OkStatus();
}

absl::Status ComparedModelWriter::WriteWorkloadCost(
    const Model& model, const Placement& placement,
    v1::ComparedModel* proto) const {
  Money total;
  Money per_month;
  WarningSet warnings;
  for (const CountedClass& counted : input_.job->classes()) {
    RATECARD_ASSIGN_OR_RETURN(
        const WorkloadClassCost cost,
        PriceCountedClass(counted, model,
                          input_.job->OptionsAt(placement, counted),
                          input_.period_seconds));
    RATECARD_ASSIGN_OR_RETURN(total, Add(total, cost.per_period));
    RATECARD_ASSIGN_OR_RETURN(per_month, Add(per_month, cost.per_month));
    warnings.AddAll(cost.warnings);
  }
  ToProto(total, model.currency, proto->mutable_total());
  ToProto(per_month, model.currency, proto->mutable_cost_per_month());
  AppendWarnings(warnings, model, proto->mutable_warnings());
  return absl::OkStatus();
}

absl::Status ComparedModelWriter::WriteScore(const Model& model,
                                             ExactAmount cost,
                                             v1::ComparedModel* proto) const {
  if (input_.benchmark == 0) {
    return absl::OkStatus();
  }
  const BenchmarkScores& scores = table_.ScoresOf(input_.benchmark);
  const ScoreNanos score = input_.constraints.ScoreOf(
      scores, model.index, table_.rows()[model.index]);
  if (score == kNoScore) {
    return absl::OkStatus();
  }
  proto->set_score(FormatScore(score));
  proto->set_score_of_base_model(scores.Of(model.index) == kNoScore);
  if (score > 0) {
    RATECARD_ASSIGN_OR_RETURN(const Money per_point, PerPoint(cost, score));
    ToProto(per_point, model.currency, proto->mutable_cost_per_point());
  }
  return absl::OkStatus();
}

void ComparedModelWriter::WriteFit(const Model& model,
                                   v1::ComparedModel* proto) const {
  const absl::Span<const FitRequest> fits = input_.job->fits();
  if (const std::optional<FitVerdict> verdict =
          VerdictOfAll(model.limits, fits)) {
    proto->set_fit_verdict(static_cast<v1::FitVerdict>(*verdict));
  }
  if (const std::optional<int64_t> headroom =
          HeadroomOfAll(model.limits, fits)) {
    proto->set_input_headroom_tokens(*headroom);
  }
}

}  // namespace ratecard
