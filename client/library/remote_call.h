// One call of a server: its context, and its end in our words.

#ifndef RATECARD_CLIENT_LIBRARY_REMOTE_CALL_H_
#define RATECARD_CLIENT_LIBRARY_REMOTE_CALL_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/library/cancellation.h"
#include "grpcpp/client_context.h"
#include "grpcpp/support/status.h"
#include "ratecard/options.h"

namespace ratecard {

class RemoteCall {
 public:
  // `timeout` and `wait_for_ready` hold where `options` say nothing. A call
  // that CheckCall refuses is cancelled before it starts.
  RemoteCall(std::string target, absl::Duration timeout, bool wait_for_ready,
             const CallOptions& options);

  grpc::ClientContext* context() { return context_.get(); }

  // With the details that the server sent, or, where none did, why not.
  absl::Status ToStatus(const grpc::Status& status) const;

 private:
  const absl::Status refusal_;
  const std::string target_;
  const absl::Duration timeout_;
  // The canceller may still use it when the call has ended.
  const std::shared_ptr<grpc::ClientContext> context_ =
      std::make_shared<grpc::ClientContext>();
  const Cancellation cancellation_;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_LIBRARY_REMOTE_CALL_H_
