// Whether a request stays inside a model's limits.

#ifndef RATECARD_SERVICE_FIT_FIT_H_
#define RATECARD_SERVICE_FIT_FIT_H_

#include <cstdint>
#include <optional>

#include "absl/container/inlined_vector.h"
#include "absl/status/statusor.h"

namespace ratecard {

// Kinds of content. Mirrors ratecard.v1.Modality.
enum class Modality : uint8_t {
  kUnspecified = 0,
  kText,
  kAudio,
  kImage,
  kVideo,
  kDocument,
  kEmbedding,
};
inline constexpr int kModalityCount = 7;

// A set of modalities: bit i is the modality with number i.
using ModalitySet = uint8_t;
constexpr ModalitySet Bit(Modality modality) {
  return static_cast<ModalitySet>(1u << static_cast<unsigned>(modality));
}

// Token limits. Unset: not published, which is never taken as unlimited.
struct Limits {
  std::optional<int64_t> context_window;
  std::optional<int64_t> max_input;
  std::optional<int64_t> max_output;
  bool output_outside_window = false;
  // What the model takes and gives. 0: not known.
  ModalitySet input_modalities = 0;
  ModalitySet output_modalities = 0;

  bool any() const {
    return context_window.has_value() || max_input.has_value() ||
           max_output.has_value();
  }
};

// What to check. Unset: not checked.
struct FitRequest {
  std::optional<int64_t> input_tokens;
  std::optional<int64_t> output_tokens;
  ModalitySet input_modalities = 0;
  ModalitySet output_modalities = 0;
  int64_t chunk_overlap = 0;
};

// Mirrors ratecard.v1.FitVerdict.
enum class FitVerdict : uint8_t {
  kUnspecified = 0,
  kFits,
  kDoesNotFit,
  kUnknown
};

// Mirrors ratecard.v1.LimitKind.
enum class LimitKind : uint8_t {
  kUnspecified = 0,
  kContextWindow,
  kInput,
  kOutput,
  kInputModality,
  kOutputModality,
};

struct LimitViolation {
  LimitKind limit = LimitKind::kUnspecified;
  int64_t allowed = 0;
  int64_t requested = 0;
  int64_t excess = 0;
  Modality modality = Modality::kUnspecified;
};

struct FitAdvice {
  std::optional<int64_t> cut_input;
  std::optional<int64_t> cut_output;
  bool needs_both_cuts = false;  // else each that is set does alone
  int64_t chunks = 0;
  int64_t chunk_tokens = 0;
};

// See ratecard.v1.ContextFit for the meaning of each.
struct Fit {
  FitVerdict verdict = FitVerdict::kUnknown;
  absl::InlinedVector<LimitViolation, 3> violations;
  absl::InlinedVector<LimitKind, 3> missing;
  std::optional<int64_t> available_output;
  std::optional<int64_t> input_headroom;
  std::optional<int64_t> window_used_ppm;
  std::optional<FitAdvice> advice;
};

// Checks `request` against `limits`. Quantities are in tokens.
//
// Errors (INVALID_ARGUMENT), with the field's name in the API:
// NEGATIVE_QUANTITY; FIT_REQUIRED if nothing is to be checked; INVALID_OVERLAP
// if the overlap leaves no room for progress. Thread-safe.
absl::StatusOr<Fit> CheckFit(const Limits& limits, const FitRequest& request);

// Two of the answers of CheckFit, for those who ask of many models. Require a
// request that CheckFit accepts. Thread-safe; do not allocate.
FitVerdict VerdictOf(const Limits& limits, const FitRequest& request);
std::optional<int64_t> InputHeadroom(const Limits& limits,
                                     const FitRequest& request);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_FIT_FIT_H_
