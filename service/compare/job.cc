#include "service/compare/job.h"

#include <algorithm>
#include <utility>

#include "absl/numeric/int128.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/estimate/request_fit.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

// Never out of range: Money is what 2^63 units hold.
ExactAmount ToExact(const Money& money) {
  const absl::int128 nanos =
      absl::int128(money.units) * kNanosPerUnit + money.nanos;
  return ExactAmount(nanos * kUnitDenominator);
}

}  // namespace

absl::StatusOr<Job> Job::OfUsage(Usage usage, const EstimateOptions& options) {
  RATECARD_RETURN_IF_ERROR(CheckUsage(usage));
  const absl::StatusOr<TokenCells> cells = FillCells(usage);
  if (!cells.ok()) {
    return WithFieldPrefix(cells.status(), "usage.");
  }
  Job job(options);
  job.cells_ = *cells;
  if (const std::optional<FitRequest> fit =
          FitRequestOf(usage, cells->input_tokens, cells->output_tokens)) {
    job.fits_.push_back(*fit);
  }
  job.usage_ = std::move(usage);
  return job;
}

Job Job::OfWorkload(std::vector<CountedClass> classes,
                    const EstimateOptions& options) {
  Job job(options);
  for (const CountedClass& counted : classes) {
    if (const std::optional<FitRequest> fit =
            FitRequestOf(counted.in.usage, counted.cells.input_tokens,
                         counted.cells.output_tokens)) {
      job.fits_.push_back(*fit);
    }
  }
  job.classes_ = std::move(classes);
  return job;
}

EstimateOptions Job::OptionsAt(const Placement& placement) const {
  EstimateOptions options = options_;
  options.service_tier = placement.service_tier;
  options.region = placement.region;
  options.region_of_name = placement.region_of_name;
  return options;
}

EstimateOptions Job::OptionsAt(const Placement& placement,
                               const CountedClass& counted) const {
  EstimateOptions options = OptionsAt(placement);
  if (!counted.in.options.region.empty()) {
    options.region = counted.in.options.region;
    options.region_of_name = false;
  }
  return options;
}

JobCost Job::CostOn(const Model& model, const Placement& placement) const {
  JobCost cost;
  if (!is_workload()) {
    const Total total =
        TotalOfCells(model, cells_, 1, usage_, OptionsAt(placement));
    cost.amount = total.amount();
    cost.lack = total.lack;
    cost.included_in_plan = total.included_in_plan;
    return cost;
  }
  Money sum;
  for (const CountedClass& counted : classes_) {
    const ClassTotal total =
        TotalOfClass(counted, model, OptionsAt(placement, counted));
    cost.included_in_plan |= total.included_in_plan;
    cost.lack = total.lack;
    if (cost.lack != TotalLack::kNone) {
      return cost;
    }
    const absl::StatusOr<Money> added = Add(sum, total.per_period);
    if (!added.ok()) {
      cost.lack = TotalLack::kOutOfRange;
      return cost;
    }
    sum = *added;
  }
  cost.amount = ToExact(sum);
  return cost;
}

std::optional<FitVerdict> VerdictOfAll(const Limits& limits,
                                       absl::Span<const FitRequest> fits) {
  std::optional<FitVerdict> worst;
  for (const FitRequest& request : fits) {
    const FitVerdict verdict = VerdictOf(limits, request);
    if (verdict == FitVerdict::kDoesNotFit) {
      return verdict;
    }
    if (worst != FitVerdict::kUnknown) {
      worst = verdict;
    }
  }
  return worst;
}

std::optional<int64_t> HeadroomOfAll(const Limits& limits,
                                     absl::Span<const FitRequest> fits) {
  std::optional<int64_t> least;
  for (const FitRequest& request : fits) {
    const std::optional<int64_t> headroom = InputHeadroom(limits, request);
    if (!headroom.has_value()) {
      return std::nullopt;
    }
    least = std::min(least.value_or(*headroom), *headroom);
  }
  return least;
}

}  // namespace ratecard
