#include "service/api/explain_handler.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/api/status_proto.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/embedded_fixture.h"
#include "tests/unit/api/estimate_fixture.h"

namespace ratecard {
namespace {

using absl::StatusCode;
using testing::ElementsAre;
using testing::IsEmpty;

// What is changed, in a word.
std::string Changed(const v1::CostAlternative& alternative) {
  switch (alternative.kind()) {
    case v1::ALTERNATIVE_KIND_CACHE_SHARE:
      return absl::StrCat("share ", alternative.cache_share_ppm());
    case v1::ALTERNATIVE_KIND_NO_CACHE:
      return "no cache";
    case v1::ALTERNATIVE_KIND_SERVICE_TIER:
      return alternative.service_tier();
    case v1::ALTERNATIVE_KIND_REGION:
      return absl::StrCat("region ", alternative.region());
    case v1::ALTERNATIVE_KIND_AS_OF:
      return absl::FormatTime("%E4Y-%m-%dT%H:%M:%SZ",
                              FromProto(alternative.as_of()),
                              absl::UTCTimeZone());
    case v1::ALTERNATIVE_KIND_BELOW_TIER:
      return alternative.has_input_tokens()
                 ? absl::StrCat("input ", alternative.input_tokens())
                 : absl::StrCat("output ", alternative.output_tokens());
    default:
      return "?";
  }
}

// `batch: 0.086, -0.086`, or `turbo: SERVICE_TIER_NOT_OFFERED`.
std::string Line(const v1::CostAlternative& alternative) {
  return absl::StrCat(
      Changed(alternative), ": ",
      alternative.has_error()
          ? DetailOf(FromStatusProto(alternative.error())).reason
          : absl::StrCat(
                FormatMoney(MoneyFromProto(alternative.total())), ", ",
                FormatMoney(MoneyFromProto(alternative.difference()))));
}

std::vector<std::string> Lines(const v1::ExplainCostResponse& response) {
  std::vector<std::string> lines;
  for (const v1::CostAlternative& alternative : response.alternatives()) {
    lines.push_back(Line(alternative));
  }
  return lines;
}

// Those of one kind, in order.
std::vector<std::string> LinesOf(const v1::ExplainCostResponse& response,
                                 v1::AlternativeKind kind) {
  std::vector<std::string> lines;
  for (const v1::CostAlternative& alternative : response.alternatives()) {
    if (alternative.kind() == kind) {
      lines.push_back(Line(alternative));
    }
  }
  return lines;
}

class ExplainCost : public EstimateFixture {
 protected:
  absl::StatusOr<v1::ExplainCostResponse> Explain(
      const std::string& text) const {
    v1::ExplainCostResponse response;
    const absl::Status status = explain_.ExplainCost(
        call_, Parse<v1::ExplainCostRequest>(text), &response);
    if (!status.ok()) {
      return status;
    }
    return response;
  }

  ExplainHandler explain_{&Store(), &handler_, nullptr};
};

// 40,000 uncached at $2/M, 60,000 read at $0.20/M, 10,000 output at $8/M: 0.08
// + 0.012 + 0.08 = 0.172. Batch is half of it, us 1.1 of it. Half read: 0.1 +
// 0.01
// + 0.08. 90%: 0.02 + 0.018 + 0.08. Uncached: 0.2 + 0.08.
TEST_F(ExplainCost, LooksAtAllThatTheModelOffersTheCheapestFirst) {
  const auto response = Explain(
      "request { model: 'big' usage { input_tokens: 100000 "
      "cache_read_tokens: 60000 output_tokens: 10000 } }");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(Text(response->estimate().total()), "0.172 USD");
  EXPECT_EQ(response->estimate().lines_size(), 3);
  EXPECT_THAT(
      Lines(*response),
      ElementsAre("batch: 0.086, -0.086", "share 900000: 0.118, -0.054",
                  "region us: 0.1892, 0.0172", "share 500000: 0.19, 0.018",
                  "no cache: 0.28, 0.108"));
}

TEST_F(ExplainCost, IsTheEstimateOfEachRequestWithThatOneThingChanged) {
  const auto response = Explain(
      "request { model: 'big' usage { input_tokens: 1001 output_tokens: 7 } } "
      "cache_shares_ppm: [1000000, 0]");
  ASSERT_THAT(response, IsOk());
  const auto all = Cost(
      "model: 'big' usage { input_tokens: 1001 cache_read_tokens: 1001 "
      "output_tokens: 7 }");
  EXPECT_THAT(
      LinesOf(*response, v1::ALTERNATIVE_KIND_CACHE_SHARE),
      ElementsAre(absl::StrCat("share 1000000: ",
                               FormatMoney(MoneyFromProto(all->total())),
                               ", -0.0018018"),
                  "share 0: 0.002058, 0"));
}

TEST_F(ExplainCost, LooksTheModelUpOnce) {
  Resolutions seen;
  const EstimateHandler estimates(&Store(), &seen);
  const ExplainHandler explain(&Store(), &estimates, &seen);
  v1::ExplainCostResponse response;
  ASSERT_THAT(explain.ExplainCost(
                  call_,
                  Parse<v1::ExplainCostRequest>(
                      "request { model: 'big' usage { input_tokens: 1000 } }"),
                  &response),
              IsOk());
  EXPECT_EQ(seen.count, 1);
}

// 333,333 ppm of 10 tokens are 3.33333 read at $0.20/M and 6.66667 at $2/M:
// 666.666 + 13,333.34 = 14,000.006 nanos, rounded once.
TEST_F(ExplainCost, CountsFractionsOfATokenInAShare) {
  const auto response = Explain(
      "request { model: 'big' usage { input_tokens: 10 } } "
      "cache_shares_ppm: 333333");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(LinesOf(*response, v1::ALTERNATIVE_KIND_CACHE_SHARE),
              ElementsAre("share 333333: 0.000014, -0.000006"));
}

TEST_F(ExplainCost, SaysWhyWhatIsAskedForIsNotPossible) {
  const auto response = Explain(
      "request { model: 'big' usage { input_tokens: 100 } } "
      "service_tiers: ['turbo', 'batch'] regions: ['eu', 'nowhere'] "
      "as_of_times { seconds: 0 }");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(
      LinesOf(*response, v1::ALTERNATIVE_KIND_SERVICE_TIER),
      ElementsAre("batch: 0.0001, -0.0001", "turbo: SERVICE_TIER_NOT_OFFERED"));
  EXPECT_THAT(LinesOf(*response, v1::ALTERNATIVE_KIND_REGION),
              ElementsAre("region eu: REGION_NOT_OFFERED",
                          "region nowhere: REGION_NOT_OFFERED"));
  EXPECT_THAT(LinesOf(*response, v1::ALTERNATIVE_KIND_AS_OF),
              ElementsAre("1970-01-01T00:00:00Z: 0.0002, 0"));
}

// What batch does not price would seem cheap if it were left out.
TEST_F(ExplainCost, NeverLeavesOutWhatAnAlternativeHasNoPriceFor) {
  const auto response = Explain(
      "request { model: 'big' allow_partial: true "
      "usage { input_tokens: 100 quantities { meter: METER_SESSIONS "
      "quantity: 1 } } } service_tiers: 'batch' regions: 'us'");
  ASSERT_THAT(response, IsOk());
  EXPECT_TRUE(response->estimate().incomplete());
  ASSERT_GE(response->alternatives_size(), 2);
  for (const v1::CostAlternative& one : response->alternatives()) {
    EXPECT_TRUE(one.has_error());
    EXPECT_FALSE(one.has_total());
  }
}

TEST_F(ExplainCost, HasNoBreakEvenWithoutAPriceOfWrites) {
  const auto response =
      Explain("request { model: 'big' usage { input_tokens: 100 } }");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(response->cache_break_evens(), IsEmpty());
  EXPECT_THAT(response->crossovers(), IsEmpty());
}

// $6/M on a Wednesday at noon; on Friday from 22:00 in Berlin, which is 20:00
// UTC in July, $3/M.
TEST_F(ExplainCost, LooksAtTheNextHourWithAnotherPrice) {
  const auto response =
      Explain("request { model: 'night' usage { input_tokens: 1000 } }");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(LinesOf(*response, v1::ALTERNATIVE_KIND_AS_OF),
              ElementsAre("2026-07-03T20:00:00Z: 0.003, -0.003"));
}

struct ErrorCase {
  const char* request;
  StatusCode code;
  const char* reason;
  const char* field;
};

TEST_F(ExplainCost, RefusesWithTheFieldAtFault) {
  const std::string ok = "request { model: 'big' usage { input_tokens: 1 } } ";
  const ErrorCase cases[] = {
      {"", StatusCode::kInvalidArgument, "MODEL_REQUIRED", "request.model"},
      {"request { model: 'big' }", StatusCode::kInvalidArgument,
       "USAGE_REQUIRED", "request.usage"},
      {"request { model: 'big' usage { input_tokens: -1 } }",
       StatusCode::kInvalidArgument, "NEGATIVE_QUANTITY",
       "request.usage.input_tokens"},
      {"cache_shares_ppm: [0, 1000001]", StatusCode::kInvalidArgument,
       "INVALID_SHARE", "cache_shares_ppm[1]"},
      {"cache_shares_ppm: -1", StatusCode::kInvalidArgument, "INVALID_SHARE",
       "cache_shares_ppm[0]"},
      {"crossover_cache_share_ppm: 1000001", StatusCode::kInvalidArgument,
       "INVALID_SHARE", "crossover_cache_share_ppm"},
      {"as_of_times { seconds: 1 } as_of_times { nanos: -1 }",
       StatusCode::kInvalidArgument, "INVALID_TIME", "as_of_times[1]"},
      {"other_models: 'bigg'", StatusCode::kNotFound, "MODEL_NOT_FOUND",
       "other_models[0]"},
      {"other_models: ''", StatusCode::kInvalidArgument, "MODEL_REQUIRED",
       "other_models[0]"},
  };
  for (const ErrorCase& one : cases) {
    const bool whole = absl::StartsWith(one.request, "request") ||
                       one.request == std::string();
    const auto response =
        Explain(whole ? one.request : absl::StrCat(ok, one.request));
    EXPECT_THAT(response, FailsWith(one.code, one.reason)) << one.request;
    EXPECT_THAT(response, NamesField(one.field)) << one.request;
  }
}

TEST_F(ExplainCost, RefusesListsThatAreTooLong) {
  auto request = Parse<v1::ExplainCostRequest>(
      "request { model: 'big' usage { input_tokens: 1 } }");
  for (int i = 0; i <= 100; ++i) {
    request.add_service_tiers("batch");
  }
  v1::ExplainCostResponse response;
  const absl::Status status = explain_.ExplainCost(call_, request, &response);
  EXPECT_THAT(status,
              FailsWith(StatusCode::kInvalidArgument, "TOO_MANY_ALTERNATIVES"));
  EXPECT_THAT(status, NamesField("service_tiers"));
}

TEST_F(ExplainCost, CannotCompareAcrossCurrenciesNorWithoutPrices) {
  const auto response = Explain(
      "request { model: 'big' usage { input_tokens: 1 } } "
      "other_models: ['abroad', 'past', 'unpriced']");
  ASSERT_THAT(response, IsOk());
  std::vector<std::string> reasons;
  for (const v1::CostCrossover& one : response->crossovers()) {
    EXPECT_THAT(one.ranges(), IsEmpty());
    reasons.push_back(DetailOf(FromStatusProto(one.error())).reason);
  }
  EXPECT_THAT(reasons, ElementsAre("CURRENCY_MISMATCH", "PRICE_NOT_IN_FORCE",
                                   "METER_UNPRICED"));
}

// The window of 400,000 holds no output of 500,000.
TEST_F(ExplainCost, ComparesNoLengthsThatDoNotFit) {
  const auto response = Explain(
      "request { model: 'big' usage { input_tokens: 1 output_tokens: 500000 } "
      "} other_models: 'night'");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(FromStatusProto(response->crossovers(0).error()),
              FailsWith(StatusCode::kFailedPrecondition, "NO_COMMON_LENGTH"));
}

// By day night costs $6/M, big $2/M; only an empty request costs the same.
TEST_F(ExplainCost, ComparesWithOtherModelsWithinTheLimitsOfBoth) {
  const auto response = Explain(
      "request { model: 'big' usage { input_tokens: 1 } } "
      "other_models: 'night'");
  ASSERT_THAT(response, IsOk());
  const v1::CostCrossover& one = response->crossovers(0);
  EXPECT_EQ(one.other_model(), "providers/acme/models/night");
  ASSERT_EQ(one.ranges_size(), 2);
  EXPECT_EQ(one.ranges(0).cheaper(), v1::CHEAPER_MODEL_NEITHER);
  EXPECT_EQ(one.ranges(0).to_input_tokens(), 0);
  EXPECT_EQ(one.ranges(1).cheaper(), v1::CHEAPER_MODEL_EXPLAINED);
  EXPECT_EQ(one.ranges(1).from_input_tokens(), 1);
  EXPECT_EQ(one.ranges(1).to_input_tokens(), 400'000);
  EXPECT_EQ(Text(one.ranges(1).cost_at_start()), "0.000002 USD");
  EXPECT_EQ(Text(one.ranges(1).other_cost_at_start()), "0.000006 USD");
}

class ExplainPublished : public EmbeddedFixture {
 protected:
  v1::ExplainCostResponse Explain(const std::string& text) const {
    v1::ExplainCostResponse response;
    const absl::Status status = explain_.ExplainCost(
        call_, ParseProto<v1::ExplainCostRequest>(text), &response);
    EXPECT_THAT(status, IsOk());
    return response;
  }

  ExplainHandler explain_{&Store(), &handler_, nullptr};
};

// Google: $2.50 and $15 above 200,000 input tokens, $1.25 and $10 up to there.
// 200,001 × 2.5 + 1,000 × 15 = 515,002.5 millionths; 200,000 × 1.25 + 1,000 ×
// 10 = 260,000.
TEST_F(ExplainPublished, OneTokenUnderTheThresholdCostsHalf) {
  const auto response = Explain(
      "request { model: 'gemini-2.5-pro' usage { input_tokens: 200001 "
      "output_tokens: 1000 } }");
  EXPECT_THAT(LinesOf(response, v1::ALTERNATIVE_KIND_BELOW_TIER),
              ElementsAre("input 200000: 0.26, -0.2550025"));
}

TEST_F(ExplainPublished, ATierThatIsNotReachedIsNothingToLeave) {
  const auto response = Explain(
      "request { model: 'gemini-2.5-pro' usage { input_tokens: 200000 } }");
  EXPECT_THAT(LinesOf(response, v1::ALTERNATIVE_KIND_BELOW_TIER), IsEmpty());
}

// Only 50,000 of 300,000 could go; 100,000 would have to.
TEST_F(ExplainPublished, ATierIsNotLeftByCuttingWhatIsCached) {
  const auto response = Explain(
      "request { model: 'gemini-2.5-pro' usage { input_tokens: 300000 "
      "cache_read_tokens: 250000 } }");
  EXPECT_THAT(LinesOf(response, v1::ALTERNATIVE_KIND_BELOW_TIER),
              ElementsAre("input 200000: NOT_ENOUGH_TOKENS"));
}

// Anthropic: a write for 5 minutes costs 1.25 of input, for an hour twice, a
// read a tenth. 1.25 - 1 <= 0.9 n from n = 1 on, 2 - 1 <= 0.9 n from 2 on.
TEST_F(ExplainPublished, CachingWithAnthropicPaysAtTheFirstOrSecondReread) {
  const auto response = Explain(
      "request { model: 'claude-sonnet-4-5' usage { input_tokens: 10000 } }");
  ASSERT_EQ(response.cache_break_evens_size(), 2);
  EXPECT_EQ(response.cache_break_evens(0).meter(),
            v1::METER_CACHE_WRITE_5M_TOKENS);
  EXPECT_EQ(response.cache_break_evens(0).reread_count(), 1);
  EXPECT_EQ(response.cache_break_evens(0).write_price_nanos(), 3'750'000'000);
  EXPECT_EQ(response.cache_break_evens(1).meter(),
            v1::METER_CACHE_WRITE_1H_TOKENS);
  EXPECT_EQ(response.cache_break_evens(1).reread_count(), 2);
}

// $1.25 + 10 against $1.75 + 14 per million up to 200,000 input tokens, then
// $2.50 + 15: 260,000 against 364,000 millionths there, 515,002.5 against
// 364,001.75 with one token more. GPT-5.2 takes 272,000.
TEST_F(ExplainPublished, AnotherModelOvertakesWhereTheTierBegins) {
  const auto response = Explain(
      "request { model: 'gemini-2.5-pro' usage { input_tokens: 1000 "
      "output_tokens: 1000 } } other_models: 'gpt-5.2'");
  const v1::CostCrossover& one = response.crossovers(0);
  ASSERT_EQ(one.ranges_size(), 2) << one.DebugString();
  EXPECT_EQ(one.ranges(0).cheaper(), v1::CHEAPER_MODEL_EXPLAINED);
  EXPECT_EQ(one.ranges(0).from_input_tokens(), 0);
  EXPECT_EQ(one.ranges(0).to_input_tokens(), 200'000);
  EXPECT_EQ(one.ranges(1).cheaper(), v1::CHEAPER_MODEL_OTHER);
  EXPECT_EQ(one.ranges(1).from_input_tokens(), 200'001);
  EXPECT_EQ(one.ranges(1).to_input_tokens(), 272'000);
  EXPECT_EQ(Text(one.ranges(1).cost_at_start()), "0.5150025");
  EXPECT_EQ(Text(one.ranges(1).other_cost_at_start()), "0.36400175");
}

// With 90% read: $0.1 × 0.1 … of the tokens at every length. Gemini: 0.1 × 1.25
// + 0.9 × 0.125 = 0.2375 per million; GPT-5.2: 0.1 × 1.75 + 0.9 × 0.175 =
// 0.3325.
TEST_F(ExplainPublished, AShareOfTheInputIsReadAtEveryLength) {
  const auto response = Explain(
      "request { model: 'gemini-2.5-pro' usage { input_tokens: 1000 } } "
      "other_models: 'gpt-5.2' crossover_cache_share_ppm: 900000");
  const v1::CostCrossover& one = response.crossovers(0);
  ASSERT_GE(one.ranges_size(), 2) << one.DebugString();
  EXPECT_EQ(one.ranges(0).cheaper(), v1::CHEAPER_MODEL_NEITHER);
  EXPECT_EQ(one.ranges(0).to_input_tokens(), 0);
  // One token: 237.5 and 332.5 nanos, rounded half to even.
  EXPECT_EQ(Text(one.ranges(1).cost_at_start()), "0.000000238");
  EXPECT_EQ(Text(one.ranges(1).other_cost_at_start()), "0.000000332");
}

// DeepSeek and others change prices: what is found changes this request's cost.
TEST_F(ExplainPublished, LooksAtTheLastChangeOfThePrice) {
  const auto response = Explain(
      "request { model: 'gemini-2.5-pro' usage { input_tokens: 1000 "
      "cache_read_tokens: 1000 } }");
  // $0.31/M until 2026-04-20T03:17:45Z, then $0.125/M.
  EXPECT_THAT(LinesOf(response, v1::ALTERNATIVE_KIND_AS_OF),
              ElementsAre("2026-04-20T03:17:44Z: 0.00031, 0.000185"));
}

}  // namespace
}  // namespace ratecard
