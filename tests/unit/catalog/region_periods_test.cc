// Regions that overlap are told apart at every time at which they have prices.

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/catalog/loader.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

// `us` and `na` both hold `us-east`; neither holds the other.
std::string Provider(const std::string& schedules) {
  return absl::StrCat(R"(
    provider_id: "acme" display_name: "Acme" currency_code: "USD"
    home_makers: "acme"
    regions { region_id: "us" contains: "us-east" }
    regions { region_id: "na" contains: "us-east" }
    regions { region_id: "us-east" }
    sources { source_id: "list" title: "List" checked_date: "2026-06-01" }
    models {
      model_id: "big" display_name: "Big" maker: "acme" source_id: "list")",
                      schedules, "}");
}

std::string Schedule(const std::string& region, const std::string& period) {
  return absl::StrCat("price_schedules { schedule_id: '", region, "' region: '",
                      region, "' ", period,
                      " rates { meter: METER_INPUT_TOKENS price: '1' } } ");
}

std::string Refusal(const std::string& schedules) {
  const auto catalog = LoadCatalog({{"acme.textproto", Provider(schedules)}});
  return catalog.ok() ? "" : std::string(catalog.status().message());
}

TEST(RegionsOfOneTier, MayOverlapWhileOnlyOneHasAPrice) {
  EXPECT_EQ(Refusal(Schedule("us", "end_time: '2026-01-01'") +
                    Schedule("na", "start_time: '2026-01-01'")),
            "");
}

TEST(RegionsOfOneTier, MayNotOverlapWhileBothHavePrices) {
  EXPECT_THAT(Refusal(Schedule("us", "end_time: '2026-01-02'") +
                      Schedule("na", "start_time: '2026-01-01'")),
              HasSubstr("both hold 'us-east'"));
}

TEST(RegionsOfOneTier, MayOverlapAroundANarrowerPriceForAsLongAsThatHolds) {
  EXPECT_EQ(Refusal(Schedule("us", "") + Schedule("na", "") +
                    Schedule("us-east", "")),
            "");
  EXPECT_THAT(Refusal(Schedule("us", "") + Schedule("na", "") +
                      Schedule("us-east", "end_time: '2026-01-01'")),
              HasSubstr("both hold 'us-east'"));
}

}  // namespace
}  // namespace ratecard
