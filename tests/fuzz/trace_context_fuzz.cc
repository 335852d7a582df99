// Headers `traceparent`: any bytes are refused, or their parts are the header.

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "service/rpc/trace_context.h"
#include "tests/fuzz/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view header(reinterpret_cast<const char*>(data), size);
  const std::optional<ratecard::TraceContext> trace =
      ratecard::ParseTraceparent(header);
  if (trace.has_value()) {
    RATECARD_CHECK(header.substr(2, 51) == absl::StrCat("-", trace->trace_id,
                                                        "-", trace->span_id,
                                                        "-"));
    RATECARD_CHECK(ratecard::IsRequestId(trace->trace_id));
  }
  return 0;
}
