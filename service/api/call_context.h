// What a handler knows of the call beyond its request.

#ifndef RATECARD_SERVICE_API_CALL_CONTEXT_H_
#define RATECARD_SERVICE_API_CALL_CONTEXT_H_

#include "absl/time/time.h"

namespace ratecard {

struct CallContext {
  absl::Time now;
};

}  // namespace ratecard

#endif  // RATECARD_SERVICE_API_CALL_CONTEXT_H_
