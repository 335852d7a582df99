// Published prices of Google.

#ifndef RATECARD_TESTS_UNIT_API_RULES_GOOGLE_H_
#define RATECARD_TESTS_UNIT_API_RULES_GOOGLE_H_

#include "tests/unit/api/published_rule.h"

namespace ratecard {

inline const PublishedRule kGoogleRules[] = {
    {"Gemini25ProOneTokenBelowItsThreshold",
     // 149,999 x 1.25 / 1,000,000 + 50,000 x 0.125 / 1,000,000 +
     // 1,000 x 10 / 1,000,000.
     // Source: LiteLLM 2026-11 gemini/gemini-2.5-pro:
     // input_cost_per_token[_above_200k_tokens],
     // cache_read_input_token_cost[…], output_cost_per_token[…];
     // https://ai.google.dev/gemini-api/docs/pricing
     "google/gemini-2.5-pro",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 199999 cache_read_tokens: 50000 output_tokens: 1000",
     "0.20374875",
     "standard",
     {}},
    {"Gemini25ProAtItsThreshold",
     // 150,000 x 1.25 / 1,000,000 + 50,000 x 0.125 / 1,000,000 +
     // 1,000 x 10 / 1,000,000.
     // Source: as above.
     "google/gemini-2.5-pro",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 200000 cache_read_tokens: 50000 output_tokens: 1000",
     "0.20375",
     "standard",
     {}},
    {"Gemini25ProOneTokenAboveItsThreshold",
     // 150,001 x 2.5 / 1,000,000 + 50,000 x 0.25 / 1,000,000 +
     // 1,000 x 15 / 1,000,000.
     // Source: as above.
     "google/gemini-2.5-pro",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 200001 cache_read_tokens: 50000 output_tokens: 1000",
     "0.4025025",
     "standard",
     {}},
    {"Gemini25ProBatchLeavesReadsAsTheyAre",
     // 150,001 x 1.25 / 1,000,000 + 50,000 x 0.25 / 1,000,000 +
     // 1,000 x 7.5 / 1,000,000.
     // Source: LiteLLM 2026-11 gemini/gemini-2.5-pro: *_batches; genai
     // price_variants[batch]
     "google/gemini-2.5-pro",
     "batch",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 200001 cache_read_tokens: 50000 output_tokens: 1000",
     "0.20750125",
     "batch",
     {}},
    {"Gemini25ProFlexAtItsThreshold",
     // 150,000 x 0.625 / 1,000,000 + 50,000 x 0.125 / 1,000,000 +
     // 1,000 x 5 / 1,000,000.
     // Source: LiteLLM 2026-11 gemini/gemini-2.5-pro: *_flex
     "google/gemini-2.5-pro",
     "flex",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 200000 cache_read_tokens: 50000 output_tokens: 1000",
     "0.105",
     "flex",
     {}},
    {"Gemini25ProPriorityAboveItsThreshold",
     // 150,001 x 4.5 / 1,000,000 + 50,000 x 0.45 / 1,000,000 +
     // 1,000 x 27 / 1,000,000.
     // Source: LiteLLM 2026-11 gemini/gemini-2.5-pro: *_priority
     "google/gemini-2.5-pro",
     "priority",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 200001 cache_read_tokens: 50000 output_tokens: 1000",
     "0.7245045",
     "priority",
     {}},
    {"Gemini25ProSearchesWithoutTheFreeAllowance",
     // 1,000 x 1.25 / 1,000,000 + 1,000 x 10 / 1,000,000 + 2 x 35 / 1,000.
     // Source: LiteLLM 2026-11 gemini/gemini-2.5-pro:
     // search_context_cost_per_query, search_free_requests (10,000 a day)
     "google/gemini-2.5-pro",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 1000 output_tokens: 1000 web_searches: 2",
     "0.08125",
     "standard",
     {v1::WARNING_CODE_FREE_ALLOWANCE_IGNORED}},
    {"Gemini25ProBetweenTwoSightings",
     // 100,000 x 1.25 / 1,000,000 + 50,000 x 0.31 / 1,000,000 +
     // 1,000 x 10 / 1,000,000.
     // Source: model-prices prices.google.gemini-2.5-pro.standard[0]
     "google/gemini-2.5-pro",
     "standard",
     "",
     "2026-04-20T03:17:44Z",
     "input_tokens: 150000 cache_read_tokens: 50000 output_tokens: 1000",
     "0.1505",
     "standard-2025",
     {v1::WARNING_CODE_PRICE_DATE_UNCERTAIN}},
    {"Gemini25FlashBillsAudioAndCachedAudioApart",
     // 10,000 x 0.3 / 1,000,000 + 20,000 x 1 / 1,000,000 +
     // 5,000 x 0.1 / 1,000,000 + 4,000 x 0.03 / 1,000,000 +
     // 1,000 x 2.5 / 1,000,000.
     // Source: LiteLLM 2026-11 gemini/gemini-2.5-flash:
     // input_cost_per_audio_token, cache_read_input_audio_token_cost, …;
     // https://ai.google.dev/gemini-api/docs/pricing
     "google/gemini-2.5-flash",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 39000 cache_read_tokens: 9000 audio_input_tokens: "
     "25000 cached_audio_input_tokens: 5000 output_tokens: 1000",
     "0.02612",
     "standard",
     {}},
    {"Gemini25FlashBatchAudio",
     // 10,000 x 0.15 / 1,000,000 + 20,000 x 0.5 / 1,000,000 +
     // 4,000 x 0.03 / 1,000,000 + 1,000 x 1.25 / 1,000,000.
     // Source: LiteLLM 2026-11 gemini/gemini-2.5-flash:
     // input_cost_per_audio_token, cache_read_input_audio_token_cost, …;
     // https://ai.google.dev/gemini-api/docs/pricing (_batches)
     "google/gemini-2.5-flash",
     "batch",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 34000 cache_read_tokens: 4000 audio_input_tokens: "
     "20000 cached_audio_input_tokens: 0 output_tokens: 1000",
     "0.01287",
     "batch",
     {}},
    {"Gemini25FlashTheSecondBeforeItsRecordedChange",
     // 10,000 x 0.3 / 1,000,000 + 10,000 x 0.075 / 1,000,000 +
     // 1,000 x 2.5 / 1,000,000.
     // Source: model-prices prices.google.gemini-2.5-flash.standard[0]
     "google/gemini-2.5-flash",
     "standard",
     "",
     "2026-04-20T18:43:52Z",
     "input_tokens: 20000 cache_read_tokens: 10000 output_tokens: 1000",
     "0.00625",
     "standard-2025",
     {v1::WARNING_CODE_PRICE_DATE_UNCERTAIN}},
    {"Gemini25FlashFromItsRecordedChange",
     // 10,000 x 0.3 / 1,000,000 + 10,000 x 0.03 / 1,000,000 +
     // 1,000 x 2.5 / 1,000,000.
     // Source: model-prices prices.google.gemini-2.5-flash.standard[1]
     "google/gemini-2.5-flash",
     "standard",
     "",
     "2026-04-20T18:43:53Z",
     "input_tokens: 20000 cache_read_tokens: 10000 output_tokens: 1000",
     "0.0058",
     "standard",
     {}},
    {"Gemini4ArgonTheSecondBeforeItsIntroductoryPriceEnds",
     // 10,000 x 2 / 1,000,000 + 10,000 x 0.1 / 1,000,000 +
     // 10,000 x 10 / 1,000,000.
     // Source: genai-prices 2026-11 google/gemini-4-argon.prices (start_date
     // 2026-12-01) and price_comments;
     // https://ai.google.dev/gemini-api/docs/pricing
     "google/gemini-4-argon",
     "standard",
     "",
     "2026-11-30T23:59:59Z",
     "input_tokens: 20000 cache_read_tokens: 10000 output_tokens: 10000",
     "0.121",
     "standard",
     {}},
    {"Gemini4ArgonAfterItsIntroductoryPrice",
     // 10,000 x 4 / 1,000,000 + 10,000 x 0.2 / 1,000,000 +
     // 10,000 x 20 / 1,000,000.
     // Source: as above.
     "google/gemini-4-argon",
     "standard",
     "",
     "2026-12-01T00:00:00Z",
     "input_tokens: 20000 cache_read_tokens: 10000 output_tokens: 10000",
     "0.242",
     "standard-2026-12",
     {}},
    {"Gemini4ArgonBatchTheSecondBefore",
     // 10,000 x 1 / 1,000,000 + 10,000 x 0.05 / 1,000,000 +
     // 10,000 x 5 / 1,000,000.
     // Source: as above.
     "google/gemini-4-argon",
     "batch",
     "",
     "2026-11-30T23:59:59Z",
     "input_tokens: 20000 cache_read_tokens: 10000 output_tokens: 10000",
     "0.0605",
     "batch",
     {}},
    {"Gemini4ArgonBatchAfter",
     // 10,000 x 2 / 1,000,000 + 10,000 x 0.1 / 1,000,000 +
     // 10,000 x 10 / 1,000,000.
     // Source: as above.
     "google/gemini-4-argon",
     "batch",
     "",
     "2026-12-01T00:00:00Z",
     "input_tokens: 20000 cache_read_tokens: 10000 output_tokens: 10000",
     "0.121",
     "batch-2026-12",
     {}},
    {"Gemini4ArgonFlexTheSecondBefore",
     // 10,000 x 1 / 1,000,000 + 10,000 x 0.05 / 1,000,000 +
     // 10,000 x 5 / 1,000,000.
     // Source: as above.
     "google/gemini-4-argon",
     "flex",
     "",
     "2026-11-30T23:59:59Z",
     "input_tokens: 20000 cache_read_tokens: 10000 output_tokens: 10000",
     "0.0605",
     "flex",
     {}},
    {"Gemini4ArgonFlexAfter",
     // 10,000 x 2 / 1,000,000 + 10,000 x 0.1 / 1,000,000 +
     // 10,000 x 10 / 1,000,000.
     // Source: as above.
     "google/gemini-4-argon",
     "flex",
     "",
     "2026-12-01T00:00:00Z",
     "input_tokens: 20000 cache_read_tokens: 10000 output_tokens: 10000",
     "0.121",
     "flex-2026-12",
     {}},
    {"Gemini4ArgonPriorityTheSecondBefore",
     // 10,000 x 3.6 / 1,000,000 + 10,000 x 0.18 / 1,000,000 +
     // 10,000 x 18 / 1,000,000.
     // Source: as above.
     "google/gemini-4-argon",
     "priority",
     "",
     "2026-11-30T23:59:59Z",
     "input_tokens: 20000 cache_read_tokens: 10000 output_tokens: 10000",
     "0.2178",
     "priority",
     {}},
    {"Gemini4ArgonPriorityAfter",
     // 10,000 x 7.2 / 1,000,000 + 10,000 x 0.36 / 1,000,000 +
     // 10,000 x 36 / 1,000,000.
     // Source: as above.
     "google/gemini-4-argon",
     "priority",
     "",
     "2026-12-01T00:00:00Z",
     "input_tokens: 20000 cache_read_tokens: 10000 output_tokens: 10000",
     "0.4356",
     "priority-2026-12",
     {}},
    {"Gemini4ArgonBillsAudioAsInput",
     // 10,000 x 2 / 1,000,000 + 0 x 10 / 1,000,000.
     // Source: as above.
     "google/gemini-4-argon",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 10000 audio_input_tokens: 10000",
     "0.02",
     "standard",
     {}},
    {"Gemini38FlashBillsCacheStorageByTokenHours",
     // 3,000,000 x 0.5 / 1,000,000.
     // Source: genai-prices google/gemini-3.8-flash.price_comments: $0.50 per
     // 1M tokens per hour
     "google/gemini-3.8-flash",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "quantities { meter: METER_CACHE_STORAGE_TOKEN_HOURS quantity: "
     "3000000 }",
     "1.5",
     "standard",
     {}},
    {"Gemini38FlashTheSecondBefore2027",
     // 100,000 x 0.75 / 1,000,000 + 10,000 x 3.75 / 1,000,000.
     // Source: genai-prices google/gemini-3.8-flash.prices
     "google/gemini-3.8-flash",
     "standard",
     "",
     "2026-12-31T23:59:59Z",
     "input_tokens: 100000 output_tokens: 10000",
     "0.1125",
     "standard",
     {}},
    {"Gemini38FlashFrom2027",
     // 100,000 x 1.5 / 1,000,000 + 10,000 x 7.5 / 1,000,000.
     // Source: as above.
     "google/gemini-3.8-flash",
     "standard",
     "",
     "2027-01-01T00:00:00Z",
     "input_tokens: 100000 output_tokens: 10000",
     "0.225",
     "standard-2027",
     {}},
    {"Gemini31FlashImageBillsImagesApartFromText",
     // 1,000 x 0.5 / 1,000,000 + 200 x 3 / 1,000,000 +
     // 1,120 x 60 / 1,000,000.
     // Source: LiteLLM 2026-11 gemini/gemini-3.1-flash-image:
     // output_cost_per_image_token, output_cost_per_token;
     // https://ai.google.dev/gemini-api/docs/pricing
     "google/gemini-3.1-flash-image",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 1000 output_tokens: 1320 image_output_tokens: 1120",
     "0.0683",
     "standard",
     {}},
    {"Gemini31FlashImageBatch",
     // 1,000 x 0.25 / 1,000,000 + 200 x 1.5 / 1,000,000 +
     // 1,120 x 30 / 1,000,000.
     // Source: LiteLLM 2026-11 gemini/gemini-3.1-flash-image:
     // output_cost_per_image_token_batches
     "google/gemini-3.1-flash-image",
     "batch",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 1000 output_tokens: 1320 image_output_tokens: 1120",
     "0.03415",
     "batch",
     {}},
    {"GeminiEmbedding001",
     // 1,234,567 x 0.15 / 1,000,000.
     // Source: LiteLLM 2026-11 gemini/gemini-embedding-001:
     // input_cost_per_token; https://ai.google.dev/gemini-api/docs/pricing
     "google/gemini-embedding-001",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 1234567",
     "0.18518505",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"GeminiEmbedding001Batch",
     // 1,000,000 x 0.075 / 1,000,000.
     // Source: LiteLLM 2026-11 gemini/gemini-embedding-001:
     // input_cost_per_token_batches
     "google/gemini-embedding-001",
     "batch",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 1000000",
     "0.075",
     "batch",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"Gemma4IsFree",
     // 100,000 x 0 / 1,000,000 + 10,000 x 0 / 1,000,000.
     // Source: genai-prices google/gemma-4-31b-it.price_comments (free of
     // charge, no paid tier); https://ai.google.dev/gemini-api/docs/pricing
     "google/gemma-4-31b-it",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 100000 output_tokens: 10000",
     "0",
     "standard",
     {}},
    {"Gemini4ArgonThinkingAfterItsIntroductoryPrice",
     // 10,000 x 4 / 1,000,000 + 10,000 x 20 / 1,000,000: thinking has the price
     // of output.
     // Source: genai-prices 2026-11 google/gemini-4-argon.prices; LiteLLM
     // gemini/gemini-4-argon output_cost_per_reasoning_token.
     "google/gemini-4-argon",
     "standard",
     "",
     "2026-12-01T00:00:00Z",
     "input_tokens: 10000 output_tokens: 10000 reasoning_tokens: 4000",
     "0.24",
     "standard-2026-12",
     {}},
    {"Gemini38FlashTtsTheSecondBefore",
     // 1,000 x 0.5 / 1,000,000 + 10,000 x 9 / 1,000,000.
     // Source: genai-prices 2026-11 google/gemini-3.8-flash-tts.prices
     // (start_date 2027-01-01); https://ai.google.dev/gemini-api/docs/pricing
     "google/gemini-3.8-flash-tts",
     "standard",
     "",
     "2026-12-31T23:59:59Z",
     "input_tokens: 1000 output_tokens: 10000 audio_output_tokens: 10000",
     "0.0905",
     "standard",
     {}},
    {"Gemini38FlashTtsAfterItsIntroductoryPrice",
     // 1,000 x 1 / 1,000,000 + 10,000 x 18 / 1,000,000.
     // Source: as above.
     "google/gemini-3.8-flash-tts",
     "standard",
     "",
     "2027-01-01T00:00:00Z",
     "input_tokens: 1000 output_tokens: 10000 audio_output_tokens: 10000",
     "0.181",
     "standard-2027",
     {}},
    {"Gemini38FlashLiteTtsBatchAfter",
     // 1,000 x 0.5 / 1,000,000 + 10,000 x 6 / 1,000,000.
     // Source: genai-prices 2026-11 google/gemini-3.8-flash-lite-tts,
     // price_variants (processing batch, start_date 2027-01-01).
     "google/gemini-3.8-flash-lite-tts",
     "batch",
     "",
     "2027-01-01T00:00:00Z",
     "input_tokens: 1000 output_tokens: 10000 audio_output_tokens: 10000",
     "0.0605",
     "batch-2027",
     {}},
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_RULES_GOOGLE_H_
