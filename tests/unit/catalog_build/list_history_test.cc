#include "service/catalog/build/list_history.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "tests/unit/catalog/merge/layers.h"

namespace ratecard {
namespace {

constexpr char kNew[] = "2026-10-31";
constexpr char kMiddle[] = "2026-08-31";
constexpr char kOld[] = "2026-06-30";

// States of provider `p`, newest first: the models of each.
v1::Provider History(const std::vector<std::string>& texts) {
  static constexpr const char* kDates[] = {kNew, kMiddle, kOld};
  std::vector<ListState> states;
  for (const std::string& text : texts) {
    const std::string date = kDates[states.size()];
    states.push_back({date, LayerOf("list-" + date, text).providers});
  }
  std::vector<v1::Provider> merged = WithHistory(std::move(states));
  CatalogLayer layer;
  layer.providers = std::move(merged);
  return Merged({std::move(layer)});
}

std::string Model(const std::string& text) {
  return absl::StrCat("models { model_id: 'm' ", text, " } ");
}

const v1::PriceSchedule& Until(const v1::Model& model, const std::string& end) {
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    if (schedule.end_time() == end) {
      return schedule;
    }
  }
  ADD_FAILURE() << "nothing ends at '" << end << "': " << model.DebugString();
  return v1::PriceSchedule::default_instance();
}

TEST(ListHistory, RecordsAStepBetweenTwoStates) {
  const v1::Model model = ModelOf(History({Model(Standard(InOut("1", "2"))),
                                           Model(Standard(InOut("3", "4")))}),
                                  "m");
  ASSERT_EQ(model.price_schedules_size(), 2);
  EXPECT_EQ(Until(model, "").start_time(), kNew);
  EXPECT_EQ(Until(model, "").start_basis(), v1::DATE_BASIS_RECORDED);
  EXPECT_EQ(Until(model, kNew).last_seen_time(), kMiddle);
  EXPECT_EQ(Until(model, kNew).rates(0).price(), "3");
}

TEST(ListHistory, ThreeStatesMakeTwoSteps) {
  const v1::Model model = ModelOf(History({Model(Standard(InOut("1", "1"))),
                                           Model(Standard(InOut("2", "2"))),
                                           Model(Standard(InOut("3", "3")))}),
                                  "m");
  ASSERT_EQ(model.price_schedules_size(), 3);
  EXPECT_EQ(Until(model, kNew).start_time(), kMiddle);
  EXPECT_EQ(Until(model, kNew).last_seen_time(), kMiddle);
  EXPECT_EQ(Until(model, kMiddle).rates(0).price(), "3");
  EXPECT_EQ(Until(model, kMiddle).last_seen_time(), kOld);
}

TEST(ListHistory, AStepEndsWhereTheNewPriceWasFirstSeen) {
  const v1::Model model = ModelOf(History({Model(Standard(InOut("1", "1"))),
                                           Model(Standard(InOut("1", "1"))),
                                           Model(Standard(InOut("3", "3")))}),
                                  "m");
  EXPECT_EQ(Until(model, "").start_time(), kMiddle);
}

TEST(ListHistory, AMeterOrTierThatWasMissingIsNoChange) {
  const v1::Model model = ModelOf(
      History({Model(Standard(
                   "rates { meter: METER_INPUT_TOKENS price: '1' tiers { "
                   "min_input_tokens: 200001 price: '2' } } " +
                   Rate("CACHE_READ_TOKENS", "0.1"))),
               Model(Standard(Rate("INPUT_TOKENS", "1")))}),
      "m");
  ASSERT_EQ(model.price_schedules_size(), 1);
  EXPECT_EQ(model.price_schedules(0).start_time(), "");
}

std::string Unpriced(const std::string& meter) {
  return absl::StrCat("rates { meter: METER_", meter,
                      " state: METER_STATE_UNPRICED } ");
}

TEST(ListHistory, APriceThatBecameUnknownEnds) {
  const v1::Model model =
      ModelOf(History({Model(Standard(Unpriced("INPUT_TOKENS"))),
                       Model(Standard(Rate("INPUT_TOKENS", "1")))}),
              "m");
  EXPECT_EQ(InputOf(model), "unpriced");
  EXPECT_EQ(Until(model, kNew).rates(0).price(), "1");
}

// A 0 of June that nobody called free then made all before October unpriced.
TEST(ListHistory, APriceThatWasUnknownReachesBack) {
  const v1::Model model =
      ModelOf(History({Model(Standard(InOut("3", "4"))),
                       Model(Standard(Unpriced("INPUT_TOKENS") +
                                      Rate("OUTPUT_TOKENS", "4")))}),
              "m");
  ASSERT_EQ(model.price_schedules_size(), 1);
  EXPECT_EQ(model.price_schedules(0).start_time(), "");
}

// $3 is known of October alone, $5 of June; of August nothing.
TEST(ListHistory, AStateWithoutAPriceDatesNoStep) {
  const v1::Model model =
      ModelOf(History({Model(Standard(Rate("INPUT_TOKENS", "3"))),
                       Model(Standard(Unpriced("INPUT_TOKENS"))),
                       Model(Standard(Rate("INPUT_TOKENS", "5")))}),
              "m");
  ASSERT_EQ(model.price_schedules_size(), 2);
  EXPECT_EQ(Until(model, "").start_time(), kNew);
  EXPECT_EQ(Until(model, kNew).rates(0).price(), "5");
  EXPECT_EQ(Until(model, kNew).last_seen_time(), kOld);
}

std::string Flex(const std::string& price) {
  return absl::StrCat(
      "price_schedules { schedule_id: 'flex' service_tier: 'flex' ",
      Rate("INPUT_TOKENS", price), " } ");
}

// models.dev had claude-opus-4-6 with a fast mode in June, and without one in
// October: the price of June then held for ever.
TEST(ListHistory, ATierThatIsGoneEndsWhereItWasFirstMissed) {
  const std::string standard = Standard(Rate("INPUT_TOKENS", "2"));
  const v1::Model model = ModelOf(
      History({Model(standard), Model(standard), Model(standard + Flex("1"))}),
      "m");
  EXPECT_EQ(InputOf(model), "2");
  EXPECT_EQ(InputOf(model, "flex"), "");
  EXPECT_EQ(Until(model, kMiddle).service_tier(), "flex");
  EXPECT_EQ(Until(model, kMiddle).rates(0).price(), "1");
  EXPECT_EQ(Until(model, kMiddle).last_seen_time(), kOld);
}

TEST(ListHistory, ATierThatIsGoneHeldBesideTheOldStandardPrice) {
  const v1::Model model =
      ModelOf(History({Model(Standard(Rate("INPUT_TOKENS", "2"))),
                       Model(Standard(Rate("INPUT_TOKENS", "3")) + Flex("1"))}),
              "m");
  EXPECT_EQ(PriceOf(model, v1::METER_INPUT_TOKENS, "standard", "", kNew), "3");
  EXPECT_EQ(PriceOf(model, v1::METER_INPUT_TOKENS, "flex", "", kNew), "1");
  EXPECT_EQ(InputOf(model, "flex"), "");
}

TEST(ListHistory, ATierThatIsGoneChangedWhereItWasSeen) {
  const std::string standard = Standard(Rate("INPUT_TOKENS", "2"));
  const v1::Model model =
      ModelOf(History({Model(standard), Model(standard + Flex("1")),
                       Model(standard + Flex("5"))}),
              "m");
  EXPECT_EQ(Until(model, kNew).rates(0).price(), "1");
  EXPECT_EQ(Until(model, kNew).start_time(), kMiddle);
  EXPECT_EQ(Until(model, kMiddle).rates(0).price(), "5");
}

// A list may announce a price and take it back, or end it itself.
TEST(ListHistory, ATierThatIsGoneEndsNoLaterThanItsListSaid) {
  const std::string standard = Standard(Rate("INPUT_TOKENS", "2"));
  const std::string tier = "price_schedules { service_tier: 'flex' ";
  const std::string rate = Rate("INPUT_TOKENS", "1") + " } ";
  const v1::Model model = ModelOf(
      History(
          {Model(standard),
           Model(standard + tier +
                 "schedule_id: 'ended' end_time: '2026-08-01' " + rate + tier +
                 "schedule_id: 'next' start_time: '2026-12-01' " + rate)}),
      "m");
  ASSERT_EQ(model.price_schedules_size(), 2);
  EXPECT_EQ(Until(model, "2026-08-01").schedule_id(), "ended");
}

TEST(ListHistory, ModelsThatWereDroppedSayWhenTheyWereListed) {
  const v1::Provider provider = History(
      {"models { model_id: 'n' }", Model("maker: 'x'"), Model("maker: 'y'")});
  EXPECT_EQ(ModelOf(provider, "n").lifecycle().last_listed_date(), "");
  EXPECT_EQ(ModelOf(provider, "m").lifecycle().last_listed_date(), kMiddle);
  EXPECT_EQ(ModelOf(provider, "m").maker(), "x");
}

TEST(ListHistory, ModelsThatWereDroppedContradictNobody) {
  const v1::Provider provider =
      History({"models { model_id: 'n' }",
               Model("disagreements { field: 'maker' value: 'x' source_id: "
                     "'list-2026-08-31' taken_value: 'y' taken_source_id: "
                     "'list-2026-08-31' }")});
  EXPECT_EQ(ModelOf(provider, "m").disagreements_size(), 0);
}

TEST(ListHistory, ProvidersThatWereDroppedKeepTheirModels) {
  std::vector<ListState> states = {
      {kNew, {}},
      {kOld, LayerOf("list", Model(Standard(InOut("1", "2")))).providers}};
  const std::vector<v1::Provider> merged = WithHistory(std::move(states));
  ASSERT_EQ(merged.size(), 1U);
  EXPECT_EQ(merged[0].models(0).lifecycle().last_listed_date(), kOld);
}

// genai-prices dates a step before either state; the older one does not have
// it. The step then ended before it began.
TEST(ListHistory, LeavesThePastToAListThatDatesItItself) {
  const v1::Model model = ModelOf(
      History({Model("price_schedules { schedule_id: 'was' end_time: "
                     "'2026-02-01' " +
                     InOut("5", "5") +
                     " } price_schedules { schedule_id: 'is' start_time: "
                     "'2026-02-01' " +
                     InOut("1", "1") + " }"),
               Model(Standard(InOut("3", "3")))}),
      "m");
  EXPECT_EQ(model.price_schedules_size(), 2);
  EXPECT_EQ(InputOf(model), "1");
}

// Two states of model-prices name the same pages, read on two days.
TEST(ListHistory, PagesOfTwoDaysAreTwoSources) {
  std::vector<ListState> states = {
      {kNew, LayerOf("page", Model(Standard(InOut("1", "2")))).providers},
      {kOld, LayerOf("page", Model(Standard(InOut("3", "4")))).providers}};
  states[1].providers[0].mutable_sources(0)->set_checked_date(kOld);
  CatalogLayer layer;
  layer.providers = WithHistory(std::move(states));
  const v1::Provider provider = Merged({std::move(layer)});
  ASSERT_EQ(provider.sources_size(), 2);
  EXPECT_EQ(Until(provider.models(0), kNew).source_id(), "page-2");
}

// A dropped model referred to a calendar that the newest state does not have.
TEST(ListHistory, KeepsTheCalendarsOfModelsThatWereDropped) {
  const v1::Provider provider =
      History({"models { model_id: 'n' }",
               OffHolidays("m", "2026-10-01", "list-2026-08-31")});
  EXPECT_EQ(provider.holiday_calendars_size(), 1);
}

TEST(ListHistory, PricesOfAnOlderStateKeepItsHolidays) {
  const v1::Provider provider =
      History({OffHolidays("n", "2026-12-24", "list-2026-10-31"),
               OffHolidays("m", "2026-10-01", "list-2026-08-31")});
  ASSERT_EQ(provider.holiday_calendars_size(), 2);
  EXPECT_EQ(provider.holiday_calendars(1).dates(0), "2026-10-01");
  EXPECT_EQ(CalendarOf(ModelOf(provider, "n")), "cn");
  EXPECT_EQ(CalendarOf(ModelOf(provider, "m")), "cn-2");
}

}  // namespace
}  // namespace ratecard
