#include "service/estimate/request_fit.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/estimate/test_model.h"

namespace ratecard {
namespace {

using F = UsageField;

// gpt-5.2-codex.
Limits Codex() {
  Limits limits;
  limits.context_window = 400'000;
  limits.max_input = 272'000;
  limits.max_output = 128'000;
  limits.input_modalities = Bit(Modality::kText) | Bit(Modality::kImage);
  limits.output_modalities = Bit(Modality::kText);
  return limits;
}

FitVerdict VerdictOf(Quantities fields, int64_t input, int64_t output) {
  const FitVerdict verdict =
      FitOf(Codex(), UsageOf(fields), input, output)->verdict;
  EXPECT_EQ(FitVerdictOf(Codex(), UsageOf(fields), input, output), verdict);
  return verdict;
}

TEST(FitOf, ChecksTheTotals) {
  EXPECT_EQ(VerdictOf({{F::kInputTokens, 272'000}, {F::kOutputTokens, 128'000}},
                      272'000, 128'000),
            FitVerdict::kFits);
  const auto fit =
      FitOf(Codex(),
            UsageOf({{F::kInputTokens, 300'000}, {F::kOutputTokens, 10'000}}),
            300'000, 10'000);
  ASSERT_TRUE(fit.has_value());
  EXPECT_EQ(fit->verdict, FitVerdict::kDoesNotFit);
  ASSERT_EQ(fit->violations.size(), 1u);
  EXPECT_EQ(fit->violations[0].limit, LimitKind::kInput);
  EXPECT_EQ(fit->violations[0].excess, 28'000);
}

TEST(FitOf, ChecksATotalThatOnlyItsPartsGave) {
  EXPECT_EQ(VerdictOf({{F::kCacheReadTokens, 272'001}}, 272'001, 0),
            FitVerdict::kDoesNotFit);
  EXPECT_EQ(VerdictOf({{F::kReasoningTokens, 128'001}}, 0, 128'001),
            FitVerdict::kDoesNotFit);
}

TEST(FitOf, ChecksTheModalitiesThatAreUsed) {
  EXPECT_EQ(VerdictOf({{F::kImageInputTokens, 10}}, 10, 0), FitVerdict::kFits);
  EXPECT_EQ(VerdictOf({{F::kAudioInputTokens, 10}}, 10, 0),
            FitVerdict::kDoesNotFit);
  EXPECT_EQ(VerdictOf({{F::kCachedVideoInputTokens, 10}}, 10, 0),
            FitVerdict::kDoesNotFit);
  EXPECT_EQ(VerdictOf({{F::kImageOutputTokens, 10}}, 0, 10),
            FitVerdict::kDoesNotFit);
  EXPECT_EQ(
      VerdictOf({{F::kInputTokens, 10}, {F::kAudioInputTokens, 0}}, 10, 0),
      FitVerdict::kFits);
}

TEST(FitOf, IsUnsetWithoutLimitsOrTokens) {
  EXPECT_FALSE(
      FitOf(Limits(), UsageOf({{F::kInputTokens, 10}}), 10, 0).has_value());
  EXPECT_FALSE(
      FitOf(Codex(), UsageOf({{F::kWebSearches, 10}}), 0, 0).has_value());
  EXPECT_TRUE(
      FitOf(Codex(), UsageOf({{F::kInputTokens, 0}}), 0, 0).has_value());
}

TEST(FitVerdictOf, IsUnsetWhereFitOfIs) {
  Limits modalities_alone;
  modalities_alone.input_modalities = Bit(Modality::kText);
  const Usage audio = UsageOf({{F::kAudioInputTokens, 10}});
  EXPECT_FALSE(FitOf(modalities_alone, audio, 10, 0).has_value());
  EXPECT_FALSE(FitVerdictOf(modalities_alone, audio, 10, 0).has_value());
  EXPECT_FALSE(FitVerdictOf(Codex(), Usage(), 0, 0).has_value());
}

}  // namespace
}  // namespace ratecard
