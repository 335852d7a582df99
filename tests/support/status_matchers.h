// GoogleTest matchers for absl::Status and absl::StatusOr.
//
//   EXPECT_THAT(ParseNanos("1.75", kMax), IsOkAndHolds(1'750'000'000));
//   EXPECT_THAT(status, FailsWith(absl::StatusCode::kNotFound,
//                                 "MODEL_NOT_FOUND"));

#ifndef RATECARD_TESTS_SUPPORT_STATUS_MATCHERS_H_
#define RATECARD_TESTS_SUPPORT_STATUS_MATCHERS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gmock/gmock.h"
#include "service/base/error.h"

namespace ratecard {

inline absl::Status StatusOf(const absl::Status& status) { return status; }
template <typename T>
absl::Status StatusOf(const absl::StatusOr<T>& result) {
  return result.status();
}

MATCHER(IsOk, "is OK") {
  *result_listener << StatusOf(arg);
  return arg.ok();
}

MATCHER_P(IsOkAndHolds, inner, "is OK and holds the value") {
  if (!arg.ok()) {
    *result_listener << arg.status();
    return false;
  }
  return testing::ExplainMatchResult(inner, *arg, result_listener);
}

// Code and reason, as DetailOf gives it.
MATCHER_P2(FailsWith, code, reason, "fails with the code and reason") {
  const absl::Status status = StatusOf(arg);
  *result_listener << status << ", reason " << DetailOf(status).reason;
  return status.code() == code && DetailOf(status).reason == reason;
}

// The path of one of the fields that the error names.
MATCHER_P(NamesField, path, "names the field") {
  const absl::Status status = StatusOf(arg);
  for (const auto& [field, description] : DetailOf(status).fields) {
    *result_listener << field << " ";
    if (field == path) {
      return true;
    }
  }
  return false;
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_SUPPORT_STATUS_MATCHERS_H_
