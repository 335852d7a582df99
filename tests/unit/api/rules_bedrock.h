// Published prices of AWS Bedrock.

#ifndef RATECARD_TESTS_UNIT_API_RULES_BEDROCK_H_
#define RATECARD_TESTS_UNIT_API_RULES_BEDROCK_H_

#include "tests/unit/api/published_rule.h"

namespace ratecard {

inline const PublishedRule kBedrockRules[] = {
    {"BedrockSonnet45Globally",
     // 10,000 x 3 / 1,000,000 + 5,000 x 0.3 / 1,000,000 +
     // 2,000 x 3.75 / 1,000,000 + 1,000 x 6 / 1,000,000 +
     // 1,000 x 15 / 1,000,000.
     // Source: LiteLLM 2026-11
     // global.anthropic.claude-sonnet-4-5-20250929-v1:0: *_cost*;
     // https://aws.amazon.com/bedrock/pricing/
     "aws-bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0",
     "standard",
     "global",
     "2026-11-20T12:00:00Z",
     "input_tokens: 18000 cache_read_tokens: 5000 cache_write_5m_tokens: "
     "2000 cache_write_1h_tokens: 1000 output_tokens: 1000",
     "0.06",
     "global",
     {}},
    {"BedrockSonnet45InTheUs",
     // 10,000 x 3.3 / 1,000,000 + 5,000 x 0.33 / 1,000,000 +
     // 2,000 x 4.125 / 1,000,000 + 1,000 x 6.6 / 1,000,000 +
     // 1,000 x 16.5 / 1,000,000.
     // Source: LiteLLM 2026-11 us.anthropic.claude-sonnet-4-5-20250929-v1:0:
     // *_cost*; https://aws.amazon.com/bedrock/pricing/
     "aws-bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0",
     "standard",
     "us",
     "2026-11-20T12:00:00Z",
     "input_tokens: 18000 cache_read_tokens: 5000 cache_write_5m_tokens: "
     "2000 cache_write_1h_tokens: 1000 output_tokens: 1000",
     "0.066",
     "us",
     {}},
    {"BedrockSonnet45InAPartOfTheUs",
     // 10,000 x 3.3 / 1,000,000 + 5,000 x 0.33 / 1,000,000 +
     // 2,000 x 4.125 / 1,000,000 + 1,000 x 6.6 / 1,000,000 +
     // 1,000 x 16.5 / 1,000,000.
     // Source: as above.
     "aws-bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0",
     "standard",
     "us-east-1",
     "2026-11-20T12:00:00Z",
     "input_tokens: 18000 cache_read_tokens: 5000 cache_write_5m_tokens: "
     "2000 cache_write_1h_tokens: 1000 output_tokens: 1000",
     "0.066",
     "us",
     {}},
    {"BedrockSonnet45InAPartOfEurope",
     // 10,000 x 3.3 / 1,000,000 + 5,000 x 0.33 / 1,000,000 +
     // 2,000 x 4.125 / 1,000,000 + 1,000 x 6.6 / 1,000,000 +
     // 1,000 x 16.5 / 1,000,000.
     // Source: LiteLLM 2026-11 eu.anthropic.claude-sonnet-4-5-20250929-v1:0:
     // *_cost*; https://aws.amazon.com/bedrock/pricing/
     "aws-bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0",
     "standard",
     "eu-west-1",
     "2026-11-20T12:00:00Z",
     "input_tokens: 18000 cache_read_tokens: 5000 cache_write_5m_tokens: "
     "2000 cache_write_1h_tokens: 1000 output_tokens: 1000",
     "0.066",
     "eu",
     {}},
    {"BedrockSonnet45InAPartOfJapan",
     // 10,000 x 3.3 / 1,000,000 + 5,000 x 0.33 / 1,000,000 +
     // 2,000 x 4.125 / 1,000,000 + 1,000 x 6.6 / 1,000,000 +
     // 1,000 x 16.5 / 1,000,000.
     // Source: LiteLLM 2026-11 jp.anthropic.claude-sonnet-4-5-20250929-v1:0:
     // *_cost*; https://aws.amazon.com/bedrock/pricing/
     "aws-bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0",
     "standard",
     "ap-northeast-1",
     "2026-11-20T12:00:00Z",
     "input_tokens: 18000 cache_read_tokens: 5000 cache_write_5m_tokens: "
     "2000 cache_write_1h_tokens: 1000 output_tokens: 1000",
     "0.066",
     "jp",
     {}},
    {"BedrockSonnet45InAPartOfTheUsGovernmentRegions",
     // 10,000 x 3.6 / 1,000,000 + 5,000 x 0.36 / 1,000,000 +
     // 2,000 x 4.5 / 1,000,000 + 1,000 x 7.2 / 1,000,000 +
     // 1,000 x 18 / 1,000,000.
     // Source: LiteLLM 2026-11
     // us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0: *_cost*;
     // https://aws.amazon.com/bedrock/pricing/
     "aws-bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0",
     "standard",
     "us-gov-west-1",
     "2026-11-20T12:00:00Z",
     "input_tokens: 18000 cache_read_tokens: 5000 cache_write_5m_tokens: "
     "2000 cache_write_1h_tokens: 1000 output_tokens: 1000",
     "0.072",
     "us-gov-west-1",
     {}},
    {"BedrockSonnet45InTheUsGovernmentRegionsAboveItsThreshold",
     // 200,001 x 7.2 / 1,000,000 + 1,000 x 27 / 1,000,000.
     // Source: LiteLLM 2026-11
     // us-gov.anthropic.claude-sonnet-4-5-20250929-v1:0:
     // *_above_200k_tokens
     "aws-bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0",
     "standard",
     "us-gov-east-1",
     "2026-11-20T12:00:00Z",
     "input_tokens: 200001 output_tokens: 1000",
     "1.4670072",
     "us-gov-east-1",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"BedrockSonnet45InTheUsAboveItsThreshold",
     // 200,001 x 6.6 / 1,000,000 + 1,000 x 24.75 / 1,000,000.
     // Source: LiteLLM 2026-11 us.anthropic.claude-sonnet-4-5-20250929-v1:0:
     // *_above_200k_tokens
     "aws-bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0",
     "standard",
     "us",
     "2026-11-20T12:00:00Z",
     "input_tokens: 200001 output_tokens: 1000",
     "1.3447566",
     "us",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"BedrockSonnet45BatchBillsReadsAsInput",
     // 10,000 x 1.65 / 1,000,000 + 5,000 x 1.65 / 1,000,000 +
     // 1,000 x 8.25 / 1,000,000.
     // Source: LiteLLM 2026-11 us.anthropic.claude-sonnet-4-5-20250929-v1:0:
     // input_cost_per_token_batches, output_cost_per_token_batches
     "aws-bedrock/anthropic.claude-sonnet-4-5-20250929-v1:0",
     "batch",
     "us",
     "2026-11-20T12:00:00Z",
     "input_tokens: 15000 cache_read_tokens: 5000 output_tokens: 1000",
     "0.033",
     "batch-us",
     {}},
    {"BedrockNovaProInTheUs",
     // 10,000 x 0.8 / 1,000,000 + 5,000 x 0.2 / 1,000,000 +
     // 1,000 x 3.2 / 1,000,000.
     // Source: LiteLLM 2026-11 us.amazon.nova-pro-v1:0: …
     "aws-bedrock/amazon.nova-pro-v1:0",
     "standard",
     "us",
     "2026-11-20T12:00:00Z",
     "input_tokens: 15000 cache_read_tokens: 5000 output_tokens: 1000",
     "0.0122",
     "us",
     {}},
    {"BedrockNovaProFlexInAPartOfEurope",
     // 10,000 x 0.525 / 1,000,000 + 5,000 x 0.13125 / 1,000,000 +
     // 1,000 x 2.1 / 1,000,000.
     // Source: LiteLLM 2026-11 eu.amazon.nova-pro-v1:0: …
     "aws-bedrock/amazon.nova-pro-v1:0",
     "flex",
     "eu-west-1",
     "2026-11-20T12:00:00Z",
     "input_tokens: 15000 cache_read_tokens: 5000 output_tokens: 1000",
     "0.00800625",
     "flex-eu",
     {}},
    {"BedrockNovaProInAPartOfAsia",
     // 10,000 x 0.84 / 1,000,000 + 5,000 x 0.21 / 1,000,000 +
     // 1,000 x 3.36 / 1,000,000.
     // Source: LiteLLM 2026-11 apac.amazon.nova-pro-v1:0: …
     "aws-bedrock/amazon.nova-pro-v1:0",
     "standard",
     "ap-northeast-1",
     "2026-11-20T12:00:00Z",
     "input_tokens: 15000 cache_read_tokens: 5000 output_tokens: 1000",
     "0.01281",
     "apac",
     {}},
    {"BedrockGptOssWithoutARegion",
     // 10,000 x 0.15 / 1,000,000 + 1,000 x 0.6 / 1,000,000.
     // Source: LiteLLM 2026-11 openai.gpt-oss-120b-1:0: …
     "aws-bedrock/openai.gpt-oss-120b-1:0",
     "standard",
     "",
     "2026-11-20T12:00:00Z",
     "input_tokens: 10000 output_tokens: 1000",
     "0.0021",
     "standard",
     {}},
    {"BedrockGptOssInAGovernmentRegion",
     // 10,000 x 0.18 / 1,000,000 + 1,000 x 0.72 / 1,000,000.
     // Source: LiteLLM 2026-11 us-gov.openai.gpt-oss-120b-1:0: …
     "aws-bedrock/openai.gpt-oss-120b-1:0",
     "standard",
     "us-gov-east-1",
     "2026-11-20T12:00:00Z",
     "input_tokens: 10000 output_tokens: 1000",
     "0.00252",
     "standard-us-gov-east-1",
     {}},
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_RULES_BEDROCK_H_
