#include "service/pricing/meter.h"

#include <set>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/money/amount.h"

namespace ratecard {
namespace {

TEST(MeterInfo, HasAUnitQuantityThatTheCommonDenominatorHolds) {
  for (int i = 0; i < kMeterCount; ++i) {
    const MeterInfo& info = InfoOf(static_cast<Meter>(i));
    ASSERT_GT(info.unit_quantity, 0) << info.name;
    EXPECT_EQ(info.unit_quantity * info.multiplier, kUnitDenominator)
        << info.name;
  }
}

TEST(MeterInfo, HasANameOfItsOwnForEveryMeter) {
  std::set<std::string> names;
  for (int i = 0; i < kMeterCount; ++i) {
    names.insert(std::string(InfoOf(static_cast<Meter>(i)).name));
  }
  EXPECT_EQ(names.size(), static_cast<size_t>(kMeterCount));
}

TEST(InputCell, IsATableThatCoversEveryInputTokenMeterOnce) {
  std::set<Meter> seen;
  for (int m = 0; m < kInputModalityCount; ++m) {
    for (int s = 0; s < kCacheStateCount; ++s) {
      const auto modality = static_cast<InputModality>(m);
      const auto state = static_cast<CacheState>(s);
      const Meter meter = InputCell(modality, state);
      EXPECT_TRUE(IsInputToken(meter));
      EXPECT_EQ(ModalityOf(meter), modality);
      EXPECT_EQ(CacheStateOf(meter), state);
      EXPECT_TRUE(seen.insert(meter).second);
    }
  }
  int input_tokens = 0;
  for (int i = 0; i < kMeterCount; ++i) {
    input_tokens += IsInputToken(static_cast<Meter>(i)) ? 1 : 0;
  }
  EXPECT_EQ(input_tokens, kInputModalityCount * kCacheStateCount);
}

TEST(InputCell, NamesItsModalityAndState) {
  const char* const modalities[] = {"", "audio_", "image_", "video_"};
  const char* const states[] = {
      "input_tokens", "cache_read_tokens", "cache_write_5m_tokens",
      "cache_write_1h_tokens", "cache_write_12h_tokens"};
  for (int m = 0; m < kInputModalityCount; ++m) {
    for (int s = 0; s < kCacheStateCount; ++s) {
      const Meter meter =
          InputCell(static_cast<InputModality>(m), static_cast<CacheState>(s));
      EXPECT_EQ(InfoOf(meter).name, std::string(modalities[m]) + states[s]);
      EXPECT_EQ(InfoOf(meter).unit_quantity, 1'000'000);
      EXPECT_EQ(InfoOf(meter).part,
                s == 0 ? CostPart::kInput : CostPart::kCache);
    }
  }
}

TEST(IsToken, IsInputOrOutput) {
  for (int i = 0; i < kMeterCount; ++i) {
    const auto meter = static_cast<Meter>(i);
    EXPECT_FALSE(IsInputToken(meter) && IsOutputToken(meter));
    EXPECT_EQ(IsToken(meter), IsInputToken(meter) || IsOutputToken(meter));
    EXPECT_EQ(IsOutputToken(meter), InfoOf(meter).part == CostPart::kOutput);
  }
  EXPECT_FALSE(IsToken(Meter::kUnspecified));
  EXPECT_FALSE(IsToken(Meter::kCacheStorageTokenHours));
}

// Estimate: cache reads, writes and storage; searches, sessions and other
// tools; everything else.
TEST(CostPart, IsWhatTheEstimateSays) {
  EXPECT_EQ(InfoOf(Meter::kCacheStorageTokenHours).part, CostPart::kCache);
  for (const Meter tool :
       {Meter::kWebSearches, Meter::kFileSearches, Meter::kMapsQueries,
        Meter::kSessions, Meter::kCodeExecutionMilliseconds}) {
    EXPECT_EQ(InfoOf(tool).part, CostPart::kTools) << InfoOf(tool).name;
  }
  for (const Meter other :
       {Meter::kRequests, Meter::kInputPages, Meter::kOutputImages,
        Meter::kInputCharacters, Meter::kOutputVideoMilliseconds,
        Meter::kRerankUnits}) {
    EXPECT_EQ(InfoOf(other).part, CostPart::kOther) << InfoOf(other).name;
  }
}

TEST(MeterState, HasANameForEachOfItsFourMeanings) {
  EXPECT_EQ(NameOf(MeterState::kPriced), "priced");
  EXPECT_EQ(NameOf(MeterState::kFree), "free");
  EXPECT_EQ(NameOf(MeterState::kIncludedInPlan), "included_in_plan");
  EXPECT_EQ(NameOf(MeterState::kUnpriced), "unpriced");
}

}  // namespace
}  // namespace ratecard
