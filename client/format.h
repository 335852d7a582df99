// Numbers, money, times and names for people. Money stays in integers and
// decimal strings throughout.

#ifndef RATECARD_CLIENT_FORMAT_H_
#define RATECARD_CLIENT_FORMAT_H_

#include <cstdint>
#include <string>

#include "absl/numeric/int128.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "google/protobuf/duration.pb.h"
#include "google/protobuf/timestamp.pb.h"
#include "google/type/money.pb.h"
#include "ratecard/v1/meter.pb.h"

namespace ratecard {

// `272,000`, `-28,000`.
std::string FormatCount(int64_t count);
std::string FormatCount(absl::int128 count);

// The same and what is counted: `272,000 tokens`, `1 token`. An int64 at its
// limit stands for more than it can say: `… or more`.
std::string FormatCount(int64_t count, absl::string_view noun);

// A decimal string in a currency, with at least two decimals and thousands
// separators: `$1,234.50`, `-$0.175`, `EUR 2.00`.
std::string FormatDecimal(absl::string_view decimal,
                          absl::string_view currency);

// The same of an amount of the API.
std::string FormatAmount(const google::type::Money& money);

// The same of a unit price in 1e-9 of the currency.
std::string FormatUnitPrice(int64_t nanos, absl::string_view currency);

// What a unit price is for: `1M tokens`, `1,000 searches`, `minute`, `image`.
std::string FormatUnit(v1::Meter meter, int64_t unit_quantity);

// Parts per million as a share: 775,000 is `77.5%`.
std::string FormatShare(int64_t ppm);

// RFC 3339 in UTC, to the second.
std::string FormatInstant(absl::Time time);
std::string FormatTime(const google::protobuf::Timestamp& time);

// `1 day`, `12 hours`, `90 seconds`: the largest unit that divides it.
std::string FormatPeriod(const google::protobuf::Duration& period);

// `providers/openai/models/gpt-5.2-codex` as `openai/gpt-5.2-codex`, which is
// also a name that resolves to it. Other names as they are.
std::string ModelName(absl::string_view resource_name);

// An instant as people write it: a date, which is 00:00 UTC, or RFC 3339.
// Errors: INVALID_ARGUMENT, anything else and years outside 1 to 9999.
absl::StatusOr<absl::Time> ParseInstant(absl::string_view text);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_FORMAT_H_
