#include "service/fit/fit.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "absl/numeric/int128.h"
#include "absl/strings/str_cat.h"
#include "service/base/error.h"
#include "service/base/status_macros.h"

namespace ratecard {
namespace {

using absl::int128;
using OptionalTokens = std::optional<int64_t>;

constexpr int64_t kPpm = 1'000'000;

int64_t Saturate(int128 value) {
  constexpr int64_t kMin = std::numeric_limits<int64_t>::min();
  constexpr int64_t kMax = std::numeric_limits<int64_t>::max();
  return static_cast<int64_t>(std::clamp(value, int128(kMin), int128(kMax)));
}

int64_t CeilDivide(int128 dividend, int128 divisor) {
  return static_cast<int64_t>((dividend + divisor - 1) / divisor);
}

// The lower of two limits, of which either may be unpublished.
OptionalTokens Lower(OptionalTokens a, OptionalTokens b) {
  if (!a.has_value() || !b.has_value()) {
    return a.has_value() ? a : b;
  }
  return std::min(*a, *b);
}

// A request beside the limits of a model, as far as both are known.
struct Check {
  const Limits& limits;
  const FitRequest& request;
  int64_t input = 0;   // 0 if it was not given
  int64_t output = 0;  // 0 if it was not given
  // Most that a request can hold of each, whatever it holds of the other.
  OptionalTokens input_max;
  OptionalTokens output_max;

  Check(const Limits& model_limits, const FitRequest& fit_request)
      : limits(model_limits),
        request(fit_request),
        input(fit_request.input_tokens.value_or(0)),
        output(fit_request.output_tokens.value_or(0)),
        input_max(Lower(limits.max_input, limits.context_window)),
        output_max(limits.output_outside_window
                       ? limits.max_output
                       : Lower(limits.max_output, limits.context_window)) {}

  bool input_fits() const {
    return !input_max.has_value() || input <= *input_max;
  }
  bool output_fits() const {
    return !output_max.has_value() || output <= *output_max;
  }
  // Tokens of `output_tokens` that take room in the window.
  int64_t InWindow(int64_t output_tokens) const {
    return limits.output_outside_window ? 0 : output_tokens;
  }
  // Most input beside so much output; below 0 if the output alone is too much.
  OptionalTokens InputBeside(int64_t output_tokens) const {
    if (!limits.context_window.has_value()) {
      return input_max;
    }
    return Lower(input_max, *limits.context_window - InWindow(output_tokens));
  }
  // Most output beside the input, which fits.
  OptionalTokens OutputBesideInput() const {
    if (limits.output_outside_window || !limits.context_window.has_value()) {
      return output_max;
    }
    return Lower(output_max, *limits.context_window - input);
  }
  int128 window_used() const { return int128(input) + InWindow(output); }
};

absl::Status Validate(const FitRequest& request) {
  const std::pair<absl::string_view, int64_t> quantities[] = {
      {"input_tokens", request.input_tokens.value_or(0)},
      {"max_output_tokens", request.output_tokens.value_or(0)},
      {"chunk_overlap_tokens", request.chunk_overlap},
  };
  for (const auto& [field, quantity] : quantities) {
    if (quantity < 0) {
      return Error(absl::StatusCode::kInvalidArgument, "NEGATIVE_QUANTITY",
                   absl::StrCat(field, " is ", quantity,
                                "; quantities are at least 0"))
          .Field(field, "must be at least 0");
    }
  }
  if (!request.input_tokens.has_value() && !request.output_tokens.has_value() &&
      request.input_modalities == 0 && request.output_modalities == 0) {
    return Error(absl::StatusCode::kInvalidArgument, "FIT_REQUIRED",
                 "nothing to check: give input_tokens, max_output_tokens or "
                 "modalities")
        .Field("input_tokens", "nothing to check");
  }
  return absl::OkStatus();
}

void AddViolation(LimitKind limit, int64_t allowed, int128 requested,
                  Fit* fit) {
  if (requested > allowed) {
    fit->violations.push_back({limit, allowed, Saturate(requested),
                               Saturate(requested - allowed),
                               Modality::kUnspecified});
  }
}

void CheckTokens(const Check& check, Fit* fit) {
  const Limits& limits = check.limits;
  const bool has_input = check.request.input_tokens.has_value();
  const bool has_output = check.request.output_tokens.has_value();
  if (limits.context_window.has_value()) {
    AddViolation(LimitKind::kContextWindow, *limits.context_window,
                 check.window_used(), fit);
  } else if (has_input && (!limits.max_input.has_value() ||
                           (has_output && !limits.output_outside_window))) {
    // A window would do in place of an input limit, but not the reverse.
    fit->missing.push_back(LimitKind::kContextWindow);
  }
  if (has_input && limits.max_input.has_value()) {
    AddViolation(LimitKind::kInput, *limits.max_input, check.input, fit);
  }
  if (has_output && limits.max_output.has_value()) {
    AddViolation(LimitKind::kOutput, *limits.max_output, check.output, fit);
  } else if (has_output) {
    fit->missing.push_back(LimitKind::kOutput);
  }
}

// Returns whether the model has every modality that is asked for, as far as is
// known.
bool CheckModalities(ModalitySet asked, ModalitySet known, LimitKind limit,
                     Fit* fit) {
  if (asked != 0 && known == 0) {
    fit->missing.push_back(limit);
    return true;
  }
  bool has_all = true;
  for (int i = 1; i < kModalityCount; ++i) {
    const auto modality = static_cast<Modality>(i);
    if ((asked & Bit(modality)) != 0 && (known & Bit(modality)) == 0) {
      fit->violations.push_back({limit, 0, 0, 0, modality});
      has_all = false;
    }
  }
  return has_all;
}

std::optional<int64_t> HeadroomOf(const Check& check) {
  const OptionalTokens most = check.InputBeside(check.output);
  if (!most.has_value()) {
    return std::nullopt;
  }
  return Saturate(int128(*most) - check.input);
}

void Measure(const Check& check, Fit* fit) {
  const Limits& limits = check.limits;
  if (!check.input_fits()) {
    fit->available_output = 0;
  } else if (check.request.input_tokens.has_value()) {
    fit->available_output = check.OutputBesideInput();
  }
  fit->input_headroom = HeadroomOf(check);
  if (limits.context_window.has_value() && *limits.context_window > 0) {
    fit->window_used_ppm =
        Saturate(check.window_used() * kPpm / *limits.context_window);
  }
}

// Splits the input evenly into as few requests of at most `most` tokens as
// possible, each after the first repeating the end of the one before.
absl::Status Split(const Check& check, int64_t most, FitAdvice* advice) {
  const int64_t overlap = check.request.chunk_overlap;
  if (most <= 0) {
    return absl::OkStatus();
  }
  if (overlap >= most) {
    return Error(absl::StatusCode::kInvalidArgument, "INVALID_OVERLAP",
                 absl::StrCat("chunk_overlap_tokens is ", overlap,
                              ", but a chunk holds only ", most,
                              " tokens: no chunk would add anything"))
        .Field("chunk_overlap_tokens", absl::StrCat("must be below ", most));
  }
  // The fewest n such that input + (n - 1) × overlap <= n × most.
  advice->chunks =
      CeilDivide(int128(check.input) - overlap, int128(most) - overlap);
  advice->chunk_tokens =
      CeilDivide(int128(check.input) + int128(advice->chunks - 1) * overlap,
                 advice->chunks);
  return absl::OkStatus();
}

// What to cut. Where input and output each fit by themselves, or only one of
// them does not, each cut that is given does alone; where neither fits, it
// takes both, and the input is cut so that the most output fits beside it.
absl::StatusOr<FitAdvice> Advise(const Check& check) {
  FitAdvice advice;
  if (!check.output_fits() && !check.input_fits()) {
    advice.needs_both_cuts = true;
    advice.cut_output = check.output - *check.output_max;
  } else if (check.input_fits()) {
    const OptionalTokens most = check.OutputBesideInput();
    if (most.has_value() && check.output > *most) {
      advice.cut_output = check.output - *most;
    }
  }
  if (check.output_fits() || !check.input_fits()) {
    const OptionalTokens most = check.InputBeside(
        check.output - (check.output_fits() ? 0 : *advice.cut_output));
    if (most.has_value() && check.input > *most) {
      advice.cut_input = check.input - *most;
      RATECARD_RETURN_IF_ERROR(Split(check, *most, &advice));
    }
  }
  return advice;
}

// Whether a set is known and lacks some of what is asked for.
bool Lacks(ModalitySet known, ModalitySet asked) {
  return known != 0 && (asked & ~known) != 0;
}

}  // namespace

FitVerdict VerdictOf(const Limits& limits, const FitRequest& request) {
  const bool has_input = request.input_tokens.has_value();
  const bool has_output = request.output_tokens.has_value();
  const Check check(limits, request);
  const auto exceeds = [](int128 requested, OptionalTokens limit) {
    return limit.has_value() && requested > *limit;
  };
  if (exceeds(check.window_used(), limits.context_window) ||
      (has_input && exceeds(check.input, limits.max_input)) ||
      (has_output && exceeds(check.output, limits.max_output)) ||
      Lacks(limits.input_modalities, request.input_modalities) ||
      Lacks(limits.output_modalities, request.output_modalities)) {
    return FitVerdict::kDoesNotFit;
  }
  const bool window_missing = !limits.context_window.has_value() && has_input &&
                              (!limits.max_input.has_value() ||
                               (has_output && !limits.output_outside_window));
  const bool known =
      !window_missing && (!has_output || limits.max_output.has_value()) &&
      (request.input_modalities == 0 || limits.input_modalities != 0) &&
      (request.output_modalities == 0 || limits.output_modalities != 0);
  return known ? FitVerdict::kFits : FitVerdict::kUnknown;
}

std::optional<int64_t> InputHeadroom(const Limits& limits,
                                     const FitRequest& request) {
  return HeadroomOf(Check(limits, request));
}

absl::StatusOr<Fit> CheckFit(const Limits& limits, const FitRequest& request) {
  RATECARD_RETURN_IF_ERROR(Validate(request));
  const Check check(limits, request);
  Fit fit;
  CheckTokens(check, &fit);
  const bool tokens_fit = fit.violations.empty();
  const bool takes_all =
      CheckModalities(request.input_modalities, limits.input_modalities,
                      LimitKind::kInputModality, &fit);
  const bool gives_all =
      CheckModalities(request.output_modalities, limits.output_modalities,
                      LimitKind::kOutputModality, &fit);
  Measure(check, &fit);
  if (!fit.violations.empty()) {
    fit.verdict = FitVerdict::kDoesNotFit;
  } else if (fit.missing.empty()) {
    fit.verdict = FitVerdict::kFits;
  }
  // No cut helps where a modality is not taken.
  if (!tokens_fit && takes_all && gives_all) {
    RATECARD_ASSIGN_OR_RETURN(fit.advice, Advise(check));
  }
  return fit;
}

}  // namespace ratecard
