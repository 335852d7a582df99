#include "service/pricing/meter.h"

#include "service/money/amount.h"

namespace ratecard {
namespace {

constexpr int64_t kMillion = 1'000'000;
constexpr int64_t kThousand = 1'000;
constexpr int64_t kMinute = 60'000;
constexpr int64_t kHour = 3'600'000;

constexpr MeterInfo Info(absl::string_view name, int64_t unit_quantity,
                         CostPart part) {
  return {name, unit_quantity, part, kUnitDenominator / unit_quantity};
}

}  // namespace

// In the order of the enum.
constexpr std::array<MeterInfo, kMeterCount> kMeterInfo = {{
    Info("unspecified", 1, CostPart::kOther),
    Info("input_tokens", kMillion, CostPart::kInput),
    Info("cache_read_tokens", kMillion, CostPart::kCache),
    Info("cache_write_5m_tokens", kMillion, CostPart::kCache),
    Info("cache_write_1h_tokens", kMillion, CostPart::kCache),
    Info("cache_write_12h_tokens", kMillion, CostPart::kCache),
    Info("audio_input_tokens", kMillion, CostPart::kInput),
    Info("audio_cache_read_tokens", kMillion, CostPart::kCache),
    Info("audio_cache_write_5m_tokens", kMillion, CostPart::kCache),
    Info("audio_cache_write_1h_tokens", kMillion, CostPart::kCache),
    Info("audio_cache_write_12h_tokens", kMillion, CostPart::kCache),
    Info("image_input_tokens", kMillion, CostPart::kInput),
    Info("image_cache_read_tokens", kMillion, CostPart::kCache),
    Info("image_cache_write_5m_tokens", kMillion, CostPart::kCache),
    Info("image_cache_write_1h_tokens", kMillion, CostPart::kCache),
    Info("image_cache_write_12h_tokens", kMillion, CostPart::kCache),
    Info("video_input_tokens", kMillion, CostPart::kInput),
    Info("video_cache_read_tokens", kMillion, CostPart::kCache),
    Info("video_cache_write_5m_tokens", kMillion, CostPart::kCache),
    Info("video_cache_write_1h_tokens", kMillion, CostPart::kCache),
    Info("video_cache_write_12h_tokens", kMillion, CostPart::kCache),
    Info("output_tokens", kMillion, CostPart::kOutput),
    Info("reasoning_tokens", kMillion, CostPart::kOutput),
    Info("audio_output_tokens", kMillion, CostPart::kOutput),
    Info("image_output_tokens", kMillion, CostPart::kOutput),
    Info("video_output_tokens", kMillion, CostPart::kOutput),
    Info("input_images", 1, CostPart::kOther),
    Info("output_images", 1, CostPart::kOther),
    Info("input_pixels", kMillion, CostPart::kOther),
    Info("output_pixels", kMillion, CostPart::kOther),
    Info("input_characters", kMillion, CostPart::kOther),
    Info("output_characters", kMillion, CostPart::kOther),
    Info("input_pages", kThousand, CostPart::kOther),
    Info("annotated_pages", kThousand, CostPart::kOther),
    Info("input_audio_milliseconds", kMinute, CostPart::kOther),
    Info("output_audio_milliseconds", kMinute, CostPart::kOther),
    Info("input_video_milliseconds", kMinute, CostPart::kOther),
    Info("output_video_milliseconds", kMinute, CostPart::kOther),
    Info("requests", kThousand, CostPart::kOther),
    Info("web_searches", kThousand, CostPart::kTools),
    Info("file_searches", kThousand, CostPart::kTools),
    Info("maps_queries", kThousand, CostPart::kTools),
    Info("sessions", 1, CostPart::kTools),
    Info("code_execution_milliseconds", kHour, CostPart::kTools),
    Info("cache_storage_token_hours", kMillion, CostPart::kCache),
    Info("rerank_units", kThousand, CostPart::kOther),
}};

absl::string_view NameOf(MeterState state) {
  switch (state) {
    case MeterState::kPriced:
      return "priced";
    case MeterState::kFree:
      return "free";
    case MeterState::kIncludedInPlan:
      return "included_in_plan";
    case MeterState::kUnpriced:
      return "unpriced";
    case MeterState::kUnspecified:
      break;
  }
  return "unspecified";
}

}  // namespace ratecard
