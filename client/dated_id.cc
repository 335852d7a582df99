#include "client/dated_id.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "service/base/status_macros.h"
#include "service/quote/random_bytes.h"

namespace ratecard {

absl::StatusOr<std::string> NewDatedId() {
  RATECARD_ASSIGN_OR_RETURN(const std::string random, RandomBytes(4));
  return absl::StrCat(
      absl::FormatTime("%Y-%m-%d-", absl::Now(), absl::UTCTimeZone()),
      absl::BytesToHexString(random));
}

}  // namespace ratecard
