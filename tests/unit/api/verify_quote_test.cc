// For what a quote holds, and for how long.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "service/api/quote_handler.h"
#include "service/base/error.h"
#include "service/catalog/loader.h"
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

class VerifyQuoteTest : public QuoteFixture {};

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

class LaterCatalogTest : public VerifyQuoteTest {
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

TEST_F(VerifyQuoteTest, NeedsKeys) {
  const std::string token = Token(kBig);
  keys_.Replace(nullptr);
  EXPECT_THAT(Create(kBig), FailsWith(kPrecondition, "QUOTES_DISABLED"));
  EXPECT_THAT(Verify(token), FailsWith(kPrecondition, "QUOTES_DISABLED"));
}

TEST_F(VerifyQuoteTest, HonoursAKeyAsLongAsItIsAccepted) {
  const std::string token = Token(kBig);
  keys_.Replace(Ring(Key("k2", "signing", '2') + Key("k1", "accepted", '1')));
  EXPECT_THAT(Verify(token), IsOk());
  EXPECT_EQ(Create(kBig)->quote().key_id(), "k2");
  keys_.Replace(Ring(Key("k2", "signing", '2') + "k1 retired\n"));
  EXPECT_THAT(Verify(token), FailsWith(kPrecondition, "QUOTE_KEY_RETIRED"));
  keys_.Replace(Ring(Key("k2", "signing", '2')));
  EXPECT_THAT(Verify(token), FailsWith(kPrecondition, "QUOTE_KEY_UNKNOWN"));
}

TEST_F(VerifyQuoteTest, RefusesTokensThatAreNone) {
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

TEST_F(VerifyQuoteTest, RefusesAQuoteThatIsOver) {
  const std::string token = Token(absl::StrCat(kBig, "ttl { seconds: 1 }"));
  call_.now += absl::Seconds(1) - absl::Nanoseconds(1);
  EXPECT_THAT(Verify(token), IsOk());
  call_.now += absl::Nanoseconds(1);
  EXPECT_THAT(Verify(token), FailsWith(kPrecondition, "QUOTE_EXPIRED"));
}

TEST_F(VerifyQuoteTest, RefusesAQuoteOfTheFuture) {
  const std::string token = Token(kBig);
  call_.now -= absl::Seconds(61);
  EXPECT_THAT(Verify(token), FailsWith(kPrecondition, "QUOTE_NOT_YET_VALID"));
}

TEST_F(VerifyQuoteTest, HoldsForTheUsageThatWasQuotedOnly) {
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

TEST_F(VerifyQuoteTest, RefusesMoreQuantitiesThanAnEstimateTakes) {
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

TEST_F(VerifyQuoteTest, NamesEveryFieldThatDiffers) {
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

TEST_F(VerifyQuoteTest, NamesAtMostEightDifferences) {
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

TEST_F(VerifyQuoteTest, HoldsForTheModelByAnyOfItsNames) {
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

TEST_F(VerifyQuoteTest, HoldsForTheServiceTierThatWasQuoted) {
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
TEST_F(VerifyQuoteTest, OfBatchDoesNotHoldForAStandardRequest) {
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

TEST_F(VerifyQuoteTest, OfARegionDoesNotHoldForAGlobalRequest) {
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
TEST_F(VerifyQuoteTest, HoldsForTheRegionThatWasQuoted) {
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

TEST_F(VerifyQuoteTest, HoldsForItsReference) {
  const std::string token = Token(absl::StrCat(kBig, "reference: 'a'"));
  EXPECT_THAT(Verify(token, "reference: 'a'"), IsOk());
  EXPECT_THAT(Verify(token, "reference: 'b'"),
              AllOf(FailsWith(kPrecondition, "QUOTE_REFERENCE_MISMATCH"),
                    NamesField("reference")));
  EXPECT_THAT(Verify(Token(kBig), "reference: 'a'"),
              FailsWith(kPrecondition, "QUOTE_REFERENCE_MISMATCH"));
}

// Quoted at night, at $3 a million; by day it is $6.
TEST_F(VerifyQuoteTest, HoldsWhateverThePriceIsNow) {
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

TEST_F(VerifyQuoteTest, HoldsWhereTheModelIsGone) {
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
