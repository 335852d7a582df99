// What is quoted, and what is not.

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "service/api/convert.h"
#include "service/api/quote_handler.h"
#include "service/base/error.h"
#include "service/quote/quote_token.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/quote_fixture.h"

namespace ratecard {
namespace {

using absl::StatusCode;
using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

constexpr StatusCode kInvalid = StatusCode::kInvalidArgument;
constexpr StatusCode kPrecondition = StatusCode::kFailedPrecondition;

class CreateQuoteTest : public QuoteFixture {};

TEST_F(CreateQuoteTest, QuotesWhatAnEstimateCosts) {
  const auto response = Create(absl::StrCat(kBig, "reference: 'order-17'"));
  ASSERT_THAT(response, IsOk());
  const v1::Quote& quote = response->quote();
  EXPECT_EQ(Text(quote.total()), "6 USD");
  EXPECT_EQ(Text(response->estimate().total()), "6 USD");
  EXPECT_EQ(quote.model(), "providers/acme/models/big");
  EXPECT_EQ(quote.service_tier(), "standard");
  EXPECT_EQ(quote.region(), "");
  EXPECT_EQ(quote.usage().input_tokens(), 1'000'000);
  EXPECT_FALSE(quote.usage().has_cache_read_tokens());
  EXPECT_FALSE(quote.incomplete());
  EXPECT_EQ(quote.catalog_revision(), Store().Current()->revision());
  EXPECT_EQ(FromProto(quote.create_time()), call_.now);
  EXPECT_EQ(FromProto(quote.expire_time()), call_.now + absl::Minutes(15));
  EXPECT_EQ(quote.reference(), "order-17");
  EXPECT_EQ(quote.key_id(), "k1");
}

TEST_F(CreateQuoteTest, SaysOfATokenWhatWasQuoted) {
  const auto created = Create(
      absl::StrCat(kBig, "reference: 'order-17' ttl { seconds: 2592000 }"));
  ASSERT_THAT(created, IsOk());
  const auto verified = Verify(created->quote().token());
  ASSERT_THAT(verified, IsOk());
  v1::Quote expected = created->quote();
  expected.clear_token();
  EXPECT_EQ(verified->quote().DebugString(), expected.DebugString());
  EXPECT_EQ(Text(verified->current().total()), "6 USD");
  EXPECT_EQ(Text(verified->current().difference()), "0 USD");
}

// Else the prices of a cheaper day could be had today, or those of the night by
// day.
TEST_F(CreateQuoteTest, TakesThePricesOfNowOnly) {
  for (const char* const as_of : {"{ seconds: 1750000000 }", "{}",
                                  "{ seconds: 1900000000 }", "{ nanos: -1 }"}) {
    EXPECT_THAT(
        Create(absl::StrCat("request { model: 'big' usage { input_tokens: 1 } "
                            "as_of ",
                            as_of, " }")),
        AllOf(FailsWith(kInvalid, "AS_OF_NOT_NOW"),
              NamesField("request.as_of")))
        << as_of;
  }
  const auto response = Create(kBig);
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(FromProto(response->estimate().as_of()), call_.now);
  EXPECT_THAT(Create("request { model: 'past' usage { input_tokens: 1 } }"),
              FailsWith(kPrecondition, "PRICE_NOT_IN_FORCE"));
}

// Nothing but the id tells apart what is quoted twice at one instant.
TEST_F(CreateQuoteTest, GivesEveryQuoteAnIdOfItsOwn) {
  const auto first = Create(kBig);
  const auto second = Create(kBig);
  ASSERT_THAT(first, IsOk());
  ASSERT_THAT(second, IsOk());
  EXPECT_THAT(first->quote().quote_id(), testing::MatchesRegex("[0-9a-f]{32}"));
  EXPECT_NE(first->quote().quote_id(), second->quote().quote_id());
  EXPECT_NE(first->quote().token(), second->quote().token());
  for (int presented = 0; presented < 2; ++presented) {
    const auto verified = Verify(first->quote().token());
    ASSERT_THAT(verified, IsOk());
    EXPECT_EQ(verified->quote().quote_id(), first->quote().quote_id());
  }
}

// More than are drawn at a time, by threads that draw at once.
TEST(RandomQuoteId, IsNeverTheSame) {
  constexpr size_t kThreads = 4;
  constexpr size_t kEach = 1'000;
  std::vector<std::vector<std::string>> drawn(kThreads);
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (std::vector<std::string>& ids : drawn) {
    ids.reserve(kEach);
    threads.emplace_back([&ids] {
      for (size_t i = 0; i < kEach; ++i) {
        ids.push_back(RandomQuoteId().value());
      }
    });
  }
  std::set<std::string> all;
  for (size_t i = 0; i < kThreads; ++i) {
    threads[i].join();
    all.insert(drawn[i].begin(), drawn[i].end());
  }
  EXPECT_THAT(all, SizeIs(kThreads * kEach));
  EXPECT_THAT(all, testing::Each(SizeIs(kQuoteIdBytes)));
}

TEST_F(CreateQuoteTest, MakesNoQuoteWithoutAnId) {
  const QuoteHandler quotes(&Store(), &handler_, &keys_, nullptr,
                            []() -> absl::StatusOr<std::string> {
                              return Error(StatusCode::kInternal,
                                           "RANDOM_FAILED", "none");
                            });
  v1::CreateQuoteResponse response;
  EXPECT_THAT(
      quotes.CreateQuote(call_, Parse<v1::CreateQuoteRequest>(kBig), &response),
      FailsWith(StatusCode::kInternal, "RANDOM_FAILED"));
}

TEST_F(CreateQuoteTest, LooksTheModelUpOnce) {
  Resolutions seen;
  const EstimateHandler estimates(&Store(), &seen);
  const QuoteHandler quotes(&Store(), &estimates, &keys_, &seen);
  v1::CreateQuoteResponse response;
  ASSERT_THAT(
      quotes.CreateQuote(call_, Parse<v1::CreateQuoteRequest>(kBig), &response),
      IsOk());
  EXPECT_EQ(seen.count, 1);
}

// The clock of a server may count parts of a nanosecond, which Timestamp does
// not have.
TEST_F(CreateQuoteTest, HoldsTimesThatTheReplyCanSay) {
  call_.now += absl::Nanoseconds(1) / 2;
  const auto created = Create(kBig);
  ASSERT_THAT(created, IsOk());
  const auto opened = OpenQuote(created->quote().token(), *keys_.Current());
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->quote.create_time,
            FromProto(created->quote().create_time()));
}

TEST_F(CreateQuoteTest, RefusesWhatEstimateCostRefuses) {
  EXPECT_THAT(Create(""), AllOf(FailsWith(kInvalid, "MODEL_REQUIRED"),
                                NamesField("request.model")));
  EXPECT_THAT(Create("request { model: 'big' }"),
              AllOf(FailsWith(kInvalid, "USAGE_REQUIRED"),
                    NamesField("request.usage")));
  EXPECT_THAT(
      Create("request { model: 'big' usage { quantities { meter: 999 } } }"),
      AllOf(FailsWith(kInvalid, "INVALID_QUANTITY"),
            NamesField("request.usage.quantities[0].meter")));
  EXPECT_THAT(Create("request { model: 'big' usage { quantities { meter: "
                     "METER_SESSIONS quantity: 1 } } }"),
              FailsWith(kPrecondition, "METER_UNPRICED"));
}

TEST_F(CreateQuoteTest, RefusesALifetimeOutOfBounds) {
  for (const char* const ttl :
       {"seconds: 0", "seconds: -5", "nanos: 999999999", "seconds: 2592001",
        "seconds: 9223372036854775807"}) {
    EXPECT_THAT(Create(absl::StrCat(kBig, "ttl { ", ttl, " }")),
                AllOf(FailsWith(kInvalid, "INVALID_TTL"), NamesField("ttl")))
        << ttl;
  }
}

// Duration: nanos are -999,999,999 to 999,999,999 and of the sign of the
// seconds; seconds are at most 315,576,000,000 either way.
TEST_F(CreateQuoteTest, RefusesALifetimeThatIsNoDuration) {
  for (const char* const ttl :
       {"seconds: 900 nanos: -1", "seconds: -1 nanos: 1",
        "seconds: 1 nanos: 1000000000", "nanos: -1000000000",
        "nanos: 2147483647", "seconds: 315576000001",
        "seconds: -9223372036854775808"}) {
    const absl::Status status =
        Create(absl::StrCat(kBig, "ttl { ", ttl, " }")).status();
    EXPECT_THAT(status,
                AllOf(FailsWith(kInvalid, "INVALID_TTL"), NamesField("ttl")));
    EXPECT_THAT(std::string(status.message()), HasSubstr("is no Duration"))
        << ttl;
  }
  EXPECT_THAT(Create(absl::StrCat(kBig, "ttl { seconds: 1 nanos: 5 }")),
              IsOk());
}

TEST_F(CreateQuoteTest, RefusesAReferenceThatIsTooLong) {
  EXPECT_THAT(
      Create(absl::StrCat(kBig, "reference: '", std::string(257, 'r'), "'")),
      AllOf(FailsWith(kInvalid, "REFERENCE_TOO_LONG"),
            NamesField("reference")));
  EXPECT_THAT(
      Create(absl::StrCat(kBig, "reference: 'a\\nb'")),
      AllOf(FailsWith(kInvalid, "INVALID_REFERENCE"), NamesField("reference")));
}

// The images have a price by quality only; the rest of the parameters takes
// room in the token.
TEST_F(CreateQuoteTest, RefusesMoreThanATokenCanCarry) {
  EXPECT_THAT(
      Create(absl::StrCat(
          "request { model: 'big' usage { quantities { meter: "
          "METER_OUTPUT_IMAGES quantity: 1 parameters { key: 'quality' value: "
          "'high' } parameters { key: 'style' value: '",
          std::string(3'000, 's'), "' } } } }")),
      AllOf(FailsWith(kInvalid, "QUOTE_TOO_LARGE"),
            NamesField("request.usage.quantities")));
}

TEST_F(CreateQuoteTest, QuotesAPartOnlyIfAsked) {
  const auto created = Create(
      "request { model: 'big' allow_partial: true usage { input_tokens: "
      "1000000 quantities { meter: METER_SESSIONS quantity: 1 } } }");
  ASSERT_THAT(created, IsOk());
  EXPECT_TRUE(created->quote().incomplete());
  const auto verified = Verify(created->quote().token());
  ASSERT_THAT(verified, IsOk());
  EXPECT_TRUE(verified->quote().incomplete());
  EXPECT_TRUE(verified->quote().allow_partial());
  EXPECT_EQ(Text(verified->current().total()), "2 USD");
  EXPECT_TRUE(verified->current().incomplete());
  EXPECT_FALSE(verified->current().has_difference());
}

}  // namespace
}  // namespace ratecard
