#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/estimate_fixture.h"

namespace ratecard {
namespace {

using testing::Contains;

class EstimateWorkloadTest : public EstimateFixture {
 protected:
  static std::vector<v1::WarningCode> WarningsOf(
      const v1::WorkloadClassCost& cost) {
    std::vector<v1::WarningCode> codes;
    for (const v1::Warning& warning : cost.warnings()) {
      codes.push_back(warning.code());
    }
    return codes;
  }
};

// 1,000 × 2 + 500 × 8 millionths = 0.006; 40% in batch at 0.003: 0.0048.
TEST_F(EstimateWorkloadTest, PricesEachClass) {
  const auto response = Workload(
      "classes { model: 'big' usage { input_tokens: 1000 output_tokens: 500 } "
      "requests_per_period: 10000 batch_share_ppm: 400000 }");
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->classes_size(), 1);
  const v1::WorkloadClassCost& cost = response->classes(0);
  EXPECT_EQ(cost.class_id(), "class-1");
  EXPECT_EQ(cost.model(), "providers/acme/models/big");
  EXPECT_EQ(Text(cost.cost_per_request()), "0.0048 USD");
  EXPECT_EQ(Text(cost.cost_per_period()), "48 USD");
  EXPECT_EQ(Text(cost.cost_per_month()), "1440 USD");
  EXPECT_EQ(cost.fit().verdict(), v1::FIT_VERDICT_FITS);
  EXPECT_FALSE(cost.incomplete());
  EXPECT_EQ(cost.warnings_size(), 0);
  EXPECT_EQ(response->fit_verdict(), v1::FIT_VERDICT_FITS);
  EXPECT_EQ(response->period().seconds(), 24 * 60 * 60);
  EXPECT_EQ(response->as_of().seconds(), absl::ToUnixSeconds(call_.now));
  EXPECT_EQ(response->catalog_revision(), Store().Current()->revision());
}

TEST_F(EstimateWorkloadTest, NamesClassesByTheirPlaceWhereTheyHaveNoId) {
  const auto response = Workload(
      "classes { model: 'big' usage { input_tokens: 1 } requests_per_period: 1 "
      "} "
      "classes { class_id: 'chat' model: 'big' usage { input_tokens: 1 } "
      "requests_per_period: 1 } "
      "classes { model: 'big' usage { input_tokens: 1 } requests_per_period: 1 "
      "}");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->classes(0).class_id(), "class-1");
  EXPECT_EQ(response->classes(1).class_id(), "chat");
  EXPECT_EQ(response->classes(2).class_id(), "class-3");
}

// One token at 0.0004 per million is 0.4 nanos: two classes of 1.2 nanos each,
// rounded to 1, are 2 and not 2.4 or 3.
TEST_F(EstimateWorkloadTest, AddsUpRoundedCostsByCurrency) {
  const std::string abroad =
      "classes { model: 'reseller/abroad' usage { input_tokens: 1 } "
      "requests_per_period: 3 } ";
  const auto response = Workload(
      absl::StrCat(abroad,
                   "classes { model: 'big' usage { input_tokens: 500000 } "
                   "requests_per_period: 1 } ",
                   abroad));
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->totals_size(), 2);
  EXPECT_EQ(Text(response->totals(0).cost_per_period()), "0.000000002 EUR");
  // 1.2 × 30 = 36 nanos each.
  EXPECT_EQ(Text(response->totals(0).cost_per_month()), "0.000000072 EUR");
  EXPECT_EQ(Text(response->totals(1).cost_per_period()), "1 USD");
  EXPECT_EQ(Text(response->totals(1).cost_per_month()), "30 USD");
}

TEST_F(EstimateWorkloadTest, RefersToThePeriodOfTheRequest) {
  const auto response = Workload(
      "classes { model: 'big' usage { input_tokens: 500000 } "
      "requests_per_period: 7 } period { seconds: 604800 }");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(Text(response->classes(0).cost_per_period()), "7 USD");
  EXPECT_EQ(Text(response->classes(0).cost_per_month()), "30 USD");
  EXPECT_EQ(response->period().seconds(), 604'800);
}

TEST_F(EstimateWorkloadTest, TakesPeriodsOfASecondToACentury) {
  for (const char* const seconds : {"1", "3153600000"}) {
    EXPECT_THAT(
        Workload(absl::StrCat("classes { model: 'big' usage { input_tokens: 1 "
                              "} requests_per_period: 1 } "
                              "period { seconds: ",
                              seconds, " }")),
        IsOk());
  }
}

TEST_F(EstimateWorkloadTest, HasTheWorstVerdictOfItsClasses) {
  const std::string fits =
      "classes { model: 'big' usage { input_tokens: 1 } requests_per_period: 1 "
      "} ";
  const std::string too_long =
      "classes { model: 'big' usage { input_tokens: 400001 } "
      "requests_per_period: 1 } ";
  const std::string unknown =
      "classes { model: 'night' usage { input_tokens: 1 } requests_per_period: "
      "1 } ";
  const auto verdict = [&](const std::string& classes) {
    return Workload(classes)->fit_verdict();
  };
  EXPECT_EQ(verdict(fits + fits), v1::FIT_VERDICT_FITS);
  EXPECT_EQ(verdict(fits + unknown), v1::FIT_VERDICT_UNKNOWN);
  EXPECT_EQ(verdict(unknown + fits), v1::FIT_VERDICT_UNKNOWN);
  EXPECT_EQ(verdict(too_long + unknown + fits), v1::FIT_VERDICT_DOES_NOT_FIT);
  EXPECT_EQ(verdict(unknown + too_long), v1::FIT_VERDICT_DOES_NOT_FIT);
}

TEST_F(EstimateWorkloadTest, WarnsOfPricesThatVaryOverTheDay) {
  const auto response = Workload(
      "classes { model: 'night' usage { input_tokens: 1000000 } "
      "requests_per_period: 2 }");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(Text(response->classes(0).cost_per_period()), "12 USD");
  EXPECT_THAT(WarningsOf(response->classes(0)),
              Contains(v1::WARNING_CODE_DAILY_WINDOW));
}

TEST_F(EstimateWorkloadTest, IsIncompleteWherePartialAnswersAreAllowed) {
  const auto response = Workload(
      "classes { model: 'big' usage { input_tokens: 500000 "
      "quantities { meter: METER_SESSIONS quantity: 1 } } "
      "requests_per_period: 1 } allow_partial: true");
  ASSERT_THAT(response, IsOk());
  EXPECT_TRUE(response->classes(0).incomplete());
  EXPECT_EQ(Text(response->classes(0).cost_per_period()), "1 USD");
  EXPECT_THAT(WarningsOf(response->classes(0)),
              Contains(v1::WARNING_CODE_METERS_UNPRICED));
}

TEST_F(EstimateWorkloadTest, TakesTierAndRegionOfEachClass) {
  const auto response = Workload(
      "classes { model: 'big' usage { input_tokens: 1000000 } "
      "requests_per_period: 1 service_tier: 'batch' } "
      "classes { model: 'big' usage { input_tokens: 1000000 } "
      "requests_per_period: 1 region: 'us-east-1' }");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(Text(response->classes(0).cost_per_period()), "1 USD");
  EXPECT_EQ(Text(response->classes(1).cost_per_period()), "2.2 USD");
}

}  // namespace
}  // namespace ratecard
