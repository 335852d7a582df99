// Classes of requests, each so many times in a period.

#ifndef RATECARD_SERVICE_WORKLOAD_WORKLOAD_H_
#define RATECARD_SERVICE_WORKLOAD_WORKLOAD_H_

#include <array>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "service/catalog/model.h"
#include "service/estimate/cells.h"
#include "service/estimate/estimate.h"
#include "service/estimate/total.h"
#include "service/fit/fit.h"
#include "service/money/amount.h"
#include "service/pricing/price_book.h"
#include "service/pricing/usage.h"

namespace ratecard {

inline constexpr int64_t kPpm = 1'000'000;

struct WorkloadClass {
  const Model* model = nullptr;
  Usage usage;              // of one request
  EstimateOptions options;  // service tier of the requests not sent to batch
  int64_t requests_per_period = 0;
  // In parts per million: requests served by the tier `batch`, and input tokens
  // of each request read from cache.
  int64_t batch_share_ppm = 0;
  int64_t cache_share_ppm = 0;
};

struct WorkloadClassCost {
  Money per_period;   // requests × exact cost of one, rounded once
  Money per_month;    // the same pace for 30 days
  Money per_request;  // the mean
  bool incomplete = false;
  bool daily_windows = false;
  WarningSet warnings;
  std::optional<Fit> fit;
};

// A class whose usage was counted, once for all models.
struct CountedClass {
  WorkloadClass in;  // its model is not looked at
  TokenCells cells;  // whole tokens
  // What is priced: in 1/`scale` of a token, and with the share that is cached.
  TokenCells priced_cells;
  int64_t scale = 1;

  // The requests in each service tier, in parts per million; some may be none.
  std::array<std::pair<absl::string_view, int64_t>, 2> Shares() const {
    return {{{in.options.service_tier, kPpm - in.batch_share_ppm},
             {kBatchTier, in.batch_share_ppm}}};
  }
};

// Errors: those of PriceWorkloadClass that are not about a model.
absl::StatusOr<CountedClass> CountClass(WorkloadClass workload_class);

// PriceWorkloadClass of a counted class on any model: `options` take the place
// of its own, but for the service tier.
absl::StatusOr<WorkloadClassCost> PriceCountedClass(
    const CountedClass& counted, const Model& model,
    const EstimateOptions& options, int64_t period_seconds);

// What a class costs in a period, or why it has no price.
struct ClassTotal {
  Money per_period;  // exactly WorkloadClassCost::per_period
  TotalLack lack = TotalLack::kNone;
  bool included_in_plan = false;
};

// The same as PriceCountedClass, without words and all but that.
ClassTotal TotalOfClass(const CountedClass& counted, const Model& model,
                        const EstimateOptions& options);

// The cost of `workload_class`, whose counts refer to `period_seconds` (> 0).
//
// Errors: those of PriceUsage, with paths relative to the class, and
// INVALID_ARGUMENT NEGATIVE_QUANTITY, INVALID_SHARE. Thread-safe.
absl::StatusOr<WorkloadClassCost> PriceWorkloadClass(
    const WorkloadClass& workload_class, int64_t period_seconds);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_WORKLOAD_WORKLOAD_H_
