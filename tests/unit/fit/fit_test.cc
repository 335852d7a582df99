#include "service/fit/fit.h"

#include <limits>
#include <optional>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::Eq;
using testing::IsEmpty;
using testing::Optional;

constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
constexpr int64_t kMin = std::numeric_limits<int64_t>::min();

// Published for GPT-5.2 Codex: 400,000 of context, of which 272,000 are for
// input and 128,000 for output.
Limits Codex() {
  Limits limits;
  limits.context_window = 400'000;
  limits.max_input = 272'000;
  limits.max_output = 128'000;
  return limits;
}

// Published for Gemini 2.5 Pro: 1,048,576 of input and 65,536 of output, which
// does not share the window.
Limits Gemini() {
  Limits limits;
  limits.context_window = 1'048'576;
  limits.max_output = 65'536;
  limits.output_outside_window = true;
  return limits;
}

Limits WindowOnly(int64_t window) {
  Limits limits;
  limits.context_window = window;
  return limits;
}

FitRequest Tokens(std::optional<int64_t> input, std::optional<int64_t> output,
                  int64_t overlap = 0) {
  FitRequest request;
  request.input_tokens = input;
  request.output_tokens = output;
  request.chunk_overlap = overlap;
  return request;
}

Fit Checked(const Limits& limits, const FitRequest& request) {
  const absl::StatusOr<Fit> fit = CheckFit(limits, request);
  EXPECT_THAT(fit, IsOk());
  return fit.ok() ? *fit : Fit();
}

MATCHER_P4(IsViolation, limit, allowed, requested, excess, "") {
  *result_listener << "limit " << static_cast<int>(arg.limit) << ", "
                   << arg.allowed << ", " << arg.requested << ", "
                   << arg.excess;
  return arg.limit == limit && arg.allowed == allowed &&
         arg.requested == requested && arg.excess == excess;
}

TEST(Fit, InputLimitIsExceededAlthoughTheWindowWouldHoldIt) {
  const Fit fit = Checked(Codex(), Tokens(300'000, 10'000));
  EXPECT_EQ(fit.verdict, FitVerdict::kDoesNotFit);
  EXPECT_THAT(
      fit.violations,
      ElementsAre(IsViolation(LimitKind::kInput, 272'000, 300'000, 28'000)));
  EXPECT_THAT(fit.missing, IsEmpty());
  EXPECT_THAT(fit.available_output, Optional(0));
  EXPECT_THAT(fit.input_headroom, Optional(-28'000));
  EXPECT_THAT(fit.window_used_ppm, Optional(775'000));
  ASSERT_TRUE(fit.advice.has_value());
  EXPECT_THAT(fit.advice->cut_input, Optional(28'000));
  EXPECT_EQ(fit.advice->cut_output, std::nullopt);
  EXPECT_EQ(fit.advice->chunks, 2);
  EXPECT_EQ(fit.advice->chunk_tokens, 150'000);
}

TEST(Fit, TheWholeInputLimitLeavesTheWholeOutputLimit) {
  const Fit fit = Checked(Codex(), Tokens(272'000, std::nullopt));
  EXPECT_EQ(fit.verdict, FitVerdict::kFits);
  EXPECT_THAT(fit.available_output, Optional(128'000));
  EXPECT_THAT(fit.input_headroom, Optional(0));
  EXPECT_EQ(fit.advice, std::nullopt);
}

TEST(Fit, BothLimitsTogetherFillTheWindow) {
  const Fit fit = Checked(Codex(), Tokens(272'000, 128'000));
  EXPECT_EQ(fit.verdict, FitVerdict::kFits);
  EXPECT_THAT(fit.window_used_ppm, Optional(1'000'000));
}

TEST(Fit, OneTokenAboveTheInputLimitDoesNotFit) {
  const Fit fit = Checked(Codex(), Tokens(272'001, 1));
  EXPECT_EQ(fit.verdict, FitVerdict::kDoesNotFit);
  EXPECT_THAT(fit.violations,
              ElementsAre(IsViolation(LimitKind::kInput, 272'000, 272'001, 1)));
  EXPECT_THAT(fit.available_output, Optional(0));
}

TEST(Fit, OneTokenAboveTheOutputLimitDoesNotFit) {
  const Fit fit = Checked(Codex(), Tokens(1'000, 128'001));
  EXPECT_EQ(fit.verdict, FitVerdict::kDoesNotFit);
  EXPECT_THAT(fit.violations, ElementsAre(IsViolation(LimitKind::kOutput,
                                                      128'000, 128'001, 1)));
  ASSERT_TRUE(fit.advice.has_value());
  EXPECT_THAT(fit.advice->cut_output, Optional(1));
  EXPECT_EQ(fit.advice->cut_input, std::nullopt);
  EXPECT_EQ(fit.advice->chunks, 0);
}

TEST(Fit, EveryExceededLimitIsNamed) {
  const Fit fit = Checked(Codex(), Tokens(300'000, 200'000));
  EXPECT_THAT(
      fit.violations,
      ElementsAre(
          IsViolation(LimitKind::kContextWindow, 400'000, 500'000, 100'000),
          IsViolation(LimitKind::kInput, 272'000, 300'000, 28'000),
          IsViolation(LimitKind::kOutput, 128'000, 200'000, 72'000)));
  ASSERT_TRUE(fit.advice.has_value());
  EXPECT_THAT(fit.advice->cut_input, Optional(28'000));
  EXPECT_THAT(fit.advice->cut_output, Optional(72'000));
  EXPECT_TRUE(fit.advice->needs_both_cuts);
}

TEST(Fit, EitherCutHelpsWhereOnlyTheSumIsTooMuch) {
  Limits limits = WindowOnly(200'000);
  limits.max_output = 64'000;
  const Fit fit = Checked(limits, Tokens(150'000, 60'000));
  EXPECT_THAT(fit.violations,
              ElementsAre(IsViolation(LimitKind::kContextWindow, 200'000,
                                      210'000, 10'000)));
  EXPECT_THAT(fit.available_output, Optional(50'000));
  EXPECT_THAT(fit.input_headroom, Optional(-10'000));
  ASSERT_TRUE(fit.advice.has_value());
  EXPECT_THAT(fit.advice->cut_input, Optional(10'000));
  EXPECT_THAT(fit.advice->cut_output, Optional(10'000));
  EXPECT_FALSE(fit.advice->needs_both_cuts);
  EXPECT_EQ(fit.advice->chunks, 2);
  EXPECT_EQ(fit.advice->chunk_tokens, 75'000);
}

TEST(Fit, OutputOutsideTheWindowTakesNoneOfIt) {
  const Fit fit = Checked(Gemini(), Tokens(1'048'576, 65'536));
  EXPECT_EQ(fit.verdict, FitVerdict::kFits);
  EXPECT_THAT(fit.available_output, Optional(65'536));
  EXPECT_THAT(fit.input_headroom, Optional(0));
  EXPECT_THAT(fit.window_used_ppm, Optional(1'000'000));
}

TEST(Fit, WithoutAnInputLimitTheWindowIsTheInputLimit) {
  EXPECT_EQ(Checked(WindowOnly(100), Tokens(100, std::nullopt)).verdict,
            FitVerdict::kFits);
  const Fit fit = Checked(WindowOnly(100), Tokens(101, std::nullopt));
  EXPECT_EQ(fit.verdict, FitVerdict::kDoesNotFit);
  EXPECT_THAT(fit.violations,
              ElementsAre(IsViolation(LimitKind::kContextWindow, 100, 101, 1)));
}

TEST(Fit, OutputWithoutAPublishedLimitIsUnknown) {
  const Fit fit = Checked(WindowOnly(1'000), Tokens(10, 10));
  EXPECT_EQ(fit.verdict, FitVerdict::kUnknown);
  EXPECT_THAT(fit.missing, ElementsAre(LimitKind::kOutput));
  EXPECT_THAT(fit.available_output, Optional(990));
}

TEST(Fit, OutputBeyondTheWindowDoesNotFitWhateverElseIsUnknown) {
  const Fit fit = Checked(WindowOnly(1'000), Tokens(std::nullopt, 1'001));
  EXPECT_EQ(fit.verdict, FitVerdict::kDoesNotFit);
  EXPECT_THAT(fit.missing, ElementsAre(LimitKind::kOutput));
  EXPECT_THAT(fit.available_output, Eq(std::nullopt));
  ASSERT_TRUE(fit.advice.has_value());
  EXPECT_THAT(fit.advice->cut_output, Optional(1));
  EXPECT_EQ(fit.advice->cut_input, std::nullopt);
}

TEST(Fit, BothQuantitiesNeedAWindowUnlessOutputIsOutsideIt) {
  Limits limits;
  limits.max_input = 100;
  limits.max_output = 50;
  const Fit shared = Checked(limits, Tokens(10, 10));
  EXPECT_EQ(shared.verdict, FitVerdict::kUnknown);
  EXPECT_THAT(shared.missing, ElementsAre(LimitKind::kContextWindow));
  EXPECT_EQ(shared.window_used_ppm, std::nullopt);
  EXPECT_EQ(Checked(limits, Tokens(10, std::nullopt)).verdict,
            FitVerdict::kFits);
  EXPECT_EQ(Checked(limits, Tokens(std::nullopt, 10)).verdict,
            FitVerdict::kFits);
  limits.output_outside_window = true;
  EXPECT_EQ(Checked(limits, Tokens(10, 10)).verdict, FitVerdict::kFits);
}

TEST(Fit, NothingPublishedIsUnknownAndMeasuresNothing) {
  const Fit fit = Checked(Limits(), Tokens(10, 10));
  EXPECT_EQ(fit.verdict, FitVerdict::kUnknown);
  EXPECT_THAT(fit.missing,
              ElementsAre(LimitKind::kContextWindow, LimitKind::kOutput));
  EXPECT_EQ(fit.available_output, std::nullopt);
  EXPECT_EQ(fit.input_headroom, std::nullopt);
  EXPECT_EQ(fit.window_used_ppm, std::nullopt);
}

TEST(Fit, HeadroomWithoutInputIsAllThatTheOutputLeaves) {
  EXPECT_THAT(Checked(Codex(), Tokens(std::nullopt, 128'000)).input_headroom,
              Optional(272'000));
  EXPECT_THAT(Checked(WindowOnly(100), Tokens(std::nullopt, 30)).input_headroom,
              Optional(70));
}

TEST(Fit, ShareOfTheWindowIsRoundedDown) {
  EXPECT_THAT(Checked(WindowOnly(3), Tokens(2, std::nullopt)).window_used_ppm,
              Optional(666'666));
}

TEST(FitModality, NotTakenDoesNotFitAndNoCutHelps) {
  Limits limits = Codex();
  limits.input_modalities = Bit(Modality::kText) | Bit(Modality::kImage);
  limits.output_modalities = Bit(Modality::kText);
  FitRequest request = Tokens(300'000, std::nullopt);
  request.input_modalities = Bit(Modality::kText) | Bit(Modality::kAudio);
  const Fit fit = Checked(limits, request);
  EXPECT_EQ(fit.verdict, FitVerdict::kDoesNotFit);
  ASSERT_EQ(fit.violations.size(), 2u);
  EXPECT_EQ(fit.violations[1].limit, LimitKind::kInputModality);
  EXPECT_EQ(fit.violations[1].modality, Modality::kAudio);
  EXPECT_EQ(fit.advice, std::nullopt);
}

TEST(FitModality, AloneIsEnoughToCheck) {
  Limits limits;
  limits.output_modalities = Bit(Modality::kText);
  FitRequest request;
  request.output_modalities = Bit(Modality::kText);
  EXPECT_EQ(Checked(limits, request).verdict, FitVerdict::kFits);
  request.output_modalities = Bit(Modality::kVideo);
  const Fit fit = Checked(limits, request);
  EXPECT_EQ(fit.verdict, FitVerdict::kDoesNotFit);
  ASSERT_EQ(fit.violations.size(), 1u);
  EXPECT_EQ(fit.violations[0].limit, LimitKind::kOutputModality);
  EXPECT_EQ(fit.violations[0].modality, Modality::kVideo);
}

TEST(FitModality, NotPublishedIsUnknown) {
  FitRequest request = Tokens(1, std::nullopt);
  request.input_modalities = Bit(Modality::kImage);
  request.output_modalities = Bit(Modality::kText);
  const Fit fit = Checked(Codex(), request);
  EXPECT_EQ(fit.verdict, FitVerdict::kUnknown);
  EXPECT_THAT(fit.missing, ElementsAre(LimitKind::kInputModality,
                                       LimitKind::kOutputModality));
}

TEST(FitAdvice, ChunksRepeatTheOverlap) {
  // 1,000 tokens in chunks of at most 400, each repeating 100 of the one
  // before: 400 + 300 + 300, evenly (1,000 + 2 × 100) ÷ 3.
  const Fit fit = Checked(WindowOnly(400), Tokens(1'000, std::nullopt, 100));
  ASSERT_TRUE(fit.advice.has_value());
  EXPECT_EQ(fit.advice->chunks, 3);
  EXPECT_EQ(fit.advice->chunk_tokens, 400);
}

TEST(FitAdvice, SplittingCannotHelpWhereTheOutputTakesTheWholeWindow) {
  const Fit fit = Checked(WindowOnly(100), Tokens(10, 100, 5));
  ASSERT_TRUE(fit.advice.has_value());
  EXPECT_THAT(fit.advice->cut_output, Optional(10));
  EXPECT_EQ(fit.advice->chunks, 0);
}

TEST(FitErrors, OverlapThatLeavesNoRoomForProgress) {
  EXPECT_THAT(
      CheckFit(WindowOnly(100), Tokens(101, std::nullopt, 100)),
      AllOf(FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_OVERLAP"),
            NamesField("chunk_overlap_tokens")));
  EXPECT_THAT(CheckFit(WindowOnly(100), Tokens(101, std::nullopt, 99)), IsOk());
  EXPECT_THAT(CheckFit(WindowOnly(100), Tokens(100, std::nullopt, 100)),
              IsOk());
}

TEST(FitErrors, NegativeQuantitiesAreNamed) {
  const auto kCode = absl::StatusCode::kInvalidArgument;
  EXPECT_THAT(
      CheckFit(Codex(), Tokens(-1, 1)),
      AllOf(FailsWith(kCode, "NEGATIVE_QUANTITY"), NamesField("input_tokens")));
  EXPECT_THAT(CheckFit(Codex(), Tokens(1, kMin)),
              AllOf(FailsWith(kCode, "NEGATIVE_QUANTITY"),
                    NamesField("max_output_tokens")));
  EXPECT_THAT(CheckFit(Codex(), Tokens(1, 1, -1)),
              AllOf(FailsWith(kCode, "NEGATIVE_QUANTITY"),
                    NamesField("chunk_overlap_tokens")));
}

TEST(FitErrors, SomethingMustBeChecked) {
  EXPECT_THAT(CheckFit(Codex(), FitRequest()),
              FailsWith(absl::StatusCode::kInvalidArgument, "FIT_REQUIRED"));
}

TEST(FitOverflow, TheGreatestQuantitiesAreMeasuredWithoutWrapping) {
  const Fit fit = Checked(WindowOnly(1), Tokens(kMax, kMax));
  EXPECT_THAT(fit.violations, ElementsAre(IsViolation(LimitKind::kContextWindow,
                                                      1, kMax, kMax)));
  EXPECT_THAT(fit.window_used_ppm, Optional(kMax));
  EXPECT_THAT(fit.input_headroom, Optional(kMin));
  EXPECT_THAT(fit.available_output, Optional(0));
  const Fit whole = Checked(WindowOnly(kMax), Tokens(kMax, std::nullopt));
  EXPECT_EQ(whole.verdict, FitVerdict::kFits);
  EXPECT_THAT(whole.window_used_ppm, Optional(1'000'000));
}

TEST(FitOverflow, TheGreatestNumberOfChunks) {
  const Fit single = Checked(WindowOnly(1), Tokens(kMax, std::nullopt));
  ASSERT_TRUE(single.advice.has_value());
  EXPECT_EQ(single.advice->chunks, kMax);
  EXPECT_EQ(single.advice->chunk_tokens, 1);
  const Fit overlapping =
      Checked(WindowOnly(kMax / 2), Tokens(kMax, std::nullopt, kMax / 2 - 1));
  ASSERT_TRUE(overlapping.advice.has_value());
  EXPECT_EQ(overlapping.advice->chunks, kMax - (kMax / 2 - 1));
  EXPECT_EQ(overlapping.advice->chunk_tokens, kMax / 2);
}

}  // namespace
}  // namespace ratecard
