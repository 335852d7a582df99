// A stream without a server: what ends it, and waiting until then.

#ifndef RATECARD_CLIENT_LIBRARY_LOCAL_CALL_H_
#define RATECARD_CLIENT_LIBRARY_LOCAL_CALL_H_

#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/library/call_options.h"
#include "client/library/cancellation.h"
#include "ratecard/options.h"

namespace ratecard {

class LocalCall {
 public:
  // Ends at once if the options are wrong.
  explicit LocalCall(const CallOptions& options);

  // The first end holds. Thread-safe.
  void End(absl::Status status) { End(state_.get(), std::move(status)); }

  // How it ended; cancels if it has not. Thread-safe.
  absl::Status Finish();

  // Guards what `ready` looks at.
  absl::Mutex& mutex() { return state_->mutex; }

  // With `mutex` held: waits until `ready` or the end. Whether it has not
  // ended.
  template <typename Ready>
  bool Await(const Ready& ready) {
    const auto awaited = [&] { return state_->ended || ready(); };
    if (!mutex().AwaitWithDeadline(absl::Condition(&awaited), deadline_) ||
        (!state_->ended && absl::Now() >= deadline_)) {
      state_->ended = true;
      state_->status = OutOfTime();
    }
    return !state_->ended;
  }

 private:
  struct State {
    absl::Mutex mutex;
    bool ended = false;
    absl::Status status;
  };
  static void End(State* state, absl::Status status);

  // The canceller may know of the state for longer than this lives.
  const std::shared_ptr<State> state_ = std::make_shared<State>();
  const absl::Time deadline_;
  const Cancellation cancellation_;
};

}  // namespace ratecard

#endif  // RATECARD_CLIENT_LIBRARY_LOCAL_CALL_H_
