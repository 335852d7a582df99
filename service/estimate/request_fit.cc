#include "service/estimate/request_fit.h"

#include <utility>

#include "absl/status/statusor.h"

namespace ratecard {
namespace {

using F = UsageField;

ModalitySet Add(ModalitySet set, Modality modality, bool used) {
  return used ? static_cast<ModalitySet>(set | Bit(modality)) : set;
}

}  // namespace

std::optional<FitRequest> FitRequestOf(const Usage& usage, int64_t input_tokens,
                                       int64_t output_tokens) {
  FitRequest request;
  if (usage.HasAny({F::kInputTokens, F::kCacheReadTokens, F::kCacheWriteTokens,
                    F::kCacheWrite5mTokens, F::kCacheWrite1hTokens,
                    F::kCacheWrite12hTokens, F::kAudioInputTokens,
                    F::kImageInputTokens, F::kVideoInputTokens,
                    F::kCachedAudioInputTokens, F::kCachedImageInputTokens,
                    F::kCachedVideoInputTokens})) {
    request.input_tokens = input_tokens;
  }
  if (usage.HasAny({F::kOutputTokens, F::kReasoningTokens,
                    F::kAudioOutputTokens, F::kImageOutputTokens,
                    F::kVideoOutputTokens})) {
    request.output_tokens = output_tokens;
  }
  if (!request.input_tokens.has_value() && !request.output_tokens.has_value()) {
    return std::nullopt;
  }
  // Text is never asked for: every list leaves out some of what is plain.
  ModalitySet in = 0;
  in = Add(in, Modality::kAudio,
           usage.Get(F::kAudioInputTokens) > 0 ||
               usage.Get(F::kCachedAudioInputTokens) > 0);
  in = Add(in, Modality::kImage,
           usage.Get(F::kImageInputTokens) > 0 ||
               usage.Get(F::kCachedImageInputTokens) > 0);
  in = Add(in, Modality::kVideo,
           usage.Get(F::kVideoInputTokens) > 0 ||
               usage.Get(F::kCachedVideoInputTokens) > 0);
  request.input_modalities = in;
  ModalitySet out = 0;
  out = Add(out, Modality::kAudio, usage.Get(F::kAudioOutputTokens) > 0);
  out = Add(out, Modality::kImage, usage.Get(F::kImageOutputTokens) > 0);
  out = Add(out, Modality::kVideo, usage.Get(F::kVideoOutputTokens) > 0);
  request.output_modalities = out;
  return request;
}

std::optional<Fit> FitOf(const Limits& limits, const Usage& usage,
                         int64_t input_tokens, int64_t output_tokens) {
  const std::optional<FitRequest> request =
      FitRequestOf(usage, input_tokens, output_tokens);
  if (!limits.any() || !request.has_value()) {
    return std::nullopt;
  }
  absl::StatusOr<Fit> fit = CheckFit(limits, *request);
  return fit.ok() ? std::optional<Fit>(*std::move(fit)) : std::nullopt;
}

std::optional<FitVerdict> FitVerdictOf(const Limits& limits, const Usage& usage,
                                       int64_t input_tokens,
                                       int64_t output_tokens) {
  const std::optional<FitRequest> request =
      FitRequestOf(usage, input_tokens, output_tokens);
  if (!limits.any() || !request.has_value()) {
    return std::nullopt;
  }
  return VerdictOf(limits, *request);
}

}  // namespace ratecard
