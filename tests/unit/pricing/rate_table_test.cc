#include "service/pricing/rate_table.h"

#include <utility>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace ratecard {
namespace {

Rate RateOf(Meter meter, int64_t price_nanos, Parameters parameters = {}) {
  Rate rate;
  rate.meter = meter;
  rate.price_nanos = price_nanos;
  if (!parameters.empty()) {
    rate.SetParameters(std::move(parameters));
  }
  return rate;
}

// Prices are told apart by their nanos.
int64_t PriceOf(const Rate* rate) {
  return rate == nullptr ? -1 : rate->price_nanos;
}

TEST(RateTable, FindsNothingWhenEmpty) {
  const RateTable table;
  for (int i = 0; i < kMeterCount; ++i) {
    EXPECT_EQ(table.Find(static_cast<Meter>(i)), nullptr);
    EXPECT_EQ(table.Find(static_cast<Meter>(i), {{"size", "big"}}), nullptr);
  }
}

TEST(RateTable, FindsEveryMeterWhateverTheOrderOfAdding) {
  for (const int step : {1, 7, 11, 45 - 1}) {
    RateTable table;
    // Steps that share no factor with 45 reach each of the 45 meters once.
    for (int i = 0; i < kMeterCount - 1; ++i) {
      const int meter = 1 + i * step % (kMeterCount - 1);
      table.Add(RateOf(static_cast<Meter>(meter), meter));
    }
    for (int i = 1; i < kMeterCount; ++i) {
      EXPECT_EQ(PriceOf(table.Find(static_cast<Meter>(i))), i) << step;
    }
    EXPECT_EQ(table.rates().size(), static_cast<size_t>(kMeterCount - 1));
  }
}

RateTable ImagePrices() {
  RateTable table;
  table.Add(RateOf(Meter::kOutputImages, 4,
                   {{"quality", "high"}, {"size", "1024x1024"}}));
  table.Add(RateOf(Meter::kOutputImages, 2, {{"quality", "high"}}));
  table.Add(RateOf(Meter::kOutputImages, 1));
  table.Add(RateOf(Meter::kOutputImages, 3, {{"size", "1024x1024"}}));
  table.Add(RateOf(Meter::kWebSearches, 9, {{"search_context_size", "low"}}));
  return table;
}

TEST(RateTable, TakesTheRateThatNamesMostOfTheParametersGiven) {
  const RateTable table = ImagePrices();
  const Meter images = Meter::kOutputImages;
  EXPECT_EQ(PriceOf(table.Find(images)), 1);
  EXPECT_EQ(PriceOf(table.Find(images, {})), 1);
  EXPECT_EQ(PriceOf(table.Find(images, {{"quality", "high"}})), 2);
  EXPECT_EQ(PriceOf(table.Find(images, {{"size", "1024x1024"}})), 3);
  EXPECT_EQ(
      PriceOf(table.Find(images, {{"quality", "high"}, {"size", "1024x1024"}})),
      4);
  EXPECT_EQ(
      PriceOf(table.Find(
          images, {{"quality", "high"}, {"seed", "7"}, {"size", "1024x1024"}})),
      4);
}

TEST(RateTable, TakesNoRateWithAParameterThatIsNotGiven) {
  const RateTable table = ImagePrices();
  EXPECT_EQ(PriceOf(table.Find(Meter::kOutputImages, {{"quality", "low"}})), 1);
  EXPECT_EQ(PriceOf(table.Find(Meter::kOutputImages,
                               {{"quality", "low"}, {"size", "1024x1024"}})),
            3);
  // A meter that only has rates with parameters has none without.
  EXPECT_EQ(table.Find(Meter::kWebSearches), nullptr);
  EXPECT_EQ(table.Find(Meter::kWebSearches, {}), nullptr);
  EXPECT_EQ(table.Find(Meter::kWebSearches, {{"search_context_size", "high"}}),
            nullptr);
  EXPECT_EQ(PriceOf(table.Find(Meter::kWebSearches,
                               {{"search_context_size", "low"}})),
            9);
}

// A value is not matched against another key's.
TEST(RateTable, MatchesKeysAndValuesTogether) {
  RateTable table;
  table.Add(RateOf(Meter::kOutputImages, 5, {{"quality", "a"}, {"size", "b"}}));
  EXPECT_EQ(table.Find(Meter::kOutputImages, {{"quality", "b"}, {"size", "a"}}),
            nullptr);
  EXPECT_EQ(table.Find(Meter::kOutputImages, {{"size", "b"}}), nullptr);
}

TEST(RateTable, KeepsRatesWithParametersApartFromThoseAddedLater) {
  RateTable table = ImagePrices();
  table.Add(RateOf(Meter::kInput, 6));
  table.Add(RateOf(Meter::kRerankUnits, 7));
  EXPECT_EQ(PriceOf(table.Find(Meter::kInput)), 6);
  EXPECT_EQ(PriceOf(table.Find(Meter::kRerankUnits)), 7);
  EXPECT_EQ(PriceOf(table.Find(Meter::kOutputImages)), 1);
  EXPECT_EQ(PriceOf(table.Find(Meter::kOutputImages, {{"quality", "high"}})),
            2);
}

}  // namespace
}  // namespace ratecard
