// Classes of requests, each so many times in a period.

#ifndef RATECARD_SERVICE_WORKLOAD_WORKLOAD_H_
#define RATECARD_SERVICE_WORKLOAD_WORKLOAD_H_

#include <cstdint>
#include <optional>

#include "absl/status/statusor.h"
#include "service/catalog/model.h"
#include "service/estimate/estimate.h"
#include "service/fit/fit.h"
#include "service/money/amount.h"
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

// The cost of `workload_class`, whose counts refer to `period_seconds` (> 0).
//
// Errors: those of PriceUsage, with paths relative to the class, and
// INVALID_ARGUMENT NEGATIVE_QUANTITY, INVALID_SHARE. Thread-safe.
absl::StatusOr<WorkloadClassCost> PriceWorkloadClass(
    const WorkloadClass& workload_class, int64_t period_seconds);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_WORKLOAD_WORKLOAD_H_
