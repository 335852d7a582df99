#include "service/rpc/status.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "service/api/status_proto.h"
#include "service/base/error.h"

namespace ratecard {

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) {
    return grpc::Status::OK;
  }
  const google::rpc::Status proto = ToStatusProto(status);
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()),
                      proto.message(), proto.SerializeAsString());
}

absl::Status TooManyStreams(int most) {
  return Error(absl::StatusCode::kResourceExhausted, "TOO_MANY_STREAMS",
               absl::StrCat("the server has ", most,
                            " streams open, as many as it takes: end some, "
                            "wait, or ask another replica"))
      .With("max_streams", absl::StrCat(most));
}

absl::Status StreamedRequestTooLarge(size_t bytes, size_t most) {
  return Error(absl::StatusCode::kResourceExhausted, "REQUEST_TOO_LARGE",
               absl::StrCat("a request of the stream has ", bytes,
                            " bytes, more than ", most))
      .With("max_bytes", absl::StrCat(most));
}

absl::Status TooManyEntries(int64_t most) {
  return Error(absl::StatusCode::kResourceExhausted, "REQUEST_TOO_LARGE",
               absl::StrCat("the request has more than ", most,
                            " messages, list entries and unknown fields: "
                            "ask in several calls"))
      .With("max_entries", absl::StrCat(most));
}

absl::Status ShuttingDown() {
  return Error(absl::StatusCode::kUnavailable, "SHUTTING_DOWN",
               "the server is shutting down");
}

absl::Status CallerGone() {
  return absl::CancelledError("the caller cancelled, or is gone");
}

absl::Status DeadlineRequired() {
  return Error(absl::StatusCode::kInvalidArgument, "DEADLINE_REQUIRED",
               "the call has no deadline, and this server takes none without: "
               "set one, such as 1 s");
}

absl::Status DeadlinePassed() {
  return Error(absl::StatusCode::kDeadlineExceeded, "DEADLINE_PASSED",
               "the deadline of the call passed before it was answered");
}

absl::Status MalformedRequest(absl::string_view type) {
  return Error(absl::StatusCode::kInvalidArgument, "MALFORMED_REQUEST",
               absl::StrCat("the request is no ", type,
                            ": its bytes cannot be read as one, or a string "
                            "in it is not UTF-8"));
}

}  // namespace ratecard
