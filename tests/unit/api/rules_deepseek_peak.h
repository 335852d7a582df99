// Published prices of DeepSeek since its peak hours.

#ifndef RATECARD_TESTS_UNIT_API_RULES_DEEPSEEK_PEAK_H_
#define RATECARD_TESTS_UNIT_API_RULES_DEEPSEEK_PEAK_H_

#include "tests/unit/api/published_rule.h"

namespace ratecard {

inline const PublishedRule kDeepSeekPeakRules[] = {
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
};

}  // namespace ratecard

#endif  // RATECARD_TESTS_UNIT_API_RULES_DEEPSEEK_PEAK_H_
