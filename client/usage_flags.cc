#include "client/usage_flags.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "client/flags.h"
#include "client/quantity.h"
#include "service/base/utf8.h"

namespace ratecard {
namespace {

constexpr char kUsageGroup[] = "What the request uses";

struct UsageFlag {
  const char* flag;
  const char* field;
  const char* help;
};

constexpr UsageFlag kUsageFlags[] = {
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

void AddQuantities(Command& command, v1::Usage* usage) {
  // Not split at commas, as AddTexts does: they separate parameters here.
  CLI::Option* option =
      command.app->add_option_function<std::vector<std::string>>(
          "--quantity",
          [usage](const std::vector<std::string>& texts) {
            for (const std::string& text : texts) {
              size_t bad = 0;
              if (!IsUtf8(text, &bad)) {
                throw CLI::ValidationError(
                    "--quantity",
                    absl::StrCat("'", Shortened(absl::CHexEscape(text)),
                                 "' is not UTF-8"));
              }
              const absl::StatusOr<v1::MeterQuantity> quantity =
                  ParseMeterQuantity(text);
              if (!quantity.ok()) {
                throw CLI::ValidationError(
                    "--quantity", std::string(quantity.status().message()));
              }
              *usage->add_quantities() = *quantity;
            }
          },
          "Anything that is not a token, as often as needed: "
          "METER[:key=value,...]=N, for example "
          "output_images:size=1024x1024,quality=high=3");
  option->allow_extra_args(false)->option_text("METER=N")->group(kUsageGroup);
  command.flag_of_field.emplace_back("usage.quantities", "--quantity");
}

}  // namespace

void AddUsageFlags(Command& command, v1::Usage* usage) {
  for (const UsageFlag& flag : kUsageFlags) {
    const google::protobuf::FieldDescriptor* field =
        v1::Usage::descriptor()->FindFieldByName(flag.field);
    AddQuantity(command, flag.flag, flag.help, [usage, field](int64_t value) {
      usage->GetReflection()->SetInt64(usage, field, value);
    })->group(kUsageGroup);
    command.flag_of_field.emplace_back(absl::StrCat("usage.", flag.field),
                                       flag.flag);
  }
  AddQuantities(command, usage);
}

}  // namespace ratecard
