#include "client/model_text.h"

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string TextOf(const char* model) {
  v1::Model parsed;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(model, &parsed));
  // Nothing is still to come.
  return ModelText(parsed, v1::Provider(), absl::UnixEpoch(),
                   absl::InfiniteFuture(), Style());
}

// Audio at long context costs what input costs there.
TEST(ModelText, ShowsTheTiersOfARateThatIsBilledAsAnother) {
  const std::string text = TextOf(R"(
    currency_code: "USD"
    price_schedules {
      schedule_id: "standard"
      service_tier: "standard"
      rates {
        meter: METER_INPUT_TOKENS
        price: "1.25"
        tiers { min_input_tokens: 200001 price: "2.5" }
      }
      rates { meter: METER_AUDIO_INPUT_TOKENS billed_as: METER_INPUT_TOKENS }
    })");
  EXPECT_THAT(
      text,
      HasSubstr("audio_input_tokens  $1.25  1M tokens  as input_tokens\n"));
  EXPECT_THAT(text, HasSubstr("audio_input_tokens  $2.50  1M tokens  from "
                              "200,001 input tokens; as input_tokens\n"));
}

// No valid catalog has one, but a newer server may send it.
TEST(ModelText, ShowsARateThatIsBilledAsNothing) {
  EXPECT_THAT(
      TextOf(R"(
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_AUDIO_INPUT_TOKENS billed_as: METER_INPUT_TOKENS }
    })"),
      HasSubstr("audio_input_tokens      -  1M tokens  as input_tokens"));
}

// claude-sonnet-4-5: the end of its long-context prices is all that changed.
TEST(ModelText, HistoryHasARowForEachThreshold) {
  EXPECT_THAT(
      TextOf(R"(
    currency_code: "USD"
    price_schedules {
      end_time: "2026-04-30" service_tier: "standard" source_id: "list"
      rates {
        meter: METER_INPUT_TOKENS price: "3"
        tiers { min_input_tokens: 200001 price: "6" }
      }
      rates {
        meter: METER_OUTPUT_TOKENS price: "15"
        tiers { min_input_tokens: 200001 price: "22.5" }
      }
    }
    price_schedules {
      start_time: "2026-04-30" service_tier: "standard" source_id: "page"
      rates { meter: METER_INPUT_TOKENS price: "3" }
      rates { meter: METER_OUTPUT_TOKENS price: "15" }
    })"),
      HasSubstr(
          "FROM        UNTIL       TIER      ABOVE       INPUT/1M  CACHED/1M  "
          "OUTPUT/1M  START       SOURCE\n"
          "            2026-04-30  standard                 $3.00          -   "
          " "
          " $15.00              list\n"
          "            2026-04-30  standard  200,000 in     $6.00          -   "
          " "
          " $22.50              list\n"
          "2026-04-30              standard                 $3.00          -   "
          " "
          " $15.00  documented  page\n"));
}

// Of output tokens too; what has no tier there keeps its price.
TEST(ModelText, HistoryHasThePricesThatHoldAboveEachThreshold) {
  EXPECT_THAT(
      TextOf(R"(
    currency_code: "CNY"
    price_schedules {
      service_tier: "standard"
      rates {
        meter: METER_INPUT_TOKENS price: "1"
        tiers { min_input_tokens: 32001 price: "2" }
        tiers { min_input_tokens: 128001 price: "3" }
      }
      rates {
        meter: METER_OUTPUT_TOKENS price: "8"
        tiers { min_output_tokens: 201 price: "9" }
      }
    })"),
      HasSubstr("TIER      ABOVE       INPUT/1M  CACHED/1M  OUTPUT/1M\n"
                "standard              CNY 1.00          -   CNY 8.00\n"
                "standard  32,000 in   CNY 2.00          -   CNY 8.00\n"
                "standard  128,000 in  CNY 3.00          -   CNY 8.00\n"
                "standard  200 out     CNY 1.00          -   CNY 9.00\n"));
}

// grok-2: it no longer has a price for writing to the cache.
TEST(ModelText, HistoryTellsSchedulesApartByTheOtherMeters) {
  const std::string text = TextOf(R"(
    currency_code: "USD"
    price_schedules {
      end_time: "2025-09-09" service_tier: "standard" source_id: "list"
      rates { meter: METER_INPUT_TOKENS price: "2" }
      rates { meter: METER_CACHE_WRITE_5M_TOKENS price: "10" }
      rates { meter: METER_WEB_SEARCHES price: "5" }
    }
    price_schedules {
      start_time: "2025-09-09" service_tier: "standard" source_id: "list"
      rates { meter: METER_INPUT_TOKENS price: "2" }
      rates { meter: METER_WEB_SEARCHES price: "5" }
    })");
  EXPECT_THAT(text,
              HasSubstr("cache_write_5m_tokens $10.00              list"));
  EXPECT_THAT(text, Not(HasSubstr("web_searches $5.00")));
}

TEST(ModelText, SourcesThatDisagreeNameTheMeterAndWhatWasTaken) {
  EXPECT_THAT(TextOf(R"(
    name: "providers/acme/models/big"
    currency_code: "USD"
    disagreements {
      field: "price_schedules.rates" meter: METER_OUTPUT_TOKENS
      service_tier: "batch" value: "3; 6 from 200001 input tokens"
      source_id: "list" taken_value: "3" taken_source_id: "page"
    })"),
              HasSubstr("Sources that disagree\n"
                        "output_tokens, batch\n"
                        "  taken  $3.00 (page)\n"
                        "  other  $3.00; $6.00 from 200,001 input tokens "
                        "(list)\n"));
}

}  // namespace
}  // namespace ratecard
