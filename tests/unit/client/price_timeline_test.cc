// Whoever applies the changes of a model in order has what an estimate is
// billed at any instant: PriceBook::Select, which knows of no changes, says so.

#include "client/price_timeline.h"

#include <cstdint>
#include <memory>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include "service/api/catalog_handler.h"
#include "service/catalog/embedded.h"
#include "service/catalog/loader.h"
#include "service/catalog/provider_prices.h"
#include "service/catalog/store.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/pricing/time_of.h"

namespace ratecard {
namespace {

// The price of `rate` once its threshold's quantity is `length`.
std::pair<MeterState, int64_t> PriceAt(const Rate& rate, TierBasis basis,
                                       int64_t length) {
  std::pair<MeterState, int64_t> price = {rate.state, rate.price_nanos};
  for (const RateTier& tier : rate.tiers()) {
    if (rate.tier_basis == basis && tier.min <= length) {
      price = {tier.state, tier.price_nanos};
    }
  }
  if (price.first != MeterState::kPriced) {
    price.second = 0;
  }
  return price;
}

bool SameBill(const Rate* a, const Rate* b) {
  if (a == nullptr || b == nullptr) {
    return a == b;
  }
  bool same =
      PriceAt(*a, TierBasis::kNone, 0) == PriceAt(*b, TierBasis::kNone, 0) &&
      a->free_allowance == b->free_allowance;
  for (const Rate* rate : {a, b}) {
    for (const RateTier& tier : rate->tiers()) {
      same = same && PriceAt(*a, rate->tier_basis, tier.min) ==
                         PriceAt(*b, rate->tier_basis, tier.min);
    }
  }
  return same;
}

// What every rate of either bills.
bool SameBill(const RateTable& a, const RateTable& b) {
  for (const RateTable* table : {&a, &b}) {
    for (const Rate& rate : table->rates()) {
      const Parameters parameters(rate.parameters().begin(),
                                  rate.parameters().end());
      if (!SameBill(parameters.empty() ? a.Find(rate.meter)
                                       : a.Find(rate.meter, parameters),
                    parameters.empty() ? b.Find(rate.meter)
                                       : b.Find(rate.meter, parameters))) {
        return false;
      }
    }
  }
  return true;
}

class Replay {
 public:
  explicit Replay(std::shared_ptr<const Catalog> catalog)
      : store_(std::move(catalog), {"test", absl::UnixEpoch()}),
        handler_(&store_, nullptr) {}

  const Catalog& catalog() const { return *catalog_; }

  // Compares at every edge of a schedule, a second before it and at `count`
  // instants within `length` of `start`.
  void Check(const Model& model, absl::Time start, absl::Duration length,
             int count, std::mt19937* random) const {
    const PriceBook replayed = BookOf(model);
    std::vector<absl::Time> times;
    for (const PriceSchedule& schedule : model.prices->schedules()) {
      for (const absl::Time edge : {schedule.start, schedule.end}) {
        times.push_back(edge);
        times.push_back(edge - absl::Seconds(1));
      }
    }
    std::uniform_int_distribution<int64_t> minutes(0,
                                                   length / absl::Minutes(1));
    for (int i = 0; i < count; ++i) {
      times.push_back(start + absl::Minutes(minutes(*random)));
    }
    std::set<std::pair<std::string, std::string>> places;
    for (const PriceSchedule& schedule : model.prices->schedules()) {
      places.insert({schedule.service_tier, schedule.region});
    }
    for (const auto& [tier, region] : places) {
      for (const absl::Time time : times) {
        const RateTable* const expected =
            Select(*model.prices, model, time, tier, region);
        const RateTable* const found =
            Select(replayed, model, time, tier, region);
        ASSERT_EQ(found == nullptr, expected == nullptr)
            << model.resource_name << " " << tier << " " << region << " "
            << time;
        ASSERT_TRUE(found == nullptr || SameBill(*found, *expected))
            << model.resource_name << " " << tier << " " << region << " "
            << time;
      }
    }
  }

 private:
  // Null: the tier has no price of its own for the region then.
  static const RateTable* Select(const PriceBook& book, const Model& model,
                                 absl::Time time, const std::string& tier,
                                 const std::string& region) {
    const auto choice =
        book.Select(time, tier, region, model.provider->regions);
    return choice.ok() && choice->schedule->region == region
               ? &choice->schedule->rates
               : nullptr;
  }

  PriceBook BookOf(const Model& model) const {
    v1::ListPriceChangesRequest request;
    request.set_model(model.resource_name);
    request.set_page_size(1'000);
    v1::ListPriceChangesResponse response;
    EXPECT_THAT(
        handler_.ListPriceChanges({absl::UnixEpoch()}, request, &response),
        IsOk());
    EXPECT_EQ(response.next_page_token(), "");
    v1::Model proto;
    for (v1::PriceSchedule& schedule :
         PriceTimeline(response.price_changes())) {
      // Its start is already where the one before it ends.
      schedule.clear_start_basis();
      *proto.add_price_schedules() = std::move(schedule);
    }
    const auto prices = ProviderPrices::Make(*model.provider->proto).value();
    return prices->BookOf(proto).value();
  }

  CatalogStore store_;
  CatalogHandler handler_;
  std::shared_ptr<const Catalog> catalog_ = store_.Current();
};

TEST(PriceTimeline, OfEveryModelIsWhatEstimatesAreBilled) {
  const Replay replay(LoadEmbeddedCatalog().value());
  std::mt19937 random(20261125);
  int models = 0;
  for (const Model& model : replay.catalog().models()) {
    // All that have a history, and some of the others.
    if (model.prices->schedules().size() < 2 && model.index % 10 != 0) {
      continue;
    }
    ++models;
    replay.Check(model, TimeOf("2024-01-01T00:00:00Z"),
                 absl::Hours(24 * 365 * 4), 20, &random);
    if (testing::Test::HasFatalFailure()) {
      return;
    }
  }
  EXPECT_GE(models, 1'000);
}

std::string Schedule(int number, int day, const std::string& hours,
                     std::mt19937* random) {
  const auto any = [random](int count) {
    return static_cast<int>((*random)() % static_cast<unsigned>(count));
  };
  return absl::StrCat(
      "price_schedules { schedule_id: 's", number, "' start_time: '2026-01-0",
      day, "' end_time: '2026-01-0", day + 1, "' ", hours,
      " rates { meter: METER_INPUT_TOKENS price: '", 1 + any(2), "' } ",
      any(2) == 0 ? absl::StrCat("rates { meter: METER_AUDIO_INPUT_TOKENS ",
                                 any(2) == 0 ? "billed_as: METER_INPUT_TOKENS"
                                             : "price: '2'",
                                 " } ")
                  : "",
      "} ");
}

std::string Hours(const std::string& start, const std::string& end) {
  return absl::StrCat("daily_windows { time_zone: 'UTC' start: '", start,
                      "' end: '", end, "' }");
}

// Each day has a price without hours or has none, and one of several sets of
// hours, which overlap those of other days. Few prices, so that many are the
// same as before or around them.
std::string RandomModel(std::mt19937* random) {
  const std::vector<std::vector<std::string>> sets = {
      {},
      {Hours("08:00", "12:00")},
      {Hours("10:00", "14:00")},
      {Hours("08:00", "12:00"), Hours("20:00", "02:00")},
      {Hours("08:00", "12:00") + Hours("20:00", "02:00")},
      {Hours("00:00", "12:00"), Hours("12:00", "24:00")}};
  std::string schedules;
  int number = 0;
  for (int day = 1; day <= 7; ++day) {
    if ((*random)() % 4 != 0) {
      absl::StrAppend(&schedules, Schedule(++number, day, "", random));
    }
    for (const std::string& hours : sets[(*random)() % sets.size()]) {
      absl::StrAppend(&schedules, Schedule(++number, day, hours, random));
    }
  }
  return absl::StrCat(
      "models { model_id: 'm' display_name: 'M' maker: 'x' "
      "source_id: 's' ",
      schedules, "}");
}

TEST(PriceTimeline, OfHoursThatComeAndGoIsWhatEstimatesAreBilled) {
  std::mt19937 random(20260816);
  for (int i = 0; i < 300; ++i) {
    const std::string text = absl::StrCat(
        "provider_id: 'acme' display_name: 'A' currency_code: 'USD' sources { "
        "source_id: 's' title: 'S' checked_date: '2026-06-01' } ",
        RandomModel(&random));
    const auto catalog = LoadCatalog({{"acme.textproto", text}});
    ASSERT_THAT(catalog, IsOk()) << text;
    const Replay replay(*catalog);
    const Model& model = replay.catalog().models()[0];
    replay.Check(model, TimeOf("2025-12-31T00:00:00Z"), absl::Hours(24 * 10),
                 200, &random);
    ASSERT_FALSE(testing::Test::HasFatalFailure()) << text;
  }
}

}  // namespace
}  // namespace ratecard
