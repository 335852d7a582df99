// Workloads written as protobuf text or JSON.

#ifndef RATECARD_CLIENT_WORKLOAD_FILE_H_
#define RATECARD_CLIENT_WORKLOAD_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/json_positions.h"
#include "ratecard/v1/estimate_service.pb.h"

namespace ratecard {

struct WorkloadFile {
  std::string name;  // for messages
  v1::EstimateWorkloadRequest request;
  TextPositions positions;
};

// The content of the file at `path`, or of standard input for `-`.
// Errors: NOT_FOUND, with what the system says; OUT_OF_RANGE above 64 MiB.
absl::StatusOr<std::string> ReadInput(const std::string& path);

// What messages call it: `path`, or standard input for `-`.
std::string NameOfInput(const std::string& path);

// JSON if `name` ends in `.json` or, where the ending says nothing, if the text
// begins with `{` or `[`; protobuf text otherwise.
//
// Errors: INVALID_ARGUMENT, `name:line:column: what is wrong`.
absl::StatusOr<WorkloadFile> ParseWorkload(const std::string& name,
                                           const std::string& text);

// `status` with the place of the first field at fault before its message:
// `workload.json:7:20: …`. Unchanged if it names no field.
absl::Status WithPosition(const absl::Status& status, const WorkloadFile& file);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_WORKLOAD_FILE_H_
