#include "service/catalog/period.h"

#include <string>

#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/catalog/text.h"
#include "tests/unit/pricing/time_of.h"

namespace ratecard {
namespace {

v1::Model ModelOf(const std::string& text) {
  v1::Model model;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &model));
  return model;
}

TEST(EffectivePeriods, BeginAVerifiedPriceWhereTheOneBeforeItEnds) {
  const auto periods = EffectivePeriods(ModelOf(R"(
    price_schedules { end_time: "2026-01-01" }
    price_schedules { region: "eu" end_time: "2026-02-01" }
    price_schedules {
      start_time: "2026-03-01" start_basis: DATE_BASIS_VERIFIED
    })"));
  EXPECT_EQ(periods[2]->start, TimeOf("2026-01-01T00:00:00Z"));
}

TEST(EffectivePeriods, LeaveAVerifiedPriceOpenToThePastWhereNothingWasBefore) {
  const auto periods = EffectivePeriods(ModelOf(R"(
    price_schedules {
      start_time: "2026-03-01" start_basis: DATE_BASIS_VERIFIED
    })"));
  EXPECT_EQ(periods[0]->start, absl::InfinitePast());
}

// Peak hours that ended do not end the price of the other hours beside them.
TEST(EffectivePeriods, AreNotCutOffByHoursThatHeldBesideThem) {
  const auto periods = EffectivePeriods(ModelOf(R"(
    price_schedules {
      end_time: "2026-02-01"
      daily_windows { time_zone: "UTC" start: "09:00" end: "12:00" }
    }
    price_schedules {
      start_time: "2026-03-01" start_basis: DATE_BASIS_VERIFIED
    })"));
  EXPECT_EQ(periods[1]->start, absl::InfinitePast());
}

TEST(FormatCatalogTime, WritesWhatIsReadBack) {
  for (const char* text : {"0001-01-01", "0663-02-01T16:00:05Z", "2026-08-16",
                           "9999-12-31T23:59:59Z"}) {
    EXPECT_EQ(FormatCatalogTime(*ParseCatalogTime(text)), text);
  }
}

}  // namespace
}  // namespace ratecard
