// Models built by hand, for tests of what prices them.

#ifndef RATECARD_TESTS_UNIT_ESTIMATE_TEST_MODEL_H_
#define RATECARD_TESTS_UNIT_ESTIMATE_TEST_MODEL_H_

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"
#include "service/base/error.h"
#include "service/catalog/model.h"
#include "service/estimate/estimate.h"
#include "service/money/amount.h"
#include "service/pricing/usage.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/pricing/time_of.h"

namespace ratecard {

// Prices in nanos of a dollar.
constexpr int64_t Dollars(int64_t dollars) { return dollars * 1'000'000'000; }
constexpr int64_t Cents(int64_t cents) { return cents * 10'000'000; }

inline Rate RateOf(Meter meter, int64_t price_nanos,
                   Parameters parameters = {}) {
  Rate rate;
  rate.meter = meter;
  rate.price_nanos = price_nanos;
  if (!parameters.empty()) {
    rate.SetParameters(std::move(parameters));
  }
  return rate;
}

// FREE, INCLUDED_IN_PLAN or UNPRICED.
inline Rate RateOf(Meter meter, MeterState state) {
  Rate rate;
  rate.meter = meter;
  rate.state = state;
  return rate;
}

inline Rate BilledAs(Meter meter, Meter other) {
  Rate rate;
  rate.meter = meter;
  rate.billed_as = other;
  return rate;
}

struct Step {
  int64_t min;
  int64_t price_nanos;
  MeterState state = MeterState::kPriced;
};

inline Rate Tiered(Rate rate, TierBasis basis, const std::vector<Step>& steps) {
  std::vector<RateTier> tiers;
  for (const Step& step : steps) {
    RateTier tier;
    tier.min = step.min;
    tier.price_nanos = step.price_nanos;
    tier.state = step.state;
    tiers.push_back(tier);
  }
  rate.SetTiers(basis, std::move(tiers));
  return rate;
}

inline RateTable Table(std::vector<Rate> rates) {
  RateTable table;
  for (Rate& rate : rates) {
    table.Add(std::move(rate));
  }
  return table;
}

inline PriceSchedule ScheduleOf(std::string id, std::vector<Rate> rates) {
  PriceSchedule schedule;
  schedule.id = std::move(id);
  schedule.service_tier = std::string(kStandardTier);
  schedule.rates = Table(std::move(rates));
  return schedule;
}

// A model of a provider of its own. Not copied, as the model refers to it.
class TestModel {
 public:
  explicit TestModel(std::vector<PriceSchedule> schedules) {
    provider_.id = "acme";
    provider_.sources = {{"list", TimeOf("2026-06-01T00:00:00Z")},
                         {"old", TimeOf("2026-01-01T00:00:00Z")}};
    provider_.regions.Add("eu", {});
    model.id = "big";
    model.resource_name = "providers/acme/models/big";
    model.currency = "USD";
    model.provider = &provider_;
    model.prices = PriceBook(std::move(schedules));
  }
  // One schedule, always in force.
  explicit TestModel(std::vector<Rate> rates)
      : TestModel(
            std::vector<PriceSchedule>{ScheduleOf("all", std::move(rates))}) {}
  TestModel(const TestModel&) = delete;
  TestModel& operator=(const TestModel&) = delete;

  Model model;

 private:
  Provider provider_;
};

using Quantities = std::initializer_list<std::pair<UsageField, int64_t>>;

inline Usage UsageOf(Quantities fields,
                     std::vector<MeterQuantity> quantities = {}) {
  Usage usage;
  for (const auto& [field, quantity] : fields) {
    usage.Set(field, quantity);
  }
  usage.quantities = std::move(quantities);
  return usage;
}

// `0.196`, or the reason why there is no such amount.
inline std::string Text(const ExactAmount& amount) {
  const absl::StatusOr<Money> money = Round(amount);
  return money.ok() ? FormatMoney(*money) : DetailOf(money.status()).reason;
}

// Standard prices of an instant at which the list was fresh.
inline EstimateOptions Now() {
  EstimateOptions options;
  options.as_of = TimeOf("2026-07-01T00:00:00Z");
  return options;
}

inline Estimate Priced(const TestModel& test, const Usage& usage,
                       const EstimateOptions& options = Now()) {
  Estimate estimate;
  EXPECT_THAT(PriceUsage(test.model, usage, options, &estimate), IsOk());
  return estimate;
}

inline std::string TotalOf(const TestModel& test, const Usage& usage,
                           const EstimateOptions& options = Now()) {
  return Text(Priced(test, usage, options).total);
}

// Why there is no estimate.
inline absl::Status Refused(const TestModel& test, const Usage& usage,
                            const EstimateOptions& options = Now()) {
  Estimate estimate;
  return PriceUsage(test.model, usage, options, &estimate);
}

// gpt-5.2-codex: 1.75, cached 0.175, output 14 per million.
inline std::vector<Rate> Codex() {
  return {RateOf(Meter::kInput, Cents(175)),
          RateOf(Meter::kCacheRead, Cents(175) / 10),
          RateOf(Meter::kOutput, Dollars(14)),
          RateOf(Meter::kWebSearches, Dollars(10))};
}

inline Usage CodexUsage() {
  return UsageOf({{UsageField::kInputTokens, 120'000},
                  {UsageField::kCacheReadTokens, 80'000},
                  {UsageField::kOutputTokens, 8'000}});
}

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_ESTIMATE_TEST_MODEL_H_
