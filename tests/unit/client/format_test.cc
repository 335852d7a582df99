#include "client/format.h"

#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

google::type::Money MoneyOf(int64_t units, int32_t nanos) {
  google::type::Money money;
  money.set_currency_code("USD");
  money.set_units(units);
  money.set_nanos(nanos);
  return money;
}

TEST(Format, GroupsDigits) {
  EXPECT_EQ(FormatCount(0), "0");
  EXPECT_EQ(FormatCount(999), "999");
  EXPECT_EQ(FormatCount(272'000), "272,000");
  EXPECT_EQ(FormatCount(-28'000), "-28,000");
  EXPECT_EQ(FormatCount(INT64_MIN), "-9,223,372,036,854,775,808");
}

TEST(Format, CountsOneAndWhatIsMoreThanItCanSay) {
  EXPECT_EQ(FormatCount(1, "input tokens"), "1 input token");
  EXPECT_EQ(FormatCount(-1, "tokens"), "-1 token");
  EXPECT_EQ(FormatCount(0, "tokens"), "0 tokens");
  EXPECT_EQ(FormatCount(INT64_MAX, "tokens"),
            "9,223,372,036,854,775,807 or more tokens");
}

TEST(Format, ShowsMoneyToTheLastNano) {
  EXPECT_EQ(FormatAmount(MoneyOf(0, 196'000'000)), "$0.196");
  EXPECT_EQ(FormatAmount(MoneyOf(0, 1)), "$0.000000001");
  EXPECT_EQ(FormatAmount(MoneyOf(1'234'567, 500'000'000)), "$1,234,567.50");
  EXPECT_EQ(FormatAmount(MoneyOf(9'223'372'036'854'775'807, 999'999'999)),
            "$9,223,372,036,854,775,807.999999999");
}

TEST(Format, ShowsANegativeSavingWithAMinus) {
  EXPECT_EQ(FormatAmount(MoneyOf(0, -50'000'000)), "-$0.05");
  EXPECT_EQ(FormatAmount(MoneyOf(-3, -1)), "-$3.000000001");
}

TEST(Format, NamesOtherCurrencies) {
  EXPECT_EQ(FormatDecimal("2", "CNY"), "CNY 2.00");
  EXPECT_EQ(FormatDecimal("1.750", "EUR"), "EUR 1.75");
}

TEST(Format, SaysWhatAPriceIsFor) {
  EXPECT_EQ(FormatUnit(v1::METER_INPUT_TOKENS, 1'000'000), "1M tokens");
  EXPECT_EQ(FormatUnit(v1::METER_WEB_SEARCHES, 1'000), "1,000 searches");
  EXPECT_EQ(FormatUnit(v1::METER_MAPS_QUERIES, 1'000), "1,000 queries");
  EXPECT_EQ(FormatUnit(v1::METER_OUTPUT_IMAGES, 1), "image");
  EXPECT_EQ(FormatUnit(v1::METER_INPUT_AUDIO_MILLISECONDS, 60'000), "minute");
  EXPECT_EQ(FormatUnit(v1::METER_CODE_EXECUTION_MILLISECONDS, 3'600'000),
            "hour");
  EXPECT_EQ(FormatUnit(v1::METER_CACHE_STORAGE_TOKEN_HOURS, 1'000'000),
            "1M token-hours");
}

TEST(Format, ShowsSharesExactly) {
  EXPECT_EQ(FormatShare(775'000), "77.5%");
  EXPECT_EQ(FormatShare(1'000'000), "100%");
  EXPECT_EQ(FormatShare(1), "0.0001%");
  EXPECT_EQ(FormatShare(12'345'678), "1,234.5678%");
}

TEST(Format, ShowsPeriodsInTheirLargestUnit) {
  google::protobuf::Duration period;
  period.set_seconds(86'400);
  EXPECT_EQ(FormatPeriod(period), "1 day");
  period.set_seconds(43'200);
  EXPECT_EQ(FormatPeriod(period), "12 hours");
  period.set_seconds(90);
  EXPECT_EQ(FormatPeriod(period), "90 seconds");
}

TEST(Format, ShortensResourceNames) {
  EXPECT_EQ(ModelName("providers/openai/models/gpt-5.2-codex"),
            "openai/gpt-5.2-codex");
  EXPECT_EQ(ModelName("providers/openrouter/models/openai/gpt-5:free"),
            "openrouter/openai/gpt-5:free");
  EXPECT_EQ(ModelName("gpt-5"), "gpt-5");
}

TEST(ParseInstant, TakesDatesAndTimes) {
  const absl::Time midnight = absl::FromUnixSeconds(1'782'864'000);
  EXPECT_THAT(ParseInstant("2026-07-01"), IsOkAndHolds(midnight));
  EXPECT_THAT(ParseInstant("2026-07-01T00:00:00Z"), IsOkAndHolds(midnight));
  EXPECT_THAT(ParseInstant("2026-07-01T02:00:00+02:00"),
              IsOkAndHolds(midnight));
  EXPECT_THAT(ParseInstant("2026-07-01T00:00:00.5Z"),
              IsOkAndHolds(midnight + absl::Milliseconds(500)));
}

TEST(ParseInstant, RefusesEverythingElse) {
  for (const char* text :
       {"", "today", "2026-7-1", "2026-02-30", "2026-07-01T00:00:00",
        "01.07.2026", "0000-01-01", "10000-01-01T00:00:00Z", "infinite-future",
        "9999-12-31T23:59:59-01:00"}) {
    EXPECT_FALSE(ParseInstant(text).ok()) << text;
  }
}

}  // namespace
}  // namespace ratecard
