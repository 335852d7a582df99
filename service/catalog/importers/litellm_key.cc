#include "service/catalog/importers/litellm_key.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace ratecard {
namespace {

constexpr PriceScale kPerOne{1, 1};
constexpr PriceScale kPerThousand{1'000, 1};
constexpr PriceScale kPerMillion{1'000'000, 1};
// A second of what is priced by the minute.
constexpr PriceScale kPerSecond{60, 1};

// What may follow `input_cost_per_` and `output_cost_per_`.
struct Unit {
  absl::string_view name;
  LiteLlmUnit input;
  v1::Meter input_meter;
  LiteLlmUnit output;
  v1::Meter output_meter;
  PriceScale scale;
};

constexpr auto kIs = LiteLlmUnit::kMeter;
constexpr auto kNo = LiteLlmUnit::kNone;
constexpr auto kNoMeter = v1::METER_UNSPECIFIED;

constexpr Unit kUnits[] = {
    {"token", kIs, v1::METER_INPUT_TOKENS, kIs, v1::METER_OUTPUT_TOKENS,
     kPerMillion},
    {"token_cache_hit", kIs, v1::METER_CACHE_READ_TOKENS, kNo, kNoMeter,
     kPerMillion},
    {"audio_token", kIs, v1::METER_AUDIO_INPUT_TOKENS, kIs,
     v1::METER_AUDIO_OUTPUT_TOKENS, kPerMillion},
    {"image_token", kIs, v1::METER_IMAGE_INPUT_TOKENS, kIs,
     v1::METER_IMAGE_OUTPUT_TOKENS, kPerMillion},
    {"video_token", kIs, v1::METER_VIDEO_INPUT_TOKENS, kIs,
     v1::METER_VIDEO_OUTPUT_TOKENS, kPerMillion},
    {"reasoning_token", kNo, kNoMeter, kIs, v1::METER_REASONING_TOKENS,
     kPerMillion},
    {"character", kIs, v1::METER_INPUT_CHARACTERS, kIs,
     v1::METER_OUTPUT_CHARACTERS, kPerMillion},
    {"image", LiteLlmUnit::kInputImage, kNoMeter, LiteLlmUnit::kOutputImage,
     kNoMeter, kPerOne},
    {"pixel", LiteLlmUnit::kInputPixel, kNoMeter, LiteLlmUnit::kOutputPixel,
     kNoMeter, kPerMillion},
    {"second", LiteLlmUnit::kInputSecond, kNoMeter, LiteLlmUnit::kOutputSecond,
     kNoMeter, kPerSecond},
    {"audio_per_second", kIs, v1::METER_INPUT_AUDIO_MILLISECONDS, kIs,
     v1::METER_OUTPUT_AUDIO_MILLISECONDS, kPerSecond},
    {"video_per_second", kIs, v1::METER_INPUT_VIDEO_MILLISECONDS, kIs,
     v1::METER_OUTPUT_VIDEO_MILLISECONDS, kPerSecond},
    {"query", LiteLlmUnit::kQuery, kNoMeter, kNo, kNoMeter, kPerThousand},
    {"request", kIs, v1::METER_REQUESTS, kNo, kNoMeter, kPerThousand},
    {"page", kIs, v1::METER_INPUT_PAGES, kNo, kNoMeter, kPerThousand},
};

// Keys of other forms.
struct Other {
  absl::string_view name;
  v1::Meter meter;
  PriceScale scale;
  absl::string_view left_out;  // instead of a meter
};

constexpr Other kOthers[] = {
    {"cache_read_input_token_cost", v1::METER_CACHE_READ_TOKENS, kPerMillion,
     ""},
    {"cache_read_input_audio_token_cost", v1::METER_AUDIO_CACHE_READ_TOKENS,
     kPerMillion, ""},
    {"cache_read_input_image_token_cost", v1::METER_IMAGE_CACHE_READ_TOKENS,
     kPerMillion, ""},
    {"cache_read_input_video_token_cost", v1::METER_VIDEO_CACHE_READ_TOKENS,
     kPerMillion, ""},
    {"cache_creation_input_token_cost", v1::METER_CACHE_WRITE_5M_TOKENS,
     kPerMillion, ""},
    {"cache_creation_input_audio_token_cost",
     v1::METER_AUDIO_CACHE_WRITE_5M_TOKENS, kPerMillion, ""},
    {"cache_creation_input_image_token_cost",
     v1::METER_IMAGE_CACHE_WRITE_5M_TOKENS, kPerMillion, ""},
    {"cache_creation_input_video_token_cost",
     v1::METER_VIDEO_CACHE_WRITE_5M_TOKENS, kPerMillion, ""},
    {"ocr_cost_per_page", v1::METER_INPUT_PAGES, kPerThousand, ""},
    {"annotation_cost_per_page", v1::METER_ANNOTATED_PAGES, kPerThousand, ""},
    {"code_interpreter_cost_per_session", v1::METER_SESSIONS, kPerOne, ""},
    {"google_maps_grounding_cost_per_query", v1::METER_MAPS_QUERIES,
     kPerThousand, ""},
    {"file_search_cost_per_1k_calls", v1::METER_FILE_SEARCHES, kPerOne, ""},
    {"explicit_cache_read_input_token_cost", kNoMeter, kPerMillion,
     "explicit caching has a read price of its own"},
    {"citation_cost_per_token", kNoMeter, kPerMillion, "price of citations"},
    {"input_cost_per_text_message", kNoMeter, kPerOne,
     "price of a message in a voice session"},
    {"ocr_cost_per_credit", kNoMeter, kPerOne, "price of a credit"},
    {"input_dbu_cost_per_token", kNoMeter, kPerMillion,
     "price in Databricks units"},
    {"output_dbu_cost_per_token", kNoMeter, kPerMillion,
     "price in Databricks units"},
    {"guardrail_cost_per_unit", kNoMeter, kPerOne, "price of guardrails"},
    {"cost_per_second", kNoMeter, kPerSecond, "price of a commitment"},
    {"file_search_cost_per_gb_per_day", kNoMeter, kPerOne, "price of storage"},
    {"vector_store_cost_per_gb_per_day", kNoMeter, kPerOne, "price of storage"},
    {"computer_use_input_cost_per_1k_tokens", kNoMeter, kPerThousand,
     "price of computer use"},
    {"computer_use_output_cost_per_1k_tokens", kNoMeter, kPerThousand,
     "price of computer use"},
};

bool IsDigits(absl::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(),
                     [](unsigned char c) { return absl::ascii_isdigit(c); });
}

// Whether `key` begins with `name` and goes on with nothing or a suffix.
bool BeginsWith(absl::string_view key, absl::string_view name) {
  return absl::StartsWith(key, name) &&
         (key.size() == name.size() || key[name.size()] == '_');
}

// The longest of `table` with which `key` begins; null if none does.
template <typename Entry, size_t kSize>
const Entry* FindLongest(const Entry (&table)[kSize], absl::string_view key) {
  const Entry* longest = nullptr;
  for (const Entry& entry : table) {
    if (BeginsWith(key, entry.name) &&
        (longest == nullptr || entry.name.size() > longest->name.size())) {
      longest = &entry;
    }
  }
  return longest;
}

// Takes what is priced off the beginning of `*key`.
bool TakePriced(absl::string_view* key, LiteLlmKey* parsed) {
  if (const Other* other = FindLongest(kOthers, *key)) {
    parsed->unit = other->meter == kNoMeter ? kNo : kIs;
    parsed->meter = other->meter;
    parsed->scale = other->scale;
    parsed->left_out = other->left_out;
    key->remove_prefix(other->name.size());
    return true;
  }
  const bool input = absl::ConsumePrefix(key, "input_cost_per_");
  if (!input && !absl::ConsumePrefix(key, "output_cost_per_")) {
    return false;
  }
  const Unit* unit = FindLongest(kUnits, *key);
  if (unit == nullptr || (input ? unit->input : unit->output) == kNo) {
    return false;
  }
  parsed->unit = input ? unit->input : unit->output;
  parsed->meter = input ? unit->input_meter : unit->output_meter;
  parsed->scale = unit->scale;
  key->remove_prefix(unit->name.size());
  return true;
}

bool SetOnce(absl::string_view value, std::string* out) {
  const bool first = out->empty();
  *out = std::string(value);
  return first;
}

// `12hr`: moves a cache write to its meter of that lifetime. The meters of a
// modality follow one another in the order 5 minutes, 1 hour, 12 hours.
bool SetLifetime(int64_t hours, LiteLlmKey* parsed) {
  switch (parsed->meter) {
    case v1::METER_CACHE_WRITE_5M_TOKENS:
    case v1::METER_AUDIO_CACHE_WRITE_5M_TOKENS:
    case v1::METER_IMAGE_CACHE_WRITE_5M_TOKENS:
    case v1::METER_VIDEO_CACHE_WRITE_5M_TOKENS:
      break;
    default:
      return false;
  }
  if (hours != 1 && hours != 12) {
    return false;
  }
  parsed->meter = static_cast<v1::Meter>(parsed->meter + (hours == 1 ? 1 : 2));
  return true;
}

// What follows `above_`.
bool TakeThreshold(absl::string_view* rest, LiteLlmKey* parsed) {
  size_t digits = 0;
  while (digits < rest->size() && digits < 10 &&
         absl::ascii_isdigit(static_cast<unsigned char>((*rest)[digits]))) {
    ++digits;
  }
  int64_t number = 0;
  const std::string text(rest->substr(0, digits));
  if (digits == 10 || !absl::SimpleAtoi(text, &number) || number == 0) {
    return false;
  }
  rest->remove_prefix(digits);
  const bool thousands = absl::ConsumePrefix(rest, "k_tokens");
  if (thousands || absl::ConsumePrefix(rest, "_tokens")) {
    const bool first = parsed->min_input_tokens == 0;
    parsed->min_input_tokens = number * (thousands ? 1000 : 1) + 1;
    return first;
  }
  if (absl::ConsumePrefix(rest, "hr")) {
    return SetLifetime(number, parsed);
  }
  if (absl::ConsumePrefix(rest, "s_interval")) {
    parsed->parameter_value = absl::StrCat("above_", text, "s");
    return SetOnce("interval", &parsed->parameter);
  }
  return false;
}

// `720p`, `4k`, `0.5K`, `1024`.
bool LooksLikeSize(absl::string_view word) {
  if (!absl::ConsumeSuffix(&word, "p") && !absl::ConsumeSuffix(&word, "k")) {
    absl::ConsumeSuffix(&word, "K");
  }
  const size_t point = word.find('.');
  return IsDigits(word.substr(0, point)) &&
         (point == absl::string_view::npos || IsDigits(word.substr(point + 1)));
}

bool SetSize(absl::string_view word, LiteLlmKey* parsed) {
  switch (parsed->unit) {
    case LiteLlmUnit::kInputImage:
    case LiteLlmUnit::kOutputImage:
      parsed->parameter_value = std::string(word);
      return SetOnce("size", &parsed->parameter);
    case LiteLlmUnit::kOutputSecond:
      parsed->parameter_value = std::string(word);
      return SetOnce("resolution", &parsed->parameter);
    default:
      break;
  }
  if (parsed->meter == v1::METER_INPUT_VIDEO_MILLISECONDS ||
      parsed->meter == v1::METER_OUTPUT_VIDEO_MILLISECONDS) {
    parsed->parameter_value = std::string(word);
    return SetOnce("resolution", &parsed->parameter);
  }
  return false;
}

// Any word may be a service tier, except those of which other keys are made: a
// key that is written wrong is not to pass for a tier.
bool MayBeTier(absl::string_view word) {
  constexpr absl::string_view kWords[] = {
      "above",     "audio",   "cache",  "cached", "character", "cost",
      "creation",  "hit",     "image",  "input",  "interval",  "miss",
      "output",    "page",    "per",    "pixel",  "query",     "read",
      "reasoning", "request", "second", "text",   "token",     "tokens",
      "video",     "write"};
  return !word.empty() &&
         std::all_of(word.begin(), word.end(),
                     [](unsigned char c) { return absl::ascii_islower(c); }) &&
         std::find(std::begin(kWords), std::end(kWords), word) ==
             std::end(kWords);
}

bool TakeSuffix(absl::string_view* rest, LiteLlmKey* parsed) {
  if (!absl::ConsumePrefix(rest, "_")) {
    return false;
  }
  if (absl::ConsumePrefix(rest, "above_")) {
    return TakeThreshold(rest, parsed);
  }
  const absl::string_view word = rest->substr(0, rest->find('_'));
  rest->remove_prefix(word.size());
  if (LooksLikeSize(word)) {
    return SetSize(word, parsed);
  }
  return MayBeTier(word) &&
         SetOnce(word == "batches" ? "batch" : word, &parsed->service_tier);
}

}  // namespace

std::optional<LiteLlmKey> ParseLiteLlmKey(absl::string_view key) {
  LiteLlmKey parsed;
  if (!TakePriced(&key, &parsed)) {
    return std::nullopt;
  }
  while (!key.empty()) {
    if (!TakeSuffix(&key, &parsed)) {
      return std::nullopt;
    }
  }
  if (parsed.service_tier.empty()) {
    parsed.service_tier = "standard";
  }
  return parsed;
}

}  // namespace ratecard
