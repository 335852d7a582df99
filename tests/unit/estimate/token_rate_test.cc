#include "service/estimate/token_rate.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/estimate/test_model.h"

namespace ratecard {
namespace {

constexpr TierTotals kSmall{1'000, 1'000};

// The meter whose rate bills `meter`, with a `?` where that is assumed.
std::string BilledBy(const RateTable& rates, Meter meter,
                     const TierTotals& totals = kSmall) {
  const TokenRate found = FindTokenRate(rates, meter, totals, 1'000);
  if (found.rate == nullptr) {
    return found.assumed ? "nothing?" : "nothing";
  }
  return absl::StrCat(InfoOf(found.rate->meter).name, found.assumed ? "?" : "");
}

TEST(FindTokenRate, TakesTheMetersOwnPrice) {
  std::vector<Rate> rates;
  for (int i = 1; i <= Index(Meter::kVideoOutput); ++i) {
    rates.push_back(RateOf(static_cast<Meter>(i), Dollars(i)));
  }
  const RateTable table = Table(rates);
  for (int i = 1; i <= Index(Meter::kVideoOutput); ++i) {
    const auto meter = static_cast<Meter>(i);
    EXPECT_EQ(BilledBy(table, meter), InfoOf(meter).name);
  }
}

// A source that says "billed as": no assumption, whatever is dearer.
TEST(FindTokenRate, FollowsWhatTheCatalogSaysItIsBilledAs) {
  const RateTable table = Table(
      {RateOf(Meter::kInput, Dollars(2)), RateOf(Meter::kOutput, Dollars(9)),
       RateOf(Meter::kImageInput, Dollars(8)),
       BilledAs(Meter::kAudioInput, Meter::kInput),
       BilledAs(Meter::kAudioOutput, Meter::kOutput)});
  EXPECT_EQ(BilledBy(table, Meter::kAudioInput), "input_tokens");
  EXPECT_EQ(BilledBy(table, Meter::kAudioOutput), "output_tokens");
}

// Published practice: no discount for cached text without a cache price.
TEST(FindTokenRate, BillsCachedTextAsInputWhereNoCachePriceIsPublished) {
  const RateTable table = Table({RateOf(Meter::kInput, Dollars(2)),
                                 RateOf(Meter::kOutput, Dollars(9)),
                                 RateOf(Meter::kAudioInput, Dollars(30))});
  for (const Meter cached : {Meter::kCacheRead, Meter::kCacheWrite5m,
                             Meter::kCacheWrite1h, Meter::kCacheWrite12h}) {
    EXPECT_EQ(BilledBy(table, cached), "input_tokens") << InfoOf(cached).name;
  }
}

// OpenAI before 2026: reads are priced, writes cost as input does.
TEST(FindTokenRate, BillsWrittenTextAsInputWhereOnlyReadsHaveAPrice) {
  const RateTable table = Table({RateOf(Meter::kInput, Dollars(2)),
                                 RateOf(Meter::kCacheRead, Cents(20))});
  EXPECT_EQ(BilledBy(table, Meter::kCacheRead), "cache_read_tokens");
  EXPECT_EQ(BilledBy(table, Meter::kCacheWrite5m), "input_tokens");
  EXPECT_EQ(BilledBy(table, Meter::kCacheWrite1h), "input_tokens");
}

// Some lifetimes have a price of their own, so the missing one does not simply
// cost as input does: the dearest of its row.
TEST(FindTokenRate, AssumesTheDearestForALifetimeThatAloneHasNoPrice) {
  const RateTable table = Table({RateOf(Meter::kInput, Dollars(4)),
                                 RateOf(Meter::kCacheRead, Cents(40)),
                                 RateOf(Meter::kCacheWrite5m, Dollars(5))});
  EXPECT_EQ(BilledBy(table, Meter::kCacheWrite1h), "cache_write_5m_tokens?");
  EXPECT_EQ(BilledBy(table, Meter::kCacheWrite12h), "cache_write_5m_tokens?");
}

TEST(FindTokenRate, BillsImagesAndVideoAsTextWhereTheyHaveNoPriceOfTheirOwn) {
  const RateTable table = Table({RateOf(Meter::kInput, Dollars(2)),
                                 RateOf(Meter::kCacheRead, Cents(20)),
                                 RateOf(Meter::kAudioInput, Dollars(30))});
  EXPECT_EQ(BilledBy(table, Meter::kImageInput), "input_tokens");
  EXPECT_EQ(BilledBy(table, Meter::kVideoInput), "input_tokens");
  EXPECT_EQ(BilledBy(table, Meter::kImageCacheRead), "cache_read_tokens");
  EXPECT_EQ(BilledBy(table, Meter::kVideoCacheRead), "cache_read_tokens");
  EXPECT_EQ(BilledBy(table, Meter::kImageCacheWrite1h), "input_tokens");
}

TEST(FindTokenRate, AssumesTheDearestForACachedImageWhereImagesHaveAPrice) {
  // gpt-image-like: text 5, images 8, cached text 1.25.
  const RateTable table = Table({RateOf(Meter::kInput, Dollars(5)),
                                 RateOf(Meter::kCacheRead, Cents(125)),
                                 RateOf(Meter::kImageInput, Dollars(8))});
  EXPECT_EQ(BilledBy(table, Meter::kImageCacheRead), "image_input_tokens?");
  EXPECT_EQ(BilledBy(table, Meter::kImageCacheWrite5m), "image_input_tokens?");
}

TEST(FindTokenRate, AssumesTheDearestOfRowAndColumnForAudio) {
  // Row of cached audio: audio 3. Column: cached text 7.
  const RateTable column_wins = Table({RateOf(Meter::kInput, Dollars(9)),
                                       RateOf(Meter::kCacheRead, Dollars(7)),
                                       RateOf(Meter::kAudioInput, Dollars(3))});
  EXPECT_EQ(BilledBy(column_wins, Meter::kAudioCacheRead),
            "cache_read_tokens?");
  const RateTable row_wins = Table({RateOf(Meter::kInput, Dollars(99)),
                                    RateOf(Meter::kCacheRead, Dollars(2)),
                                    RateOf(Meter::kAudioInput, Dollars(3))});
  EXPECT_EQ(BilledBy(row_wins, Meter::kAudioCacheRead), "audio_input_tokens?");
  // Neither in its row nor in its column: what the image costs uncached.
  const RateTable elsewhere = Table({RateOf(Meter::kImageInput, Dollars(3))});
  EXPECT_EQ(BilledBy(elsewhere, Meter::kAudioCacheRead), "nothing");
  EXPECT_EQ(BilledBy(elsewhere, Meter::kAudioInput), "image_input_tokens?");
}

TEST(FindTokenRate, BillsReasoningAsOutput) {
  const RateTable table = Table({RateOf(Meter::kOutput, Dollars(8)),
                                 RateOf(Meter::kAudioOutput, Dollars(60))});
  EXPECT_EQ(BilledBy(table, Meter::kReasoning), "output_tokens");
  const RateTable own = Table({RateOf(Meter::kOutput, Dollars(8)),
                               RateOf(Meter::kReasoning, Dollars(3))});
  EXPECT_EQ(BilledBy(own, Meter::kReasoning), "reasoning_tokens");
}

TEST(FindTokenRate, AssumesTheDearestOutputForAModalityWithoutAPrice) {
  const RateTable table = Table({RateOf(Meter::kOutput, Dollars(8)),
                                 RateOf(Meter::kImageOutput, Dollars(30)),
                                 RateOf(Meter::kReasoning, Dollars(99))});
  EXPECT_EQ(BilledBy(table, Meter::kAudioOutput), "image_output_tokens?");
  EXPECT_EQ(BilledBy(table, Meter::kVideoOutput), "image_output_tokens?");
}

TEST(FindTokenRate, FindsNothingWhereNothingRelatedHasAPrice) {
  // An embedding model: no output at all, and no input for an image model.
  const RateTable embedding = Table({RateOf(Meter::kInput, Cents(2))});
  EXPECT_EQ(BilledBy(embedding, Meter::kOutput), "nothing");
  EXPECT_EQ(BilledBy(embedding, Meter::kReasoning), "nothing");
  EXPECT_EQ(BilledBy(embedding, Meter::kAudioOutput), "nothing");
  const RateTable images = Table({RateOf(Meter::kOutputImages, Cents(4))});
  for (int i = 1; i <= Index(Meter::kVideoOutput); ++i) {
    EXPECT_EQ(BilledBy(images, static_cast<Meter>(i)), "nothing");
  }
}

// Nobody's price is not replaced by somebody's.
TEST(FindTokenRate, LeavesAnExplicitUnpricedAsItIs) {
  const RateTable table = Table(
      {RateOf(Meter::kInput, Dollars(10)), RateOf(Meter::kOutput, Dollars(40)),
       RateOf(Meter::kCacheRead, MeterState::kUnpriced)});
  const TokenRate found =
      FindTokenRate(table, Meter::kCacheRead, kSmall, 1'000);
  ASSERT_NE(found.rate, nullptr);
  EXPECT_FALSE(found.assumed);
  EXPECT_EQ(PriceAt(*found.rate, kSmall, 1'000).state, MeterState::kUnpriced);
}

TEST(FindTokenRate, NeverAssumesAPriceThatNobodyPublished) {
  const RateTable table =
      Table({RateOf(Meter::kInput, MeterState::kUnpriced),
             RateOf(Meter::kAudioCacheRead, Cents(5)),
             RateOf(Meter::kAudioCacheWrite5m, MeterState::kUnpriced)});
  EXPECT_EQ(BilledBy(table, Meter::kAudioInput), "audio_cache_read_tokens?");
}

TEST(FindTokenRate, ComparesPricesAtTheRequestsLength) {
  const RateTable table =
      Table({Tiered(RateOf(Meter::kInput, Dollars(2)), TierBasis::kInputTokens,
                    {{200'001, Dollars(6)}}),
             RateOf(Meter::kImageInput, Dollars(4))});
  EXPECT_EQ(BilledBy(table, Meter::kAudioInput, {200'000, 0}),
            "image_input_tokens?");
  EXPECT_EQ(BilledBy(table, Meter::kAudioInput, {200'001, 0}), "input_tokens?");
}

TEST(PriceAt, LooksAtTheQuantityThatItsTiersAreOf) {
  const auto nanos = [](TierBasis basis, TierTotals totals, int64_t quantity) {
    return PriceAt(
               Tiered(RateOf(Meter::kInput, 1), basis, {{100, 2}, {200, 3}}),
               totals, quantity)
        .nanos;
  };
  EXPECT_EQ(nanos(TierBasis::kInputTokens, {99, 500}, 500), 1);
  EXPECT_EQ(nanos(TierBasis::kInputTokens, {100, 0}, 0), 2);
  EXPECT_EQ(nanos(TierBasis::kInputTokens, {199, 500}, 500), 2);
  EXPECT_EQ(nanos(TierBasis::kInputTokens, {200, 0}, 0), 3);
  EXPECT_EQ(nanos(TierBasis::kOutputTokens, {500, 99}, 500), 1);
  EXPECT_EQ(nanos(TierBasis::kOutputTokens, {0, 100}, 0), 2);
  EXPECT_EQ(nanos(TierBasis::kQuantity, {500, 500}, 99), 1);
  EXPECT_EQ(nanos(TierBasis::kQuantity, {0, 0}, 250), 3);
}

TEST(PriceAt, SaysWhichTierItTook) {
  const Rate rate = Tiered(RateOf(Meter::kInput, 1), TierBasis::kInputTokens,
                           {{100, 2}, {200, 3}});
  EXPECT_EQ(PriceAt(rate, {99, 0}, 0).tier_min, 0);
  EXPECT_EQ(PriceAt(rate, {100, 0}, 0).tier_min, 100);
  EXPECT_EQ(PriceAt(rate, {1'000'000, 0}, 0).tier_min, 200);
}

TEST(PriceAt, TakesStateAndExactnessFromTheTier) {
  Rate rate = Tiered(RateOf(Meter::kInput, 1), TierBasis::kInputTokens,
                     {{100, 2}, {200, 0, MeterState::kUnpriced}});
  rate.inexact = true;
  EXPECT_TRUE(PriceAt(rate, {99, 0}, 0).inexact);
  EXPECT_FALSE(PriceAt(rate, {100, 0}, 0).inexact);
  EXPECT_EQ(PriceAt(rate, {199, 0}, 0).state, MeterState::kPriced);
  EXPECT_EQ(PriceAt(rate, {200, 0}, 0).state, MeterState::kUnpriced);
}

}  // namespace
}  // namespace ratecard
