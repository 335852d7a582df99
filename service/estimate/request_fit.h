// The fit of a request whose usage is known.

#ifndef RATECARD_SERVICE_ESTIMATE_REQUEST_FIT_H_
#define RATECARD_SERVICE_ESTIMATE_REQUEST_FIT_H_

#include <optional>

#include "service/fit/fit.h"
#include "service/pricing/usage.h"

namespace ratecard {

// What to check of a request of these token totals: see FitOf. Unset if the
// usage has no tokens.
std::optional<FitRequest> FitRequestOf(const Usage& usage, int64_t input_tokens,
                                       int64_t output_tokens);

// Whether a request of these token totals fits. `usage` says which totals were
// given and which modalities the request has. Unset if no limit is published or
// the usage has no tokens. Requires a usage that FillCells accepted.
std::optional<Fit> FitOf(const Limits& limits, const Usage& usage,
                         int64_t input_tokens, int64_t output_tokens);

// Its verdict alone, which takes a fraction of the time. Does not allocate.
std::optional<FitVerdict> FitVerdictOf(const Limits& limits, const Usage& usage,
                                       int64_t input_tokens,
                                       int64_t output_tokens);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_ESTIMATE_REQUEST_FIT_H_
