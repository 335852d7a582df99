#include "service/api/quote_handler.h"

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "service/api/convert.h"
#include "service/base/error.h"
#include "service/catalog/loader.h"
#include "service/quote/quote_token.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/estimate_fixture.h"

namespace ratecard {
namespace {

using absl::StatusCode;
using testing::AllOf;
using testing::HasSubstr;
using testing::SizeIs;

constexpr StatusCode kInvalid = StatusCode::kInvalidArgument;
constexpr StatusCode kPrecondition = StatusCode::kFailedPrecondition;

std::shared_ptr<const KeyRing> Ring(const std::string& text) {
  return std::make_shared<const KeyRing>(KeyRing::Parse(text).value());
}

std::string Key(const std::string& id, const std::string& state, char digit) {
  return absl::StrCat(id, " ", state, " ", std::string(64, digit), "\n");
}

// 1,000,000 in at $2 and 500,000 out at $8 per million: $2 + $4 = $6.
constexpr char kBig[] =
    "request { model: 'big' usage { input_tokens: 1000000 "
    "output_tokens: 500000 } } ";

class QuoteHandlerTest : public EstimateFixture {
 protected:
  absl::StatusOr<v1::CreateQuoteResponse> Create(
      const std::string& text) const {
    v1::CreateQuoteResponse response;
    const absl::Status status = quotes_.CreateQuote(
        call_, Parse<v1::CreateQuoteRequest>(text), &response);
    if (!status.ok()) {
      return status;
    }
    return response;
  }

  std::string Token(const std::string& text) const {
    const auto response = Create(text);
    EXPECT_THAT(response, IsOk());
    return response.ok() ? response->quote().token() : "";
  }

  // `text` is a VerifyQuoteRequest without its token.
  absl::StatusOr<v1::VerifyQuoteResponse> Verify(
      const std::string& token, const std::string& text = "") const {
    auto request = Parse<v1::VerifyQuoteRequest>(text);
    request.set_token(token);
    v1::VerifyQuoteResponse response;
    const absl::Status status = quotes_.VerifyQuote(call_, request, &response);
    if (!status.ok()) {
      return status;
    }
    return response;
  }

  KeyStore keys_{Ring(Key("k1", "signing", '1'))};
  QuoteHandler quotes_{&Store(), &handler_, &keys_, nullptr};
};

TEST_F(QuoteHandlerTest, QuotesWhatAnEstimateCosts) {
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

TEST_F(QuoteHandlerTest, SaysOfATokenWhatWasQuoted) {
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
TEST_F(QuoteHandlerTest, TakesThePricesOfNowOnly) {
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
TEST_F(QuoteHandlerTest, GivesEveryQuoteAnIdOfItsOwn) {
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

TEST_F(QuoteHandlerTest, MakesNoQuoteWithoutAnId) {
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

// Counts how often a name is looked up.
class Resolutions : public Observer {
 public:
  void OnResolution(const Resolution*, const absl::Status&) override {
    ++count;
  }
  void OnEstimate(const Model&, absl::string_view, const absl::Status&,
                  const Estimate&, const Money&) override {}
  void OnFit(FitVerdict) override {}
  void OnUsage(absl::string_view, absl::string_view, const absl::Status&,
               int64_t) override {}
  void OnQuoteCreated() override {}
  void OnQuoteVerified(const absl::Status&) override {}

  int count = 0;
};

TEST_F(QuoteHandlerTest, LooksTheModelUpOnce) {
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
TEST_F(QuoteHandlerTest, HoldsTimesThatTheReplyCanSay) {
  call_.now += absl::Nanoseconds(1) / 2;
  const auto created = Create(kBig);
  ASSERT_THAT(created, IsOk());
  const auto opened = OpenQuote(created->quote().token(), *keys_.Current());
  ASSERT_THAT(opened, IsOk());
  EXPECT_EQ(opened->quote.create_time,
            FromProto(created->quote().create_time()));
}

TEST_F(QuoteHandlerTest, RefusesWhatEstimateCostRefuses) {
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

TEST_F(QuoteHandlerTest, RefusesALifetimeOutOfBounds) {
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
TEST_F(QuoteHandlerTest, RefusesALifetimeThatIsNoDuration) {
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

TEST_F(QuoteHandlerTest, RefusesAReferenceThatIsTooLong) {
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
TEST_F(QuoteHandlerTest, RefusesMoreThanATokenCanCarry) {
  EXPECT_THAT(
      Create(absl::StrCat(
          "request { model: 'big' usage { quantities { meter: "
          "METER_OUTPUT_IMAGES quantity: 1 parameters { key: 'quality' value: "
          "'high' } parameters { key: 'style' value: '",
          std::string(3'000, 's'), "' } } } }")),
      AllOf(FailsWith(kInvalid, "QUOTE_TOO_LARGE"),
            NamesField("request.usage.quantities")));
}

TEST_F(QuoteHandlerTest, QuotesAPartOnlyIfAsked) {
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

// The catalog of later, in which `big` has neither a price of searches nor one
// of its region.
constexpr char kBigLater[] = R"(
  provider_id: "acme" display_name: "Acme" home_makers: "acme"
  currency_code: "USD"
  regions { region_id: "us" }
  sources { source_id: "list" title: "Prices" checked_date: "2026-06-01" }
  models {
    model_id: "big" display_name: "Big" maker: "acme" source_id: "list"
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_INPUT_TOKENS price: "2" }
      rates { meter: METER_OUTPUT_TOKENS price: "8" }
    }
  }
)";

class LaterCatalogTest : public QuoteHandlerTest {
 protected:
  // What the quote of `text` costs by the catalog of later.
  v1::CurrentCost CurrentOf(const std::string& text) const {
    v1::VerifyQuoteRequest request;
    request.set_token(Token(text));
    v1::VerifyQuoteResponse response;
    EXPECT_THAT(quotes_later_.VerifyQuote(call_, request, &response), IsOk());
    return response.current();
  }

  const CatalogStore later_{
      LoadCatalog({{"acme.textproto", kBigLater}}).value(),
      {"later", absl::UnixEpoch()}};
  const EstimateHandler estimates_later_{&later_, nullptr};
  const QuoteHandler quotes_later_{&later_, &estimates_later_, &keys_, nullptr};
};

TEST_F(LaterCatalogTest, AWholeTotalIsNotComparedWithAPart) {
  const v1::CurrentCost current = CurrentOf(
      "request { model: 'big' allow_partial: true usage { input_tokens: "
      "1000000 web_searches: 1000 } }");
  EXPECT_EQ(Text(current.total()), "2 USD");
  EXPECT_TRUE(current.incomplete());
  EXPECT_FALSE(current.has_difference());
}

TEST_F(LaterCatalogTest, APartIsPricedOnlyIfTheQuoteAllowedOne) {
  const v1::CurrentCost current = CurrentOf(
      "request { model: 'big' usage { input_tokens: 1000000 "
      "web_searches: 1000 } }");
  EXPECT_FALSE(current.has_total());
  EXPECT_THAT(current.error().message(), HasSubstr("web_searches"));
}

// In the region of the model's name, $2.2 when it was quoted; of later, only
// the global $2 can be assumed to hold there.
TEST_F(LaterCatalogTest, APriceIsAssumedOnlyIfTheQuoteAllowedThat) {
  const std::string request =
      "request { model: 'us-big' usage { input_tokens: 1000000 }";
  const v1::CurrentCost assumed = CurrentOf(request + " }");
  EXPECT_EQ(Text(assumed.total()), "2 USD");
  EXPECT_EQ(Text(assumed.difference()), "-0.2 USD");
  const v1::CurrentCost strict = CurrentOf(request + " strict: true }");
  EXPECT_FALSE(strict.has_total());
  EXPECT_EQ(strict.error().code(), static_cast<int>(kPrecondition));
}

TEST_F(QuoteHandlerTest, NeedsKeys) {
  const std::string token = Token(kBig);
  keys_.Replace(nullptr);
  EXPECT_THAT(Create(kBig), FailsWith(kPrecondition, "QUOTES_DISABLED"));
  EXPECT_THAT(Verify(token), FailsWith(kPrecondition, "QUOTES_DISABLED"));
}

TEST_F(QuoteHandlerTest, HonoursAKeyAsLongAsItIsAccepted) {
  const std::string token = Token(kBig);
  keys_.Replace(Ring(Key("k2", "signing", '2') + Key("k1", "accepted", '1')));
  EXPECT_THAT(Verify(token), IsOk());
  EXPECT_EQ(Create(kBig)->quote().key_id(), "k2");
  keys_.Replace(Ring(Key("k2", "signing", '2') + "k1 retired\n"));
  EXPECT_THAT(Verify(token), FailsWith(kPrecondition, "QUOTE_KEY_RETIRED"));
  keys_.Replace(Ring(Key("k2", "signing", '2')));
  EXPECT_THAT(Verify(token), FailsWith(kPrecondition, "QUOTE_KEY_UNKNOWN"));
}

TEST_F(QuoteHandlerTest, RefusesTokensThatAreNone) {
  EXPECT_THAT(Verify(""), AllOf(FailsWith(kInvalid, "QUOTE_MALFORMED"),
                                NamesField("token")));
  std::string token = Token(kBig);
  char& middle = token[token.size() / 2];
  middle = middle == 'A' ? 'B' : 'A';
  EXPECT_THAT(Verify(token),
              AllOf(FailsWith(kInvalid, "QUOTE_SIGNATURE_INVALID"),
                    NamesField("token")));
  // The first character has the upper bits of the version.
  token[0] = 'B';
  EXPECT_THAT(Verify(token), FailsWith(kInvalid, "QUOTE_VERSION_UNKNOWN"));
}

TEST_F(QuoteHandlerTest, RefusesAQuoteThatIsOver) {
  const std::string token = Token(absl::StrCat(kBig, "ttl { seconds: 1 }"));
  call_.now += absl::Seconds(1) - absl::Nanoseconds(1);
  EXPECT_THAT(Verify(token), IsOk());
  call_.now += absl::Nanoseconds(1);
  EXPECT_THAT(Verify(token), FailsWith(kPrecondition, "QUOTE_EXPIRED"));
}

TEST_F(QuoteHandlerTest, RefusesAQuoteOfTheFuture) {
  const std::string token = Token(kBig);
  call_.now -= absl::Seconds(61);
  EXPECT_THAT(Verify(token), FailsWith(kPrecondition, "QUOTE_NOT_YET_VALID"));
}

TEST_F(QuoteHandlerTest, HoldsForTheUsageThatWasQuotedOnly) {
  const std::string token = Token(kBig);
  EXPECT_THAT(
      Verify(token, "usage { output_tokens: 500000 input_tokens: 1000000 }"),
      IsOk());
  const auto more =
      Verify(token, "usage { output_tokens: 500000 input_tokens: 1000001 }");
  EXPECT_THAT(more, AllOf(FailsWith(kPrecondition, "QUOTE_USAGE_MISMATCH"),
                          NamesField("usage.input_tokens")));
  EXPECT_THAT(std::string(more.status().message()),
              HasSubstr("input_tokens is 1000001, 1000000 was quoted"));
  EXPECT_THAT(Verify(token,
                     "usage { output_tokens: 500000 input_tokens: 1000000 "
                     "cache_read_tokens: 0 }"),
              AllOf(FailsWith(kPrecondition, "QUOTE_USAGE_MISMATCH"),
                    NamesField("usage.cache_read_tokens")));
  EXPECT_THAT(Verify(token, "usage {}"),
              FailsWith(kPrecondition, "QUOTE_USAGE_MISMATCH"));
  EXPECT_THAT(Verify(token, "usage { quantities { meter: 999 } }"),
              AllOf(FailsWith(kInvalid, "INVALID_QUANTITY"),
                    NamesField("usage.quantities[0].meter")));
  EXPECT_THAT(
      Verify(token, "usage { quantities { meter: METER_INPUT_TOKENS } }"),
      AllOf(FailsWith(kInvalid, "INVALID_QUANTITY"),
            NamesField("usage.quantities[0]")));
  EXPECT_THAT(Verify(token, "usage { input_tokens: -1 }"),
              AllOf(FailsWith(kInvalid, "NEGATIVE_QUANTITY"),
                    NamesField("usage.input_tokens")));
}

TEST_F(QuoteHandlerTest, RefusesMoreQuantitiesThanAnEstimateTakes) {
  std::string usage;
  for (int i = 0; i < 65; ++i) {
    absl::StrAppend(&usage,
                    "quantities { meter: METER_OUTPUT_IMAGES parameters { key: "
                    "'n' value: '",
                    i, "' } } ");
  }
  EXPECT_THAT(Verify(Token(kBig), absl::StrCat("usage { ", usage, "}")),
              AllOf(FailsWith(kInvalid, "TOO_MANY_QUANTITIES"),
                    NamesField("usage.quantities")));
}

TEST_F(QuoteHandlerTest, NamesEveryFieldThatDiffers) {
  const absl::Status status =
      Verify(Token(absl::StrCat(kBig, "reference: 'a'")),
             "model: 'night' service_tier: 'batch' region: 'us' usage { "
             "input_tokens: 1 output_tokens: 500000 } reference: 'b'")
          .status();
  EXPECT_THAT(status,
              AllOf(FailsWith(kPrecondition, "QUOTE_MODEL_MISMATCH"),
                    NamesField("model"), NamesField("service_tier"),
                    NamesField("region"), NamesField("usage.input_tokens"),
                    NamesField("reference")));
  EXPECT_THAT(DetailOf(status).fields, SizeIs(5));
}

TEST_F(QuoteHandlerTest, NamesAtMostEightDifferences) {
  std::string usage;
  for (int i = 0; i < 60; ++i) {
    absl::StrAppend(&usage,
                    "quantities { meter: METER_OUTPUT_IMAGES quantity: "
                    "1 parameters { key: 'n' value: '",
                    i, "' } } ");
  }
  const absl::Status status =
      Verify(Token(kBig), absl::StrCat("usage { ", usage, "}")).status();
  EXPECT_THAT(DetailOf(status).fields, SizeIs(8));
  // Two fields that were quoted, and 60 that were not.
  EXPECT_THAT(std::string(status.message()), HasSubstr("; 54 more"));
}

TEST_F(QuoteHandlerTest, HoldsForTheModelByAnyOfItsNames) {
  const std::string token = Token(kBig);
  for (const char* const name :
       {"model: 'big'", "model: 'acme/big'", "model: 'big' provider: 'acme'",
        "model: 'providers/acme/models/big'"}) {
    EXPECT_THAT(Verify(token, name), IsOk()) << name;
  }
  EXPECT_THAT(Verify(token, "model: 'night'"),
              AllOf(FailsWith(kPrecondition, "QUOTE_MODEL_MISMATCH"),
                    NamesField("model")));
  EXPECT_THAT(Verify(token, "model: 'nobody'"),
              FailsWith(StatusCode::kNotFound, "MODEL_NOT_FOUND"));
  EXPECT_THAT(Verify(token, "provider: 'acme'"),
              FailsWith(kInvalid, "MODEL_REQUIRED"));
}

TEST_F(QuoteHandlerTest, HoldsForTheServiceTierThatWasQuoted) {
  const std::string token = Token(kBig);
  EXPECT_THAT(Verify(token, "service_tier: 'standard'"), IsOk());
  for (const char* const tier :
       {"service_tier: 'batch'", "model: 'big-batch'"}) {
    EXPECT_THAT(Verify(token, tier),
                AllOf(FailsWith(kPrecondition, "QUOTE_SERVICE_TIER_MISMATCH"),
                      NamesField("service_tier")))
        << tier;
  }
  EXPECT_THAT(Verify(token, "model: 'big-batch' service_tier: 'standard'"),
              FailsWith(kInvalid, "NAME_CONTRADICTED"));
}

// Half the price: what says nothing of a tier is a standard request.
TEST_F(QuoteHandlerTest, OfBatchDoesNotHoldForAStandardRequest) {
  const std::string token = Token(
      "request { model: 'big' service_tier: 'batch' usage { "
      "input_tokens: 1000000 } }");
  for (const char* const request :
       {"model: 'big'", "usage { input_tokens: 1000000 }",
        "model: 'big' usage { input_tokens: 1000000 }",
        "service_tier: 'standard'"}) {
    EXPECT_THAT(Verify(token, request),
                AllOf(FailsWith(kPrecondition, "QUOTE_SERVICE_TIER_MISMATCH"),
                      NamesField("service_tier")))
        << request;
  }
  for (const char* const request :
       {"", "service_tier: 'batch'", "model: 'big-batch'",
        "model: 'big' service_tier: 'batch' usage { input_tokens: 1000000 }"}) {
    const auto verified = Verify(token, request);
    ASSERT_THAT(verified, IsOk()) << request;
    EXPECT_EQ(verified->quote().service_tier(), "batch");
    EXPECT_EQ(Text(verified->quote().total()), "1 USD");
  }
}

TEST_F(QuoteHandlerTest, OfARegionDoesNotHoldForAGlobalRequest) {
  const std::string token = Token(
      "request { model: 'big' region: 'us' usage { input_tokens: 1000000 } }");
  for (const char* const request :
       {"model: 'big'", "usage { input_tokens: 1000000 }",
        "service_tier: 'standard'"}) {
    EXPECT_THAT(Verify(token, request),
                AllOf(FailsWith(kPrecondition, "QUOTE_REGION_MISMATCH"),
                      NamesField("region")))
        << request;
  }
  EXPECT_THAT(Verify(token, "model: 'us-big'"), IsOk());
  EXPECT_THAT(Verify(token, "model: 'big' region: 'us'"), IsOk());
}

// The price of us-east-1 is that of us; what is served there is not.
TEST_F(QuoteHandlerTest, HoldsForTheRegionThatWasQuoted) {
  const std::string token = Token(
      "request { model: 'us-big' region: 'us-east-1' usage { input_tokens: "
      "1000000 } }");
  const auto verified = Verify(token, "region: 'us-east-1'");
  ASSERT_THAT(verified, IsOk());
  EXPECT_EQ(verified->quote().region(), "us-east-1");
  // $2 and a tenth more.
  EXPECT_EQ(Text(verified->quote().total()), "2.2 USD");
  EXPECT_EQ(Text(verified->current().total()), "2.2 USD");
  EXPECT_THAT(Verify(token, "model: 'us-big' region: 'us-east-1'"), IsOk());
  for (const char* const region : {"region: 'eu'", "model: 'us-big'"}) {
    EXPECT_THAT(Verify(token, region),
                AllOf(FailsWith(kPrecondition, "QUOTE_REGION_MISMATCH"),
                      NamesField("region")))
        << region;
  }
  EXPECT_THAT(Verify(Token(kBig), "region: 'us'"),
              FailsWith(kPrecondition, "QUOTE_REGION_MISMATCH"));
}

TEST_F(QuoteHandlerTest, HoldsForItsReference) {
  const std::string token = Token(absl::StrCat(kBig, "reference: 'a'"));
  EXPECT_THAT(Verify(token, "reference: 'a'"), IsOk());
  EXPECT_THAT(Verify(token, "reference: 'b'"),
              AllOf(FailsWith(kPrecondition, "QUOTE_REFERENCE_MISMATCH"),
                    NamesField("reference")));
  EXPECT_THAT(Verify(Token(kBig), "reference: 'a'"),
              FailsWith(kPrecondition, "QUOTE_REFERENCE_MISMATCH"));
}

// Quoted at night, at $3 a million; by day it is $6.
TEST_F(QuoteHandlerTest, HoldsWhateverThePriceIsNow) {
  call_.now = TimeOf("2026-07-03T21:59:00Z");  // Friday, 23:59 in Berlin
  const std::string token = Token(
      "request { model: 'night' usage { input_tokens: 1000000 } } "
      "ttl { seconds: 86400 }");
  call_.now = TimeOf("2026-07-04T10:00:00Z");
  const auto verified = Verify(token);
  ASSERT_THAT(verified, IsOk());
  EXPECT_EQ(Text(verified->quote().total()), "3 USD");
  EXPECT_EQ(Text(verified->current().total()), "6 USD");
  EXPECT_EQ(Text(verified->current().difference()), "3 USD");
}

TEST_F(QuoteHandlerTest, HoldsWhereTheModelIsGone) {
  const std::string token = Token(kBig);
  const CatalogStore other(
      LoadCatalog({{"reseller.textproto", kEstimateReseller}}).value(),
      {"test", absl::UnixEpoch()});
  const EstimateHandler estimates(&other, nullptr);
  const QuoteHandler quotes(&other, &estimates, &keys_, nullptr);
  v1::VerifyQuoteRequest request;
  request.set_token(token);
  v1::VerifyQuoteResponse response;
  ASSERT_THAT(quotes.VerifyQuote(call_, request, &response), IsOk());
  EXPECT_EQ(Text(response.quote().total()), "6 USD");
  EXPECT_EQ(response.current().error().code(),
            static_cast<int>(StatusCode::kNotFound));
  EXPECT_EQ(response.current().catalog_revision(), other.Current()->revision());
}

}  // namespace
}  // namespace ratecard
