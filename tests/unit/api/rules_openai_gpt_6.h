// Published prices of OpenAI, GPT-6.1.

#ifndef RATECARD_TESTS_UNIT_API_RULES_OPENAI_GPT_6_H_
#define RATECARD_TESTS_UNIT_API_RULES_OPENAI_GPT_6_H_

#include "tests/unit/api/published_rule.h"

namespace ratecard {

inline const PublishedRule kOpenAiGpt6Rules[] = {
    {"Gpt61SolOneTokenBelowItsLongContext",
     // 271,999 x 2 / 1,000,000 + 1,000 x 10 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-6.1-sol"]:
     // input_cost_per_token, output_cost_per_token;
     // https://developers.openai.com/api/docs/pricing
     "openai/gpt-6.1-sol",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 271999 output_tokens: 1000",
     "0.553998",
     "standard",
     {}},
    {"Gpt61SolAtItsLongContextThreshold",
     // 272,000 x 2 / 1,000,000 + 1,000 x 10 / 1,000,000.
     // Source: as above.
     "openai/gpt-6.1-sol",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 272000 output_tokens: 1000",
     "0.554",
     "standard",
     {}},
    {"Gpt61SolOneTokenAboveItsLongContextRepricesAll",
     // 272,001 x 4 / 1,000,000 + 1,000 x 15 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-6.1-sol"]:
     // input_cost_per_token_above_272k_tokens,
     // output_cost_per_token_above_272k_tokens;
     // https://developers.openai.com/api/docs/pricing
     "openai/gpt-6.1-sol",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 272001 output_tokens: 1000",
     "1.103004",
     "standard",
     {}},
    {"Gpt61SolCountsCachedAndWrittenTokensTowardsItsThreshold",
     // 50,000 x 4 / 1,000,000 + 200,000 x 0.2 / 1,000,000 +
     // 50,000 x 5 / 1,000,000 + 2,000 x 15 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-6.1-sol"]: …_above_272k_tokens;
     // https://developers.openai.com/api/docs/pricing
     "openai/gpt-6.1-sol",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 300000 cache_read_tokens: 200000 cache_write_tokens: "
     "50000 output_tokens: 2000",
     "0.52",
     "standard",
     {}},
    {"Gpt61SolBillsTwelveHourWritesApart",
     // 50,000 x 2 / 1,000,000 + 10,000 x 2.5 / 1,000,000 +
     // 40,000 x 5 / 1,000,000 + 1,000 x 10 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-6.1-sol"]:
     // cache_creation_input_token_cost,
     // cache_creation_input_token_cost_above_12hr;
     // https://developers.openai.com/api/docs/pricing
     "openai/gpt-6.1-sol",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 100000 cache_write_tokens: 50000 "
     "cache_write_12h_tokens: 40000 output_tokens: 1000",
     "0.335",
     "standard",
     {}},
    {"Gpt61SolBatch",
     // 40,000 x 1 / 1,000,000 + 60,000 x 0.05 / 1,000,000 +
     // 10,000 x 5 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-6.1-sol"]:
     // input_cost_per_token_batches, cache_read_input_token_cost_batches,
     // output_cost_per_token_batches;
     // https://developers.openai.com/api/docs/pricing
     "openai/gpt-6.1-sol",
     "batch",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 100000 cache_read_tokens: 60000 output_tokens: 10000",
     "0.093",
     "batch",
     {}},
    {"Gpt61SolFlex",
     // 40,000 x 1 / 1,000,000 + 60,000 x 0.05 / 1,000,000 +
     // 10,000 x 5 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-6.1-sol"]:
     // input_cost_per_token_flex, cache_read_input_token_cost_flex,
     // output_cost_per_token_flex;
     // https://developers.openai.com/api/docs/pricing
     "openai/gpt-6.1-sol",
     "flex",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 100000 cache_read_tokens: 60000 output_tokens: 10000",
     "0.093",
     "flex",
     {}},
    {"Gpt61SolPriority",
     // 40,000 x 4 / 1,000,000 + 60,000 x 0.2 / 1,000,000 +
     // 10,000 x 20 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-6.1-sol"]:
     // input_cost_per_token_priority, cache_read_input_token_cost_priority,
     // output_cost_per_token_priority;
     // https://developers.openai.com/api/docs/pricing
     "openai/gpt-6.1-sol",
     "priority",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 100000 cache_read_tokens: 60000 output_tokens: 10000",
     "0.372",
     "priority",
     {}},
    {"Gpt61SolUltrafast",
     // 40,000 x 12 / 1,000,000 + 60,000 x 0.6 / 1,000,000 +
     // 10,000 x 60 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-6.1-sol"]:
     // input_cost_per_token_ultrafast, cache_read_input_token_cost_ultrafast,
     // output_cost_per_token_ultrafast;
     // https://developers.openai.com/api/docs/pricing
     "openai/gpt-6.1-sol",
     "ultrafast",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 100000 cache_read_tokens: 60000 output_tokens: 10000",
     "1.116",
     "ultrafast",
     {}},
    {"Gpt61SolBatchAboveItsThresholdDoesNotHalveTheSearchFee",
     // 272,001 x 2 / 1,000,000 + 1,000 x 7.5 / 1,000,000 + 2 x 10 / 1,000.
     // Source: litellm.model_prices.json["gpt-6.1-sol"]:
     // input_cost_per_token_above_272k_tokens_batches,
     // output_cost_per_token_above_272k_tokens_batches,
     // search_context_cost_per_query;
     // https://developers.openai.com/api/docs/pricing
     "openai/gpt-6.1-sol",
     "batch",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 272001 output_tokens: 1000 web_searches: 2",
     "0.571502",
     "batch",
     {}},
    {"Gpt61SolFast",
     // 100,000 x 4 / 1,000,000 + 10,000 x 20 / 1,000,000.
     // Source: genai-prices openai/gpt-6.1-sol price_variants
     // service_tier=fast, verified 2026-10-12
     "openai/gpt-6.1-sol",
     "fast",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 100000 output_tokens: 10000",
     "0.6",
     "fast",
     {}},
    {"Gpt61SolInEuropeIsATenthDearerButNotItsSearches",
     // 40,000 x 2.2 / 1,000,000 + 60,000 x 0.11 / 1,000,000 +
     // 10,000 x 11 / 1,000,000 + 1 x 10 / 1,000.
     // Source: litellm.model_prices.json["gpt-6.1-sol"]:
     // regional_processing_uplift_multiplier_eu = 1.1;
     // https://developers.openai.com/api/docs/pricing
     "openai/gpt-6.1-sol",
     "standard",
     "eu",
     "2026-11-01T00:00:00Z",
     "input_tokens: 100000 cache_read_tokens: 60000 output_tokens: 10000 "
     "web_searches: 1",
     "0.2146",
     "standard-eu",
     {}},
    {"Gpt61TerraStandard",
     // 10,000 x 1 / 1,000,000 + 1 x 5 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-6.1-terra"]:
     // input_cost_per_token, output_cost_per_token;
     // https://developers.openai.com/api/docs/pricing
     "openai/gpt-6.1-terra",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 10000 output_tokens: 1",
     "0.010005",
     "standard",
     {}},
    {"Gpt61TerraBatchLosesNothingOfTwentyFiveNanos",
     // 1 x 0.025 / 1,000,000.
     // Source: litellm.model_prices.json["gpt-6.1-terra"]:
     // cache_read_input_token_cost_batches
     "openai/gpt-6.1-terra",
     "batch",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 1 cache_read_tokens: 1 output_tokens: 0",
     "0.000000025",
     "batch",
     {}},
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_RULES_OPENAI_GPT_6_H_
