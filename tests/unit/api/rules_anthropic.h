// Published prices of Anthropic.

#ifndef RATECARD_TESTS_UNIT_API_RULES_ANTHROPIC_H_
#define RATECARD_TESTS_UNIT_API_RULES_ANTHROPIC_H_

#include "tests/unit/api/published_rule.h"

namespace ratecard {

inline const PublishedRule kAnthropicRules[] = {
    {"ClaudeOpus55ReadsAndWritesOfBothLifetimes",
     // 10,000 x 4 / 1,000,000 + 80,000 x 0.2 / 1,000,000 +
     // 20,000 x 5 / 1,000,000 + 10,000 x 8 / 1,000,000 +
     // 8,000 x 20 / 1,000,000.
     // Source: LiteLLM 2026-11 claude-opus-5-5: input_cost_per_token,
     // cache_read_input_token_cost, cache_creation_input_token_cost,
     // cache_creation_input_token_cost_above_1hr, output_cost_per_token;
     // https://platform.claude.com/docs/en/about-claude/pricing
     "anthropic/claude-opus-5-5",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 120000 cache_read_tokens: 80000 "
     "cache_write_5m_tokens: 20000 cache_write_1h_tokens: 10000 "
     "output_tokens: 8000",
     "0.396",
     "standard",
     {}},
    {"ClaudeOpus55BatchHalvesAllTokens",
     // 10,000 x 2 / 1,000,000 + 80,000 x 0.1 / 1,000,000 +
     // 20,000 x 2.5 / 1,000,000 + 10,000 x 4 / 1,000,000 +
     // 8,000 x 10 / 1,000,000.
     // Source: genai-prices 2026-11
     // anthropic/claude-opus-5-5.price_variants[processing=batch];
     // https://platform.claude.com/docs/en/about-claude/pricing#batch-processing
     "anthropic/claude-opus-5-5",
     "batch",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 120000 cache_read_tokens: 80000 "
     "cache_write_5m_tokens: 20000 cache_write_1h_tokens: 10000 "
     "output_tokens: 8000",
     "0.198",
     "batch",
     {}},
    {"ClaudeOpus55FastDoublesAllTokens",
     // 10,000 x 8 / 1,000,000 + 80,000 x 0.4 / 1,000,000 +
     // 20,000 x 10 / 1,000,000 + 10,000 x 16 / 1,000,000 +
     // 8,000 x 40 / 1,000,000.
     // Source: genai-prices 2026-11
     // anthropic/claude-opus-5-5.price_variants[speed=fast];
     // https://platform.claude.com/docs/en/build-with-claude/fast-mode#pricing
     "anthropic/claude-opus-5-5",
     "fast",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 120000 cache_read_tokens: 80000 "
     "cache_write_5m_tokens: 20000 cache_write_1h_tokens: 10000 "
     "output_tokens: 8000",
     "0.792",
     "fast",
     {}},
    {"ClaudeOpus55InTheUsIsATenthDearer",
     // 10,000 x 4.4 / 1,000,000 + 80,000 x 0.22 / 1,000,000 +
     // 20,000 x 5.5 / 1,000,000 + 10,000 x 8.8 / 1,000,000 +
     // 8,000 x 22 / 1,000,000.
     // Source: LiteLLM 2026-11 claude-opus-5-5: provider_specific_entry.us =
     // 1.1
     "anthropic/claude-opus-5-5",
     "standard",
     "us",
     "2026-11-20T12:00:00Z",
     "input_tokens: 120000 cache_read_tokens: 80000 "
     "cache_write_5m_tokens: 20000 cache_write_1h_tokens: 10000 "
     "output_tokens: 8000",
     "0.4356",
     "us",
     {}},
    {"ClaudeOpus55BatchInTheUs",
     // 10,000 x 2.2 / 1,000,000 + 80,000 x 0.11 / 1,000,000 +
     // 20,000 x 2.75 / 1,000,000 + 10,000 x 4.4 / 1,000,000 +
     // 8,000 x 11 / 1,000,000.
     // Source: LiteLLM 2026-11 claude-opus-5-5: provider_specific_entry.us =
     // 1.1 on batch
     "anthropic/claude-opus-5-5",
     "batch",
     "us",
     "2026-11-20T12:00:00Z",
     "input_tokens: 120000 cache_read_tokens: 80000 "
     "cache_write_5m_tokens: 20000 cache_write_1h_tokens: 10000 "
     "output_tokens: 8000",
     "0.2178",
     "batch-us",
     {}},
    {"ClaudeOpus55WebSearches",
     // 1,000 x 4 / 1,000,000 + 500 x 20 / 1,000,000 + 3 x 10 / 1,000.
     // Source: LiteLLM 2026-11 claude-opus-5-5:
     // search_context_cost_per_query; genai web_searches_kcount = 10
     "anthropic/claude-opus-5-5",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 1000 output_tokens: 500 web_searches: 3",
     "0.044",
     "standard",
     {}},
    {"ClaudeOpus55BatchDoesNotHalveTheSearchFee",
     // 1,000 x 2 / 1,000,000 + 500 x 10 / 1,000,000 + 3 x 10 / 1,000.
     // Source: genai-prices anthropic price_comments: search fee has no batch
     // rate
     "anthropic/claude-opus-5-5",
     "batch",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 1000 output_tokens: 500 web_searches: 3",
     "0.037",
     "batch",
     {}},
    {"ClaudeOpus55HasNoLongContextPrice",
     // 900,000 x 4 / 1,000,000 + 1,000 x 20 / 1,000,000.
     // Source: LiteLLM 2026-11 claude-opus-5-5: input_cost_per_token,
     // cache_read_input_token_cost, cache_creation_input_token_cost,
     // cache_creation_input_token_cost_above_1hr, output_cost_per_token;
     // https://platform.claude.com/docs/en/about-claude/pricing
     "anthropic/claude-opus-5-5",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 900000 output_tokens: 1000",
     "3.62",
     "standard",
     {}},
    {"ClaudeSonnet55TheSecondBeforeItsReadsGotCheaper",
     // 20,000 x 2 / 1,000,000 + 100,000 x 0.2 / 1,000,000 +
     // 2,000 x 10 / 1,000,000.
     // Source: model-prices 2026-10-26
     // prices.anthropic.claude-sonnet-5-5.standard;
     // https://platform.claude.com/docs/en/release-notes/overview (first
     // entry)
     "anthropic/claude-sonnet-5-5",
     "standard",
     "",
     "2026-10-06T23:59:59Z",
     "input_tokens: 120000 cache_read_tokens: 100000 output_tokens: 2000",
     "0.08",
     "standard-2026-09",
     {}},
    {"ClaudeSonnet55FromTheInstantItsReadsGotCheaper",
     // 20,000 x 2 / 1,000,000 + 100,000 x 0.1 / 1,000,000 +
     // 2,000 x 10 / 1,000,000.
     // Source: model-prices 2026-10-26
     // prices.anthropic.claude-sonnet-5-5.standard;
     // https://platform.claude.com/docs/en/release-notes/overview (documented
     // 2026-10-07)
     "anthropic/claude-sonnet-5-5",
     "standard",
     "",
     "2026-10-07T00:00:00Z",
     "input_tokens: 120000 cache_read_tokens: 100000 output_tokens: 2000",
     "0.07",
     "standard",
     {}},
    {"ClaudeSonnet55BatchTheSecondBefore",
     // 20,000 x 1 / 1,000,000 + 100,000 x 0.1 / 1,000,000 +
     // 2,000 x 5 / 1,000,000.
     // Source: model-prices …claude-sonnet-5-5.batch
     "anthropic/claude-sonnet-5-5",
     "batch",
     "",
     "2026-10-06T23:59:59Z",
     "input_tokens: 120000 cache_read_tokens: 100000 output_tokens: 2000",
     "0.04",
     "batch-2026-09",
     {}},
    {"ClaudeSonnet55BatchFromTheInstant",
     // 20,000 x 1 / 1,000,000 + 100,000 x 0.05 / 1,000,000 +
     // 2,000 x 5 / 1,000,000.
     // Source: genai-prices …claude-sonnet-5-5.price_variants[batch]
     "anthropic/claude-sonnet-5-5",
     "batch",
     "",
     "2026-10-07T00:00:00Z",
     "input_tokens: 120000 cache_read_tokens: 100000 output_tokens: 2000",
     "0.035",
     "batch",
     {}},
    {"ClaudeHaiku55OneTokenBelowItsThreshold",
     // 99,999 x 0.1 / 1,000,000 + 1,000 x 0.5 / 1,000,000.
     // Source: LiteLLM 2026-11 claude-haiku-5-5: *_cost_per_token,
     // *_above_100k_tokens;
     // https://platform.claude.com/docs/en/models/haiku-5-5/overview
     "anthropic/claude-haiku-5-5",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 99999 output_tokens: 1000",
     "0.0104999",
     "standard",
     {}},
    {"ClaudeHaiku55AtItsThreshold",
     // 100,000 x 0.1 / 1,000,000 + 1,000 x 0.5 / 1,000,000.
     // Source: as above.
     "anthropic/claude-haiku-5-5",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 100000 output_tokens: 1000",
     "0.0105",
     "standard",
     {}},
    {"ClaudeHaiku55OneTokenAboveRepricesOutputToo",
     // 100,001 x 0.5 / 1,000,000 + 1,000 x 2.5 / 1,000,000.
     // Source: as above.
     "anthropic/claude-haiku-5-5",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 100001 output_tokens: 1000",
     "0.0525005",
     "standard",
     {}},
    {"ClaudeHaiku55CountsCacheReadsTowardsItsThreshold",
     // 1 x 0.5 / 1,000,000 + 100,000 x 0.05 / 1,000,000 +
     // 1,000 x 2.5 / 1,000,000.
     // Source: as above.
     "anthropic/claude-haiku-5-5",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 100001 cache_read_tokens: 100000 output_tokens: 1000",
     "0.0075005",
     "standard",
     {}},
    {"ClaudeHaiku55BatchAboveItsThreshold",
     // 100,001 x 0.25 / 1,000,000 + 1,000 x 0.5 / 1,000,000 +
     // 1,000 x 1.25 / 1,000,000.
     // Source: genai-prices …claude-haiku-5-5.price_variants[batch]
     "anthropic/claude-haiku-5-5",
     "batch",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 101001 cache_write_1h_tokens: 1000 output_tokens: "
     "1000",
     "0.02675025",
     "batch",
     {}},
    {"ClaudeSonnet45AtTheLongContextThresholdOfItsBeta",
     // 200,000 x 3 / 1,000,000 + 1,000 x 15 / 1,000,000.
     // Source: genai-prices 2026-11 anthropic/claude-sonnet-4-5.prices and
     // price_comments (beta retired 2026-04-30);
     // https://platform.claude.com/docs/en/release-notes/overview
     "anthropic/claude-sonnet-4-5",
     "standard",
     "",
     "2026-04-29T12:00:00Z",
     "input_tokens: 200000 output_tokens: 1000",
     "0.615",
     "standard-1m-beta",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"ClaudeSonnet45AboveItOnTheLastDayOfItsBeta",
     // 200,001 x 6 / 1,000,000 + 1,000 x 22.5 / 1,000,000.
     // Source: as above.
     "anthropic/claude-sonnet-4-5",
     "standard",
     "",
     "2026-04-29T23:59:59Z",
     "input_tokens: 200001 output_tokens: 1000",
     "1.222506",
     "standard-1m-beta",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"ClaudeSonnet45AboveItAfterItsBeta",
     // 200,001 x 3 / 1,000,000 + 1,000 x 15 / 1,000,000.
     // Source: LiteLLM 2026-11 claude-sonnet-4-5: input_cost_per_token,
     // output_cost_per_token;
     // https://platform.claude.com/docs/en/about-claude/pricing
     "anthropic/claude-sonnet-4-5",
     "standard",
     "",
     "2026-04-30T00:00:00Z",
     "input_tokens: 200001 output_tokens: 1000",
     "0.615003",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"ClaudeSonnet45AfterItsRetirement",
     // 1,000 x 3 / 1,000,000 + 1,000 x 15 / 1,000,000.
     // Source: LiteLLM 2026-11 claude-sonnet-4-5: deprecation_date =
     // 2026-11-30
     "anthropic/claude-sonnet-4-5",
     "standard",
     "",
     "2026-12-01T00:00:00Z",
     "input_tokens: 1000 output_tokens: 1000",
     "0.018",
     "standard",
     {v1::WARNING_CODE_MODEL_RETIRED}},
    {"ClaudeHaiku45ReadsAndWrites",
     // 10,000 x 1 / 1,000,000 + 5,000 x 0.1 / 1,000,000 +
     // 2,000 x 1.25 / 1,000,000 + 1,000 x 5 / 1,000,000.
     // Source: LiteLLM 2026-11 claude-haiku-4-5: …
     "anthropic/claude-haiku-4-5",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 17000 cache_read_tokens: 5000 cache_write_5m_tokens: "
     "2000 output_tokens: 1000",
     "0.018",
     "standard",
     {}},
    {"Claude35HaikuAfterItsRetirement",
     // 10,000 x 0.8 / 1,000,000 + 1,000 x 4 / 1,000,000.
     // Source: model-prices prices.anthropic.claude-3-5-haiku-20241022; genai
     // claude-3-5-haiku-latest;
     // https://platform.claude.com/docs/en/about-claude/pricing
     "anthropic/claude-3-5-haiku-20241022",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 10000 output_tokens: 1000",
     "0.012",
     "standard",
     {v1::WARNING_CODE_MODEL_RETIRED}},
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_RULES_ANTHROPIC_H_
