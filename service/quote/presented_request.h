// Whether a request that comes with a quote is the one that was quoted.

#ifndef RATECARD_SERVICE_QUOTE_PRESENTED_REQUEST_H_
#define RATECARD_SERVICE_QUOTE_PRESENTED_REQUEST_H_

#include <cstddef>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "service/pricing/usage.h"
#include "service/quote/quote.h"

namespace ratecard {

// Differences that an error names: it travels in headers.
inline constexpr size_t kMaxNamedDifferences = 8;

// What is to be billed. What is not set is not compared.
struct PresentedRequest {
  std::optional<absl::string_view> model;  // resource name
  std::optional<absl::string_view> service_tier;
  std::optional<absl::string_view> region;  // empty: none
  std::optional<Usage> usage;
  std::optional<absl::string_view> reference;
};

// Errors (FAILED_PRECONDITION), with every field that differs, of more than
// kMaxNamedDifferences the first: the reason of the first of
// QUOTE_MODEL_MISMATCH, QUOTE_SERVICE_TIER_MISMATCH, QUOTE_REGION_MISMATCH,
// QUOTE_USAGE_MISMATCH, QUOTE_REFERENCE_MISMATCH.
absl::Status CheckPresented(const Quote& quote,
                            const PresentedRequest& presented);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_QUOTE_PRESENTED_REQUEST_H_
