// Published prices of DeepSeek.

#ifndef RATECARD_TESTS_UNIT_API_RULES_DEEPSEEK_H_
#define RATECARD_TESTS_UNIT_API_RULES_DEEPSEEK_H_

#include "tests/unit/api/published_rule.h"

namespace ratecard {

inline const PublishedRule kDeepSeekRules[] = {
    {"DeepSeekV4ProTheSecondBeforeItsRecordedChange",
     // 600,000 x 1.74 / 1,000,000 + 400,000 x 0.145 / 1,000,000 +
     // 100,000 x 3.48 / 1,000,000.
     // Source: model-prices prices.deepseek.deepseek-v4-pro.standard +
     // schedules.schedule[1] (x2 peak); LiteLLM deepseek-v4-pro (peak) and
     // .off_peak_pricing; https://api-docs.deepseek.com/quick_start/pricing
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-05-25T05:18:17Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "1.45",
     "standard-2026-04",
     {v1::WARNING_CODE_PRICE_DATE_UNCERTAIN, v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProFromItsRecordedChange",
     // 600,000 x 0.435 / 1,000,000 + 400,000 x 0.003625 / 1,000,000 +
     // 100,000 x 0.87 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-05-25T05:18:18Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "0.34945",
     "standard-2026-05",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProTheSecondBeforePeakHoursBegan",
     // 600,000 x 0.435 / 1,000,000 + 400,000 x 0.003625 / 1,000,000 +
     // 100,000 x 0.87 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-08-16T15:59:59Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "0.34945",
     "standard-2026-05",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProAtMidnightInBeijing",
     // 600,000 x 0.66 / 1,000,000 + 400,000 x 0.022 / 1,000,000 +
     // 100,000 x 1.98 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-08-16T16:00:00Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "0.6028",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProTheSecondBeforeTheMorningPeak",
     // 600,000 x 0.66 / 1,000,000 + 400,000 x 0.022 / 1,000,000 +
     // 100,000 x 1.98 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-08-17T00:59:59Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "0.6028",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProFromTheMorningPeak",
     // 600,000 x 1.32 / 1,000,000 + 400,000 x 0.044 / 1,000,000 +
     // 100,000 x 3.96 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-08-17T01:00:00Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "1.2056",
     "peak",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProTheLastSecondOfTheMorningPeak",
     // 600,000 x 1.32 / 1,000,000 + 400,000 x 0.044 / 1,000,000 +
     // 100,000 x 3.96 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-08-17T03:59:59Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "1.2056",
     "peak",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProAtNoon",
     // 600,000 x 0.66 / 1,000,000 + 400,000 x 0.022 / 1,000,000 +
     // 100,000 x 1.98 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-08-17T04:00:00Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "0.6028",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProTheSecondBeforeTheAfternoonPeak",
     // 600,000 x 0.66 / 1,000,000 + 400,000 x 0.022 / 1,000,000 +
     // 100,000 x 1.98 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-08-17T05:59:59Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "0.6028",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProFromTheAfternoonPeak",
     // 600,000 x 1.32 / 1,000,000 + 400,000 x 0.044 / 1,000,000 +
     // 100,000 x 3.96 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-08-17T06:00:00Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "1.2056",
     "peak",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProTheLastSecondOfTheAfternoonPeak",
     // 600,000 x 1.32 / 1,000,000 + 400,000 x 0.044 / 1,000,000 +
     // 100,000 x 3.96 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-08-17T09:59:59Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "1.2056",
     "peak",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProInTheEvening",
     // 600,000 x 0.66 / 1,000,000 + 400,000 x 0.022 / 1,000,000 +
     // 100,000 x 1.98 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-08-17T10:00:00Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "0.6028",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProOnASaturday",
     // 600,000 x 0.66 / 1,000,000 + 400,000 x 0.022 / 1,000,000 +
     // 100,000 x 1.98 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-08-22T02:00:00Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "0.6028",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProOnASunday",
     // 600,000 x 0.66 / 1,000,000 + 400,000 x 0.022 / 1,000,000 +
     // 100,000 x 1.98 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-11-15T07:00:00Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "0.6028",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProOnTheMidAutumnHoliday",
     // 600,000 x 0.66 / 1,000,000 + 400,000 x 0.022 / 1,000,000 +
     // 100,000 x 1.98 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-09-25T02:00:00Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "0.6028",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProOnNationalDay",
     // 600,000 x 0.66 / 1,000,000 + 400,000 x 0.022 / 1,000,000 +
     // 100,000 x 1.98 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-10-01T02:00:00Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "0.6028",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProOnTheLastDayOfTheHoliday",
     // 600,000 x 0.66 / 1,000,000 + 400,000 x 0.022 / 1,000,000 +
     // 100,000 x 1.98 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-10-07T07:00:00Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "0.6028",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProOnTheDayAfterTheHoliday",
     // 600,000 x 1.32 / 1,000,000 + 400,000 x 0.044 / 1,000,000 +
     // 100,000 x 3.96 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-10-08T02:00:00Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "1.2056",
     "peak",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProOnASaturdayThatIsWorked",
     // 600,000 x 0.66 / 1,000,000 + 400,000 x 0.022 / 1,000,000 +
     // 100,000 x 1.98 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2026-10-10T02:00:00Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "0.6028",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4ProPastTheHolidayCalendar",
     // 600,000 x 1.32 / 1,000,000 + 400,000 x 0.044 / 1,000,000 +
     // 100,000 x 3.96 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-pro",
     "standard",
     "",
     "2027-01-04T02:00:00Z",
     "input_tokens: 1000000 cache_read_tokens: 400000 output_tokens: "
     "100000",
     "1.2056",
     "peak",
     {v1::WARNING_CODE_HOLIDAYS_UNKNOWN, v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4FlashTheSecondBeforeItsRecordedChange",
     // 1,000,000 x 0.14 / 1,000,000 + 1,000,000 x 0.028 / 1,000,000 +
     // 1,000,000 x 0.28 / 1,000,000.
     // Source: model-prices prices.deepseek.deepseek-v4-flash.standard;
     // https://api-docs.deepseek.com/news/news260910/
     "deepseek/deepseek-v4-flash",
     "standard",
     "",
     "2026-05-25T05:18:17Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "0.448",
     "standard-2026-04",
     {v1::WARNING_CODE_PRICE_DATE_UNCERTAIN, v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4FlashFromItsRecordedChange",
     // 1,000,000 x 0.14 / 1,000,000 + 1,000,000 x 0.0028 / 1,000,000 +
     // 1,000,000 x 0.28 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-flash",
     "standard",
     "",
     "2026-05-25T05:18:18Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "0.4228",
     "standard-2026-05",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4FlashTheLastSecondOfItsOldPeakPrice",
     // 1,000,000 x 0.44 / 1,000,000 + 1,000,000 x 0.014 / 1,000,000 +
     // 1,000,000 x 1.32 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-flash",
     "standard",
     "",
     "2026-09-10T03:59:59Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "1.774",
     "peak-2026-08",
     {v1::WARNING_CODE_MODEL_DEPRECATED, v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4FlashFromItsNewPriceAtTheEndOfThePeak",
     // 1,000,000 x 0.15 / 1,000,000 + 1,000,000 x 0.003 / 1,000,000 +
     // 1,000,000 x 0.6 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-flash",
     "standard",
     "",
     "2026-09-10T04:00:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "0.753",
     "standard",
     {v1::WARNING_CODE_MODEL_DEPRECATED, v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekV4FlashInTheNextPeakOfItsNewPrice",
     // 1,000,000 x 0.3 / 1,000,000 + 1,000,000 x 0.006 / 1,000,000 +
     // 1,000,000 x 1.2 / 1,000,000.
     // Source: as above.
     "deepseek/deepseek-v4-flash",
     "standard",
     "",
     "2026-09-10T06:00:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "1.506",
     "peak",
     {v1::WARNING_CODE_MODEL_DEPRECATED, v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekFlashInThePeak",
     // 1,000,000 x 0.3 / 1,000,000 + 1,000,000 x 0.006 / 1,000,000 +
     // 1,000,000 x 1.2 / 1,000,000.
     // Source: LiteLLM deepseek-flash; genai deepseek-flash.prices[1]
     "deepseek/deepseek-flash",
     "standard",
     "",
     "2026-11-20T01:00:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "1.506",
     "peak",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
    {"DeepSeekFlashAfterThePeak",
     // 1,000,000 x 0.15 / 1,000,000 + 1,000,000 x 0.003 / 1,000,000 +
     // 1,000,000 x 0.6 / 1,000,000.
     // Source: LiteLLM deepseek-flash.off_peak_pricing; genai
     // deepseek-flash.prices[0]
     "deepseek/deepseek-flash",
     "standard",
     "",
     "2026-11-20T10:00:00Z",
     "input_tokens: 2000000 cache_read_tokens: 1000000 output_tokens: "
     "1000000",
     "0.753",
     "standard",
     {v1::WARNING_CODE_DOES_NOT_FIT}},
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

#endif  // RATECARD_TESTS_UNIT_API_RULES_DEEPSEEK_H_
