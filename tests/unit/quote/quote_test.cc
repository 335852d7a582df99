#include "service/quote/quote.h"

#include <string>

#include "gmock/gmock.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/quote/quote_samples.h"

namespace ratecard {
namespace {

using absl::StatusCode;
using testing::AllOf;
using testing::HasSubstr;

TEST(CheckLifetime, TakesOneSecondToThirtyDays) {
  EXPECT_THAT(CheckLifetime(absl::Seconds(1)), IsOk());
  EXPECT_THAT(CheckLifetime(absl::Hours(720)), IsOk());
  for (const absl::Duration ttl :
       {absl::ZeroDuration(), absl::Seconds(-1),
        absl::Seconds(1) - absl::Nanoseconds(1),
        absl::Hours(720) + absl::Nanoseconds(1), absl::InfiniteDuration()}) {
    EXPECT_THAT(CheckLifetime(ttl),
                AllOf(FailsWith(StatusCode::kInvalidArgument, "INVALID_TTL"),
                      NamesField("ttl")));
  }
}

TEST(CheckReference, TakesUpTo256Bytes) {
  EXPECT_THAT(CheckReference(""), IsOk());
  EXPECT_THAT(CheckReference(std::string(256, 'x')), IsOk());
  EXPECT_THAT(
      CheckReference(std::string(257, 'x')),
      AllOf(FailsWith(StatusCode::kInvalidArgument, "REFERENCE_TOO_LONG"),
            NamesField("reference")));
}

// U+0000 to U+001F, U+007F to U+009F; a letter with an accent is none.
TEST(CheckReference, TakesNoControlCharacters) {
  EXPECT_THAT(CheckReference("order 17, Zürich \xc2\xa0 ✓"), IsOk());
  for (const std::string& reference :
       {std::string("a\nb"), std::string(1, '\0'), std::string("\x1b[2J"),
        std::string("\x7f"), std::string("a\xc2\x80"),
        std::string("\xc2\x9f")}) {
    EXPECT_THAT(
        CheckReference(reference),
        AllOf(FailsWith(StatusCode::kInvalidArgument, "INVALID_REFERENCE"),
              NamesField("reference")));
  }
}

TEST(CheckReference, TakesUtf8Only) {
  for (const char* const reference : {"\xff", "a\xc2", "\xc0\x80"}) {
    EXPECT_THAT(CheckReference(reference),
                FailsWith(StatusCode::kInvalidArgument, "INVALID_REFERENCE"));
  }
}

// The sample is of 12:00:00 and ends at 12:15:00.
TEST(CheckInForce, HoldsUpToItsEndButNotAtIt) {
  const Quote quote = SampleQuote();
  EXPECT_THAT(CheckInForce(quote, kQuotedAt), IsOk());
  EXPECT_THAT(
      CheckInForce(quote, kQuotedAt + absl::Minutes(15) - absl::Nanoseconds(1)),
      IsOk());
  const absl::Status status =
      CheckInForce(quote, kQuotedAt + absl::Minutes(17));
  EXPECT_THAT(status,
              AllOf(FailsWith(StatusCode::kFailedPrecondition, "QUOTE_EXPIRED"),
                    NamesField("token")));
  EXPECT_THAT(std::string(status.message()),
              HasSubstr("expired at 2026-07-01T12:15:00Z, 2m ago"));
  EXPECT_THAT(CheckInForce(quote, kQuotedAt + absl::Minutes(15)),
              FailsWith(StatusCode::kFailedPrecondition, "QUOTE_EXPIRED"));
}

TEST(CheckInForce, BearsAClockThatIsAMinuteBehind) {
  const Quote quote = SampleQuote();
  EXPECT_THAT(CheckInForce(quote, kQuotedAt - absl::Minutes(1)), IsOk());
  EXPECT_THAT(
      CheckInForce(quote, kQuotedAt - absl::Minutes(1) - absl::Nanoseconds(1)),
      AllOf(FailsWith(StatusCode::kFailedPrecondition, "QUOTE_NOT_YET_VALID"),
            NamesField("token")));
}

}  // namespace
}  // namespace ratecard
