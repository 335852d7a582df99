#include "service/rpc/queue_load.h"

#include <algorithm>
#include <utility>

#include "grpc/support/time.h"
#include "service/base/monotonic_clock.h"

namespace ratecard {
namespace {

constexpr absl::Duration kBetweenLooks = absl::Milliseconds(20);

}  // namespace

QueueLoad::QueueLoad(grpc::ServerCompletionQueue* queue, size_t number,
                     ServerLoad* server)
    : queue_(queue),
      number_(number),
      server_(server),
      max_untaken_bytes_(server->limits().max_untaken_bytes /
                         static_cast<int64_t>(server->queues())),
      max_untaken_(std::max(server->limits().max_calls_in_flight / 2 /
                                static_cast<int>(server->queues()),
                            1)),
      bulk_(queue) {}

std::optional<Overload> QueueLoad::OnCall() {
  ++calls_;
  if (!alarm_set_) {
    SetAlarm();
  }
  return server_->BeginCall() ? std::nullopt
                              : std::optional(Overload::kCallsInFlight);
}

void QueueLoad::SetAlarm() {
  alarm_set_ = true;
  looked_ = MonotonicNow();
  due_ = looked_ + kBetweenLooks;
  alarm_.Set(
      queue_,
      gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                   gpr_time_from_millis(
                       absl::ToInt64Milliseconds(kBetweenLooks), GPR_TIMESPAN)),
      static_cast<Completion*>(this));
}

void QueueLoad::Complete(bool /*ok*/) {
  looked_ = MonotonicNow();
  if (server_->limits().max_queue_delay > absl::ZeroDuration()) {
    TakeIn();
    Work();
  }
  // Without calls there is nothing to wait for, and nobody looks again.
  server_->SetDelay(number_,
                    calls_ > 0 ? MonotonicNow() - due_ : absl::ZeroDuration());
  DropUntaken();
  alarm_set_ = false;
  // Once the server stops there is no queue to set it on, nor any call.
  if (calls_ > 0) {
    SetAlarm();
  }
}

void QueueLoad::TakeIn() {
  // Arrivals must not keep it from answering what it has.
  const absl::Duration end = looked_ + server_->limits().max_queue_delay / 2;
  taking_in_ = true;
  void* tag = nullptr;
  bool ok = false;
  while (queue_->AsyncNext(&tag, &ok, gpr_inf_past(GPR_CLOCK_MONOTONIC)) ==
         grpc::CompletionQueue::GOT_EVENT) {
    static_cast<Completion*>(tag)->Complete(ok);
    if (MonotonicNow() > end) {
      break;
    }
  }
  taking_in_ = false;
}

void QueueLoad::Work() {
  for (Completion* call : std::exchange(deferred_, {})) {
    call->Complete(true);
  }
}

void QueueLoad::Append(int64_t bytes, Untaken* answer) {
  answer->bytes_ = bytes;
  answer->since_ = looked_;
  answer->older_ = newest_;
  answer->newer_ = nullptr;
  (newest_ == nullptr ? oldest_ : newest_->newer_) = answer;
  newest_ = answer;
  untaken_bytes_ += bytes;
  ++untaken_;
}

void QueueLoad::OnTaken(Untaken* answer) {
  (answer->older_ == nullptr ? oldest_ : answer->older_->newer_) =
      answer->newer_;
  (answer->newer_ == nullptr ? newest_ : answer->newer_->older_) =
      answer->older_;
  if (answer->bytes_ > 0) {
    untaken_bytes_ -= answer->bytes_;
    --untaken_;
  }
}

void QueueLoad::DropUntaken() {
  const absl::Duration oldest = looked_ - server_->limits().max_answer_time;
  for (Untaken* answer = oldest_; answer != nullptr; answer = answer->newer_) {
    const bool late = answer->since_ < oldest;
    // Of one since the last look it is not known yet whether it was taken.
    if (!late && (!IsTooMuch() || answer->since_ == looked_)) {
      return;
    }
    if (answer->bytes_ > 0) {
      server_->OnDropped(late ? Untakenness::kTooLong : Untakenness::kTooMuch,
                         answer->Peer());
      untaken_bytes_ -= std::exchange(answer->bytes_, 0);
      --untaken_;
      answer->Drop();
    }
  }
}

}  // namespace ratecard
