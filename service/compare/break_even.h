// After how many re-reads a cache write pays.

#ifndef RATECARD_SERVICE_COMPARE_BREAK_EVEN_H_
#define RATECARD_SERVICE_COMPARE_BREAK_EVEN_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "service/estimate/token_rate.h"
#include "service/pricing/meter.h"
#include "service/pricing/rate_table.h"

namespace ratecard {

// Unit prices in nanos per million tokens.
struct CachePrices {
  int64_t write = 0;
  int64_t read = 0;
  int64_t input = 0;
};

// The smallest n >= 0 at which write + n × read <= (n + 1) × input: what is
// sent n + 1 times costs no more cached. Unset: none, as a read costs no less
// than uncached input. Requires prices of at least 0.
std::optional<int64_t> RereadsToPay(const CachePrices& prices);

// Of one lifetime of a write.
struct CacheBreakEven {
  Meter write = Meter::kUnspecified;
  CachePrices prices;
  std::optional<int64_t> rereads;
  // FAILED_PRECONDITION METER_UNPRICED, INCLUDED_IN_PLAN or PRICE_VARIES: one
  // of the prices is not known, part of a plan, or depends on the quantity. The
  // other fields are then not set.
  absl::Status status;
};

// One for each lifetime that `rates` have a rate for, for text in a request of
// these totals. Thread-safe.
std::vector<CacheBreakEven> CacheBreakEvens(const RateTable& rates,
                                            const TierTotals& totals);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_COMPARE_BREAK_EVEN_H_
