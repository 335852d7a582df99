#include "client/library/call_options.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "ratecard/errors.h"
#include "service/base/error.h"
#include "service/base/utf8.h"

namespace ratecard {

bool IsPrintable(const std::string& value) {
  return std::all_of(value.begin(), value.end(),
                     [](char c) { return c >= ' ' && c <= '~'; });
}

namespace {

bool IsNameByte(char c) {
  return absl::ascii_islower(static_cast<unsigned char>(c)) ||
         absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-' ||
         c == '_' || c == '.';
}

bool IsName(const std::string& name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), IsNameByte) &&
         !absl::StartsWith(name, "grpc-");
}

absl::Status CheckMetadata(const CallOptions& options) {
  for (const auto& [name, value] : options.metadata) {
    const bool is_name = IsName(name);
    if (is_name && (absl::EndsWith(name, "-bin") || IsPrintable(value))) {
      continue;
    }
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_METADATA",
                 is_name
                     ? absl::StrCat("the value of metadata ", name,
                                    " is not printable ASCII")
                     : absl::StrCat(Shortened(name), " is no name of metadata"))
        .Field("metadata",
               is_name ? "must be printable ASCII, unless its name ends in -bin"
                       : "must be named by a-z, 0-9, '-', '_' and '.', and not "
                         "begin with grpc-");
  }
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckCall(const CallOptions& options) {
  if (options.timeout.has_value() && *options.timeout <= absl::ZeroDuration()) {
    return OutOfTime();
  }
  if (options.canceller != nullptr && options.canceller->cancelled()) {
    return Cancelled();
  }
  return CheckMetadata(options);
}

absl::Status Cancelled() {
  return absl::CancelledError("the call was cancelled");
}

absl::Status OutOfTime() {
  return Error(absl::StatusCode::kDeadlineExceeded, kServerUnreachable,
               "the call ran out of time");
}

}  // namespace ratecard
