#include "service/api/priced_name.h"

#include <optional>
#include <string>
#include <utility>

#include "service/api/serving.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"
#include "service/estimate/request_fit.h"

namespace ratecard {

absl::StatusOr<PricedName> ReadPricedName(const Resolution& found,
                                          absl::string_view service_tier,
                                          absl::string_view region,
                                          absl::Time as_of, bool strict) {
  PricedName name;
  name.model = found.model;
  name.options.as_of = as_of;
  name.options.strict = strict;
  RATECARD_ASSIGN_OR_RETURN(const Serving serving,
                            ServingOf(found, service_tier, region));
  name.options.service_tier = serving.service_tier;
  name.options.region = serving.region;
  name.options.region_of_name = serving.region_of_name;
  return name;
}

absl::Status AtElement(absl::Status status, absl::string_view path) {
  ErrorDetail detail = DetailOf(status);
  for (auto& field : detail.fields) {
    field.first = std::string(path);
  }
  return WithDetail(std::move(status), detail);
}

int64_t LongestInput(const Limits& limits, const Usage& usage,
                     const TokenCells& cells, int64_t otherwise) {
  FitRequest request;
  if (const std::optional<FitRequest> whole =
          FitRequestOf(usage, cells.input_tokens, cells.output_tokens)) {
    request.output_tokens = whole->output_tokens;
  }
  request.input_tokens = 0;
  if (VerdictOf(limits, request) == FitVerdict::kDoesNotFit) {
    return -1;
  }
  return InputHeadroom(limits, request).value_or(otherwise);
}

}  // namespace ratecard
