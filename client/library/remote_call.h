// One call of a server: its context, and its end in our words.

#ifndef RATECARD_CLIENT_LIBRARY_REMOTE_CALL_H_
#define RATECARD_CLIENT_LIBRARY_REMOTE_CALL_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/library/cancellation.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "ratecard/options.h"

namespace ratecard {

// What all calls of a client have in common.
struct RemoteTarget {
  std::string name;
  bool wait_for_ready = false;
  std::function<absl::StatusOr<std::string>()> token;  // may be null
};

class RemoteCall {
 public:
  // `timeout` holds if `options` say none.
  RemoteCall(std::shared_ptr<const RemoteTarget> target, absl::Duration timeout,
             const CallOptions& options);

  // Why the call must not be started: what CheckCall says, or that there is no
  // token for it.
  const absl::Status& refusal() const { return refusal_; }

  grpc::ClientContext* context() { return context_.get(); }

  // With the details that the server sent, or, where none did, why not.
  absl::Status ToStatus(const grpc::Status& status) const;

 private:
  absl::Status Prepare(const CallOptions& options);

  const std::shared_ptr<const RemoteTarget> target_;
  const absl::Duration timeout_;
  // The canceller may still use it when the call has ended.
  const std::shared_ptr<grpc::ClientContext> context_ =
      std::make_shared<grpc::ClientContext>();
  const Cancellation cancellation_;
  const absl::Status refusal_;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_LIBRARY_REMOTE_CALL_H_
