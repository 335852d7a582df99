// Meters: what is counted and billed. Mirrors ratecard.v1.Meter, number by
// number (a test compares them); the comments there say what each one counts.

#ifndef RATECARD_SERVICE_PRICING_METER_H_
#define RATECARD_SERVICE_PRICING_METER_H_

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"

namespace ratecard {

enum class Meter : uint8_t {
  kUnspecified = 0,
  kInput,
  kCacheRead,
  kCacheWrite5m,
  kCacheWrite1h,
  kCacheWrite12h,
  kAudioInput,
  kAudioCacheRead,
  kAudioCacheWrite5m,
  kAudioCacheWrite1h,
  kAudioCacheWrite12h,
  kImageInput,
  kImageCacheRead,
  kImageCacheWrite5m,
  kImageCacheWrite1h,
  kImageCacheWrite12h,
  kVideoInput,
  kVideoCacheRead,
  kVideoCacheWrite5m,
  kVideoCacheWrite1h,
  kVideoCacheWrite12h,
  kOutput,
  kReasoning,
  kAudioOutput,
  kImageOutput,
  kVideoOutput,
  kInputImages,
  kOutputImages,
  kInputPixels,
  kOutputPixels,
  kInputCharacters,
  kOutputCharacters,
  kInputPages,
  kAnnotatedPages,
  kInputAudioMilliseconds,
  kOutputAudioMilliseconds,
  kInputVideoMilliseconds,
  kOutputVideoMilliseconds,
  kRequests,
  kWebSearches,
  kFileSearches,
  kMapsQueries,
  kSessions,
  kCodeExecutionMilliseconds,
  kCacheStorageTokenHours,
  kRerankUnits,
};

inline constexpr int kMeterCount = static_cast<int>(Meter::kRerankUnits) + 1;

// Input tokens form a table; a meter is a cell of it.
enum class InputModality : uint8_t { kText, kAudio, kImage, kVideo };
enum class CacheState : uint8_t {
  kUncached,
  kRead,
  kWrite5m,
  kWrite1h,
  kWrite12h
};

inline constexpr int kInputModalityCount = 4;
inline constexpr int kCacheStateCount = 5;

constexpr int Index(Meter meter) { return static_cast<int>(meter); }

constexpr Meter InputCell(InputModality modality, CacheState state) {
  return static_cast<Meter>(1 + static_cast<int>(modality) * kCacheStateCount +
                            static_cast<int>(state));
}

constexpr bool IsInputToken(Meter meter) {
  return meter >= Meter::kInput && meter <= Meter::kVideoCacheWrite12h;
}
constexpr bool IsOutputToken(Meter meter) {
  return meter >= Meter::kOutput && meter <= Meter::kVideoOutput;
}
constexpr bool IsToken(Meter meter) {
  return IsInputToken(meter) || IsOutputToken(meter);
}

// Requires IsInputToken(meter).
constexpr InputModality ModalityOf(Meter meter) {
  return static_cast<InputModality>((Index(meter) - 1) / kCacheStateCount);
}
constexpr CacheState CacheStateOf(Meter meter) {
  return static_cast<CacheState>((Index(meter) - 1) % kCacheStateCount);
}

// Disjoint parts of an estimate's total.
enum class CostPart : uint8_t { kInput, kOutput, kCache, kTools, kOther };
inline constexpr int kCostPartCount = 5;

// What is known about the price of a meter. Mirrors ratecard.v1.MeterState.
enum class MeterState : uint8_t {
  kUnspecified = 0,
  kPriced,
  kFree,
  kIncludedInPlan,
  kUnpriced,
};

struct MeterInfo {
  // lower_snake_case: `input_tokens`. Same as in the API, without its prefix.
  absl::string_view name;
  // Units that a price is for.
  int64_t unit_quantity;
  CostPart part;

  // kUnitDenominator ÷ unit_quantity, for TryCharge.
  int64_t multiplier;
};

extern const std::array<MeterInfo, kMeterCount> kMeterInfo;

// Facts about `meter`. Thread-safe, does not allocate.
inline const MeterInfo& InfoOf(Meter meter) {
  return kMeterInfo[static_cast<size_t>(Index(meter))];
}

// `priced`, `free`, `included_in_plan`, `unpriced`.
absl::string_view NameOf(MeterState state);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_PRICING_METER_H_
