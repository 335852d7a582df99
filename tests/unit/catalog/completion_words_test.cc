#include "service/catalog/completion_words.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/catalog/loader.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

TEST(CompletionWords, AreWhatTheCatalogHas) {
  const auto catalog = LoadCatalog({{"acme.textproto", R"(
    provider_id: "acme" display_name: "Acme" currency_code: "USD"
    regions { region_id: "eu" }
    sources { source_id: "s" title: "S" checked_date: "2026-06-01" }
    models {
      model_id: "vendor/m:free" display_name: "M" maker: "zhi" source_id: "s"
      price_schedules {
        schedule_id: "s"
        rates { meter: METER_INPUT_TOKENS price: "5" }
      }
      price_schedules {
        schedule_id: "b" service_tier: "batch" region: "eu"
        rates { meter: METER_INPUT_TOKENS price: "2" }
      }
    })"}});
  ASSERT_THAT(catalog, IsOk());
  EXPECT_EQ(CompletionWords(**catalog),
            "maker zhi\n"
            "model acme/vendor/m:free\n"
            "provider acme\n"
            "region eu\n"
            "tier batch\n"
            "tier standard\n");
}

}  // namespace
}  // namespace ratecard
