// Random small requests against an answer found by trying everything.

#include <algorithm>
#include <optional>
#include <random>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/fit/fit.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

FitRequest Tokens(std::optional<int64_t> input, std::optional<int64_t> output,
                  int64_t overlap = 0) {
  FitRequest request;
  request.input_tokens = input;
  request.output_tokens = output;
  request.chunk_overlap = overlap;
  return request;
}

// The same answers, found by trying every possibility.
class BruteForce {
 public:
  BruteForce(const Limits& limits, const FitRequest& request)
      : limits_(limits),
        request_(request),
        input_(request.input_tokens.value_or(0)),
        output_(request.output_tokens.value_or(0)) {}

  bool Violates(int64_t input, int64_t output) const {
    const int64_t used = input + (limits_.output_outside_window ? 0 : output);
    return (limits_.max_input.has_value() && input > *limits_.max_input) ||
           (limits_.max_output.has_value() && output > *limits_.max_output) ||
           (limits_.context_window.has_value() &&
            used > *limits_.context_window);
  }

  FitVerdict Verdict() const {
    const bool has_input = request_.input_tokens.has_value();
    const bool has_output = request_.output_tokens.has_value();
    const bool has_window = limits_.context_window.has_value();
    if (Violates(input_, output_)) {
      return FitVerdict::kDoesNotFit;
    }
    const bool known =
        (!has_input || limits_.max_input.has_value() || has_window) &&
        (!has_output || limits_.max_output.has_value()) &&
        (!has_input || !has_output || has_window ||
         limits_.output_outside_window);
    return known ? FitVerdict::kFits : FitVerdict::kUnknown;
  }

  // Most output beside the input; unset if anything goes.
  std::optional<int64_t> AvailableOutput() const {
    if (!request_.input_tokens.has_value()) {
      return std::nullopt;
    }
    for (int64_t output = 0; output <= kBound; ++output) {
      if (Violates(input_, output)) {
        return std::max<int64_t>(output - 1, 0);
      }
    }
    return std::nullopt;
  }

  // Fewest tokens to take off one side so that the request fits.
  std::optional<int64_t> CutInput() const {
    for (int64_t cut = 0; cut <= input_; ++cut) {
      if (!Violates(input_ - cut, output_)) {
        return cut;
      }
    }
    return std::nullopt;
  }
  std::optional<int64_t> CutOutput() const {
    for (int64_t cut = 0; cut <= output_; ++cut) {
      if (!Violates(input_, output_ - cut)) {
        return cut;
      }
    }
    return std::nullopt;
  }

  // Fewest even chunks that each fit beside `output`, and the largest of them.
  std::pair<int64_t, int64_t> Split(int64_t output) const {
    for (int64_t chunks = 1; chunks <= kBound; ++chunks) {
      const int64_t total = input_ + (chunks - 1) * request_.chunk_overlap;
      const int64_t largest = total / chunks + (total % chunks != 0 ? 1 : 0);
      if (!Violates(largest, output)) {
        return {chunks, largest};
      }
    }
    return {0, 0};
  }

 private:
  static constexpr int64_t kBound = 60;

  const Limits& limits_;
  const FitRequest& request_;
  int64_t input_;
  int64_t output_;
};

void ExpectAdvice(const BruteForce& expected, const FitRequest& request,
                  const FitAdvice& advice) {
  const std::optional<int64_t> cut_input = expected.CutInput();
  const std::optional<int64_t> cut_output = expected.CutOutput();
  const int64_t input = request.input_tokens.value_or(0);
  int64_t output = request.output_tokens.value_or(0);
  // Where one cut is enough, it is never said to take both.
  EXPECT_EQ(advice.needs_both_cuts,
            !cut_input.has_value() && !cut_output.has_value());
  if (cut_input.has_value() || cut_output.has_value()) {
    EXPECT_EQ(advice.cut_input, cut_input);
    EXPECT_EQ(advice.cut_output, cut_output);
  } else {
    ASSERT_TRUE(advice.cut_input.has_value());
    ASSERT_TRUE(advice.cut_output.has_value());
    output -= *advice.cut_output;
    EXPECT_FALSE(expected.Violates(0, output));
    EXPECT_TRUE(expected.Violates(0, output + 1));
    EXPECT_FALSE(expected.Violates(input - *advice.cut_input, output));
    EXPECT_TRUE(expected.Violates(input - *advice.cut_input + 1, output));
  }
  if (advice.cut_input.has_value() && *advice.cut_input < input) {
    const auto [chunks, largest] = expected.Split(output);
    EXPECT_EQ(advice.chunks, chunks);
    EXPECT_EQ(advice.chunk_tokens, largest);
  } else {
    EXPECT_EQ(advice.chunks, 0);
  }
}

TEST(FitProperty, AgreesWithTryingEverything) {
  std::mt19937 random(20'260'801);  // NOLINT: the same cases every time
  const auto below = [&](int64_t bound) {
    return static_cast<int64_t>(random() % static_cast<uint64_t>(bound));
  };
  const auto maybe = [&](int64_t least, int64_t bound) {
    return below(4) == 0 ? std::nullopt
                         : std::optional<int64_t>(least + below(bound));
  };
  int with_advice = 0;
  for (int round = 0; round < 200'000; ++round) {
    Limits limits;
    limits.context_window = maybe(1, 16);
    limits.max_input = maybe(1, 16);
    limits.max_output = maybe(1, 16);
    limits.output_outside_window = below(3) == 0;
    const FitRequest request = Tokens(maybe(0, 20), maybe(0, 20), below(4));
    if (!request.input_tokens.has_value() &&
        !request.output_tokens.has_value()) {
      continue;
    }
    const absl::StatusOr<Fit> fit = CheckFit(limits, request);
    const BruteForce expected(limits, request);
    if (!fit.ok()) {
      EXPECT_THAT(fit, FailsWith(absl::StatusCode::kInvalidArgument,
                                 "INVALID_OVERLAP"));
      EXPECT_GT(request.chunk_overlap, 0);
      continue;
    }
    SCOPED_TRACE(absl::StrCat("window ", limits.context_window.value_or(-1),
                              " input ", limits.max_input.value_or(-1),
                              " output ", limits.max_output.value_or(-1),
                              " outside ", limits.output_outside_window, "; ",
                              request.input_tokens.value_or(-1), " + ",
                              request.output_tokens.value_or(-1), " overlap ",
                              request.chunk_overlap));
    ASSERT_EQ(fit->verdict, expected.Verdict());
    ASSERT_EQ(VerdictOf(limits, request), expected.Verdict());
    ASSERT_EQ(InputHeadroom(limits, request), fit->input_headroom);
    ASSERT_EQ(fit->available_output, expected.AvailableOutput());
    ASSERT_EQ(fit->advice.has_value(), fit->verdict == FitVerdict::kDoesNotFit);
    if (fit->advice.has_value()) {
      ++with_advice;
      ExpectAdvice(expected, request, *fit->advice);
      ASSERT_FALSE(testing::Test::HasFailure());
    }
  }
  EXPECT_GT(with_advice, 50'000);
}

// Every set of modalities out of two, known and asked for.
TEST(FitProperty, OneWordAboutModalitiesIsThatOfTheWholeAnswer) {
  for (int i = 0; i < 256; ++i) {
    const auto set = [i](int shift) {
      return static_cast<ModalitySet>((i >> shift & 3) << 1);
    };
    Limits limits;
    limits.max_input = 10;
    limits.input_modalities = set(0);
    limits.output_modalities = set(2);
    FitRequest request = Tokens(5, std::nullopt);
    request.input_modalities = set(4);
    request.output_modalities = set(6);
    const absl::StatusOr<Fit> fit = CheckFit(limits, request);
    ASSERT_THAT(fit, IsOk());
    EXPECT_EQ(VerdictOf(limits, request), fit->verdict) << i;
  }
}

}  // namespace
}  // namespace ratecard
