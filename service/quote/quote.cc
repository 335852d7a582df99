#include "service/quote/quote.h"

#include "absl/strings/str_cat.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

std::string Text(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

// To the second, as people say how long ago something was.
std::string Text(absl::Duration duration) {
  return absl::FormatDuration(absl::Ceil(duration, absl::Seconds(1)));
}

}  // namespace

absl::Status CheckLifetime(absl::Duration ttl) {
  if (ttl >= kMinQuoteLifetime && ttl <= kMaxQuoteLifetime) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_TTL",
               absl::StrCat("ttl is ", absl::FormatDuration(ttl),
                            "; a quote holds for 1 second to 30 days"))
      .Field("ttl", "must be from 1 second to 30 days");
}

absl::Status CheckReference(absl::string_view reference) {
  if (reference.size() <= kMaxReferenceBytes) {
    return absl::OkStatus();
  }
  return Error(absl::StatusCode::kInvalidArgument, "REFERENCE_TOO_LONG",
               absl::StrCat("reference has ", reference.size(),
                            " bytes, more than ", kMaxReferenceBytes))
      .Field("reference",
             absl::StrCat("at most ", kMaxReferenceBytes, " bytes of UTF-8"));
}

absl::Status CheckInForce(const Quote& quote, absl::Time now) {
  if (now >= quote.expire_time) {
    return Error(absl::StatusCode::kFailedPrecondition, "QUOTE_EXPIRED",
                 absl::StrCat("the quote expired at ", Text(quote.expire_time),
                              ", ", Text(now - quote.expire_time),
                              " ago; ask for a new one"))
        .Field("token", "has expired")
        .With("expire_time", Text(quote.expire_time));
  }
  if (now < quote.create_time - kQuoteClockTolerance) {
    return Error(absl::StatusCode::kFailedPrecondition, "QUOTE_NOT_YET_VALID",
                 absl::StrCat("the quote was made at ", Text(quote.create_time),
                              ", ", Text(quote.create_time - now),
                              " from now by this server's clock; clocks may "
                              "differ by ",
                              absl::FormatDuration(kQuoteClockTolerance)))
        .Field("token", "is of the future")
        .With("create_time", Text(quote.create_time));
  }
  return absl::OkStatus();
}

}  // namespace ratecard
