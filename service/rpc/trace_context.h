// What callers say a call is part of.

#ifndef RATECARD_SERVICE_RPC_TRACE_CONTEXT_H_
#define RATECARD_SERVICE_RPC_TRACE_CONTEXT_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace ratecard {

// Where a call stands in a trace. In lower-case hex.
struct TraceContext {
  std::string trace_id;  // 32 digits
  std::string span_id;   // 16 digits: the caller's span
};

// Reads a header `traceparent` as the recommendation W3C Trace Context, level
// 1, has it: none if it is not valid. Of a later version the parts that this
// one has count. Thread-safe.
std::optional<TraceContext> ParseTraceparent(absl::string_view header);

// Whether `id` can stand in a log as it is: 1 to 128 visible ASCII characters.
bool IsRequestId(absl::string_view id);

// 32 hex digits that are unlike those of other calls. Thread-safe.
std::string NewRequestId();

}  // namespace ratecard

#endif  // RATECARD_SERVICE_RPC_TRACE_CONTEXT_H_
