// Errors for people and for scripts.

#ifndef RATECARD_CLIENT_ERROR_REPORT_H_
#define RATECARD_CLIENT_ERROR_REPORT_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/style.h"
#include "google/protobuf/message.h"

namespace ratecard {

// Path of a field of a request and the flag that sets it.
using FlagOfField = std::vector<std::pair<std::string, std::string>>;

// `ratecard: ` and the message, with flags in place of the fields that it names
// and with the nearest names, the candidates or a quantity that has a price.
// What METER_UNPRICED and RATE_ASSUMED name are meters, not fields.
std::string ErrorText(const absl::Status& status, const FlagOfField& flags,
                      const Style& style);

// The same as google.rpc.Status in JSON.
std::string ErrorJson(const absl::Status& status);

// kExitUnreachable, kExitUsage or kExitError. Requires an error. What the API
// finds wrong with a field of the request by itself, as parts that are larger
// than their whole, is the command line's fault unless the request came from a
// file or the field is a token, whose fault is an answer.
int ExitCodeOf(const absl::Status& status, bool from_file);

// An error of the command line itself: kExitUsage.
absl::Status UsageError(absl::string_view message);

// The JSON mapping of `message`, with the field names of the proto. Errors:
// INTERNAL, where a value has none, such as a time past the year 9999.
absl::StatusOr<std::string> ToJson(const google::protobuf::Message& message);

// The same on one line, without an end of line.
absl::StatusOr<std::string> ToJsonLine(
    const google::protobuf::Message& message);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_ERROR_REPORT_H_
