#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/api/explain_handler.h"
#include "service/api/status_proto.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/embedded_fixture.h"
#include "tests/unit/api/estimate_fixture.h"

namespace ratecard {
namespace {

using absl::StatusCode;
using testing::ElementsAre;
using testing::IsEmpty;

// `0 to 200000: 0.01 to 0.26`.
std::vector<std::string> Lines(const v1::CostCurve& curve) {
  std::vector<std::string> lines;
  for (const v1::CostPiece& piece : curve.pieces()) {
    lines.push_back(
        absl::StrCat(piece.from_value(), " to ", piece.to_value(), ": ",
                     FormatMoney(MoneyFromProto(piece.cost_at_start())), " to ",
                     FormatMoney(MoneyFromProto(piece.cost_at_end()))));
  }
  return lines;
}

class TraceCosts : public EstimateFixture {
 protected:
  absl::StatusOr<v1::TraceCostsResponse> Trace(const std::string& text) const {
    v1::TraceCostsResponse response;
    const absl::Status status = explain_.TraceCosts(
        call_, Parse<v1::TraceCostsRequest>(text), &response);
    if (!status.ok()) {
      return status;
    }
    return response;
  }

  ExplainHandler explain_{&Store(), &handler_, nullptr};
};

// big takes 400,000 in all, of which 100,000 are output: $0.80, and $0.60 for
// 300,000 input.
TEST_F(TraceCosts, GoesAsFarAsTheModelsLimitsAllow) {
  const auto response = Trace("models: 'big' usage { output_tokens: 100000 }");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(Lines(response->curves(0)),
              ElementsAre("0 to 300000: 0.8 to 1.4"));
  EXPECT_EQ(response->to_value(), 300'000);
}

TEST_F(TraceCosts, StopsAtTheLimitOfEachModel) {
  const auto response = Trace("models: ['big', 'night'] to_value: 1000000");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->curves(0).pieces(0).to_value(), 400'000);
  EXPECT_EQ(response->curves(1).pieces(0).to_value(), 1'000'000);
}

// big has no price of writes: they cost as input, $2/M. A read costs $0.20/M.
TEST_F(TraceCosts, FollowsTheShareOfTheInputThatIsRead) {
  const auto response = Trace(
      "models: 'big' usage { input_tokens: 1000 cache_write_tokens: 100 } "
      "axis: COST_AXIS_CACHE_SHARE");
  ASSERT_THAT(response, IsOk());
  // 900 of 1,000 can be read: 900 × 0.2 + 100 × 2 = 380 millionths.
  EXPECT_THAT(Lines(response->curves(0)),
              ElementsAre("0 to 900000: 0.002 to 0.00038"));
}

// Half read: 0.5 × 2 + 0.5 × 0.2 = 1.1 per million.
TEST_F(TraceCosts, ReadsTheSameShareAtEveryLength) {
  const auto response =
      Trace("models: 'big' cache_share_ppm: 500000 from_value: 1 to_value: 3");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(Lines(response->curves(0)),
              ElementsAre("1 to 3: 0.0000011 to 0.0000033"));
}

TEST_F(TraceCosts, SaysOfEachModelWhyItHasNoCurve) {
  const auto response = Trace(
      "models: ['big', 'unpriced', 'past'] from_value: 0 to_value: 10 "
      "usage { output_tokens: 1 }");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(Lines(response->curves(0)),
              ElementsAre("0 to 10: 0.000008 to 0.000028"));
  for (const auto& [index, reason] :
       {std::tuple(1, "METER_UNPRICED"), std::tuple(2, "PRICE_NOT_IN_FORCE")}) {
    EXPECT_THAT(response->curves(index).pieces(), IsEmpty());
    EXPECT_THAT(FromStatusProto(response->curves(index).error()),
                FailsWith(StatusCode::kFailedPrecondition, reason));
  }
}

TEST_F(TraceCosts, SaysThatARangeIsBeyondAModelsLimits) {
  const auto response =
      Trace("models: 'big' from_value: 400001 to_value: 500000");
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(FromStatusProto(response->curves(0).error()),
              FailsWith(StatusCode::kFailedPrecondition, "DOES_NOT_FIT"));
}

struct TraceError {
  const char* request;
  StatusCode code;
  const char* reason;
  const char* field;
};

TEST_F(TraceCosts, RefusesWithTheFieldAtFault) {
  constexpr StatusCode kInvalid = StatusCode::kInvalidArgument;
  const TraceError cases[] = {
      {"", kInvalid, "MODELS_REQUIRED", "models"},
      {"models: ['big', '']", kInvalid, "MODEL_REQUIRED", "models[1]"},
      {"models: 'bigg'", StatusCode::kNotFound, "MODEL_NOT_FOUND", "models[0]"},
      {"models: 'big' axis: 7", kInvalid, "INVALID_AXIS", "axis"},
      {"models: 'big' from_value: -1", kInvalid, "INVALID_RANGE", "from_value"},
      {"models: 'big' from_value: 5 to_value: 4", kInvalid, "INVALID_RANGE",
       "to_value"},
      {"models: 'big' to_value: 1000000001", kInvalid, "INVALID_RANGE",
       "to_value"},
      {"models: 'big' usage { cache_read_tokens: 9 } from_value: 8", kInvalid,
       "INVALID_RANGE", "from_value"},
      {"models: 'big' cache_share_ppm: 1000001", kInvalid, "INVALID_SHARE",
       "cache_share_ppm"},
      {"models: 'big' cache_share_ppm: 5 usage { cache_read_tokens: 0 }",
       kInvalid, "INVALID_SHARE", "cache_share_ppm"},
      {"models: 'big' cache_share_ppm: 5 axis: COST_AXIS_CACHE_SHARE", kInvalid,
       "INVALID_SHARE", "cache_share_ppm"},
      {"models: 'big' cache_share_ppm: 1000000 "
       "usage { cache_write_tokens: 1 }",
       kInvalid, "INVALID_SHARE", "cache_share_ppm"},
      {"models: 'big' usage { output_tokens: -1 }", kInvalid,
       "NEGATIVE_QUANTITY", "usage.output_tokens"},
      {"models: 'big' cache_share_ppm: 5 "
       "usage { output_tokens: 9223372036855 }",
       StatusCode::kOutOfRange, "QUANTITY_OUT_OF_RANGE", "usage.output_tokens"},
      {"models: 'big' region: 'mars'", kInvalid, "UNKNOWN_REGION", "region"},
      {"models: 'big' as_of { nanos: -1 }", kInvalid, "INVALID_TIME", "as_of"},
  };
  for (const TraceError& one : cases) {
    const auto response = Trace(one.request);
    EXPECT_THAT(response, FailsWith(one.code, one.reason)) << one.request;
    EXPECT_THAT(response, NamesField(one.field)) << one.request;
  }
  std::string many;
  for (int i = 0; i <= 20; ++i) {
    absl::StrAppend(&many, "models: 'big' ");
  }
  EXPECT_THAT(Trace(many), FailsWith(kInvalid, "TOO_MANY_MODELS"));
}

// Google: $1.25 and $10 up to 200,000 input tokens, then $2.50 and $15.
TEST(TracePublished, ALongContextTierIsAJump) {
  const CatalogStore store(LoadEmbeddedCatalog().value(),
                           {"embedded", absl::UnixEpoch()});
  const EstimateHandler estimates(&store, nullptr);
  const ExplainHandler explain(&store, &estimates, nullptr);
  v1::TraceCostsResponse response;
  ASSERT_THAT(
      explain.TraceCosts({TimeOf("2026-11-22T00:00:00Z")},
                         ParseProto<v1::TraceCostsRequest>(
                             "models: 'gemini-2.5-pro' to_value: 300000 "
                             "usage { output_tokens: 1000 }"),
                         &response),
      IsOk());
  EXPECT_THAT(Lines(response.curves(0)),
              ElementsAre("0 to 200000: 0.01 to 0.26",
                          "200001 to 300000: 0.5150025 to 0.765"));
}

}  // namespace
}  // namespace ratecard
