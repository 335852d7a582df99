// The flags that say what one request uses.

#ifndef RATECARD_CLIENT_USAGE_FLAGS_H_
#define RATECARD_CLIENT_USAGE_FLAGS_H_

#include "client/command.h"
#include "ratecard/v1/usage.pb.h"

namespace ratecard {

struct UsageFlag {
  const char* flag;
  const char* field;  // of Usage
  const char* help;
};

inline constexpr UsageFlag kUsageFlags[] = {
    {"--input", "input_tokens",
     "Input tokens, all of them: cached, written to a cache, of every "
     "modality"},
    {"--cached", "cache_read_tokens", "Of the input, read from a cache"},
    {"--cache-write", "cache_write_tokens",
     "Of the input, written to a cache, of every lifetime (5 minutes unless "
     "said otherwise)"},
    {"--cache-write-5m", "cache_write_5m_tokens",
     "Of these, kept for 5 minutes"},
    {"--cache-write-1h", "cache_write_1h_tokens", "Of these, kept for 1 hour"},
    {"--cache-write-12h", "cache_write_12h_tokens",
     "Of these, kept for 12 hours"},
    {"--audio-input", "audio_input_tokens", "Of the input, audio"},
    {"--image-input", "image_input_tokens", "Of the input, images"},
    {"--video-input", "video_input_tokens", "Of the input, video"},
    {"--cached-audio", "cached_audio_input_tokens",
     "Of the audio, read from a cache"},
    {"--cached-image", "cached_image_input_tokens",
     "Of the images, read from a cache"},
    {"--cached-video", "cached_video_input_tokens",
     "Of the video, read from a cache"},
    {"--output", "output_tokens",
     "Output tokens, all of them: reasoning and every modality"},
    {"--reasoning", "reasoning_tokens", "Of the output, reasoning"},
    {"--audio-output", "audio_output_tokens", "Of the output, audio"},
    {"--image-output", "image_output_tokens", "Of the output, images"},
    {"--video-output", "video_output_tokens", "Of the output, video"},
    {"--web-searches", "web_searches", "Web searches done for the request"},
    {"--requests", "requests",
     "Requests that bear a fee of their own. Default: 1"},
};

// Adds one for each field of Usage, and `--quantity` for everything else. They
// fill `usage`, which must outlive the command.
void AddUsageFlags(Command& command, v1::Usage* usage);

}  // namespace ratecard

#endif  // RATECARD_CLIENT_USAGE_FLAGS_H_
