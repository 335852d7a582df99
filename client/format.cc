#include "client/format.h"

#include <algorithm>
#include <limits>
#include <sstream>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "client/enum_names.h"
#include "service/api/convert.h"
#include "service/money/amount.h"
#include "service/money/decimal.h"

namespace ratecard {
namespace {

constexpr size_t kLeastDecimals = 2;
constexpr int64_t kPpm = 1'000'000;
constexpr absl::string_view kModels = "/models/";

std::string GroupDigits(absl::string_view digits) {
  std::string out;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) {
      out += ',';
    }
    out += digits[i];
  }
  return out;
}

// The thing that a meter counts, from the end of its name.
std::string Noun(v1::Meter meter) {
  const std::string name = EnumName(meter);
  if (absl::EndsWith(name, "token_hours")) {
    return "token-hours";
  }
  return name.substr(name.rfind('_') + 1);
}

std::string Singular(absl::string_view noun) {
  return absl::EndsWith(noun, "searches")
             ? std::string(absl::StripSuffix(noun, "es"))
         : absl::EndsWith(noun, "queries")
             ? "query"
             : std::string(absl::StripSuffix(noun, "s"));
}

}  // namespace

std::string FormatCount(int64_t count) {
  const std::string digits = absl::StrCat(count);
  const absl::string_view unsigned_digits = absl::StripPrefix(digits, "-");
  return absl::StrCat(count < 0 ? "-" : "", GroupDigits(unsigned_digits));
}

std::string FormatCount(absl::int128 count) {
  std::ostringstream digits;
  digits << (count < 0 ? -absl::uint128(count) : absl::uint128(count));
  return absl::StrCat(count < 0 ? "-" : "", GroupDigits(digits.str()));
}

std::string FormatCount(int64_t count, absl::string_view noun) {
  const bool limit = count == std::numeric_limits<int64_t>::max() ||
                     count == std::numeric_limits<int64_t>::min();
  return absl::StrCat(
      FormatCount(count), limit ? " or more" : "", noun.empty() ? "" : " ",
      count == 1 || count == -1 ? Singular(noun) : std::string(noun));
}

std::string FormatDecimal(absl::string_view decimal,
                          absl::string_view currency) {
  const bool negative = absl::ConsumePrefix(&decimal, "-");
  const std::pair<absl::string_view, absl::string_view> parts =
      absl::StrSplit(decimal, absl::MaxSplits('.', 1));
  std::string fraction(parts.second);
  while (fraction.size() > kLeastDecimals && fraction.back() == '0') {
    fraction.pop_back();
  }
  fraction.resize(std::max(fraction.size(), kLeastDecimals), '0');
  const std::string symbol = currency == "USD"  ? "$"
                             : currency.empty() ? ""
                                                : absl::StrCat(currency, " ");
  return absl::StrCat(negative ? "-" : "", symbol, GroupDigits(parts.first),
                      ".", fraction);
}

std::string FormatAmount(const google::type::Money& money) {
  return FormatDecimal(FormatMoney(Money{money.units(), money.nanos()}),
                       money.currency_code());
}

std::string FormatUnitPrice(int64_t nanos, absl::string_view currency) {
  return FormatDecimal(FormatNanos(nanos), currency);
}

std::string FormatUnit(v1::Meter meter, int64_t unit_quantity) {
  const std::string noun = Noun(meter);
  if (noun == "milliseconds" && unit_quantity == 60'000) {
    return "minute";
  }
  if (noun == "milliseconds" && unit_quantity == 3'600'000) {
    return "hour";
  }
  if (unit_quantity == 1) {
    return Singular(noun);
  }
  if (unit_quantity == 1'000'000) {
    return absl::StrCat("1M ", noun);
  }
  return absl::StrCat(FormatCount(unit_quantity), " ", noun);
}

std::string FormatShare(int64_t ppm) {
  std::string share = absl::StrCat(FormatCount(ppm / (kPpm / 100)));
  std::string fraction = absl::StrCat(kPpm / 100 + ppm % (kPpm / 100));
  fraction.erase(0, 1);
  while (!fraction.empty() && fraction.back() == '0') {
    fraction.pop_back();
  }
  const bool limit = ppm == std::numeric_limits<int64_t>::max();
  return absl::StrCat(share, fraction.empty() ? "" : ".", fraction, "%",
                      limit ? " or more" : "");
}

std::string FormatInstant(absl::Time time) {
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%SZ", time, absl::UTCTimeZone());
}

std::string FormatTime(const google::protobuf::Timestamp& time) {
  return FormatInstant(FromProto(time));
}

std::string FormatPeriod(const google::protobuf::Duration& period) {
  constexpr std::pair<int64_t, absl::string_view> kUnits[] = {
      {86'400, "day"}, {3'600, "hour"}, {60, "minute"}, {1, "second"}};
  for (const auto& [seconds, unit] : kUnits) {
    if (period.seconds() % seconds == 0) {
      const int64_t count = period.seconds() / seconds;
      return absl::StrCat(FormatCount(count), " ", unit, count == 1 ? "" : "s");
    }
  }
  return "";
}

std::string ModelName(absl::string_view resource_name) {
  absl::string_view provider = resource_name;
  const size_t end = resource_name.find(kModels);
  if (!absl::ConsumePrefix(&provider, "providers/") ||
      end == absl::string_view::npos) {
    return std::string(resource_name);
  }
  return absl::StrCat(provider.substr(0, provider.find(kModels)), "/",
                      resource_name.substr(end + kModels.size()));
}

absl::StatusOr<absl::Time> ParseInstant(absl::string_view text) {
  absl::Time time;
  std::string error;
  const bool parsed =
      (text.size() == 10 && absl::ParseTime("%Y-%m-%d", text, &time, &error)) ||
      (text.size() > 10 && absl::StrContains(text, 'T') &&
       absl::ParseTime(absl::RFC3339_full, text, &time, &error));
  const absl::Time first =
      absl::FromCivil(absl::CivilYear(1), absl::UTCTimeZone());
  const absl::Time past =
      absl::FromCivil(absl::CivilYear(10'000), absl::UTCTimeZone());
  if (!parsed || time < first || time >= past) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", text,
                     "' is not a date such as 2026-07-01 or a time, with "
                     "seconds and zone, such as 2026-07-01T09:30:00Z or "
                     "2026-07-01T17:30:00+08:00"));
  }
  return time;
}

}  // namespace ratecard
