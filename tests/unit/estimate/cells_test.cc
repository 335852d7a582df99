#include "service/estimate/cells.h"

#include <cstdint>
#include <limits>
#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/estimate/test_model.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using F = UsageField;

constexpr int64_t kInt64Max = std::numeric_limits<int64_t>::max();

// The cells that are not 0, by name.
std::map<std::string, int64_t> CellsOf(const TokenCells& cells) {
  std::map<std::string, int64_t> named;
  cells.ForEach([&](Meter meter, int64_t tokens) {
    named[std::string(InfoOf(meter).name)] = tokens;
  });
  return named;
}

std::map<std::string, int64_t> Filled(Quantities fields) {
  const auto cells = FillCells(UsageOf(fields));
  EXPECT_THAT(cells, IsOk());
  return cells.ok() ? CellsOf(*cells) : std::map<std::string, int64_t>();
}

bool Assumed(Quantities fields) {
  const auto cells = FillCells(UsageOf(fields));
  EXPECT_THAT(cells, IsOk());
  return cells.ok() && cells->overlap_assumed;
}

TEST(FillCells, TakesCachedTokensOutOfTheInput) {
  // 120,000 of which 80,000 are read: 40,000 are not.
  EXPECT_THAT(
      Filled({{F::kInputTokens, 120'000},
              {F::kCacheReadTokens, 80'000},
              {F::kOutputTokens, 8'000}}),
      ElementsAre(Pair("cache_read_tokens", 80'000),
                  Pair("input_tokens", 40'000), Pair("output_tokens", 8'000)));
}

TEST(FillCells, TakesReasoningOutOfTheOutput) {
  EXPECT_THAT(
      Filled({{F::kOutputTokens, 1'000}, {F::kReasoningTokens, 800}}),
      ElementsAre(Pair("output_tokens", 200), Pair("reasoning_tokens", 800)));
  EXPECT_THAT(
      Filled({{F::kOutputTokens, 1'320}, {F::kImageOutputTokens, 1'120}}),
      ElementsAre(Pair("image_output_tokens", 1'120),
                  Pair("output_tokens", 200)));
}

TEST(FillCells, SumsGivenPartsWhereTheWholeIsNotGiven) {
  const auto cells = FillCells(UsageOf({{F::kReasoningTokens, 5},
                                        {F::kAudioOutputTokens, 7},
                                        {F::kVideoOutputTokens, 11},
                                        {F::kCacheReadTokens, 13},
                                        {F::kCacheWrite1hTokens, 17}}));
  ASSERT_THAT(cells, IsOk());
  EXPECT_EQ(cells->output_tokens, 5 + 7 + 11);
  EXPECT_EQ(cells->input_tokens, 13 + 17);
  EXPECT_THAT(CellsOf(*cells), ElementsAre(Pair("audio_output_tokens", 7),
                                           Pair("cache_read_tokens", 13),
                                           Pair("cache_write_1h_tokens", 17),
                                           Pair("reasoning_tokens", 5),
                                           Pair("video_output_tokens", 11)));
}

TEST(FillCells, TakesOneHourWritesAloneAsAllTheWrites) {
  EXPECT_THAT(
      Filled({{F::kInputTokens, 100}, {F::kCacheWrite1hTokens, 30}}),
      ElementsAre(Pair("cache_write_1h_tokens", 30), Pair("input_tokens", 70)));
}

TEST(FillCells, TakesWritesOfNoGivenLifetimeAsFiveMinutes) {
  EXPECT_THAT(
      Filled({{F::kInputTokens, 100}, {F::kCacheWriteTokens, 30}}),
      ElementsAre(Pair("cache_write_5m_tokens", 30), Pair("input_tokens", 70)));
  // 60 written, 10 of them for 5 minutes, 20 for 1 hour, 5 for 12 hours: what
  // is left over is written for 5 minutes.
  EXPECT_THAT(
      Filled({{F::kInputTokens, 100},
              {F::kCacheWriteTokens, 60},
              {F::kCacheWrite5mTokens, 10},
              {F::kCacheWrite1hTokens, 20},
              {F::kCacheWrite12hTokens, 5}}),
      ElementsAre(Pair("cache_write_12h_tokens", 5),
                  Pair("cache_write_1h_tokens", 20),
                  Pair("cache_write_5m_tokens", 35), Pair("input_tokens", 40)));
}

TEST(FillCells, TakesCachedAudioAsPartOfTheAudioAndOfTheReads) {
  // gemini-2.5-flash: 39,000 in, of which 25,000 are audio, 9,000 are read, and
  // 5,000 are both.
  EXPECT_THAT(Filled({{F::kInputTokens, 39'000},
                      {F::kAudioInputTokens, 25'000},
                      {F::kCacheReadTokens, 9'000},
                      {F::kCachedAudioInputTokens, 5'000}}),
              ElementsAre(Pair("audio_cache_read_tokens", 5'000),
                          Pair("audio_input_tokens", 20'000),
                          Pair("cache_read_tokens", 4'000),
                          Pair("input_tokens", 10'000)));
}

TEST(FillCells, SumsCachedModalitiesIntoReadsAndRows) {
  const auto cells = FillCells(UsageOf({{F::kCachedAudioInputTokens, 3},
                                        {F::kCachedImageInputTokens, 4},
                                        {F::kCachedVideoInputTokens, 5}}));
  ASSERT_THAT(cells, IsOk());
  EXPECT_EQ(cells->input_tokens, 12);
  EXPECT_FALSE(cells->overlap_assumed);
  EXPECT_THAT(CellsOf(*cells), ElementsAre(Pair("audio_cache_read_tokens", 3),
                                           Pair("image_cache_read_tokens", 4),
                                           Pair("video_cache_read_tokens", 5)));
}

TEST(FillCells, PutsAudioFirstIntoUncachedThenReadsThenWrites) {
  // Columns: 10 uncached, 20 read, 30 written for 5 minutes, 40 for 1 hour, 50
  // for 12 hours.
  const auto with_audio = [](int64_t audio) {
    return Filled({{F::kInputTokens, 150},
                   {F::kCacheReadTokens, 20},
                   {F::kCacheWrite5mTokens, 30},
                   {F::kCacheWrite1hTokens, 40},
                   {F::kCacheWrite12hTokens, 50},
                   {F::kAudioInputTokens, audio}});
  };
  EXPECT_THAT(
      with_audio(5),
      ElementsAre(Pair("audio_input_tokens", 5), Pair("cache_read_tokens", 20),
                  Pair("cache_write_12h_tokens", 50),
                  Pair("cache_write_1h_tokens", 40),
                  Pair("cache_write_5m_tokens", 30), Pair("input_tokens", 5)));
  EXPECT_THAT(with_audio(105),
              ElementsAre(Pair("audio_cache_read_tokens", 20),
                          Pair("audio_cache_write_12h_tokens", 5),
                          Pair("audio_cache_write_1h_tokens", 40),
                          Pair("audio_cache_write_5m_tokens", 30),
                          Pair("audio_input_tokens", 10),
                          Pair("cache_write_12h_tokens", 45)));
}

TEST(FillCells, PutsAudioBeforeImageBeforeVideoAndTextLast) {
  // 10 uncached, 10 read, 10 written; audio 7, image 7, video 7, text 9.
  EXPECT_THAT(Filled({{F::kInputTokens, 30},
                      {F::kCacheReadTokens, 10},
                      {F::kCacheWriteTokens, 10},
                      {F::kAudioInputTokens, 7},
                      {F::kImageInputTokens, 7},
                      {F::kVideoInputTokens, 7}}),
              ElementsAre(Pair("audio_input_tokens", 7),
                          Pair("cache_write_5m_tokens", 9),
                          Pair("image_cache_read_tokens", 4),
                          Pair("image_input_tokens", 3),
                          Pair("video_cache_read_tokens", 6),
                          Pair("video_cache_write_5m_tokens", 1)));
}

TEST(FillCells, LeavesRoomForAGivenCellThatComesLater) {
  // 10 uncached, 10 read. All 10 images are known to be uncached, so the 10 of
  // audio must be the reads, though audio goes first into uncached.
  EXPECT_THAT(Filled({{F::kInputTokens, 20},
                      {F::kCacheReadTokens, 10},
                      {F::kAudioInputTokens, 10},
                      {F::kImageInputTokens, 10},
                      {F::kCachedImageInputTokens, 0}}),
              ElementsAre(Pair("audio_cache_read_tokens", 10),
                          Pair("image_input_tokens", 10)));
}

TEST(OverlapAssumed, IsSaidWhereTokensOfAModalityCouldBeElsewhere) {
  EXPECT_TRUE(Assumed({{F::kInputTokens, 100},
                       {F::kAudioInputTokens, 10},
                       {F::kCacheReadTokens, 10}}));
  EXPECT_TRUE(Assumed({{F::kInputTokens, 20},
                       {F::kAudioInputTokens, 10},
                       {F::kImageInputTokens, 10},
                       {F::kCacheReadTokens, 10}}));
}

TEST(OverlapAssumed, IsNotSaidOfTextAlone) {
  EXPECT_FALSE(Assumed({{F::kInputTokens, 100},
                        {F::kCacheReadTokens, 50},
                        {F::kCacheWriteTokens, 20}}));
}

TEST(OverlapAssumed, IsNotSaidWhereOnlyOneTableIsPossible) {
  // All of it is audio.
  EXPECT_FALSE(Assumed({{F::kInputTokens, 100},
                        {F::kAudioInputTokens, 100},
                        {F::kCacheReadTokens, 40}}));
  // All of it is read.
  EXPECT_FALSE(Assumed({{F::kInputTokens, 100},
                        {F::kAudioInputTokens, 30},
                        {F::kCacheReadTokens, 100}}));
  // Nothing is cached.
  EXPECT_FALSE(Assumed({{F::kInputTokens, 100},
                        {F::kAudioInputTokens, 30},
                        {F::kCacheReadTokens, 0}}));
  // The overlap is given.
  EXPECT_FALSE(Assumed({{F::kInputTokens, 100},
                        {F::kAudioInputTokens, 30},
                        {F::kCacheReadTokens, 40},
                        {F::kCachedAudioInputTokens, 10}}));
}

TEST(OverlapAssumed, IsSaidWhereOnlyTheLifetimeOfAWriteIsAChoice) {
  // 10 of audio, none read: still 5m or 1h.
  EXPECT_TRUE(Assumed({{F::kInputTokens, 20},
                       {F::kAudioInputTokens, 10},
                       {F::kCachedAudioInputTokens, 0},
                       {F::kCacheWrite5mTokens, 10},
                       {F::kCacheWrite1hTokens, 10}}));
}

TEST(FillCells, TakesNothingAsNothing) {
  const auto cells = FillCells(Usage());
  ASSERT_THAT(cells, IsOk());
  EXPECT_THAT(CellsOf(*cells), IsEmpty());
  EXPECT_EQ(cells->input_tokens, 0);
  EXPECT_EQ(cells->output_tokens, 0);
}

TEST(FillCells, RefusesEveryNegativeFieldByName) {
  for (int i = 0; i < kUsageFieldCount; ++i) {
    const auto field = static_cast<F>(i);
    for (const int64_t negative : {int64_t{-1}, -kInt64Max - 1}) {
      EXPECT_THAT(FillCells(UsageOf({{field, negative}})),
                  AllOf(FailsWith(absl::StatusCode::kInvalidArgument,
                                  "NEGATIVE_QUANTITY"),
                        NamesField(NameOf(field))));
    }
  }
}

struct Excess {
  F part;
  F whole;
};

TEST(FillCells, RefusesAPartLargerThanItsWholeNamingBoth) {
  for (const Excess& excess : {
           Excess{F::kCacheReadTokens, F::kInputTokens},
           Excess{F::kCacheWriteTokens, F::kInputTokens},
           Excess{F::kCacheWrite5mTokens, F::kInputTokens},
           Excess{F::kCacheWrite12hTokens, F::kInputTokens},
           Excess{F::kAudioInputTokens, F::kInputTokens},
           Excess{F::kImageInputTokens, F::kInputTokens},
           Excess{F::kVideoInputTokens, F::kInputTokens},
           Excess{F::kCachedVideoInputTokens, F::kInputTokens},
           Excess{F::kCacheWrite5mTokens, F::kCacheWriteTokens},
           Excess{F::kCacheWrite1hTokens, F::kCacheWriteTokens},
           Excess{F::kCacheWrite12hTokens, F::kCacheWriteTokens},
           Excess{F::kCachedAudioInputTokens, F::kAudioInputTokens},
           Excess{F::kCachedImageInputTokens, F::kImageInputTokens},
           Excess{F::kCachedVideoInputTokens, F::kVideoInputTokens},
           Excess{F::kCachedAudioInputTokens, F::kCacheReadTokens},
           Excess{F::kReasoningTokens, F::kOutputTokens},
           Excess{F::kAudioOutputTokens, F::kOutputTokens},
           Excess{F::kImageOutputTokens, F::kOutputTokens},
           Excess{F::kVideoOutputTokens, F::kOutputTokens},
       }) {
    EXPECT_THAT(
        FillCells(UsageOf({{excess.part, 11}, {excess.whole, 10}})),
        AllOf(
            FailsWith(absl::StatusCode::kInvalidArgument, "PART_EXCEEDS_WHOLE"),
            NamesField(NameOf(excess.part)), NamesField(NameOf(excess.whole))));
    EXPECT_THAT(FillCells(UsageOf({{excess.part, 10}, {excess.whole, 10}})),
                IsOk())
        << NameOf(excess.part);
  }
}

TEST(FillCells, RefusesPartsThatOnlyTogetherAreLargerThanTheirWhole) {
  EXPECT_THAT(
      FillCells(UsageOf({{F::kInputTokens, 10},
                         {F::kCacheReadTokens, 6},
                         {F::kCacheWriteTokens, 5}})),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "PART_EXCEEDS_WHOLE"),
            NamesField("cache_read_tokens"), NamesField("cache_write_tokens"),
            NamesField("input_tokens")));
  EXPECT_THAT(
      FillCells(UsageOf({{F::kOutputTokens, 10},
                         {F::kReasoningTokens, 6},
                         {F::kImageOutputTokens, 5}})),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "PART_EXCEEDS_WHOLE"),
            NamesField("reasoning_tokens"), NamesField("image_output_tokens"),
            NamesField("output_tokens")));
}

TEST(FillCells, RefusesGivenCellsThatLeaveNoRoom) {
  // All 10 tokens are read, all are audio, and none of the audio is read.
  EXPECT_THAT(
      FillCells(UsageOf({{F::kInputTokens, 10},
                         {F::kCacheReadTokens, 10},
                         {F::kAudioInputTokens, 10},
                         {F::kCachedAudioInputTokens, 0}})),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "PART_EXCEEDS_WHOLE"),
            NamesField("cached_audio_input_tokens"),
            NamesField("cache_read_tokens")));
}

TEST(FillCells, RefusesModalitiesBesideCacheStatesWithoutTheirWhole) {
  for (const F modality :
       {F::kAudioInputTokens, F::kImageInputTokens, F::kVideoInputTokens}) {
    for (const F state :
         {F::kCacheReadTokens, F::kCacheWriteTokens, F::kCacheWrite5mTokens,
          F::kCacheWrite1hTokens, F::kCacheWrite12hTokens}) {
      EXPECT_THAT(FillCells(UsageOf({{modality, 10}, {state, 10}})),
                  AllOf(FailsWith(absl::StatusCode::kInvalidArgument,
                                  "USAGE_AMBIGUOUS"),
                        NamesField("input_tokens")));
      EXPECT_THAT(FillCells(UsageOf(
                      {{modality, 10}, {state, 10}, {F::kInputTokens, 20}})),
                  IsOk());
    }
  }
}

TEST(FillCells, HoldsTheLargestTotals) {
  const auto cells = FillCells(UsageOf({{F::kInputTokens, kInt64Max},
                                        {F::kCacheReadTokens, kInt64Max},
                                        {F::kAudioInputTokens, kInt64Max},
                                        {F::kOutputTokens, kInt64Max},
                                        {F::kReasoningTokens, kInt64Max - 1}}));
  ASSERT_THAT(cells, IsOk());
  EXPECT_THAT(CellsOf(*cells),
              ElementsAre(Pair("audio_cache_read_tokens", kInt64Max),
                          Pair("output_tokens", 1),
                          Pair("reasoning_tokens", kInt64Max - 1)));
}

TEST(FillCells, NeverWrapsASum) {
  const auto is_out_of_range =
      FailsWith(absl::StatusCode::kOutOfRange, "QUANTITY_OUT_OF_RANGE");
  EXPECT_THAT(FillCells(UsageOf({{F::kReasoningTokens, kInt64Max},
                                 {F::kAudioOutputTokens, 1}})),
              AllOf(is_out_of_range, NamesField("output_tokens")));
  EXPECT_THAT(FillCells(UsageOf({{F::kCacheReadTokens, kInt64Max},
                                 {F::kCacheWriteTokens, 1}})),
              AllOf(is_out_of_range, NamesField("input_tokens")));
  EXPECT_THAT(FillCells(UsageOf({{F::kAudioInputTokens, kInt64Max},
                                 {F::kVideoInputTokens, kInt64Max}})),
              AllOf(is_out_of_range, NamesField("input_tokens")));
  EXPECT_THAT(FillCells(UsageOf({{F::kCacheWrite1hTokens, kInt64Max},
                                 {F::kCacheWrite12hTokens, kInt64Max}})),
              AllOf(is_out_of_range, NamesField("cache_write_tokens")));
  EXPECT_THAT(
      FillCells(UsageOf({{F::kOutputTokens, 5},
                         {F::kReasoningTokens, kInt64Max},
                         {F::kAudioOutputTokens, kInt64Max},
                         {F::kImageOutputTokens, 6}})),
      FailsWith(absl::StatusCode::kInvalidArgument, "PART_EXCEEDS_WHOLE"));
}

TEST(FillCells, SaysWhatTheNumbersAre) {
  const auto cells =
      FillCells(UsageOf({{F::kInputTokens, 10}, {F::kCacheReadTokens, 12}}));
  EXPECT_THAT(std::string(cells.status().message()),
              AllOf(HasSubstr("12"), HasSubstr("10"),
                    HasSubstr("cache_read_tokens"), HasSubstr("input_tokens")));
}

}  // namespace
}  // namespace ratecard
