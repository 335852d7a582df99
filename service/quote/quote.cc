#include "service/quote/quote.h"

#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

std::string Text(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

// To the second, as people say how long ago something was.
std::string Text(absl::Duration duration) {
  return absl::FormatDuration(absl::Ceil(duration, absl::Seconds(1)));
}

Error InvalidReference(absl::string_view problem) {
  return Error(absl::StatusCode::kInvalidArgument, "INVALID_REFERENCE",
               absl::StrCat("reference ", problem))
      .Field("reference", "must be UTF-8 without control characters");
}

// Whether UTF-8 starts with one of U+0000 to U+001F and U+007F to U+009F.
bool IsControl(absl::string_view utf8) {
  const auto first = static_cast<unsigned char>(utf8[0]);
  return first < 0x20 || first == 0x7f ||
         (first == 0xc2 && static_cast<unsigned char>(utf8[1]) < 0xa0);
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
  if (reference.size() > kMaxReferenceBytes) {
    return Error(absl::StatusCode::kInvalidArgument, "REFERENCE_TOO_LONG",
                 absl::StrCat("reference has ", reference.size(),
                              " bytes, more than ", kMaxReferenceBytes))
        .Field("reference",
               absl::StrCat("at most ", kMaxReferenceBytes, " bytes of UTF-8"));
  }
  size_t bad = 0;
  if (!IsUtf8(reference, &bad)) {
    return InvalidReference(absl::StrCat("is not UTF-8 at byte ", bad));
  }
  for (size_t i = 0; i < reference.size(); ++i) {
    if (IsControl(reference.substr(i))) {
      return InvalidReference(
          absl::StrCat("has a control character at byte ", i));
    }
  }
  return absl::OkStatus();
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
