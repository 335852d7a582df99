// What an error of a call says beyond code and message: its google.rpc details.
//
//   if (ratecard::ErrorReason(status) == "MODEL_NOT_FOUND") {
//     Suggest(ratecard::ErrorMetadata(status)["nearest"]);
//   }

#ifndef RATECARD_ERRORS_H_
#define RATECARD_ERRORS_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"

namespace ratecard {

// UNAVAILABLE or DEADLINE_EXCEEDED: no server answered.
inline constexpr char kServerUnreachable[] = "SERVER_UNREACHABLE";

// Stable, UPPER_SNAKE_CASE: what programs switch on. Each method in
// ratecard/v1/*.proto lists its own. Empty if the error has none.
std::string ErrorReason(const absl::Status& status);

// Further facts by lower_snake_case key.
std::map<std::string, std::string> ErrorMetadata(const absl::Status& status);

// Path of each field of the request that is wrong, and what is wrong with it.
std::vector<std::pair<std::string, std::string>> ErrorFields(
    const absl::Status& status);

// The error of one item of a batch or a stream, with its details.
absl::Status ToStatus(const google::rpc::Status& error);

}  // namespace ratecard

#endif  // RATECARD_ERRORS_H_
