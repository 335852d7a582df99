// What a handler knows of the call beyond its request.

#ifndef RATECARD_SERVICE_API_CALL_CONTEXT_H_
#define RATECARD_SERVICE_API_CALL_CONTEXT_H_

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace ratecard {

class UnknownNames;

// Whoever waits for an answer.
class Caller {
 public:
  virtual ~Caller() = default;
  // OK, or why no answer is wanted any more, from then on: DEADLINE_EXCEEDED,
  // CANCELLED, UNAVAILABLE. Takes less than a microsecond. Called on the thread
  // of the call.
  virtual absl::Status StillWaits() = 0;
};

struct CallContext {
  absl::Time now;
  // Null: waits for as long as it takes.
  Caller* caller = nullptr;
  // Those of the call so far, null unless it may have many.
  UnknownNames* unknown_names = nullptr;

  // Whether to go on, which handlers that take long ask in between.
  absl::Status StillWanted() const {
    return caller == nullptr ? absl::OkStatus() : caller->StillWaits();
  }
};

// Asks so at every `interval`th step of a handler.
class WantedCheck {
 public:
  WantedCheck(const CallContext& call, int interval)
      : call_(call), interval_(interval) {}

  absl::Status Step() {
    return ++steps_ % interval_ == 0 ? call_.StillWanted() : absl::OkStatus();
  }

 private:
  const CallContext& call_;
  const int interval_;
  int steps_ = 0;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_CALL_CONTEXT_H_
