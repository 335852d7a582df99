#include "client/price_changes_text.h"

#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

std::string TextOf(const std::string& text) {
  v1::PriceChange change;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      "currency_code: 'USD' service_tier: 'standard' previous_schedule_id: 'a' "
      "schedule_id: 'b' " +
          text,
      &change));
  return ChangeText(change);
}

std::string Input(const std::string& before, const std::string& after) {
  return TextOf("rate_changes { old_rate { meter: METER_INPUT_TOKENS price: '" +
                before + "' } new_rate { meter: METER_INPUT_TOKENS price: '" +
                after + "' } }");
}

// 1/3 is 33.3%, 1/8 12.5%, 0.001/2 0.05%.
TEST(ChangeText, HasPercentagesRoundedHalfUp) {
  EXPECT_EQ(Input("3", "4"), "input $3.00 → $4.00 (+33%) per 1M tokens");
  EXPECT_EQ(Input("8", "7"), "input $8.00 → $7.00 (-13%) per 1M tokens");
  EXPECT_EQ(Input("2", "2.001"),
            "input $2.00 → $2.001 (under +1%) per 1M tokens");
  EXPECT_EQ(Input("0.000000001", "1000000"),
            "input $0.000000001 → $1,000,000.00 (+99,999,999,999,999,900%) per "
            "1M tokens");
}

TEST(ChangeText, WhatHasNoNumberBeforeOrAfterHasNoPercentage) {
  EXPECT_EQ(TextOf("rate_changes { old_rate { meter: METER_INPUT_TOKENS state: "
                   "METER_STATE_FREE } new_rate { meter: METER_INPUT_TOKENS "
                   "price: '2' } }"),
            "input free → $2.00 per 1M tokens");
}

TEST(ChangeText, HoursThatKeepTheirPricesOrEndAreNamed) {
  const std::string hours =
      "daily_windows { time_zone: 'UTC' start: '22:00' end: '06:00' } ";
  EXPECT_EQ(TextOf(hours), "daily UTC 22:00-06:00: prices stay what they were");
  EXPECT_EQ(TextOf(hours + "windows_end: true"),
            "daily UTC 22:00-06:00: prices stay what they were; these hours "
            "end");
}

}  // namespace
}  // namespace ratecard
