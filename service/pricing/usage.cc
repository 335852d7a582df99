#include "service/pricing/usage.h"

#include <algorithm>

namespace ratecard {
namespace {

// In the order of the enum.
constexpr std::array<absl::string_view, kUsageFieldCount> kNames = {
    "input_tokens",
    "cache_read_tokens",
    "cache_write_tokens",
    "cache_write_5m_tokens",
    "cache_write_1h_tokens",
    "cache_write_12h_tokens",
    "audio_input_tokens",
    "image_input_tokens",
    "video_input_tokens",
    "cached_audio_input_tokens",
    "cached_image_input_tokens",
    "cached_video_input_tokens",
    "output_tokens",
    "reasoning_tokens",
    "audio_output_tokens",
    "image_output_tokens",
    "video_output_tokens",
    "web_searches",
    "requests",
};

}  // namespace

absl::string_view NameOf(UsageField field) {
  return kNames[static_cast<size_t>(field)];
}

std::optional<UsageField> UsageFieldOf(absl::string_view name) {
  const auto found = std::find(kNames.begin(), kNames.end(), name);
  if (found == kNames.end()) {
    return std::nullopt;
  }
  return static_cast<UsageField>(found - kNames.begin());
}

}  // namespace ratecard
