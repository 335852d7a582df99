// Published prices of DeepSeek since its discount of 2025.

#ifndef RATECARD_TESTS_UNIT_API_RULES_DEEPSEEK_DISCOUNT_H_
#define RATECARD_TESTS_UNIT_API_RULES_DEEPSEEK_DISCOUNT_H_

#include "tests/unit/api/published_rule.h"

namespace ratecard {

inline const PublishedRule kDeepSeekDiscountRules[] = {
    {"DeepSeekChatBeforeItsDiscountBeganThoughTheHourIsRight",
     // 1,000,000 x 0.27 / 1,000,000 + 1,000,000 x 0.07 / 1,000,000 +
     // 1,000,000 x 1.1 / 1,000,000.
     // Source: model-prices prices.deepseek.deepseek-chat +
     // schedules.schedule[0];
     // https://x.com/deepseek_ai/status/1894710448676884671,
     // https://web.archive.org/web/20250226111135/https://api-docs.deepseek.com/quick_start/pricing
     "deepseek/deepseek-chat",
     "standard",
     "",
     "2025-02-26T00:10:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "1.44",
     "standard-v3",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekChatTheSecondBeforeItsFirstDiscount",
     // 1,000,000 x 0.27 / 1,000,000 + 1,000,000 x 0.07 / 1,000,000 +
     // 1,000,000 x 1.1 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-chat",
     "standard",
     "",
     "2025-02-26T16:29:59Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "1.44",
     "standard-v3",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekChatFromItsFirstDiscount",
     // 1,000,000 x 0.135 / 1,000,000 + 1,000,000 x 0.035 / 1,000,000 +
     // 1,000,000 x 0.55 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-chat",
     "standard",
     "",
     "2025-02-26T16:30:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "0.72",
     "off-peak-v3",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekChatTheSecondBeforeMidnight",
     // 1,000,000 x 0.135 / 1,000,000 + 1,000,000 x 0.035 / 1,000,000 +
     // 1,000,000 x 0.55 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-chat",
     "standard",
     "",
     "2025-02-26T23:59:59Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "0.72",
     "off-peak-v3",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekChatItsDiscountGoesOnAtMidnight",
     // 1,000,000 x 0.135 / 1,000,000 + 1,000,000 x 0.035 / 1,000,000 +
     // 1,000,000 x 0.55 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-chat",
     "standard",
     "",
     "2025-02-27T00:00:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "0.72",
     "off-peak-v3",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekChatTheLastSecondOfTheDiscount",
     // 1,000,000 x 0.135 / 1,000,000 + 1,000,000 x 0.035 / 1,000,000 +
     // 1,000,000 x 0.55 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-chat",
     "standard",
     "",
     "2025-02-27T00:29:59Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "0.72",
     "off-peak-v3",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekChatAfterTheDiscount",
     // 1,000,000 x 0.27 / 1,000,000 + 1,000,000 x 0.07 / 1,000,000 +
     // 1,000,000 x 1.1 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-chat",
     "standard",
     "",
     "2025-02-27T00:30:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "1.44",
     "standard-v3",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekChatInTheLastDiscountOfAll",
     // 1,000,000 x 0.135 / 1,000,000 + 1,000,000 x 0.035 / 1,000,000 +
     // 1,000,000 x 0.55 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-chat",
     "standard",
     "",
     "2025-09-05T00:29:59Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "0.72",
     "off-peak-v3",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekChatTheSecondBeforeV31",
     // 1,000,000 x 0.27 / 1,000,000 + 1,000,000 x 0.07 / 1,000,000 +
     // 1,000,000 x 1.1 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-chat",
     "standard",
     "",
     "2025-09-05T15:59:59Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "1.44",
     "standard-v3",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekChatFromV31",
     // 1,000,000 x 0.57 / 1,000,000 + 1,000,000 x 0.07 / 1,000,000 +
     // 1,000,000 x 1.68 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-chat",
     "standard",
     "",
     "2025-09-05T16:00:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "2.32",
     "standard-v3.1",
     {v1::WARNING_CODE_PRICE_DATE_UNCERTAIN, v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekChatAtTheHourOfTheFormerDiscount",
     // 1,000,000 x 0.57 / 1,000,000 + 1,000,000 x 0.07 / 1,000,000 +
     // 1,000,000 x 1.68 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-chat",
     "standard",
     "",
     "2025-09-05T17:00:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "2.32",
     "standard-v3.1",
     {v1::WARNING_CODE_PRICE_DATE_UNCERTAIN, v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekChatTheSecondBeforeItsRecordedChange",
     // 1,000,000 x 0.57 / 1,000,000 + 1,000,000 x 0.07 / 1,000,000 +
     // 1,000,000 x 1.68 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-chat",
     "standard",
     "",
     "2025-11-17T16:05:40Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "2.32",
     "standard-v3.1",
     {v1::WARNING_CODE_PRICE_DATE_UNCERTAIN, v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekChatFromItsRecordedChange",
     // 1,000,000 x 0.28 / 1,000,000 + 1,000,000 x 0.028 / 1,000,000 +
     // 1,000,000 x 0.42 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-chat",
     "standard",
     "",
     "2025-11-17T16:05:41Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "0.728",
     "standard-v3.2",
     {v1::WARNING_CODE_PRICE_DATE_UNCERTAIN, v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekReasonerOutsideTheDiscount",
     // 1,000,000 x 0.55 / 1,000,000 + 1,000,000 x 0.14 / 1,000,000 +
     // 1,000,000 x 2.19 / 1,000,000.
     // Source: model-prices prices.deepseek.deepseek-reasoner; genai
     // deepseek-reasoner (off-peak 0.135 / 0.035 / 0.55, as printed; an exact
     // 75% off would be 0.1375 / 0.035 / 0.5475);
     // https://api-docs.deepseek.com/updates/
     "deepseek/deepseek-reasoner",
     "standard",
     "",
     "2025-03-01T00:30:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "2.88",
     "standard-v3",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekReasonerInTheDiscount",
     // 1,000,000 x 0.135 / 1,000,000 + 1,000,000 x 0.035 / 1,000,000 +
     // 1,000,000 x 0.55 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-reasoner",
     "standard",
     "",
     "2025-03-01T16:30:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "0.72",
     "off-peak-v3",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekReasonerTheSecondBeforeV32",
     // 1,000,000 x 0.57 / 1,000,000 + 1,000,000 x 0.07 / 1,000,000 +
     // 1,000,000 x 1.68 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-reasoner",
     "standard",
     "",
     "2025-09-28T23:59:59Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "2.32",
     "standard-v3.1",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekReasonerFromV32",
     // 1,000,000 x 0.28 / 1,000,000 + 1,000,000 x 0.028 / 1,000,000 +
     // 1,000,000 x 0.42 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-reasoner",
     "standard",
     "",
     "2025-09-29T00:00:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "0.728",
     "standard-v3.2",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekReasonerAfterItsRetirement",
     // 1,000,000 x 0.14 / 1,000,000 + 1,000,000 x 0.0028 / 1,000,000 +
     // 1,000,000 x 0.28 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-reasoner",
     "standard",
     "",
     "2026-08-01T00:00:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "0.4228",
     "standard",
     {v1::WARNING_CODE_MODEL_RETIRED, v1::WARNING_CODE_DOES_NOT_FIT}},
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_RULES_DEEPSEEK_DISCOUNT_H_
