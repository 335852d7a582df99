// Quotes and keys to test with.

#ifndef RATECARD_TESTS_UNIT_QUOTE_QUOTE_SAMPLES_H_
#define RATECARD_TESTS_UNIT_QUOTE_QUOTE_SAMPLES_H_

#include <cstdint>
#include <limits>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "service/quote/key_ring.h"
#include "service/quote/quote.h"

namespace ratecard {

// 2026-07-01T12:00:00Z.
inline const absl::Time kQuotedAt = absl::FromUnixSeconds(1'782'907'200);

inline std::string KeyText(const std::string& id, const std::string& state,
                           char digit) {
  return absl::StrCat(id, " ", state, " ", std::string(64, digit), "\n");
}

// `new` signs, `old` is accepted, `gone` is retired.
inline KeyRing SampleRing() {
  return KeyRing::Parse(KeyText("new", "signing", '1') +
                        KeyText("old", "accepted", '2') + "gone retired\n")
      .value();
}

inline Quote SampleQuote() {
  Quote quote;
  for (size_t i = 0; i < kQuoteIdBytes; ++i) {
    quote.id[i] = static_cast<char>(i);
  }
  quote.model = "providers/acme/models/big";
  quote.service_tier = "standard";
  quote.usage.Set(UsageField::kInputTokens, 120'000);
  quote.usage.Set(UsageField::kOutputTokens, 0);
  quote.currency = "USD";
  quote.total = {0, 240'000'000};
  quote.catalog_revision = "0123456789abcdef0123456789abcdef";
  quote.create_time = kQuotedAt;
  quote.expire_time = kQuotedAt + absl::Minutes(15);
  quote.reference = "order-17";
  return quote;
}

// Any quote that an estimate can make, with quantities at their bounds too.
class RandomQuotes {
 public:
  explicit RandomQuotes(uint32_t seed) : random_(seed) {}

  Quote Next() {
    Quote quote;
    for (char& c : quote.id) {
      c = static_cast<char>(Below(256));
    }
    quote.model = Text();
    quote.service_tier = Text();
    quote.region = Text();
    quote.region_of_name = Below(2) == 0;
    quote.usage = RandomUsage();
    quote.currency = Text();
    quote.total = {Count(), static_cast<int32_t>(Below(1'000'000'000))};
    quote.incomplete = Below(2) == 0;
    quote.strict = Below(2) == 0;
    quote.allow_partial = Below(2) == 0;
    quote.catalog_revision = Text();
    quote.create_time = Time();
    quote.expire_time = Time();
    quote.reference = Text();
    return quote;
  }

  Usage RandomUsage() {
    Usage usage;
    for (int i = 0; i < kUsageFieldCount; ++i) {
      if (Below(3) == 0) {
        usage.Set(static_cast<UsageField>(i), Count());
      }
    }
    for (uint64_t meter = Below(4); meter > 0; --meter) {
      MeterQuantity quantity;
      // One of each at most, in no order.
      quantity.meter = static_cast<Meter>(Index(Meter::kRerankUnits) -
                                          static_cast<int>(meter * 3));
      quantity.quantity = Count();
      for (uint64_t i = Below(3); i > 0; --i) {
        quantity.parameters.emplace_back(absl::StrCat("key", 9 - i), Text());
      }
      usage.quantities.push_back(quantity);
    }
    return usage;
  }

  uint64_t Below(uint64_t bound) { return random_() % bound; }

 private:
  int64_t Count() {
    switch (Below(4)) {
      case 0:
        return 0;
      case 1:
        return std::numeric_limits<int64_t>::max();
      case 2:
        return static_cast<int64_t>(Below(300));
      default:
        return static_cast<int64_t>(random_() >> 1 >> Below(63));
    }
  }
  std::string Text() {
    std::string text(Below(4) == 0 ? 0 : Below(200), '\0');
    for (char& c : text) {
      c = static_cast<char>(Below(256));
    }
    return text;
  }
  // Of the years 1 to 9999, the first and the last instant included.
  absl::Time Time() {
    constexpr int64_t kFirst = -62'135'596'800;
    constexpr int64_t kLast = 253'402'300'799;
    switch (Below(8)) {
      case 0:
        return absl::FromUnixSeconds(kFirst);
      case 1:
        return absl::FromUnixSeconds(kLast) + absl::Nanoseconds(999'999'999);
      default:
        return absl::FromUnixSeconds(
                   kFirst + static_cast<int64_t>(
                                Below(static_cast<uint64_t>(kLast - kFirst)))) +
               absl::Nanoseconds(static_cast<int64_t>(Below(1'000'000'000)));
    }
  }

  std::mt19937_64 random_;
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_QUOTE_QUOTE_SAMPLES_H_
