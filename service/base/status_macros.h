// Early return on an absl::Status that is not OK.
//
//   RATECARD_RETURN_IF_ERROR(Check(x));
//   RATECARD_ASSIGN_OR_RETURN(const int64_t nanos, ParseNanos(text));

#ifndef RATECARD_SERVICE_BASE_STATUS_MACROS_H_
#define RATECARD_SERVICE_BASE_STATUS_MACROS_H_

#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#define RATECARD_RETURN_IF_ERROR(expr)     \
  do {                                     \
    absl::Status ratecard_status = (expr); \
    if (!ratecard_status.ok()) {           \
      return ratecard_status;              \
    }                                      \
  } while (false)

#define RATECARD_CONCAT_INNER(a, b) a##b
#define RATECARD_CONCAT(a, b) RATECARD_CONCAT_INNER(a, b)

#define RATECARD_ASSIGN_OR_RETURN(lhs, expr) \
  RATECARD_ASSIGN_OR_RETURN_IMPL(RATECARD_CONCAT(result_, __LINE__), lhs, expr)

#define RATECARD_ASSIGN_OR_RETURN_IMPL(result, lhs, expr) \
  auto result = (expr);                                   \
  if (!result.ok()) {                                     \
    return std::move(result).status();                    \
  }                                                       \
  lhs = std::move(result).value()

#endif  // RATECARD_SERVICE_BASE_STATUS_MACROS_H_
