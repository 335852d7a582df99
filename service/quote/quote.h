// What a quote promises, and for how long.

#ifndef RATECARD_SERVICE_QUOTE_QUOTE_H_
#define RATECARD_SERVICE_QUOTE_QUOTE_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "service/money/amount.h"
#include "service/pricing/usage.h"

namespace ratecard {

inline constexpr absl::Duration kDefaultQuoteLifetime = absl::Minutes(15);
inline constexpr absl::Duration kMinQuoteLifetime = absl::Seconds(1);
inline constexpr absl::Duration kMaxQuoteLifetime = absl::Hours(24 * 30);

// How far the clock of the replica that made a quote may be ahead of that of
// the one that verifies it. Nothing is added to a quote's end.
inline constexpr absl::Duration kQuoteClockTolerance = absl::Minutes(1);

// Longest reference of a caller.
inline constexpr size_t kMaxReferenceBytes = 256;

// Of an id, which is random.
inline constexpr size_t kQuoteIdBytes = 16;

// Everything that a token carries. Times are whole nanoseconds of the years 1
// to 9999.
struct Quote {
  std::string id = std::string(kQuoteIdBytes, '\0');  // never of another size
  std::string model;                                  // resource name
  // As which the request is served, by the model's name or by the caller;
  // `region` is empty for none.
  std::string service_tier;
  std::string region;
  // The region is only that of the model's name: global prices served, where it
  // had none of its own.
  bool region_of_name = false;
  Usage usage;
  std::string currency;
  Money total;              // rounded; not negative
  bool incomplete = false;  // `total` leaves out what had no price
  bool strict = false;      // as EstimateOptions has these two
  bool allow_partial = false;
  std::string catalog_revision;
  absl::Time create_time;  // whose prices were taken
  absl::Time expire_time;  // the first instant at which it is void
  std::string reference;   // the caller's
};

// Errors: INVALID_ARGUMENT INVALID_TTL, naming `ttl`, outside kMinQuoteLifetime
// to kMaxQuoteLifetime.
absl::Status CheckLifetime(absl::Duration ttl);

// Errors: INVALID_ARGUMENT, naming `reference`: REFERENCE_TOO_LONG above
// kMaxReferenceBytes; INVALID_REFERENCE for what is not UTF-8 and for control
// characters, which would break the lines of whoever prints it.
absl::Status CheckReference(absl::string_view reference);

// Whether `quote` holds at `now`.
//
// Errors: FAILED_PRECONDITION QUOTE_EXPIRED, QUOTE_NOT_YET_VALID, naming
// `token`, with the times as facts.
absl::Status CheckInForce(const Quote& quote, absl::Time now);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_QUOTE_QUOTE_H_
