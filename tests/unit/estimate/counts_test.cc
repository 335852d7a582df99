// What is counted beside tokens, and what is refused of it.

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/estimate/estimate.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/estimate/test_model.h"

namespace ratecard {
namespace {

using testing::AllOf;
using F = UsageField;

TEST(RequestFee, IsDueOnceForAUsageThatDoesNotCountRequests) {
  const TestModel test({RateOf(Meter::kInput, Dollars(1)),
                        RateOf(Meter::kRequests, Dollars(5))});
  EXPECT_EQ(TotalOf(test, UsageOf({{F::kInputTokens, 1'000}})), "0.006");
  EXPECT_EQ(
      TotalOf(test, UsageOf({{F::kInputTokens, 1'000}, {F::kRequests, 3}})),
      "0.016");
  EXPECT_EQ(
      TotalOf(test, UsageOf({{F::kInputTokens, 1'000}, {F::kRequests, 0}})),
      "0.001");
}

TEST(RequestFee, IsNotAddedToRequestsCountedAsAQuantity) {
  const TestModel test({RateOf(Meter::kRequests, Dollars(5)),
                        RateOf(Meter::kRequests, Dollars(12),
                               {{"search_context_size", "high"}})});
  EXPECT_EQ(TotalOf(test, UsageOf({}, {{Meter::kRequests,
                                        2,
                                        {{"search_context_size", "high"}}}})),
            "0.024");
}

TEST(RequestFee, IsNotDueWhereTheModelHasNone) {
  const TestModel test({RateOf(Meter::kInput, Dollars(1))});
  const Estimate estimate = Priced(test, UsageOf({{F::kInputTokens, 1'000}}));
  EXPECT_EQ(estimate.lines.size(), 1u);
}

TEST(CheckUsage, RefusesWhatIsCountedTwice) {
  EXPECT_THAT(
      CheckUsage(
          UsageOf({{F::kWebSearches, 1}}, {{Meter::kWebSearches, 1, {}}})),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_QUANTITY"),
            NamesField("usage.quantities[0]")));
  EXPECT_THAT(
      CheckUsage(UsageOf({{F::kRequests, 0}}, {{Meter::kSessions, 1, {}},
                                               {Meter::kRequests, 1, {}}})),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_QUANTITY"),
            NamesField("usage.quantities[1]")));
}

TEST(CheckUsage, RefusesTokensAndNoMeterAmongTheQuantities) {
  for (int i = 0; i <= Index(Meter::kVideoOutput); ++i) {
    EXPECT_THAT(
        CheckUsage(UsageOf({}, {{static_cast<Meter>(i), 1, {}}})),
        AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_QUANTITY"),
              NamesField("usage.quantities[0]")));
  }
  for (int i = Index(Meter::kVideoOutput) + 1; i < kMeterCount; ++i) {
    EXPECT_THAT(CheckUsage(UsageOf({}, {{static_cast<Meter>(i), 1, {}}})),
                IsOk());
  }
}

TEST(CheckUsage, RefusesANegativeQuantity) {
  EXPECT_THAT(
      CheckUsage(
          UsageOf({}, {{Meter::kSessions, 1, {}}, {Meter::kSessions, -1, {}}})),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "NEGATIVE_QUANTITY"),
            NamesField("usage.quantities[1]")));
}

TEST(CheckUsage, TakesSixtyFourQuantitiesAndNoMore) {
  std::vector<MeterQuantity> quantities;
  for (int i = 0; i < 64; ++i) {
    quantities.push_back(
        {Meter::kSessions, 1, {{"number", std::to_string(i)}}});
  }
  EXPECT_THAT(CheckUsage(UsageOf({}, quantities)), IsOk());
  quantities.push_back({Meter::kSessions, 1, {}});
  EXPECT_THAT(CheckUsage(UsageOf({}, quantities)),
              AllOf(FailsWith(absl::StatusCode::kInvalidArgument,
                              "TOO_MANY_QUANTITIES"),
                    NamesField("usage.quantities")));
}

TEST(CheckUsage, RequiresSomething) {
  EXPECT_THAT(
      CheckUsage(Usage()),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "USAGE_REQUIRED"),
            NamesField("usage")));
  EXPECT_THAT(CheckUsage(UsageOf({{F::kInputTokens, 0}})), IsOk());
}

}  // namespace
}  // namespace ratecard
