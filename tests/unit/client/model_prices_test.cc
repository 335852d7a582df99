#include "client/model_prices.h"

#include "client/format.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

template <typename Message>
Message Parse(const char* text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message));
  return message;
}

absl::Time At(const char* text) { return *ParseInstant(text); }

TEST(FindRate, FollowsBilledAsOnce) {
  const auto schedule = Parse<v1::PriceSchedule>(R"(
    rates { meter: METER_INPUT_TOKENS price: "1.5" }
    rates { meter: METER_IMAGE_INPUT_TOKENS billed_as: METER_INPUT_TOKENS }
    rates { meter: METER_OUTPUT_TOKENS billed_as: METER_REASONING_TOKENS }
    rates { meter: METER_REASONING_TOKENS billed_as: METER_OUTPUT_TOKENS })");
  EXPECT_EQ(PriceText(FindRate(schedule, v1::METER_IMAGE_INPUT_TOKENS), "USD"),
            "$1.50");
  EXPECT_EQ(PriceText(FindRate(schedule, v1::METER_OUTPUT_TOKENS), "USD"), "-");
  EXPECT_EQ(PriceText(FindRate(schedule, v1::METER_REQUESTS), "USD"), "-");
}

TEST(PriceText, KeepsFreePlanAndUnpricedApart) {
  const auto text = [](const char* rate) {
    const auto parsed = Parse<v1::Rate>(rate);
    return PriceText(&parsed, "USD");
  };
  EXPECT_EQ(text("state: METER_STATE_FREE"), "free");
  EXPECT_EQ(text("state: METER_STATE_INCLUDED_IN_PLAN"), "in plan");
  EXPECT_EQ(text("state: METER_STATE_UNPRICED"), "-");
}

TEST(PriceText, IsTheServersStandardPrice) {
  const auto text = [](const char* price) {
    const auto parsed = Parse<v1::StandardPrice>(price);
    return PriceText(&parsed, "USD");
  };
  EXPECT_EQ(text("price: '1.5' state: METER_STATE_PRICED"), "$1.50");
  EXPECT_EQ(text("state: METER_STATE_FREE"), "free");
  EXPECT_EQ(text("state: METER_STATE_UNPRICED"), "-");
  const v1::StandardPrice* const none = nullptr;
  EXPECT_EQ(PriceText(none, "USD"), "-");
}

TEST(InForce, IsHalfOpen) {
  const auto schedule = Parse<v1::PriceSchedule>(
      R"(start_time: "2026-01-01" end_time: "2026-02-01T12:00:00Z")");
  EXPECT_FALSE(InForce(schedule, At("2025-12-31T23:59:59Z")));
  EXPECT_TRUE(InForce(schedule, At("2026-01-01")));
  EXPECT_TRUE(InForce(schedule, At("2026-02-01T11:59:59Z")));
  EXPECT_FALSE(InForce(schedule, At("2026-02-01T12:00:00Z")));
}

TEST(WindowsText, NamesDaysAndZoneOnce) {
  const auto schedule = Parse<v1::PriceSchedule>(R"(
    daily_windows {
      time_zone: "Asia/Shanghai" start: "09:00" end: "12:00"
      weekdays: [WEEKDAY_MONDAY, WEEKDAY_TUESDAY, WEEKDAY_FRIDAY]
      except_holidays: "cn"
    }
    daily_windows {
      time_zone: "Asia/Shanghai" start: "14:00" end: "18:00"
      weekdays: [WEEKDAY_MONDAY, WEEKDAY_TUESDAY, WEEKDAY_FRIDAY]
      except_holidays: "cn"
    }
    daily_windows { time_zone: "UTC" start: "22:00" end: "06:00" })");
  EXPECT_EQ(WindowsText(schedule),
            "mon-tue, fri Asia/Shanghai except holidays 09:00-12:00, "
            "14:00-18:00; daily UTC 22:00-06:00");
}

TEST(StatusAt, FollowsTheDates) {
  const auto lifecycle = Parse<v1::Lifecycle>(
      R"(release_date: "2026-01-14" deprecation_date: "2026-06-01"
         retirement_date: "2026-07-23")");
  EXPECT_EQ(StatusAt(lifecycle, At("2026-01-13")), v1::MODEL_STATUS_ANNOUNCED);
  EXPECT_EQ(StatusAt(lifecycle, At("2026-01-14")), v1::MODEL_STATUS_ACTIVE);
  EXPECT_EQ(StatusAt(lifecycle, At("2026-06-01")), v1::MODEL_STATUS_DEPRECATED);
  EXPECT_EQ(StatusAt(lifecycle, At("2026-07-23")), v1::MODEL_STATUS_RETIRED);
  EXPECT_EQ(StatusAt(v1::Lifecycle(), At("2026-07-23")),
            v1::MODEL_STATUS_ACTIVE);
  const auto dropped =
      Parse<v1::Lifecycle>(R"(last_listed_date: "2026-06-30")");
  EXPECT_EQ(StatusAt(dropped, At("2026-06-30")), v1::MODEL_STATUS_ACTIVE);
  EXPECT_EQ(StatusAt(dropped, At("2026-07-01")), v1::MODEL_STATUS_UNLISTED);
}

}  // namespace
}  // namespace ratecard
