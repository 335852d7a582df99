#include "client/library/remote_call.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/library/call_options.h"
#include "google/rpc/status.pb.h"
#include "ratecard/errors.h"
#include "service/api/status_proto.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {

RemoteCall::RemoteCall(std::shared_ptr<const RemoteTarget> target,
                       absl::Duration timeout, const CallOptions& options)
    : target_(std::move(target)),
      timeout_(options.timeout.value_or(timeout)),
      cancellation_(options.canceller,
                    [context = context_] { context->TryCancel(); }),
      refusal_(Prepare(options)) {}

absl::Status RemoteCall::Prepare(const CallOptions& options) {
  RATECARD_RETURN_IF_ERROR(CheckCall(options));
  if (timeout_ < absl::InfiniteDuration()) {
    context_->set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  }
  context_->set_wait_for_ready(
      options.wait_for_ready.value_or(target_->wait_for_ready));
  for (const auto& [name, value] : options.metadata) {
    context_->AddMetadata(name, value);
  }
  if (target_->token == nullptr) {
    return absl::OkStatus();
  }
  RATECARD_ASSIGN_OR_RETURN(const std::string token, target_->token());
  if (!IsPrintable(token)) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_METADATA",
                 "the bearer token is not printable ASCII");
  }
  context_->AddMetadata("authorization", absl::StrCat("Bearer ", token));
  return absl::OkStatus();
}

absl::Status RemoteCall::ToStatus(const grpc::Status& status) const {
  if (status.ok()) {
    return absl::OkStatus();
  }
  // Whoever is between may have made up either.
  google::rpc::Status details;
  if (!status.error_details().empty() &&
      status.error_code() != grpc::StatusCode::DEADLINE_EXCEEDED &&
      details.ParseFromString(status.error_details()) &&
      details.code() == static_cast<int>(status.error_code())) {
    return FromStatusProto(details);
  }
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  switch (code) {
    case absl::StatusCode::kUnavailable:
      return Error(
          code, kServerUnreachable,
          absl::StrCat("server ", target_->name,
                       " cannot be reached: ", status.error_message()));
    case absl::StatusCode::kDeadlineExceeded:
      return Error(
          code, kServerUnreachable,
          absl::StrCat("server ", target_->name, " did not answer within ",
                       absl::FormatDuration(timeout_)));
    case absl::StatusCode::kCancelled:
      return Cancelled();
    default:
      return absl::Status(code, absl::StrCat("server ", target_->name, ": ",
                                             status.error_message()));
  }
}

}  // namespace ratecard
