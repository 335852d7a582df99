#include "service/quote/quote_bytes.h"

#include <algorithm>
#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "service/quote/usage_difference.h"
#include "tests/unit/quote/quote_samples.h"

namespace ratecard {
namespace {

void ExpectSame(const Quote& a, const Quote& b) {
  EXPECT_EQ(a.id, b.id);
  EXPECT_EQ(a.model, b.model);
  EXPECT_EQ(a.service_tier, b.service_tier);
  EXPECT_EQ(a.region, b.region);
  EXPECT_EQ(a.region_of_name, b.region_of_name);
  EXPECT_TRUE(DifferencesOf(a.usage, b.usage).empty());
  EXPECT_EQ(a.currency, b.currency);
  EXPECT_EQ(a.total, b.total);
  EXPECT_EQ(a.incomplete, b.incomplete);
  EXPECT_EQ(a.strict, b.strict);
  EXPECT_EQ(a.allow_partial, b.allow_partial);
  EXPECT_EQ(a.catalog_revision, b.catalog_revision);
  EXPECT_EQ(a.create_time, b.create_time);
  EXPECT_EQ(a.expire_time, b.expire_time);
  EXPECT_EQ(a.reference, b.reference);
}

// By hand: the id as it is; texts behind their length; bits 0 and 12 of the
// fields, 0x1001, as 81 20; 120,000 = 7 * 16,384 + 41 * 128 + 64 as c0 a9 07;
// 240,000,000 nanos = 114 * 2^21 + 56 * 2^14 + 56 * 2^7 as 80 b8 b8 72;
// 1,782,907,200 seconds, doubled 13 * 2^28 + 36 * 2^21 + 40 * 2^14 + 5 * 2^7,
// as 80 85 a8 a4 0d; 1,800 more, for 15 minutes, as 88 93 a8 a4 0d.
TEST(QuoteBytes, AreThoseThatTheHeaderSays) {
  const std::string expected = absl::StrCat(
      absl::HexStringToBytes("000102030405060708090a0b0c0d0e0f"),
      "\x19providers/acme/models/big", "\x08standard",
      absl::HexStringToBytes("00"    // no region
                             "00"    // no flags
                             "8120"  // input_tokens and output_tokens
                             "c0a907"
                             "00"
                             "00"),  // no other quantities
      "\x03USD", absl::HexStringToBytes("0080b8b872"),
      "\x20"
      "0123456789abcdef0123456789abcdef",
      absl::HexStringToBytes("8085a8a40d00"
                             "8893a8a40d00"),
      "\x08order-17");
  EXPECT_EQ(absl::BytesToHexString(QuoteToBytes(SampleQuote())),
            absl::BytesToHexString(expected));
}

// Incomplete 1, region of the name 2, strict 4, partial allowed 8.
TEST(QuoteBytes, HaveAllFlagsInOneNumber) {
  // Behind the id, the model, the service tier and no region.
  constexpr size_t kFlagsAt = 16 + (1 + 25) + (1 + 8) + 1;
  Quote quote = SampleQuote();
  quote.incomplete = true;
  quote.allow_partial = true;
  EXPECT_EQ(QuoteToBytes(quote)[kFlagsAt], 1 + 8);
  quote = SampleQuote();
  quote.region_of_name = true;
  quote.strict = true;
  std::string bytes = QuoteToBytes(quote);
  EXPECT_EQ(bytes[kFlagsAt], 2 + 4);
  bytes[kFlagsAt] = 16;  // of a later version
  EXPECT_FALSE(QuoteFromBytes(bytes).has_value());
}

TEST(QuoteBytes, LeadBackToAnyQuote) {
  RandomQuotes quotes(20'261'125);
  for (int i = 0; i < 2'000; ++i) {
    const Quote quote = quotes.Next();
    const std::optional<Quote> read = QuoteFromBytes(QuoteToBytes(quote));
    ASSERT_TRUE(read.has_value());
    ExpectSame(quote, *read);
  }
}

TEST(QuoteBytes, AreTheSameInWhateverOrderQuantitiesAreGiven) {
  RandomQuotes quotes(7);
  for (int i = 0; i < 500; ++i) {
    Quote quote = quotes.Next();
    const std::string bytes = QuoteToBytes(quote);
    std::reverse(quote.usage.quantities.begin(), quote.usage.quantities.end());
    EXPECT_EQ(QuoteToBytes(quote), bytes);
  }
}

// What a part of a quote says stays in that part.
TEST(QuoteBytes, DoNotLetATextRunIntoTheNext) {
  Quote a = SampleQuote();
  Quote b = SampleQuote();
  a.model = "providers/acme/models/bigstandard";
  a.service_tier = "";
  b.model = "providers/acme/models/big";
  b.service_tier = "standard";
  EXPECT_NE(QuoteToBytes(a), QuoteToBytes(b));
}

TEST(QuoteBytes, AreRefusedCutOffOrWithMoreBehindThem) {
  const std::string bytes = QuoteToBytes(SampleQuote());
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(QuoteFromBytes(bytes.substr(0, size)).has_value()) << size;
  }
  EXPECT_FALSE(QuoteFromBytes(bytes + '\0').has_value());
}

// 0 may be written as 80 00: the same number, longer.
TEST(QuoteBytes, AreRefusedWithALongerFormOfANumber) {
  Quote quote = SampleQuote();
  quote.reference = "";
  std::string bytes = QuoteToBytes(quote);
  ASSERT_EQ(bytes.back(), '\0');
  bytes.back() = '\x80';
  EXPECT_FALSE(QuoteFromBytes(bytes + '\0').has_value());
}

// A time of the year 10000, a field that is not known, a length beyond the end,
// 2^64 entries, a meter that is not known: none is believed.
TEST(QuoteBytes, AreRefusedWithWhatNoQuoteHas) {
  const std::string head =
      std::string(16, 'i') + "\x01m\x01t" + std::string(2, '\0');
  const std::string many = absl::HexStringToBytes("ffffffffffffffffff01");
  for (const std::string& bytes :
       {many, head + many, head + absl::HexStringToBytes("808020"),
        head + std::string(1, '\0') + many,
        head + absl::HexStringToBytes("0001") + "\x06nobody"}) {
    EXPECT_FALSE(QuoteFromBytes(bytes).has_value())
        << absl::BytesToHexString(bytes);
  }
  Quote quote = SampleQuote();
  quote.expire_time = absl::FromUnixSeconds(253'402'300'800);
  EXPECT_FALSE(QuoteFromBytes(QuoteToBytes(quote)).has_value());
}

}  // namespace
}  // namespace ratecard
