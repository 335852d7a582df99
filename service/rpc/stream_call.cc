#include "service/rpc/stream_call.h"

#include <string>
#include <utility>

#include "grpc/grpc.h"
#include "service/base/monotonic_clock.h"
#include "service/rpc/status.h"

namespace ratecard {

StreamCall::StreamCall(size_t method, CallRunner* runner,
                       grpc::ServerCompletionQueue* queue)
    : method_(method), runner_(runner), queue_(queue) {}

void StreamCall::Listen(std::function<void()> on_started,
                        std::function<void()> on_over) {
  on_started_ = std::move(on_started);
  on_over_ = std::move(on_over);
  context_.AsyncNotifyWhenDone(done_.Begin());
  AskFor(&context_, accepted_.Begin());
}

void StreamCall::Drain() {
  draining_ = true;
  progress_ = MonotonicNow();
  Step();
}

bool StreamCall::CutIfStalled(absl::Duration patience) {
  // The end waits behind what was written before it.
  if (cut_ || !(written_.pending() || finished_.pending()) ||
      MonotonicNow() - progress_ < patience) {
    return false;
  }
  cut_ = true;
  const absl::Status status = ShuttingDown();
  end_ = status;
  // A status that is sent as usual would wait behind what cannot be sent.
  grpc_call_cancel_with_status(context_.c_call(),
                               static_cast<grpc_status_code>(status.code()),
                               std::string(status.message()).c_str(), nullptr);
  return true;
}

void StreamCall::End(absl::Status status) {
  if (!end_.has_value()) {
    end_ = std::move(status);
  }
}

void StreamCall::Wake() {
  if (!end_.has_value()) {
    if (absl::Status status = runner_->Readmit(method_, context_, &admission_);
        !status.ok()) {
      End(std::move(status));
    }
  }
  Step();
}

bool StreamCall::Charge() {
  if (end_.has_value()) {
    return false;
  }
  absl::Status status = runner_->Charge(method_, context_, &admission_);
  const bool charged = status.ok();
  if (!charged) {
    End(std::move(status));
  }
  return charged;
}

bool StreamCall::CheckSize(size_t request_bytes) {
  if (request_bytes <= kMaxStreamedBytes) {
    return true;
  }
  End(StreamedRequestTooLarge(request_bytes, kMaxStreamedBytes));
  return false;
}

void StreamCall::Step() {
  if (!finish_begun_ && !written_.pending()) {
    if (!end_.has_value()) {
      Advance();
    }
    if (end_.has_value() && !written_.pending()) {
      finish_begun_ = true;
      Finish(ToGrpcStatus(*end_), finished_.Begin());
    }
  }
  const bool over = finish_begun_ && !finished_.pending() &&
                    !written_.pending() && !done_.pending() && !Pending();
  if (over) {
    if (counted_) {
      runner_->CloseStream();
    }
    runner_->OnEnded(started_, context_, admission_, Outcome());
    Leave();
  }
}

void StreamCall::Leave() {
  const std::function<void()> on_over = std::move(on_over_);
  on_over();
}

void StreamCall::OnAccepted(bool ok) {
  if (!ok) {
    Leave();  // `done_` does not complete for a call that never came
    return;
  }
  started_ = runner_->OnStarted(method_);
  progress_ = MonotonicNow();
  on_started_();
  admission_ = runner_->Admit(method_, context_);
  if (!admission_.status.ok()) {
    End(admission_.status);
  } else if (absl::Status status = runner_->OpenStream(); !status.ok()) {
    End(std::move(status));
  } else {
    counted_ = true;
    Start();
  }
  Step();
}

void StreamCall::OnWritten(bool ok) {
  if (ok) {
    runner_->OnMessageSent(method_);
    if (draining_) {
      progress_ = MonotonicNow();
    }
  } else {
    End(CallerGone());
  }
  Step();
}

void StreamCall::OnFinished(bool /*ok*/) { Step(); }

void StreamCall::OnDone(bool /*ok*/) {
  cancelled_ = context_.IsCancelled();
  if (cancelled_) {
    End(CallerGone());
  }
  Step();
}

absl::Status StreamCall::Outcome() const {
  if (cut_) {
    return *end_;
  }
  if (cancelled_ && runner_->DeadlinePassed(context_.raw_deadline())) {
    return DeadlinePassed();
  }
  return cancelled_ ? CallerGone() : *end_;
}

void StreamCallPool::Listen() {
  load_->OnListen();
  StreamCall* const call = make_call_().release();
  call->Listen([this, call] { OnStarted(call); },
               [this, call] {
                 if (in_progress_.erase(call) > 0) {
                   load_->OnStreamEnded();
                 }
                 load_->OnLeft();
                 delete call;
               });
}

void StreamCallPool::OnStarted(StreamCall* call) {
  in_progress_.insert(call);
  load_->OnStream();
  Listen();
}

void StreamCallPool::Wake() {
  for (StreamCall* call : in_progress_) {
    call->Wake();
  }
}

int StreamCallPool::CutStalled(absl::Duration patience) {
  int count = 0;
  for (StreamCall* call : in_progress_) {
    count += call->CutIfStalled(patience) ? 1 : 0;
  }
  return count;
}

void StreamCallPool::Drain() {
  for (StreamCall* call : in_progress_) {
    call->Drain();
  }
}

}  // namespace ratecard
