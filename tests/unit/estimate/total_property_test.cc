// Totals alone against those of whole estimates, on random prices.

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/estimate/total.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/estimate/test_model.h"

namespace ratecard {
namespace {

using F = UsageField;

class Dice {
 public:
  int64_t Below(int64_t bound) {
    return static_cast<int64_t>(random_() % static_cast<uint64_t>(bound));
  }
  bool OneIn(int64_t n) { return Below(n) == 0; }

 private:
  std::mt19937_64 random_{20'261'125};  // NOLINT: the same cases every time
};

constexpr Meter kMeters[] = {
    Meter::kInput,       Meter::kCacheRead,   Meter::kCacheWrite5m,
    Meter::kAudioInput,  Meter::kImageInput,  Meter::kOutput,
    Meter::kReasoning,   Meter::kAudioOutput, Meter::kRequests,
    Meter::kWebSearches, Meter::kInputImages};

MeterState StateFrom(Dice& dice) {
  return dice.OneIn(6) ? static_cast<MeterState>(1 + dice.Below(4))
                       : MeterState::kPriced;
}

int64_t PriceFor(MeterState state, Dice& dice) {
  return state == MeterState::kPriced ? dice.Below(Dollars(30)) : 0;
}

Rate RandomRate(Meter meter, Dice& dice) {
  if (IsToken(meter) && dice.OneIn(12)) {
    return BilledAs(meter, Meter::kInput);
  }
  Rate rate;
  rate.meter = meter;
  rate.state = StateFrom(dice);
  rate.price_nanos = PriceFor(rate.state, dice);
  if (!dice.OneIn(3)) {
    return rate;
  }
  std::vector<Step> steps;
  int64_t min = 0;
  for (int64_t i = dice.Below(2); i >= 0; --i) {
    const MeterState state = StateFrom(dice);
    min += 1 + dice.Below(50);
    steps.push_back({min, PriceFor(state, dice), state});
  }
  return Tiered(rate, static_cast<TierBasis>(1 + dice.Below(4)), steps);
}

std::vector<Rate> RandomRates(Dice& dice) {
  std::vector<Rate> rates;
  for (const Meter meter : kMeters) {
    if (!dice.OneIn(3)) {
      rates.push_back(RandomRate(meter, dice));
    }
  }
  return rates;
}

Usage RandomUsage(Dice& dice) {
  Usage usage;
  const int64_t unit = dice.OneIn(20) ? int64_t{1} << 50 : 1;
  usage.Set(F::kInputTokens, unit * (40 + dice.Below(60)));
  for (const F part : {F::kCacheReadTokens, F::kCacheWrite5mTokens,
                       F::kAudioInputTokens, F::kImageInputTokens}) {
    if (dice.OneIn(3)) {
      usage.Set(part, unit * dice.Below(20));
    }
  }
  if (!dice.OneIn(4)) {
    usage.Set(F::kOutputTokens, unit * (20 + dice.Below(80)));
    usage.Set(F::kReasoningTokens, unit * dice.Below(10));
    usage.Set(F::kAudioOutputTokens, unit * dice.Below(10));
  }
  if (dice.OneIn(4)) {
    usage.Set(F::kWebSearches, dice.Below(60));
  }
  if (dice.OneIn(4)) {
    usage.Set(F::kRequests, dice.Below(60));
  }
  if (dice.OneIn(8)) {
    usage.quantities.push_back({Meter::kInputImages, dice.Below(60), {}});
  }
  return usage;
}

EstimateOptions RandomOptions(Dice& dice) {
  EstimateOptions options = Now();
  options.strict = dice.OneIn(4);
  options.allow_partial = dice.OneIn(4);
  options.region = dice.OneIn(10) ? "eu" : "";
  options.region_of_name = dice.OneIn(2);
  options.service_tier = dice.OneIn(20) ? kBatchTier : kStandardTier;
  options.as_of += dice.OneIn(20) ? absl::Hours(24 * 365) : absl::Duration();
  return options;
}

// Prices of the morning and of the rest of the day, which end.
std::vector<PriceSchedule> RandomSchedules(Dice& dice) {
  PriceSchedule rest = ScheduleOf("rest", RandomRates(dice));
  rest.end = TimeOf("2027-01-01T00:00:00Z");
  PriceSchedule morning = ScheduleOf("morning", RandomRates(dice));
  morning.windows.emplace_back(absl::UTCTimeZone(), 0, dice.OneIn(2) ? 60 : 1,
                               0x7f, nullptr);
  morning.end = rest.end;
  std::vector<PriceSchedule> schedules = {std::move(rest)};
  if (dice.OneIn(2)) {
    schedules.push_back(std::move(morning));
  }
  return schedules;
}

std::string ReasonOf(const absl::Status& status) {
  return DetailOf(status).reason;
}

TEST(TotalProperty, IsThatOfTheEstimateOrRefusedAlike) {
  Dice dice;
  int priced = 0;
  int refused = 0;
  for (int round = 0; round < 40'000; ++round) {
    SCOPED_TRACE(round);
    const TestModel test(RandomSchedules(dice));
    const Usage usage = RandomUsage(dice);
    const EstimateOptions options = RandomOptions(dice);
    Estimate estimate;
    const absl::Status expected =
        PriceUsage(test.model, usage, options, &estimate);
    ExactAmount total;
    const absl::Status actual = PriceTotal(test.model, usage, options, &total);
    ASSERT_EQ(actual, expected);
    ASSERT_EQ(ReasonOf(actual), ReasonOf(expected));
    if (expected.ok()) {
      ASSERT_EQ(total.numerator(), estimate.total.numerator());
      const TokenCells cells = FillCells(usage).value();
      ASSERT_EQ(
          TotalOfCells(test.model, cells, 1, usage, options).included_in_plan,
          estimate.warnings.Has(WarningCode::kIncludedInPlan));
    }
    (expected.ok() ? priced : refused) += 1;
  }
  EXPECT_GT(priced, 10'000);
  EXPECT_GT(refused, 5'000);
}

TotalLack LackFor(const std::string& reason) {
  return reason.empty()                         ? TotalLack::kNone
         : reason == "METER_UNPRICED"           ? TotalLack::kUnpriced
         : reason == "SERVICE_TIER_NOT_OFFERED" ? TotalLack::kServiceTier
         : reason == "REGION_NOT_OFFERED"       ? TotalLack::kRegion
         : reason == "PRICE_NOT_IN_FORCE"       ? TotalLack::kPeriod
         : reason == "RATE_ASSUMED"             ? TotalLack::kRateAssumed
                                                : TotalLack::kOutOfRange;
}

// Also where tokens come in fractions.
TEST(TotalProperty, IsTheSumOfTheLinesOrSaysInAWordWhyThereIsNone) {
  Dice dice;
  for (int round = 0; round < 40'000; ++round) {
    SCOPED_TRACE(round);
    const TestModel test(dice.OneIn(50) ? std::vector<PriceSchedule>()
                                        : RandomSchedules(dice));
    const Usage usage = RandomUsage(dice);
    const EstimateOptions options = RandomOptions(dice);
    const int64_t scale = dice.OneIn(2) ? 1 : 1 + dice.Below(5);
    const absl::StatusOr<TokenCells> cells = FillCells(usage);
    if (!cells.ok()) {
      continue;
    }
    Estimate estimate;
    const absl::Status status =
        PriceCells(test.model, *cells, scale, usage, options, &estimate);
    const Total total = TotalOfCells(test.model, *cells, scale, usage, options);
    ASSERT_EQ(total.lack, LackFor(ReasonOf(status))) << status;
    if (status.ok()) {
      ExactAmount tokens;
      ExactAmount counts;
      for (const EstimateLine& line : estimate.lines) {
        (IsToken(line.meter) ? tokens : counts) += line.amount;
      }
      ASSERT_EQ(total.tokens.numerator(), tokens.numerator());
      ASSERT_EQ(total.counts.numerator(), counts.numerator());
    }
  }
}

}  // namespace
}  // namespace ratecard
