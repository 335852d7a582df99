// Published prices of OpenAI before GPT-6.1.

#ifndef RATECARD_TESTS_UNIT_API_RULES_OPENAI_H_
#define RATECARD_TESTS_UNIT_API_RULES_OPENAI_H_

#include "tests/unit/api/published_rule.h"

namespace ratecard {

inline const PublishedRule kOpenAiRules[] = {
    {"Gpt52CodexBillsCachedInputAtATenth",
     // 40,000 x 1.75 / 1,000,000 + 80,000 x 0.175 / 1,000,000 +
     // 8,000 x 14 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-5.2-codex"]:
     // input_cost_per_token, cache_read_input_token_cost,
     // output_cost_per_token;
     // https://developers.openai.com/api/docs/models/gpt-5.2-codex
     "openai/gpt-5.2-codex",
     "standard",
     "",
     "2026-07-01T00:00:00Z",
     "input_tokens: 120000 cache_read_tokens: 80000 output_tokens: 8000",
     "0.196",
     "standard",
     {}},
    {"Gpt52CodexKeepsItsPriceAfterItsRetirement",
     // 40,000 x 1.75 / 1,000,000 + 80,000 x 0.175 / 1,000,000 +
     // 8,000 x 14 / 1,000,000.
     // Source: as above.
     "openai/gpt-5.2-codex",
     "standard",
     "",
     "2026-11-22T00:00:00Z",
     "input_tokens: 120000 cache_read_tokens: 80000 output_tokens: 8000",
     "0.196",
     "standard",
     {v1::WARNING_CODE_MODEL_RETIRED}},
    {"Gpt52CodexAddsAFeePerWebSearch",
     // 40,000 x 1.75 / 1,000,000 + 80,000 x 0.175 / 1,000,000 +
     // 8,000 x 14 / 1,000,000 + 3 x 10 / 1,000.
     // Source: litellm.model_prices.json["gpt-5.2-codex"]:
     // input_cost_per_token, cache_read_input_token_cost,
     // output_cost_per_token;
     // https://developers.openai.com/api/docs/models/gpt-5.2-codex;
     // genai-prices openai/gpt-5.2 web_searches_kcount
     "openai/gpt-5.2-codex",
     "standard",
     "",
     "2026-07-01T00:00:00Z",
     "input_tokens: 120000 cache_read_tokens: 80000 output_tokens: 8000 "
     "web_searches: 3",
     "0.226",
     "standard",
     {}},
    {"Gpt52CodexCostsTwiceAsMuchWithPriority",
     // 40,000 x 3.5 / 1,000,000 + 80,000 x 0.35 / 1,000,000 +
     // 8,000 x 28 / 1,000,000.
     // Source: genai-prices openai/gpt-5.2 price_variants
     // service_tier=priority
     "openai/gpt-5.2-codex",
     "priority",
     "",
     "2026-10-12T00:00:00Z",
     "input_tokens: 120000 cache_read_tokens: 80000 output_tokens: 8000",
     "0.392",
     "priority",
     {v1::WARNING_CODE_MODEL_RETIRED}},
    {"Gpt56TerraTheSecondBeforeItsPriceCut",
     // 50,000 x 2.5 / 1,000,000 + 50,000 x 0.25 / 1,000,000 +
     // 4,000 x 15 / 1,000,000.
     // Source: model-prices openai/gpt-5.6-terra standard[0..1] (documented,
     // https://openai.com/index/gpt-5-6/); genai-prices openai/gpt-5.6-terra
     // prices[0..1]
     "openai/gpt-5.6-terra",
     "standard",
     "",
     "2026-07-29T23:59:59Z",
     "input_tokens: 100000 cache_read_tokens: 50000 output_tokens: 4000",
     "0.1975",
     "standard-2026-07-09",
     {}},
    {"Gpt56TerraFromTheInstantOfItsPriceCut",
     // 50,000 x 2 / 1,000,000 + 50,000 x 0.2 / 1,000,000 +
     // 4,000 x 12 / 1,000,000.
     // Source: as above.
     "openai/gpt-5.6-terra",
     "standard",
     "",
     "2026-07-30T00:00:00Z",
     "input_tokens: 100000 cache_read_tokens: 50000 output_tokens: 4000",
     "0.158",
     "standard",
     {}},
    {"Gpt56TerraBatchWritesHaveFourDecimals",
     // 99,992 x 1.25 / 1,000,000 + 8 x 1.5625 / 1,000,000 +
     // 4,000 x 7.5 / 1,000,000.
     // Source: model-prices openai/gpt-5.6-terra batch[1]
     "openai/gpt-5.6-terra",
     "batch",
     "",
     "2026-07-29T23:59:59Z",
     "input_tokens: 100000 cache_write_tokens: 8 output_tokens: 4000",
     "0.1550025",
     "batch-2026-07-09",
     {}},
    {"Gpt54BatchReadsCostThirteenCents",
     // 100,000 x 0.13 / 1,000,000 + 1,000 x 7.5 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-5.4"]:
     // cache_read_input_token_cost_batches = 1.3e-07
     "openai/gpt-5.4",
     "batch",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 100000 cache_read_tokens: 100000 output_tokens: 1000",
     "0.0205",
     "batch",
     {}},
    {"Gpt54PriorityAtTheStandardThreshold",
     // 272,000 x 5 / 1,000,000 + 1,000 x 30 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-5.4"]:
     // input_cost_per_token_priority, output_cost_per_token_priority
     "openai/gpt-5.4",
     "priority",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 272000 output_tokens: 1000",
     "1.39",
     "priority",
     {}},
    {"O3BeforeItsPriceCutBillsReasoningAsOutput",
     // 10,000 x 10 / 1,000,000 + 1,000 x 40 / 1,000,000.
     // Source: genai-prices openai/o3 prices[0]
     "openai/o3",
     "standard",
     "",
     "2025-06-09T23:59:59Z",
     "input_tokens: 10000 output_tokens: 1000 reasoning_tokens: 800",
     "0.14",
     "standard-2025-04-16",
     {}},
    {"O3FromTheDayOfItsPriceCut",
     // 6,000 x 2 / 1,000,000 + 4,000 x 0.5 / 1,000,000 +
     // 1,000 x 8 / 1,000,000.
     // Source: genai-prices openai/o3 prices[1];
     // litellm.model_prices.json["o3"]: …
     "openai/o3",
     "standard",
     "",
     "2025-06-10T00:00:00Z",
     "input_tokens: 10000 cache_read_tokens: 4000 output_tokens: 1000 "
     "reasoning_tokens: 800",
     "0.022",
     "standard",
     {}},
    {"O3BatchKeepsTheStandardPriceOfReads",
     // 6,000 x 1 / 1,000,000 + 4,000 x 0.5 / 1,000,000 +
     // 1,000 x 4 / 1,000,000.
     // Source: genai-prices openai/o3 price_variants processing=batch
     "openai/o3",
     "batch",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 10000 cache_read_tokens: 4000 output_tokens: 1000",
     "0.012",
     "batch",
     {}},
    {"O3Priority",
     // 6,000 x 3.5 / 1,000,000 + 4,000 x 0.875 / 1,000,000 +
     // 1,000 x 14 / 1,000,000.
     // Source: litellm.model_prices.json["o3"]: …_priority
     "openai/o3",
     "priority",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 10000 cache_read_tokens: 4000 output_tokens: 1000",
     "0.0385",
     "priority",
     {}},
    {"Gpt4oSearchPreviewFeePerSearch",
     // 1,000 x 2.5 / 1,000,000 + 500 x 10 / 1,000,000 + 4 x 25 / 1,000.
     // Source: litellm.model_prices.json["gpt-4o-search-preview"]:
     // search_context_cost_per_query 0.025; genai-prices
     // openai/gpt-4o-search-preview
     "openai/gpt-4o-search-preview",
     "standard",
     "",
     "2026-07-01T00:00:00Z",
     "input_tokens: 1000 output_tokens: 500 web_searches: 4",
     "0.1075",
     "standard",
     {}},
    {"GptRealtime21BillsAudioApartFromText",
     // 1,500 x 4 / 1,000,000 + 500 x 0.4 / 1,000,000 + 5,000 x 32 / 1,000,000
     // + 3,000 x 0.4 / 1,000,000 + 300 x 24 / 1,000,000 +
     // 1,200 x 64 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-realtime-2.1"]:
     // input_cost_per_audio_token, cache_read_input_audio_token_cost,
     // output_cost_per_audio_token, …
     "openai/gpt-realtime-2.1",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 10000 audio_input_tokens: 8000 cache_read_tokens: "
     "3500 cached_audio_input_tokens: 3000 output_tokens: 1500 "
     "audio_output_tokens: 1200",
     "0.2514",
     "standard",
     {}},
    {"GptRealtime21InTheUs",
     // 1,000 x 35.2 / 1,000,000 + 1,000 x 70.4 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-realtime-2.1"]:
     // regional_processing_uplift_multiplier_us = 1.1
     "openai/gpt-realtime-2.1",
     "standard",
     "us",
     "2026-11-01T00:00:00Z",
     "audio_input_tokens: 1000 audio_output_tokens: 1000",
     "0.1056",
     "standard-us",
     {}},
    {"GptImage2BillsImagesApartFromText",
     // 50 x 5 / 1,000,000 + 1,000 x 8 / 1,000,000 + 4,160 x 30 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-image-2"]:
     // input_cost_per_image_token, output_cost_per_image_token,
     // input_cost_per_token
     "openai/gpt-image-2",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 1050 image_input_tokens: 1000 image_output_tokens: "
     "4160",
     "0.13305",
     "standard",
     {}},
    {"GptImage2Batch",
     // 50 x 2.5 / 1,000,000 + 1,000 x 4 / 1,000,000 + 4,160 x 15 / 1,000,000.
     // Source: genai-prices openai/gpt-image-2 price_variants
     // processing=batch
     "openai/gpt-image-2",
     "batch",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 1050 image_input_tokens: 1000 image_output_tokens: "
     "4160",
     "0.066525",
     "batch",
     {}},
    {"TextEmbedding3Small",
     // 8,191 x 0.02 / 1,000,000.
     // Source: litellm.model_prices.json["text-embedding-3-small"]:
     // input_cost_per_token
     "openai/text-embedding-3-small",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 8191",
     "0.00016382",
     "standard",
     {}},
    {"OmniModerationIsFree",
     // 5,000 free.
     // Source: genai-prices openai/moderation, its description says free
     "openai/omni-moderation-latest",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 5000",
     "0",
     "standard",
     {}},
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_RULES_OPENAI_H_
