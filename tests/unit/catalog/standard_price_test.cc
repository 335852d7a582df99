#include "service/catalog/standard_price.h"

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "service/catalog/loader.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

// A catalog with one model, priced by `schedules`.
std::shared_ptr<const Catalog> CatalogWith(const std::string& schedules) {
  auto catalog =
      LoadCatalog({{"acme.textproto", absl::StrCat(R"(
    provider_id: "acme"
    display_name: "Acme"
    currency_code: "USD"
    regions { region_id: "eu" }
    regions { region_id: "us" }
    sources { source_id: "list" title: "List" checked_date: "2026-06-01" }
    models {
      model_id: "m" display_name: "M" maker: "acme" source_id: "list"
    )",
                                                   schedules, "}")}});
  EXPECT_THAT(catalog, IsOk());
  return *std::move(catalog);
}

TEST(StandardPriceOf, TakesFreeForTheCheapest) {
  const auto catalog = CatalogWith(R"(
    price_schedules {
      schedule_id: "eu" region: "eu"
      rates { meter: METER_INPUT_TOKENS price: "5" }
    }
    price_schedules {
      schedule_id: "us" region: "us"
      rates { meter: METER_INPUT_TOKENS state: METER_STATE_FREE }
    })");
  const auto price = StandardPriceOf(catalog->models().front(), Meter::kInput,
                                     absl::UnixEpoch());
  ASSERT_TRUE(price.has_value());
  EXPECT_EQ(price->state, MeterState::kFree);
  EXPECT_EQ(price->known(), 0);
  EXPECT_EQ(price->schedule->id, "us");
}

TEST(StandardPriceOf, IsThatOfTheMeterThatARateIsBilledAs) {
  const auto catalog = CatalogWith(R"(
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS price: "5" }
      rates { meter: METER_AUDIO_INPUT_TOKENS billed_as: METER_INPUT_TOKENS }
    })");
  const auto price = StandardPriceOf(catalog->models().front(),
                                     Meter::kAudioInput, absl::UnixEpoch());
  ASSERT_TRUE(price.has_value());
  EXPECT_EQ(price->nanos, 5'000'000'000);
}

TEST(StandardPriceOf, IsUnsetWithoutARate) {
  const auto catalog = CatalogWith(R"(
    price_schedules {
      schedule_id: "all"
      rates { meter: METER_INPUT_TOKENS price: "5" }
    })");
  EXPECT_FALSE(StandardPriceOf(catalog->models().front(), Meter::kOutput,
                               absl::UnixEpoch())
                   .has_value());
}

}  // namespace
}  // namespace ratecard
