#include "client/library/remote_call.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "client/library/call_options.h"
#include "google/rpc/status.pb.h"
#include "ratecard/errors.h"
#include "service/api/status_proto.h"
#include "service/base/error.h"

namespace ratecard {

RemoteCall::RemoteCall(std::string target, absl::Duration timeout,
                       bool wait_for_ready, const CallOptions& options)
    : refusal_(CheckCall(options)),
      target_(std::move(target)),
      timeout_(options.timeout.value_or(timeout)),
      cancellation_(options.canceller,
                    [context = context_] { context->TryCancel(); }) {
  if (!refusal_.ok()) {
    context_->TryCancel();
    return;
  }
  if (timeout_ < absl::InfiniteDuration()) {
    context_->set_deadline(absl::ToChronoTime(absl::Now() + timeout_));
  }
  context_->set_wait_for_ready(options.wait_for_ready.value_or(wait_for_ready));
  for (const auto& [name, value] : options.metadata) {
    context_->AddMetadata(name, value);
  }
}

absl::Status RemoteCall::ToStatus(const grpc::Status& status) const {
  if (!refusal_.ok()) {
    return refusal_;
  }
  if (status.ok()) {
    return absl::OkStatus();
  }
  google::rpc::Status details;
  if (!status.error_details().empty() &&
      details.ParseFromString(status.error_details())) {
    return FromStatusProto(details);
  }
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  switch (code) {
    case absl::StatusCode::kUnavailable:
      return Error(code, kServerUnreachable,
                   absl::StrCat("server ", target_, " cannot be reached: ",
                                status.error_message()));
    case absl::StatusCode::kDeadlineExceeded:
      return Error(code, kServerUnreachable,
                   absl::StrCat("server ", target_, " did not answer within ",
                                absl::FormatDuration(timeout_)));
    case absl::StatusCode::kCancelled:
      return Cancelled();
    default:
      return absl::Status(
          code, absl::StrCat("server ", target_, ": ", status.error_message()));
  }
}

}  // namespace ratecard
