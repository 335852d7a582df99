// The same usage just before and after changes that providers documented, with
// the prices that they published. The timelines are those of model-prices, cut
// down to what the changes need.

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "service/catalog/loader.h"
#include "service/catalog/text.h"
#include "service/estimate/estimate.h"
#include "service/money/decimal.h"
#include "tests/unit/importers/rate_text.h"

namespace ratecard {
namespace {

constexpr char kList[] = R"({
 "schema": 1, "updated_at": "2026-10-26T18:46:35Z",
 "prices": {
  "openai": {"gpt-5.6-sol": {
   "standard": [
    {"start": null, "rates": {
      "input": 5.0, "output": 30.0, "cache_read": 0.5, "cache_write": 6.25,
      "cache_write_1h_multiple": 2.5, "tiers": [{"above": 272000, "input": 10.0,
       "output": 45.0, "cache_read": 1.0, "cache_write": 12.5}],
      "valid_from": "2026-07-09T17:59:06Z",
      "valid_from_basis": "models.dev commit", "source": "https://a.test/"}},
    {"start": "2026-08-21T00:00:00Z", "rates": {
      "input": 4.0, "output": 20.0, "cache_read": 0.4, "cache_write": 5.0,
      "cache_write_1h_multiple": 2.5, "tiers": [{"above": 272000, "input": 8.0,
       "output": 30.0, "cache_read": 0.8, "cache_write": 10.0}],
      "valid_from": "2026-08-21T00:00:00Z",
      "valid_from_basis": "documented",
      "source": "https://openai.com/index/gpt-5-6/"}}],
   "fast": [
    {"start": null, "rates": {
      "input": 10.0, "output": 60.0, "cache_read": 1.0,
      "valid_from": "2026-07-09T17:59:06Z",
      "valid_from_basis": "models.dev commit", "source": "https://a.test/"}},
    {"start": "2026-08-21T00:00:00Z", "rates": {
      "input": 8.0, "output": 40.0, "cache_read": 0.8,
      "valid_from": "2026-08-21T00:00:00Z", "valid_from_basis": "documented",
      "source": "https://openai.com/index/gpt-5-6/"}}],
   "batch": [
    {"start": null, "rates": null},
    {"start": "2024-04-15T00:00:00Z", "rates": {
      "input": 2.5, "output": 15.0, "cache_read": 0.25,
      "tiers": [{"above": 272000, "input": 5.0, "output": 22.5,
       "cache_read": 0.5}],
      "valid_from": "2026-07-09T17:59:06Z",
      "valid_from_basis": "models.dev commit", "source": "https://a.test/"}},
    {"start": "2026-08-21T00:00:00Z", "rates": {
      "input": 2.0, "output": 10.0, "cache_read": 0.2,
      "tiers": [{"above": 272000, "input": 4.0, "output": 15.0,
       "cache_read": 0.4}],
      "valid_from": "2026-08-21T00:00:00Z", "valid_from_basis": "documented",
      "source": "https://openai.com/index/gpt-5-6/"}}]}},
  "deepseek": {"deepseek-chat": {"standard": [
    {"start": null, "rates": {
      "input": 0.57, "output": 1.68, "cache_read": 0.07,
      "valid_from": "2025-02-01T00:00:00Z",
      "valid_from_basis": "models.dev commit", "source": "https://a.test/"}},
    {"start": "2026-09-10T04:00:00Z", "rates": {
      "input": 0.15, "output": 0.6, "cache_read": 0.003,
      "valid_from": "2026-09-10T04:00:00Z", "valid_from_basis": "documented",
      "source": "https://api-docs.deepseek.com/news/news260910/"}}]}}},
 "schedules": {
  "holidays": {"cn": {
   "dates": ["2026-10-01", "2026-10-02"], "covers_through": "2026-12-31",
   "utc_offset_hours": 8, "source": "https://www.gov.cn/"}},
  "schedule": [
   {"provider": "deepseek", "note": "n", "source": "https://x.com/deepseek_ai",
    "off_peak_hours_utc": [["16:30", "00:30"]],
    "off_peak_multiplier": {"deepseek-chat": 0.5},
    "valid_from": "2025-02-26T16:30:00Z",
    "valid_until": "2025-09-05T16:00:00Z"},
   {"provider": "deepseek", "note": "n", "terms": {"en": "t"},
    "source": "https://api-docs.deepseek.com/zh-cn/updates",
    "peak_hours_utc": [["01:00", "04:00"], ["06:00", "10:00"]],
    "peak_multiplier": 2.0, "holidays": "cn", "weekdays_only": true,
    "valid_from": "2026-08-16T16:00:00Z"}]}})";

class History : public testing::Test {
 protected:
  History() : import_(ImportText("model-prices", kList)) {
    std::vector<CatalogFile> files;
    for (const v1::Provider& provider : import_.providers) {
      files.push_back({provider.provider_id(), ""});
      google::protobuf::TextFormat::PrintToString(provider, &files.back().text);
    }
    catalog_ = *LoadCatalog(files);
  }

  // What `input` tokens, `cached` of them read from the cache, and 10,000
  // output tokens cost, or why they have no price.
  std::string Cost(absl::string_view model, absl::string_view time,
                   absl::string_view service_tier, int64_t input,
                   int64_t cached) const {
    Usage usage;
    usage.Set(UsageField::kInputTokens, input);
    usage.Set(UsageField::kCacheReadTokens, cached);
    usage.Set(UsageField::kOutputTokens, 10'000);
    EstimateOptions options;
    options.as_of = *ParseCatalogTime(time);
    options.service_tier = service_tier;
    Estimate estimate;
    const absl::Status status =
        PriceUsage(**catalog_->GetModel(absl::StrCat("providers/", model)),
                   usage, options, &estimate);
    if (!status.ok()) {
      return std::string(status.message().substr(0, 21));
    }
    return FormatNanos(
        static_cast<int64_t>(estimate.total.numerator() / kUnitDenominator));
  }

  std::string Sol(absl::string_view time, absl::string_view service_tier,
                  int64_t input, int64_t cached) const {
    return Cost("openai/models/gpt-5.6-sol", time, service_tier, input, cached);
  }

  // 100,000 input tokens, 40,000 of them cached.
  std::string DeepSeek(absl::string_view time) const {
    return Cost("deepseek/models/deepseek-chat", time, "standard", 100'000,
                40'000);
  }

  const Import import_;
  std::shared_ptr<const Catalog> catalog_;
};

constexpr char kBefore[] = "2026-08-20T23:59:59Z";
constexpr char kAfter[] = "2026-08-21T00:00:00Z";

TEST_F(History, StandardPricesChangeToTheInstant) {
  // 60,000 × $5 + 40,000 × $0.50 + 10,000 × $30, then $4, $0.40 and $20.
  EXPECT_EQ(Sol(kBefore, "standard", 100'000, 40'000), "0.62");
  EXPECT_EQ(Sol(kAfter, "standard", 100'000, 40'000), "0.456");
}

TEST_F(History, LongContextTiersChangeWithThem) {
  // $10 and $45 above 272K, then $8 and $30.
  EXPECT_EQ(Sol(kBefore, "standard", 300'000, 0), "3.45");
  EXPECT_EQ(Sol(kAfter, "standard", 300'000, 0), "2.7");
  EXPECT_EQ(Sol(kAfter, "standard", 272'000, 0), "1.288");
  EXPECT_EQ(Sol(kAfter, "standard", 272'001, 0), "2.476008");
}

TEST_F(History, ModesChangeWithThem) {
  EXPECT_EQ(Sol(kBefore, "fast", 100'000, 40'000), "1.24");
  EXPECT_EQ(Sol(kAfter, "fast", 100'000, 40'000), "0.912");
  EXPECT_EQ(Sol(kBefore, "batch", 100'000, 40'000), "0.31");
  EXPECT_EQ(Sol(kAfter, "batch", 100'000, 40'000), "0.228");
  EXPECT_EQ(Sol(kBefore, "batch", 300'000, 0), "1.725");
  EXPECT_EQ(Sol(kAfter, "batch", 300'000, 0), "1.35");
  // Nobody published what fast requests of that length cost.
  EXPECT_EQ(Sol(kAfter, "fast", 300'000, 0), "no price is published");
}

TEST_F(History, OffPeakHoursCrossMidnight) {
  // 60,000 × $0.57 + 40,000 × $0.07 + 10,000 × $1.68; half of it from 16:30 to
  // 00:30 UTC.
  EXPECT_EQ(DeepSeek("2025-02-26T16:29:59Z"), "0.0538");
  EXPECT_EQ(DeepSeek("2025-02-26T16:30:00Z"), "0.0269");
  EXPECT_EQ(DeepSeek("2025-02-27T00:29:59Z"), "0.0269");
  EXPECT_EQ(DeepSeek("2025-02-27T00:30:00Z"), "0.0538");
  EXPECT_EQ(DeepSeek("2025-09-05T00:29:59Z"), "0.0269");
  EXPECT_EQ(DeepSeek("2025-09-05T16:30:00Z"), "0.0538");
}

TEST_F(History, PeakHoursLeaveOutWeekendsAndHolidays) {
  EXPECT_EQ(DeepSeek("2026-08-14T01:00:00Z"), "0.0538");  // before the rule
  EXPECT_EQ(DeepSeek("2026-08-17T00:59:59Z"), "0.0538");  // Monday
  EXPECT_EQ(DeepSeek("2026-08-17T01:00:00Z"), "0.1076");
  EXPECT_EQ(DeepSeek("2026-08-17T03:59:59Z"), "0.1076");
  EXPECT_EQ(DeepSeek("2026-08-17T04:00:00Z"), "0.0538");
  EXPECT_EQ(DeepSeek("2026-08-17T09:59:59Z"), "0.1076");
  EXPECT_EQ(DeepSeek("2026-08-22T01:00:00Z"), "0.0538");  // Saturday
  // 60,000 × $0.15 + 40,000 × $0.003 + 10,000 × $0.60, doubled.
  EXPECT_EQ(DeepSeek("2026-09-30T01:00:00Z"), "0.03024");
  EXPECT_EQ(DeepSeek("2026-10-01T01:00:00Z"), "0.01512");  // National Day
}

// The change falls on the end of a peak: both are told apart to the instant.
TEST_F(History, PricesChangeInPeakHoursToo) {
  EXPECT_EQ(DeepSeek("2026-09-10T03:59:59Z"), "0.1076");
  EXPECT_EQ(DeepSeek("2026-09-10T04:00:00Z"), "0.01512");
  EXPECT_EQ(DeepSeek("2026-09-10T06:00:00Z"), "0.03024");
}

}  // namespace
}  // namespace ratecard
