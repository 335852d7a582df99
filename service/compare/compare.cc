#include "service/compare/compare.h"

#include <algorithm>

#include "absl/numeric/bits.h"
#include "service/compare/pareto.h"
#include "service/compare/region.h"

namespace ratecard {
namespace {

// Candidates between two questions whether a comparison is still wanted: some
// microseconds, or a hundred times that for a large workload.
constexpr uint32_t kStep = 64;

ConstraintSet ViolatedFor(TotalLack lack) {
  switch (lack) {
    case TotalLack::kNone:
      return 0;
    case TotalLack::kUnpriced:
      return Bit(LeftOutReason::kUnpriced);
    case TotalLack::kServiceTier:
      return Bit(LeftOutReason::kServiceTier);
    case TotalLack::kRegion:
      return Bit(LeftOutReason::kRegion);
    case TotalLack::kPeriod:
      return Bit(LeftOutReason::kNotInForce);
    case TotalLack::kRateAssumed:
      return Bit(LeftOutReason::kRateAssumed);
    case TotalLack::kOutOfRange:
      break;
  }
  return Bit(LeftOutReason::kAmountOutOfRange);
}

}  // namespace

Comparison::Comparison(const ComparisonQuery& query)
    : query_(query), seconds_(absl::ToUnixSeconds(query.as_of)) {
  const Constraints& constraints = *query_.constraints;
  if (query_.all && query_.placement.region.empty() &&
      constraints.allowed_regions.empty() &&
      constraints.denied_regions.empty()) {
    plain_ = query_.table->prices()
                 .For(query_.placement.service_tier, query_.as_of)
                 ->CostsOf(*query_.job);
  }
  const size_t count = candidate_count();
  ranked_.reserve(count);
  if (query_.keep_left_out) {
    left_out_.resize(count);
  }
  for (uint32_t candidate = 0; candidate < count; ++candidate) {
    if (candidate % kStep == kStep - 1 && query_.wanted && !query_.wanted()) {
      return;
    }
    Look(candidate);
  }
  if (query_.one_per_base_model) {
    KeepBestOfBaseModels();
  }
}

void Comparison::Look(uint32_t candidate) {
  const Candidate at = CandidateAt(candidate);
  const ComparisonTable& table = *query_.table;
  const ComparisonRow& row = table.rows()[at.model];
  const Model& model = table.models()[at.model];
  const Constraints& constraints = *query_.constraints;
  ConstraintSet violated =
      constraints.ViolatedBy(row, model, seconds_, query_.job->fits());
  const JobCost cost = CostOf(at, model);
  violated |= ViolatedFor(cost.lack);
  if (cost.included_in_plan && !constraints.allow_plans) {
    violated |= Bit(LeftOutReason::kPlan);
  }
  RankedModel ranked;
  if (query_.benchmark != nullptr) {
    ranked.score = constraints.ScoreOf(*query_.benchmark, at.model, row);
    if (query_.rank_by == Ranking::kCostPerPoint && ranked.score <= 0) {
      violated |= Bit(LeftOutReason::kScore);
    }
  }
  if (violated != 0) {
    LeaveOut(candidate, violated);
    return;
  }
  ranked.cost = cost.amount;
  ranked.candidate = candidate;
  ranked_.push_back(ranked);
}

JobCost Comparison::CostOf(const Candidate& at, const Model& model) const {
  JobCost cost;
  if (plain_.CostOf(at.model, &cost.amount)) {
    return cost;
  }
  const Constraints& constraints = *query_.constraints;
  return CostInRegion(*query_.job, model, at.placement,
                      {constraints.allowed_regions, constraints.denied_regions})
      .cost;
}

void Comparison::LeaveOut(uint32_t candidate, ConstraintSet violated) {
  if (query_.keep_left_out) {
    left_out_[candidate] = violated;
  }
  if ((violated & (violated - 1)) == 0) {
    ++alone_[static_cast<size_t>(absl::countr_zero(violated))];
  }
  for (ConstraintSet rest = violated; rest != 0; rest &= rest - 1) {
    ++violating_[static_cast<size_t>(absl::countr_zero(rest))];
  }
}

bool Comparison::Precedes(const RankedModel& a, const RankedModel& b) const {
  if (query_.rank_by == Ranking::kCostPerPoint) {
    if (RatioIsLess(a.cost.numerator(), a.score, b.cost.numerator(), b.score)) {
      return true;
    }
    if (RatioIsLess(b.cost.numerator(), b.score, a.cost.numerator(), a.score)) {
      return false;
    }
  } else if (a.cost.numerator() != b.cost.numerator()) {
    return a.cost.numerator() < b.cost.numerator();
  }
  // Models are numbered in order of resource name.
  const uint32_t model_a = CandidateAt(a.candidate).model;
  const uint32_t model_b = CandidateAt(b.candidate).model;
  return model_a != model_b ? model_a < model_b : a.candidate < b.candidate;
}

void Comparison::KeepBestOfBaseModels() {
  const auto base_of = [&](const RankedModel& ranked) {
    return query_.table->rows()[CandidateAt(ranked.candidate).model].base_model;
  };
  std::vector<const RankedModel*> best(query_.table->base_models().size());
  for (const RankedModel& ranked : ranked_) {
    const RankedModel*& so_far = best[base_of(ranked)];
    if (so_far == nullptr || Precedes(ranked, *so_far)) {
      so_far = &ranked;
    }
  }
  std::vector<RankedModel> kept;
  for (const RankedModel& ranked : ranked_) {
    const uint32_t base = base_of(ranked);
    if (base == 0 || best[base] == &ranked) {
      kept.push_back(ranked);
    } else {
      LeaveOut(ranked.candidate, Bit(LeftOutReason::kSameBaseModel));
    }
  }
  ranked_ = std::move(kept);
}

absl::Span<const RankedModel> Comparison::Page(size_t offset, size_t count) {
  const size_t begin = std::min(offset, ranked_.size());
  const size_t end = begin + std::min(count, ranked_.size() - begin);
  const auto at = [this](size_t place) {
    return ranked_.begin() + static_cast<ptrdiff_t>(place);
  };
  const auto precedes = [this](const RankedModel& a, const RankedModel& b) {
    return Precedes(a, b);
  };
  std::partial_sort(ranked_.begin(), at(end), ranked_.end(), precedes);
  return absl::MakeConstSpan(ranked_).subspan(begin, end - begin);
}

std::vector<bool> Comparison::OnFront(
    absl::Span<const RankedModel> page) const {
  std::vector<Offer> offers;
  offers.reserve(ranked_.size());
  for (const RankedModel& ranked : ranked_) {
    offers.push_back({ranked.cost, ranked.score});
  }
  const std::vector<bool> front = ParetoFront(offers);
  const auto begin = front.begin() + (page.data() - ranked_.data());
  return {begin, begin + static_cast<ptrdiff_t>(page.size())};
}

std::vector<LeftOutCount> Comparison::LeftOutCounts() const {
  const std::vector<Constraint>& constraints = query_.constraints->constraints;
  std::vector<LeftOutCount> counts;
  for (size_t i = 0; i < constraints.size(); ++i) {
    if (violating_[i] > 0) {
      counts.push_back({i, violating_[i], alone_[i]});
    }
  }
  std::stable_sort(counts.begin(), counts.end(),
                   [&](const LeftOutCount& a, const LeftOutCount& b) {
                     return constraints[a.constraint].reason <
                            constraints[b.constraint].reason;
                   });
  return counts;
}

std::vector<uint32_t> Comparison::LeftOutBy(ConstraintSet constraints) const {
  std::vector<uint32_t> candidates;
  for (uint32_t i = 0; i < left_out_.size(); ++i) {
    if ((left_out_[i] & constraints) != 0) {
      candidates.push_back(i);
    }
  }
  return candidates;
}

}  // namespace ratecard
