// Where a model is priced that has no global price, or may not be anywhere.

#include "service/compare/region.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/estimate/test_model.h"

namespace ratecard {
namespace {

using F = UsageField;
using Names = std::vector<std::string>;

PriceSchedule In(const std::string& region, int64_t dollars) {
  PriceSchedule schedule =
      ScheduleOf(region, {RateOf(Meter::kInput, Dollars(dollars))});
  schedule.region = region;
  return schedule;
}

std::string Where(std::vector<PriceSchedule> schedules, const Names& allowed,
                  const Names& denied, absl::string_view asked = "") {
  const TestModel test(std::move(schedules));
  const Job job =
      Job::OfUsage(UsageOf({{F::kInputTokens, 1'000'000}}), Now()).value();
  Placement placement;
  placement.region = asked;
  const PlacedCost found =
      CostInRegion(job, test.model, placement, {allowed, denied});
  return found.cost.lack == TotalLack::kNone
             ? absl::StrCat(found.placement.region, "=",
                            Text(found.cost.amount))
             : "none";
}

TEST(CostInRegion, IsTheGlobalPriceWhereThereIsOne) {
  EXPECT_EQ(Where({In("", 5), In("us", 3)}, {}, {}), "=5");
}

TEST(CostInRegion, IsElseThatOfTheCheapestRegion) {
  EXPECT_EQ(Where({In("us", 3), In("ap", 2), In("eu", 2)}, {}, {}), "ap=2");
}

TEST(CostInRegion, IsInAnAllowedRegionAndNeverGlobalThen) {
  EXPECT_EQ(Where({In("", 1), In("us", 3), In("eu", 4)}, {"eu"}, {}), "eu=4");
  EXPECT_EQ(Where({In("", 1)}, {"eu"}, {}), "none");
}

TEST(CostInRegion, IsInNoDeniedRegionButMayBeGlobal) {
  EXPECT_EQ(Where({In("us", 3), In("eu", 4)}, {}, {"us"}), "eu=4");
  EXPECT_EQ(Where({In("", 9), In("eu", 4)}, {}, {"us"}), "=9");
}

TEST(CostInRegion, IsWhereItIsAskedFor) {
  EXPECT_EQ(Where({In("", 1), In("eu", 4)}, {}, {}, "eu"), "eu=4");
  EXPECT_EQ(Where({In("", 1), In("eu", 4)}, {"us"}, {}, "eu"), "none");
  EXPECT_EQ(Where({In("", 1)}, {}, {}, "eu"), "none");
}

}  // namespace
}  // namespace ratecard
