// What a request would cost with one thing changed.

#ifndef RATECARD_SERVICE_COMPARE_ALTERNATIVES_H_
#define RATECARD_SERVICE_COMPARE_ALTERNATIVES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "service/catalog/model.h"
#include "service/estimate/estimate.h"
#include "service/money/amount.h"
#include "service/pricing/usage.h"

namespace ratecard {

// Mirrors ratecard.v1.AlternativeKind.
enum class AlternativeKind : uint8_t {
  kUnspecified = 0,
  kCacheShare,
  kNoCache,
  kServiceTier,
  kRegion,
  kAsOf,
  kBelowTier,
};

// A request that is priced, and how. All of it outlives what refers to it.
struct ExplainedCost {
  const Model& model;
  const Usage& usage;
  const EstimateOptions& options;
  const Estimate& estimate;  // of the three
  Money total;               // rounded
};

// What to look at, each list as ratecard.v1.ExplainCostRequest says; empty: as
// it says there.
struct AlternativeLists {
  std::vector<int64_t> cache_shares_ppm;  // 0 to 1,000,000 each
  std::vector<std::string> service_tiers;
  std::vector<std::string> regions;
  std::vector<absl::Time> as_of;
};

struct Alternative {
  AlternativeKind kind = AlternativeKind::kUnspecified;
  // Which of them is set depends on the kind.
  int64_t cache_share_ppm = 0;
  std::string service_tier;
  std::string region;
  absl::Time as_of;
  // Of kBelowTier, one of them.
  std::optional<int64_t> input_tokens;
  std::optional<int64_t> output_tokens;
  // Not OK: why it is not possible.
  absl::Status status;
  Money total;
  Money difference;  // to the total that is explained; below 0: cheaper
  WarningSet warnings;
};

// The cheapest first, then those that are not possible; of equal ones in order
// of kind and list. Errors: none but of the explained request itself, those of
// FillCells. Thread-safe.
absl::StatusOr<std::vector<Alternative>> Alternatives(
    const ExplainedCost& cost, const AlternativeLists& lists);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_ALTERNATIVES_H_
