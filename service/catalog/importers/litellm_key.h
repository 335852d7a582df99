// The grammar of LiteLLM's price keys.
//
//   input_cost_per_token_above_272k_tokens_batches
//   └── what is priced ─┘└── threshold ──┘└ tier ┘
//
// What is priced comes first; what follows it may come in any order.

#ifndef RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_KEY_H_
#define RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_KEY_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "ratecard/v1/meter.pb.h"
#include "service/catalog/importers/price_text.h"
#include "service/catalog/importers/schedule_draft.h"

namespace ratecard {

// What a key prices, where the key alone does not say which meter that is.
enum class LiteLlmUnit : uint8_t {
  kMeter,         // `meter` of the key
  kInputSecond,   // of audio or of something else: the mode decides
  kOutputSecond,  // of audio or of video
  kInputImage,    // in image generation often an image made
  kOutputImage,
  kInputPixel,
  kOutputPixel,
  kQuery,
  kNone,  // nothing that a catalog can price; see `left_out`
};

struct LiteLlmKey {
  LiteLlmUnit unit = LiteLlmUnit::kMeter;
  v1::Meter meter = v1::METER_UNSPECIFIED;
  PriceScale scale;
  // Why the price has no place in a catalog; with kNone only.
  absl::string_view left_out;
  // Inclusive; 0 is none.
  int64_t min_input_tokens = 0;
  // `standard` if the key names none.
  std::string service_tier;
  // Size, resolution or interval; empty if the key names none.
  std::string parameter;
  std::string parameter_value;
};

// Nothing if `key` is no such key. Thread-safe.
std::optional<LiteLlmKey> ParseLiteLlmKey(absl::string_view key);

}  // namespace ratecard

#endif  // RATECARD_SERVICE_CATALOG_IMPORTERS_LITELLM_KEY_H_
