#include "service/pricing/meter.h"

#include <array>

namespace ratecard {
namespace {

constexpr int64_t kMillion = 1'000'000;
constexpr int64_t kThousand = 1'000;
constexpr int64_t kMinute = 60'000;
constexpr int64_t kHour = 3'600'000;

// In the order of the enum.
constexpr std::array<MeterInfo, kMeterCount> kInfo = {{
    {"unspecified", 1, CostPart::kOther},
    {"input_tokens", kMillion, CostPart::kInput},
    {"cache_read_tokens", kMillion, CostPart::kCache},
    {"cache_write_5m_tokens", kMillion, CostPart::kCache},
    {"cache_write_1h_tokens", kMillion, CostPart::kCache},
    {"cache_write_12h_tokens", kMillion, CostPart::kCache},
    {"audio_input_tokens", kMillion, CostPart::kInput},
    {"audio_cache_read_tokens", kMillion, CostPart::kCache},
    {"audio_cache_write_5m_tokens", kMillion, CostPart::kCache},
    {"audio_cache_write_1h_tokens", kMillion, CostPart::kCache},
    {"audio_cache_write_12h_tokens", kMillion, CostPart::kCache},
    {"image_input_tokens", kMillion, CostPart::kInput},
    {"image_cache_read_tokens", kMillion, CostPart::kCache},
    {"image_cache_write_5m_tokens", kMillion, CostPart::kCache},
    {"image_cache_write_1h_tokens", kMillion, CostPart::kCache},
    {"image_cache_write_12h_tokens", kMillion, CostPart::kCache},
    {"video_input_tokens", kMillion, CostPart::kInput},
    {"video_cache_read_tokens", kMillion, CostPart::kCache},
    {"video_cache_write_5m_tokens", kMillion, CostPart::kCache},
    {"video_cache_write_1h_tokens", kMillion, CostPart::kCache},
    {"video_cache_write_12h_tokens", kMillion, CostPart::kCache},
    {"output_tokens", kMillion, CostPart::kOutput},
    {"reasoning_tokens", kMillion, CostPart::kOutput},
    {"audio_output_tokens", kMillion, CostPart::kOutput},
    {"image_output_tokens", kMillion, CostPart::kOutput},
    {"video_output_tokens", kMillion, CostPart::kOutput},
    {"input_images", 1, CostPart::kOther},
    {"output_images", 1, CostPart::kOther},
    {"input_pixels", kMillion, CostPart::kOther},
    {"output_pixels", kMillion, CostPart::kOther},
    {"input_characters", kMillion, CostPart::kOther},
    {"output_characters", kMillion, CostPart::kOther},
    {"input_pages", kThousand, CostPart::kOther},
    {"annotated_pages", kThousand, CostPart::kOther},
    {"input_audio_milliseconds", kMinute, CostPart::kOther},
    {"output_audio_milliseconds", kMinute, CostPart::kOther},
    {"input_video_milliseconds", kMinute, CostPart::kOther},
    {"output_video_milliseconds", kMinute, CostPart::kOther},
    {"requests", kThousand, CostPart::kOther},
    {"web_searches", kThousand, CostPart::kTools},
    {"file_searches", kThousand, CostPart::kTools},
    {"maps_queries", kThousand, CostPart::kTools},
    {"sessions", 1, CostPart::kTools},
    {"code_execution_milliseconds", kHour, CostPart::kTools},
    {"cache_storage_token_hours", kMillion, CostPart::kCache},
    {"rerank_units", kThousand, CostPart::kOther},
}};

}  // namespace

const MeterInfo& InfoOf(Meter meter) {
  return kInfo[static_cast<size_t>(Index(meter))];
}

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
