// Published prices of Azure, Mistral and xAI.

#ifndef RATECARD_TESTS_UNIT_API_RULES_AZURE_MISTRAL_XAI_H_
#define RATECARD_TESTS_UNIT_API_RULES_AZURE_MISTRAL_XAI_H_

#include "tests/unit/api/published_rule.h"

namespace ratecard {

inline const PublishedRule kAzureMistralXaiRules[] = {
    {"AzureGpt52CodexInEurope",
     // 40,000 x 1.925 / 1,000,000 + 80,000 x 0.1925 / 1,000,000 +
     // 8,000 x 15.4 / 1,000,000.
     // Source: litellm.model_prices.json["azure/eu/gpt-5.2-codex"]: …;
     // https://prices.azure.com/api/retail/prices
     "azure/gpt-5.2-codex",
     "standard",
     "eu",
     "2026-11-01T00:00:00Z",
     "input_tokens: 120000 cache_read_tokens: 80000 output_tokens: 8000",
     "0.2156",
     "standard-eu",
     {}},
    {"AzureGpt61SolInTheUs",
     // 100,000 x 2.2 / 1,000,000 + 10,000 x 11 / 1,000,000 + 1 x 14 / 1,000.
     // Source: litellm.model_prices.json["azure/us/gpt-6.1-sol"]:
     // input_cost_per_token, output_cost_per_token,
     // search_context_cost_per_query
     "azure/gpt-6.1-sol",
     "standard",
     "us",
     "2026-11-01T00:00:00Z",
     "input_tokens: 100000 output_tokens: 10000 web_searches: 1",
     "0.344",
     "standard-us",
     {}},
    {"AzureGpt61SolInEurope",
     // 100,000 x 2.4 / 1,000,000 + 10,000 x 12 / 1,000,000 + 1 x 14 / 1,000.
     // Source: litellm.model_prices.json["azure/eu/gpt-6.1-sol"]:
     // input_cost_per_token, output_cost_per_token,
     // search_context_cost_per_query
     "azure/gpt-6.1-sol",
     "standard",
     "eu",
     "2026-11-01T00:00:00Z",
     "input_tokens: 100000 output_tokens: 10000 web_searches: 1",
     "0.374",
     "standard-eu",
     {}},
    {"AzureGpt61SolInAsia",
     // 100,000 x 2.4 / 1,000,000 + 10,000 x 12 / 1,000,000 + 1 x 14 / 1,000.
     // Source: litellm.model_prices.json["azure/apac/gpt-6.1-sol"]:
     // input_cost_per_token, output_cost_per_token,
     // search_context_cost_per_query
     "azure/gpt-6.1-sol",
     "standard",
     "apac",
     "2026-11-01T00:00:00Z",
     "input_tokens: 100000 output_tokens: 10000 web_searches: 1",
     "0.374",
     "standard-apac",
     {}},
    {"AzureGpt61SolInAsiaAboveItsThreshold",
     // 272,001 x 4.8 / 1,000,000 + 10 x 18 / 1,000,000.
     // Source: litellm.model_prices.json["azure/apac/gpt-6.1-sol"]:
     // …_above_272k_tokens
     "azure/gpt-6.1-sol",
     "standard",
     "apac",
     "2026-11-01T00:00:00Z",
     "input_tokens: 272001 output_tokens: 10",
     "1.3057848",
     "standard-apac",
     {}},
    {"MistralLarge4TheDayBeforeItsPriceDoubled",
     // 6,000 x 0.68 / 1,000,000 + 4,000 x 0.07 / 1,000,000 +
     // 1,000 x 2.09 / 1,000,000.
     // Source: genai-prices mistral/mistral-large-4 prices[0..2];
     // https://docs.mistral.ai/inference/pricing
     "mistral/mistral-large-4",
     "standard",
     "",
     "2026-10-19T00:00:00Z",
     "input_tokens: 10000 cache_read_tokens: 4000 output_tokens: 1000",
     "0.00645",
     "standard-2026-10-06",
     {}},
    {"MistralLarge4FromTheDayItsPriceDoubled",
     // 6,000 x 1.36 / 1,000,000 + 4,000 x 0.14 / 1,000,000 +
     // 1,000 x 4.18 / 1,000,000.
     // Source: as above.
     "mistral/mistral-large-4",
     "standard",
     "",
     "2026-10-20T00:00:00Z",
     "input_tokens: 10000 cache_read_tokens: 4000 output_tokens: 1000",
     "0.0129",
     "standard-2026-10-20",
     {}},
    {"MistralLarge4BetweenTwoSightingsKeepsTheEarlierPrice",
     // 6,000 x 1.36 / 1,000,000 + 4,000 x 0.14 / 1,000,000 +
     // 1,000 x 4.18 / 1,000,000.
     // Source: as above.
     "mistral/mistral-large-4",
     "standard",
     "",
     "2026-10-28T00:00:00Z",
     "input_tokens: 10000 cache_read_tokens: 4000 output_tokens: 1000",
     "0.0129",
     "standard-2026-10-20",
     {v1::WARNING_CODE_PRICE_DATE_UNCERTAIN}},
    {"MistralLarge4FromTheNextSighting",
     // 6,000 x 0.7 / 1,000,000 + 4,000 x 0.07 / 1,000,000 +
     // 1,000 x 2.1 / 1,000,000.
     // Source: as above.
     "mistral/mistral-large-4",
     "standard",
     "",
     "2026-10-29T00:00:00Z",
     "input_tokens: 10000 cache_read_tokens: 4000 output_tokens: 1000",
     "0.00658",
     "standard",
     {}},
    {"MistralLarge4BatchOfItsFirstPeriod",
     // 6,000 x 0.34 / 1,000,000 + 4,000 x 0.035 / 1,000,000 +
     // 1,000 x 1.045 / 1,000,000.
     // Source: genai-prices mistral/mistral-large-4 price_variants[2]
     "mistral/mistral-large-4",
     "batch",
     "",
     "2026-10-19T00:00:00Z",
     "input_tokens: 10000 cache_read_tokens: 4000 output_tokens: 1000",
     "0.003225",
     "batch-2026-10-06",
     {}},
    {"MistralOcr41BillsPagesAndAnnotations",
     // 37 x 4 / 1,000 + 5 x 5 / 1,000.
     // Source: litellm.model_prices.json["mistral/mistral-ocr-4-1"]:
     // ocr_cost_per_page, annotation_cost_per_page;
     // https://docs.mistral.ai/models/model-cards/ocr-4-1
     "mistral/mistral-ocr-4-1",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "quantities { meter: METER_INPUT_PAGES quantity: 37 } quantities { "
     "meter: METER_ANNOTATED_PAGES quantity: 5 }",
     "0.173",
     "standard",
     {}},
    {"MistralOcr41Batch",
     // 37 x 2 / 1,000 + 5 x 2.5 / 1,000.
     // Source: litellm.model_prices.json["mistral/mistral-ocr-4-1"]:
     // ocr_cost_per_page_batches, annotation_cost_per_page_batches
     "mistral/mistral-ocr-4-1",
     "batch",
     "",
     "2026-11-01T00:00:00Z",
     "quantities { meter: METER_INPUT_PAGES quantity: 37 } quantities { "
     "meter: METER_ANNOTATED_PAGES quantity: 5 }",
     "0.0865",
     "batch",
     {}},
    {"MistralOcr2512",
     // 37 x 2 / 1,000.
     // Source: genai-prices mistral/mistral-ocr-latest (alias moved
     // 2025-12-18, 2026-06-23, 2026-07-16)
     "mistral/mistral-ocr-2512",
     "standard",
     "",
     "2026-06-22T00:00:00Z",
     "quantities { meter: METER_INPUT_PAGES quantity: 37 }",
     "0.074",
     "standard",
     {}},
    {"Grok47OneTokenBelowItsThreshold",
     // 199,999 x 2 / 1,000,000 + 100 x 6 / 1,000,000.
     // Source: genai-prices x-ai/grok-4.7 (page says ">= 200k");
     // https://docs.x.ai/developers/pricing
     "xai/grok-4.7",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 199999 output_tokens: 100",
     "0.400598",
     "standard",
     {}},
    {"Grok47AtItsThresholdWhichIsInclusive",
     // 200,000 x 4 / 1,000,000 + 100 x 12 / 1,000,000.
     // Source: as above.
     "xai/grok-4.7",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 200000 output_tokens: 100",
     "0.8012",
     "standard",
     {}},
    {"Grok47OneTokenAboveItsThreshold",
     // 200,001 x 4 / 1,000,000 + 100 x 12 / 1,000,000.
     // Source: as above.
     "xai/grok-4.7",
     "standard",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 200001 output_tokens: 100",
     "0.801204",
     "standard",
     {}},
    {"Grok47BatchIsAFifthOff",
     // 100,000 x 3.2 / 1,000,000 + 100,000 x 0.8 / 1,000,000 +
     // 100 x 9.6 / 1,000,000.
     // Source: litellm.model_prices.json["xai/grok-4.7"]:
     // …_above_200k_tokens_batches
     "xai/grok-4.7",
     "batch",
     "",
     "2026-11-01T00:00:00Z",
     "input_tokens: 200000 cache_read_tokens: 100000 output_tokens: 100",
     "0.40096",
     "batch",
     {}},
    {"Grok420TheSecondBeforeItsPriceCut",
     // 1,000 x 2 / 1,000,000 + 1,000 x 6 / 1,000,000.
     // Source: genai-prices x-ai/grok-4.20 prices[0..1];
     // https://web.archive.org/web/20260430105131/
     "xai/grok-4.20-0309-reasoning",
     "standard",
     "",
     "2026-04-29T23:59:59Z",
     "input_tokens: 1000 output_tokens: 1000",
     "0.008",
     "standard-2026-03-09",
     {}},
    {"Grok420FromTheDayOfItsPriceCut",
     // 1,000 x 1.25 / 1,000,000 + 1,000 x 2.5 / 1,000,000.
     // Source: as above.
     "xai/grok-4.20-0309-reasoning",
     "standard",
     "",
     "2026-04-30T00:00:00Z",
     "input_tokens: 1000 output_tokens: 1000",
     "0.00375",
     "standard",
     {}},
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_RULES_AZURE_MISTRAL_XAI_H_
