// ratecard.v1.CompareModelsRequest → what a comparison works on.

#ifndef RATECARD_SERVICE_API_COMPARISON_REQUEST_H_
#define RATECARD_SERVICE_API_COMPARISON_REQUEST_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "ratecard/v1/comparison_service.pb.h"
#include "service/api/observer.h"
#include "service/catalog/catalog.h"
#include "service/compare/compare.h"
#include "service/compare/constraints.h"
#include "service/compare/job.h"
#include "service/compare/table.h"

namespace ratecard {

// What is read of a request. Views are into the request and the catalog.
struct ComparisonInput {
  std::optional<Job> job;  // always set once it was read
  Constraints constraints;
  std::string currency;
  Ranking rank_by = Ranking::kCost;
  uint32_t benchmark = 0;             // of the table's; 0: none
  Placement placement;                // of all models
  std::vector<Candidate> candidates;  // of `models`, none twice
  std::optional<Candidate> baseline;
  int64_t period_seconds = 0;  // of a workload
};

// `observer`, unless it is null, is told of names that are resolved.
//
// Errors: those of CompareModels about the request.
absl::StatusOr<ComparisonInput> ReadComparison(
    const v1::CompareModelsRequest& request, const Catalog& catalog,
    const ComparisonTable& table, absl::Time as_of, absl::Duration stale_after,
    Observer* observer);

// The part that is in comparison_constraints.cc: filter and constraints into
// `*constraints`.
absl::Status ReadConstraints(const v1::CompareModelsRequest& request,
                             const Catalog& catalog,
                             const ComparisonTable& table, absl::Time as_of,
                             Constraints* constraints);

// The number of benchmark `name`. Errors: INVALID_ARGUMENT UNKNOWN_BENCHMARK,
// naming `field`, with the nearest.
absl::StatusOr<uint32_t> FindBenchmark(const ComparisonTable& table,
                                       const std::string& name,
                                       absl::string_view field);

// Errors: INVALID_ARGUMENT with `reason`, naming `field`, with the nearest, for
// a region that no provider has.
absl::Status CheckRegion(const Catalog& catalog, const ComparisonTable& table,
                         const std::string& region, absl::string_view reason,
                         absl::string_view field);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_COMPARISON_REQUEST_H_
