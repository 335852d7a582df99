// What models must be to be ranked.

#ifndef RATECARD_SERVICE_COMPARE_CONSTRAINTS_H_
#define RATECARD_SERVICE_COMPARE_CONSTRAINTS_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "service/catalog/model.h"
#include "service/compare/score.h"
#include "service/compare/table.h"
#include "service/fit/fit.h"

namespace ratecard {

// Mirrors ratecard.v1.LeftOutReason, whose comments say what each means.
enum class LeftOutReason : uint8_t {
  kUnspecified = 0,
  kDoesNotFit,
  kFitUnknown,
  kHeadroom,
  kStatus,
  kPlan,
  kProvider,
  kRegion,
  kServiceTier,
  kMaker,
  kProductLine,
  kModality,
  kCapability,
  kLimits,
  kText,
  kStandardPrice,
  kLicense,
  kKnowledgeCutoff,
  kScore,
  kCurrency,
  kUnpriced,
  kRateAssumed,
  kNotInForce,
  kAmountOutOfRange,
  kSameBaseModel,
};
inline constexpr int kLeftOutReasonCount =
    static_cast<int>(LeftOutReason::kSameBaseModel) + 1;

// A set of constraints, a bit each. The first of each reason has the reason's
// number.
using ConstraintSet = uint64_t;
constexpr ConstraintSet Bit(LeftOutReason reason) {
  return ConstraintSet{1} << static_cast<unsigned>(reason);
}

// A constraint, as it is reported.
struct Constraint {
  LeftOutReason reason = LeftOutReason::kUnspecified;
  // Path of the field of the request; empty where the reason has but this one.
  std::string field;
};

// All that does not depend on prices. Thread-safe once it is filled.
struct Constraints {
  // A bit of what a model has that must be set.
  struct Wanted {
    uint32_t bit = 0;
    ConstraintSet constraint = 0;
  };
  struct WantedScore {
    const BenchmarkScores* scores = nullptr;
    ScoreNanos least = 0;
    ConstraintSet constraint = 0;
  };
  // What is asked of few and takes longer.
  struct Predicate {
    LeftOutReason reason = LeftOutReason::kUnspecified;
    std::function<bool(const Model&)> passes;
  };

  Constraints();

  // A new constraint. Requires fewer than 39 that share their reasons.
  ConstraintSet Add(LeftOutReason reason, absl::string_view field);

  // Those that a model does not meet. `seconds` since 1970 is when.
  ConstraintSet ViolatedBy(const ComparisonRow& row, const Model& model,
                           int64_t seconds,
                           absl::Span<const FitRequest> fits) const;

  // The score to rank and to show: the model's own or, if asked for, that of
  // its base model.
  ScoreNanos ScoreOf(const BenchmarkScores& scores, uint32_t model,
                     const ComparisonRow& row) const;

  // By bit of a ConstraintSet.
  std::vector<Constraint> constraints;

  bool allow_unknown_fit = false;
  bool allow_plans = false;
  bool scores_of_base_models = false;
  std::optional<int64_t> min_headroom;
  uint32_t statuses = uint32_t{1} << static_cast<int>(ModelStatus::kActive);
  uint16_t currency = 0;  // of the table's; 0: one that no model has
  int32_t min_knowledge_cutoff = ComparisonRow::kUnknownDay;  // none
  // By number of each; empty: all.
  std::vector<bool> providers;
  std::vector<bool> makers;
  std::vector<bool> licenses;
  std::vector<Wanted> input_modalities;
  std::vector<Wanted> output_modalities;
  std::vector<Wanted> capabilities;
  std::vector<WantedScore> min_scores;
  std::vector<Predicate> predicates;
  std::vector<std::string> allowed_regions;  // empty: all
  std::vector<std::string> denied_regions;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_CONSTRAINTS_H_
