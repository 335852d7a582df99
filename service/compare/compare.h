// Models that do a job, the best first.
//
//   Comparison comparison(query);
//   for (const RankedModel& ranked : comparison.Page(0, 20)) …

#ifndef RATECARD_SERVICE_COMPARE_COMPARE_H_
#define RATECARD_SERVICE_COMPARE_COMPARE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "service/compare/constraints.h"
#include "service/compare/job.h"
#include "service/compare/price_columns.h"
#include "service/compare/score.h"
#include "service/compare/table.h"
#include "service/money/amount.h"

namespace ratecard {

// Mirrors ratecard.v1.ComparisonRanking.
enum class Ranking : uint8_t { kUnspecified = 0, kCost, kCostPerPoint };

// A model to compare, and where it is asked for.
struct Candidate {
  uint32_t model = 0;  // Model::index
  Placement placement;
};

// All that it points to must outlive the comparison.
struct ComparisonQuery {
  const ComparisonTable* table = nullptr;
  const Job* job = nullptr;
  const Constraints* constraints = nullptr;
  absl::Time as_of;  // when statuses hold; the job has its own for prices
  Ranking rank_by = Ranking::kCost;
  const BenchmarkScores* benchmark = nullptr;  // null: none
  bool one_per_base_model = false;
  // Of all models, unless `candidates` says which.
  Placement placement;
  bool all = true;
  std::vector<Candidate> candidates;
  // Keep what each candidate violates, for LeftOutBy and ViolatedBy.
  bool keep_left_out = false;
  // Asked now and then, unless it is empty. Once it is false, a comparison is
  // given up, and what it has is of no use.
  std::function<bool()> wanted;
};

struct RankedModel {
  ExactAmount cost;
  ScoreNanos score = kNoScore;  // of the benchmark
  uint32_t candidate = 0;
};

// How many candidates a constraint leaves out.
struct LeftOutCount {
  size_t constraint = 0;  // place in Constraints::constraints
  int32_t models = 0;
  int32_t alone = 0;  // that meet all others
};

// Made once, then asked. Not thread-safe.
class Comparison {
 public:
  explicit Comparison(const ComparisonQuery& query);

  size_t candidate_count() const {
    return query_.all ? query_.table->rows().size() : query_.candidates.size();
  }
  Candidate CandidateAt(uint32_t candidate) const {
    return query_.all ? Candidate{candidate, query_.placement}
                      : query_.candidates[candidate];
  }
  size_t ranked_count() const { return ranked_.size(); }

  // Up to `count` from place `offset` on, the best first.
  absl::Span<const RankedModel> Page(size_t offset, size_t count);

  // For each of a page, whether it is on the Pareto front of all that are
  // ranked: see ParetoFront. Views a page until the next is asked for.
  std::vector<bool> OnFront(absl::Span<const RankedModel> page) const;

  // Those that leave out any, by reason.
  std::vector<LeftOutCount> LeftOutCounts() const;

  // Candidates that violate any of `constraints`, in order. This and the next
  // require `keep_left_out`.
  std::vector<uint32_t> LeftOutBy(ConstraintSet constraints) const;
  ConstraintSet ViolatedBy(uint32_t candidate) const {
    return left_out_[candidate];
  }

 private:
  void Look(uint32_t candidate);
  JobCost CostOf(const Candidate& at, const Model& model) const;
  void LeaveOut(uint32_t candidate, ConstraintSet violated);
  void KeepBestOfBaseModels();
  // Whether `a` ranks before `b`.
  bool Precedes(const RankedModel& a, const RankedModel& b) const;

  const ComparisonQuery& query_;
  const int64_t seconds_;  // since 1970
  PlainCosts plain_;       // of all models, where that is what is asked
  std::vector<RankedModel> ranked_;  // in order of candidate, then as sorted
  std::vector<ConstraintSet> left_out_;
  std::array<int32_t, 64> violating_{};
  std::array<int32_t, 64> alone_{};
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_COMPARE_H_
