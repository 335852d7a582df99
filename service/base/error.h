// Errors that say what, where and what would be right.
//
// An error is an absl::Status with a stable reason, the fields at fault and
// further facts attached. The layers above turn these into google.rpc details;
// the core itself knows no protobuf.
//
//   return Error(absl::StatusCode::kInvalidArgument, "NEGATIVE_QUANTITY",
//                "input_tokens is -1; quantities are at least 0")
//       .Field("input_tokens", "must be at least 0");
//
// What callers gave goes into one shortened (utf8.h): errors travel in headers,
// which have bounds.

#ifndef RATECARD_SERVICE_BASE_ERROR_H_
#define RATECARD_SERVICE_BASE_ERROR_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace ratecard {

// The parts of an error beyond code and message.
struct ErrorDetail {
  // Stable, UPPER_SNAKE_CASE: what programs switch on.
  std::string reason;
  // Path of each field at fault and what is wrong with it.
  std::vector<std::pair<std::string, std::string>> fields;
  // Further facts by lower_snake_case key.
  std::vector<std::pair<std::string, std::string>> metadata;
  // How long to wait before trying again; 0: not said.
  absl::Duration retry_after;
};

// Makes a status with details.
class Error {
 public:
  Error(absl::StatusCode code, absl::string_view reason,
        absl::string_view message);

  // Names a field at fault. Paths are relative to the function's input;
  // callers prefix them with WithFieldPrefix.
  Error& Field(absl::string_view path, absl::string_view description);

  // Adds a fact.
  Error& With(absl::string_view key, absl::string_view value);

  // Says after how long to try again. Requires a finite time above 0.
  Error& RetryAfter(absl::Duration delay);

  operator absl::Status() const;  // NOLINT(google-explicit-constructor)
  template <typename T>
  operator absl::StatusOr<T>() const {  // NOLINT(google-explicit-constructor)
    return static_cast<absl::Status>(*this);
  }

 private:
  absl::StatusCode code_;
  std::string message_;
  ErrorDetail detail_;
};

// The details of `status`; empty if it has none.
ErrorDetail DetailOf(const absl::Status& status);

// `status` with `detail` in place of its own.
absl::Status WithDetail(absl::Status status, const ErrorDetail& detail);

// `status`, an error, about `subject`: `subject: message`.
absl::Status WithSubject(const absl::Status& status, absl::string_view subject);

// `status` with `prefix` put before the path of each field.
absl::Status WithFieldPrefix(absl::Status status, absl::string_view prefix);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_BASE_ERROR_H_
