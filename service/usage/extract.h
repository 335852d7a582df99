// The usage, and what else a response says that its price depends on.

#ifndef RATECARD_SERVICE_USAGE_EXTRACT_H_
#define RATECARD_SERVICE_USAGE_EXTRACT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/catalog/usage_plan.h"
#include "service/money/amount.h"
#include "service/pricing/usage.h"
#include "service/usage/response_values.h"

namespace ratecard {

// A count, and what it was added to.
struct ExtractedQuantity {
  const PlannedRule* rule = nullptr;
  absl::string_view path;  // empty: a constant
  int64_t quantity = 0;
};

// Views are into the response's values and the plan.
struct Extraction {
  Usage usage;
  absl::InlinedVector<ExtractedQuantity, 16> quantities;
  absl::string_view model;         // empty: not named
  absl::string_view service_tier;  // empty: not said
  absl::string_view region;        // empty: not said
  absl::string_view response_id;   // empty: none
  std::optional<absl::Time> time;  // of years 1 to 9999
  std::optional<Money> reported_cost;
  absl::string_view reported_currency;
  std::vector<std::string> unknown_paths;
};

// What a response of `format`, which fits it, says. `model` is the one to
// price, if it is not the one that the response names. `is_stream`: its
// documents are the events of a stream.
//
// Errors: INVALID_ARGUMENT INVALID_COUNT, USAGE_INCONSISTENT, and those of
// FillCells other than PART_EXCEEDS_WHOLE; FAILED_PRECONDITION
// STREAM_INCOMPLETE. Thread-safe.
absl::Status Extract(const PlannedFormat& format, const ResponseValues& values,
                     absl::string_view model, bool is_stream,
                     Extraction* extraction);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_USAGE_EXTRACT_H_
