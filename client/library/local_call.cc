#include "client/library/local_call.h"

#include "absl/time/clock.h"

namespace ratecard {

LocalCall::LocalCall(const CallOptions& options)
    : deadline_(absl::Now() +
                options.timeout.value_or(absl::InfiniteDuration())),
      cancellation_(options.canceller,
                    [state = state_] { End(state.get(), Cancelled()); }) {
  if (absl::Status status = CheckCall(options); !status.ok()) {
    End(std::move(status));
  }
}

absl::Status LocalCall::Finish() {
  End(Cancelled());
  const absl::MutexLock lock(&mutex());
  return state_->status;
}

void LocalCall::End(State* state, absl::Status status) {
  const absl::MutexLock lock(&state->mutex);
  if (!state->ended) {
    state->ended = true;
    state->status = std::move(status);
  }
}

}  // namespace ratecard
