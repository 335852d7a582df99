#include "service/server/price_metrics.h"

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "prometheus/metric_family.h"
#include "service/catalog/loader.h"
#include "service/server/catalog_survey.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::UnorderedElementsAre;

constexpr char kProvider[] = R"(
provider_id: "acme" display_name: "Acme" currency_code: "USD"
regions { region_id: "us" }
sources { source_id: "s" title: "S" checked_date: "2020-06-01" }
models {
  model_id: "large" display_name: "L" maker: "acme" source_id: "s"
  disagreements {
    field: "price_schedules.rates" value: "2" source_id: "s" reason: "Old."
  }
  disagreements { field: "limits.max_output_tokens" value: "9" source_id: "s" }
  price_schedules {
    schedule_id: "old" end_time: "2020-06-01"
    rates { meter: METER_INPUT_TOKENS price: "2.5" }
    rates { meter: METER_OUTPUT_TOKENS price: "10" }
  }
  price_schedules {
    schedule_id: "new" start_time: "2020-06-01"
    rates {
      meter: METER_INPUT_TOKENS price: "1.75"
      tiers { min_input_tokens: 200001 price: "3.5" }
    }
    rates { meter: METER_OUTPUT_TOKENS price: "10" }
    rates { meter: METER_CACHE_READ_TOKENS state: METER_STATE_FREE }
    rates { meter: METER_CACHE_WRITE_5M_TOKENS state: METER_STATE_UNPRICED }
    rates { meter: METER_WEB_SEARCHES price: "10" }
  }
  price_schedules {
    schedule_id: "us" region: "us" service_tier: "batch"
    start_time: "2020-06-01"
    rates { meter: METER_INPUT_TOKENS price: "0.9" }
  }
}
models {
  model_id: "small" display_name: "S" maker: "acme" source_id: "s"
  price_schedules {
    schedule_id: "all"
    rates { meter: METER_INPUT_TOKENS price: "0.1" }
  }
}
)";
// The start of the new prices: 2020-06-01.
const absl::Time kStart = absl::FromUnixSeconds(1'590'969'600);

class PriceMetricsTest : public testing::Test {
 protected:
  static std::shared_ptr<const Catalog> Load() {
    auto catalog = LoadCatalog({{"acme.textproto", kProvider}});
    EXPECT_THAT(catalog, IsOk());
    return *std::move(catalog);
  }

  // Each as `model tier region meter per value currency`.
  std::vector<std::string> Prices() const {
    std::vector<std::string> prices;
    for (const prometheus::MetricFamily& family : metrics_.Collect()) {
      if (family.name != "ratecard_model_price") {
        continue;
      }
      for (const prometheus::ClientMetric& metric : family.metric) {
        std::string text;
        for (const auto& label : metric.label) {
          absl::StrAppend(&text, label.value, " ");
        }
        prices.push_back(absl::StrCat(text, metric.gauge.value));
      }
    }
    return prices;
  }
  CatalogStore store_{Load(), {"test", absl::UnixEpoch()}};
  PriceMetrics metrics_{&store_, {}};
};

TEST_F(PriceMetricsTest, ShowNothingUntilAsked) {
  EXPECT_THAT(metrics_.Collect(), IsEmpty());
}

TEST_F(PriceMetricsTest, ShowWhatIsPricedOrFreeAndNothingElse) {
  metrics_.SetModels({"acme/large"});
  EXPECT_THAT(Prices(),
              UnorderedElementsAre(
                  "acme large standard  input_tokens 1000000 USD 1.75",
                  "acme large standard  output_tokens 1000000 USD 10",
                  "acme large standard  cache_read_tokens 1000000 USD 0",
                  "acme large standard  web_searches 1000 USD 10",
                  "acme large batch us input_tokens 1000000 USD 0.9"));
}

TEST_F(PriceMetricsTest, ShowAModelOnceHoweverOftenItIsNamed) {
  metrics_.SetModels({"small", "acme/small", "providers/acme/models/small"});
  EXPECT_THAT(Prices(),
              ElementsAre("acme small standard  input_tokens 1000000 USD 0.1"));
}

TEST_F(PriceMetricsTest, RefuseNamesThatMeanNothing) {
  for (const char* name : {"medium", "acme/", "emca/*", "*"}) {
    EXPECT_THAT(metrics_.Check({"small", name}), Not(IsOk())) << name;
    metrics_.SetModels({"small", name});
    EXPECT_EQ(Prices().size(), 1u) << "the others are shown";
  }
  EXPECT_THAT(metrics_.Check({"small", "acme/*"}), IsOk());
  metrics_.SetModels({"small", "acme/*"});
  EXPECT_EQ(Prices().size(), 6u);
}

TEST_F(PriceMetricsTest, WarnOfWhatIsNotShown) {
  PriceMetrics bounded(&store_, {"acme/*"}, 4);
  testing::internal::CaptureStderr();
  bounded.WarnIfIncomplete();
  std::string log = testing::internal::GetCapturedStderr();
  // Of the six prices above.
  EXPECT_THAT(log, HasSubstr("\"event\":\"exported_prices_left_out\","
                             "\"count\":2,\"most\":4}"));
  EXPECT_THAT(log, Not(HasSubstr("exported_models_unknown")));

  metrics_.SetModels({"small", "medium"});
  testing::internal::CaptureStderr();
  metrics_.WarnIfIncomplete();
  log = testing::internal::GetCapturedStderr();
  EXPECT_THAT(log, AllOf(HasSubstr("\"event\":\"exported_models_unknown\""),
                         HasSubstr("medium"), Not(HasSubstr("left_out"))));

  metrics_.SetModels({"small", "acme/*"});
  testing::internal::CaptureStderr();
  metrics_.WarnIfIncomplete();
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST_F(PriceMetricsTest, SurveyCountsConflictsAndChangesOfPrices) {
  const std::vector<ProviderSurvey> surveys = Survey(*store_.Current());
  ASSERT_EQ(surveys.size(), 1u);
  EXPECT_EQ(surveys[0].provider, "acme");
  EXPECT_EQ(surveys[0].price_conflicts, 1);
  EXPECT_EQ(surveys[0].other_conflicts, 1);
  // The batch tier only begins, and caching too.
  EXPECT_THAT(surveys[0].price_changes, ElementsAre(kStart));
  const absl::Duration second = absl::Seconds(1);
  EXPECT_EQ(surveys[0].PriceChanges(kStart, kStart + second), 1u);
  EXPECT_EQ(surveys[0].PriceChanges(kStart - second, kStart), 0u);
  EXPECT_EQ(surveys[0].PriceChanges(kStart + second, kStart + 2 * second), 0u);
}

}  // namespace
}  // namespace ratecard
