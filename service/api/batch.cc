#include "service/api/batch.h"

#include "absl/strings/str_cat.h"
#include "service/base/error.h"

namespace ratecard {

absl::Status CheckBatchSize(int requests) {
  if (requests == 0) {
    return Error(absl::StatusCode::kInvalidArgument, "REQUESTS_REQUIRED",
                 "no request is given")
        .Field("requests", "must have at least one request");
  }
  if (requests > kMaxBatchRequests) {
    return Error(absl::StatusCode::kInvalidArgument, "TOO_MANY_REQUESTS",
                 absl::StrCat("requests has ", requests, " entries, more than ",
                              kMaxBatchRequests))
        .Field("requests", absl::StrCat("at most ", kMaxBatchRequests));
  }
  return absl::OkStatus();
}

}  // namespace ratecard
