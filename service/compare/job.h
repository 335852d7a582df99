// What is to be done, priced on one model after another.

#ifndef RATECARD_SERVICE_COMPARE_JOB_H_
#define RATECARD_SERVICE_COMPARE_JOB_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "service/catalog/model.h"
#include "service/estimate/cells.h"
#include "service/estimate/estimate.h"
#include "service/estimate/total.h"
#include "service/fit/fit.h"
#include "service/money/amount.h"
#include "service/pricing/price_book.h"
#include "service/pricing/usage.h"
#include "service/workload/workload.h"

namespace ratecard {

// Where a model is asked for.
struct Placement {
  absl::string_view service_tier = kStandardTier;
  absl::string_view region;     // empty: global prices
  bool region_of_name = false;  // as EstimateOptions has it
};

// What a job costs on a model, or why it has no price there.
struct JobCost {
  ExactAmount amount;
  TotalLack lack = TotalLack::kNone;
  bool included_in_plan = false;  // as WarningCode::kIncludedInPlan says
};

// A request or a workload, counted once for all models. Thread-safe.
class Job {
 public:
  // `options` say the time and how strict to be; tier and region are those of
  // each placement. Errors: those of PriceUsage about a usage.
  static absl::StatusOr<Job> OfUsage(Usage usage,
                                     const EstimateOptions& options);

  // A class that has a region keeps it wherever the rest is placed, and each
  // its service tier. Requires at least one class. Nothing of a period but its
  // costs is rounded, each class's once.
  static Job OfWorkload(std::vector<CountedClass> classes,
                        const EstimateOptions& options);

  JobCost CostOn(const Model& model, const Placement& placement) const;

  bool is_workload() const { return !classes_.empty(); }
  // Of a usage alone.
  const Usage& usage() const { return usage_; }
  const TokenCells& cells() const { return cells_; }
  // Of a workload alone.
  absl::Span<const CountedClass> classes() const { return classes_; }

  EstimateOptions OptionsAt(const Placement& placement) const;
  // The same for a class.
  EstimateOptions OptionsAt(const Placement& placement,
                            const CountedClass& counted) const;

  // What must fit: each kind of request that has tokens.
  absl::Span<const FitRequest> fits() const { return fits_; }

 private:
  explicit Job(const EstimateOptions& options) : options_(options) {}

  EstimateOptions options_;
  Usage usage_;
  TokenCells cells_;
  std::vector<CountedClass> classes_;
  std::vector<FitRequest> fits_;
};

// The worst verdict over `fits`; unset if there are none.
std::optional<FitVerdict> VerdictOfAll(const Limits& limits,
                                       absl::Span<const FitRequest> fits);

// The least head room beside any of `fits`; unset if there are none or one's is
// not known.
std::optional<int64_t> HeadroomOfAll(const Limits& limits,
                                     absl::Span<const FitRequest> fits);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_JOB_H_
