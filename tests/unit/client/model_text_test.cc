#include "client/model_text.h"

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

std::string TextOf(const char* model) {
  v1::Model parsed;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(model, &parsed));
  return ModelText(parsed, v1::Provider(), absl::UnixEpoch(), Style());
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

}  // namespace
}  // namespace ratecard
