#include "service/compare/constraints.h"

#include "service/compare/job.h"

namespace ratecard {
namespace {

ConstraintSet Missing(absl::Span<const Constraints::Wanted> wanted,
                      uint32_t has) {
  ConstraintSet violated = 0;
  for (const Constraints::Wanted& one : wanted) {
    if ((has & one.bit) == 0) {
      violated |= one.constraint;
    }
  }
  return violated;
}

bool IsIn(const std::vector<bool>& set, uint32_t number) {
  return set.empty() || set[number];
}

ConstraintSet BitIf(bool violated, LeftOutReason reason) {
  return violated ? Bit(reason) : 0;
}

// The three are one question: at most one of them is violated.
ConstraintSet FitViolated(const Constraints& constraints, const Limits& limits,
                          absl::Span<const FitRequest> fits) {
  const std::optional<FitVerdict> verdict = VerdictOfAll(limits, fits);
  if (verdict == FitVerdict::kDoesNotFit) {
    return Bit(LeftOutReason::kDoesNotFit);
  }
  if (verdict == FitVerdict::kUnknown && !constraints.allow_unknown_fit) {
    return Bit(LeftOutReason::kFitUnknown);
  }
  if (!constraints.min_headroom.has_value()) {
    return 0;
  }
  // A usage without tokens takes no room.
  FitRequest nothing;
  nothing.input_tokens = 0;
  const std::optional<int64_t> headroom = HeadroomOfAll(
      limits, fits.empty() ? absl::MakeConstSpan(&nothing, 1) : fits);
  if (!headroom.has_value()) {
    return BitIf(!constraints.allow_unknown_fit, LeftOutReason::kFitUnknown);
  }
  return BitIf(*headroom < *constraints.min_headroom, LeftOutReason::kHeadroom);
}

}  // namespace

Constraints::Constraints() : constraints(kLeftOutReasonCount) {
  for (size_t i = 0; i < constraints.size(); ++i) {
    constraints[i].reason = static_cast<LeftOutReason>(i);
  }
}

ConstraintSet Constraints::Add(LeftOutReason reason, absl::string_view field) {
  Constraint& first = constraints[static_cast<size_t>(reason)];
  if (first.field.empty()) {
    first.field = std::string(field);
    return Bit(reason);
  }
  constraints.push_back({reason, std::string(field)});
  return ConstraintSet{1} << (constraints.size() - 1);
}

ScoreNanos Constraints::ScoreOf(const BenchmarkScores& scores, uint32_t model,
                                const ComparisonRow& row) const {
  const ScoreNanos own = scores.Of(model);
  return own == kNoScore && scores_of_base_models
             ? scores.OfBase(row.base_model)
             : own;
}

ConstraintSet Constraints::ViolatedBy(const ComparisonRow& row,
                                      const Model& model, int64_t seconds,
                                      absl::Span<const FitRequest> fits) const {
  using R = LeftOutReason;
  const auto status = static_cast<unsigned>(row.lifecycle.StatusAt(seconds));
  ConstraintSet violated =
      FitViolated(*this, row.limits, fits) |
      BitIf((statuses >> status & 1) == 0, R::kStatus) |
      BitIf(row.plan_only && !allow_plans, R::kPlan) |
      BitIf(!IsIn(providers, row.provider), R::kProvider) |
      BitIf(!IsIn(makers, row.maker), R::kMaker) |
      BitIf(!IsIn(licenses, row.license), R::kLicense) |
      BitIf(row.knowledge_cutoff < min_knowledge_cutoff, R::kKnowledgeCutoff) |
      BitIf(row.currency != currency, R::kCurrency) |
      Missing(input_modalities, row.limits.input_modalities) |
      Missing(output_modalities, row.limits.output_modalities) |
      Missing(capabilities, row.capabilities);
  for (const WantedScore& wanted : min_scores) {
    if (ScoreOf(*wanted.scores, model.index, row) < wanted.least) {
      violated |= wanted.constraint;
    }
  }
  for (const Predicate& predicate : predicates) {
    violated |= BitIf(!predicate.passes(model), predicate.reason);
  }
  return violated;
}

}  // namespace ratecard
