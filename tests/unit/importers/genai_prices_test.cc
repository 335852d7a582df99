#include "service/catalog/importers/genai_prices.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/substitute.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/importers/rate_text.h"

namespace ratecard {
namespace {

using testing::ElementsAre;

constexpr char kFormat[] = "genai-prices";

// A list of one provider, with these models.
Import ImportModels(const std::string& models) {
  return ImportText(kFormat, absl::Substitute(R"([{"id": "acme", "name": "Acme",
                        "api_pattern": "https://api\\.acme\\.com",
                        "models": [$0]}])",
                                              models));
}

// The model `m` with these members.
Import ImportModel(const std::string& members) {
  return ImportModels(absl::Substitute(
      R"({"id": "m", "match": {"equals": "m"}, $0})", members));
}

std::string RateOf(const Import& import, absl::string_view schedule,
                   v1::Meter meter) {
  return RateText(ModelOf(import, "m"), schedule, meter);
}

// `id [start..end) BASIS HH:MM-HH:MM` of each schedule.
std::vector<std::string> Schedules(const Import& import) {
  std::vector<std::string> texts;
  const v1::Model model = ModelOf(import, "m");
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    std::string text =
        absl::StrCat(schedule.schedule_id(), " [", schedule.start_time(), "..",
                     schedule.end_time(), ")");
    if (schedule.start_basis() != v1::DATE_BASIS_UNSPECIFIED) {
      absl::StrAppend(&text, " ",
                      v1::DateBasis_Name(schedule.start_basis()).substr(11));
    }
    for (const v1::DailyWindow& window : schedule.daily_windows()) {
      absl::StrAppend(&text, " ", window.start(), "-", window.end());
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

std::vector<std::string> AliasesOf(const Import& import, absl::string_view id) {
  std::vector<std::string> aliases;
  const v1::Model model = ModelOf(import, id);
  for (const v1::Alias& alias : model.aliases()) {
    aliases.push_back(alias.alias_id());
  }
  return aliases;
}

TEST(GenaiPrices, ReadsWhatAProviderAndAModelAre) {
  const Import import = ImportText(kFormat, R"json([{
      "id": "acme", "name": "Acme", "description": "prose",
      "api_pattern": "https://api\\.acme\\.com/v1(?:/|$)",
      "provider_match": {"or": [{"equals": "acme-ai"}, {"equals": "acme"}]},
      "pricing_urls": ["https://acme.com"], "extractors": [{}], "models": [
        {"id": "m", "name": "Model\t", "match": {"equals": "m"},
         "description": "prose", "context_window": 200000,
         "prices_checked": "2026-10-09", "prices": {"input_mtok": 1}}]}])json");
  const v1::Provider& provider = import.providers[0];
  EXPECT_EQ(provider.display_name(), "Acme");
  EXPECT_EQ(provider.currency_code(), "USD");
  EXPECT_THAT(provider.api_hosts(), ElementsAre("api.acme.com/v1"));
  EXPECT_THAT(provider.aliases(), ElementsAre("acme-ai"));
  EXPECT_EQ(provider.models(0).display_name(), "Model");
  EXPECT_EQ(provider.models(0).limits().context_window_tokens(), 200'000);
  EXPECT_EQ(provider.models(0).source_id(), "genai-prices-2026-10-09");
  EXPECT_EQ(provider.sources(1).checked_date(), "2026-10-09");
  EXPECT_TRUE(import.report.findings().empty());
}

TEST(GenaiPrices, RefusesWhatIsNoList) {
  for (const char* text : {"{}", "[]", R"([{"id": "acme", "models": []}])"}) {
    EXPECT_THAT(ImportList(*FindImportFormat(kFormat), text, {"2026-11-01"}),
                FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_LIST"))
        << text;
  }
}

TEST(GenaiPricesKeys, AreAQuantityAndAUnit) {
  const Import import = ImportModel(R"("prices": {
      "input_mtok": 2, "cache_read_mtok": 0.2, "cache_write_mtok": 2.5,
      "cache_write_1h_mtok": 4, "input_audio_ktok": 0.032,
      "cache_audio_read_mtok": 0.4, "output_image_mtok": 30,
      "output_reasoning_mtok": 3, "input_mchars": 15, "input_gpixels": 7,
      "input_document_kpages": 4, "requests_kcount": 12,
      "web_searches_kcount": 10, "storage_searches_kcount": 2.5,
      "input_audio_hours": 0.36})");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_INPUT_TOKENS), "2");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_CACHE_READ_TOKENS), "0.2");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_CACHE_WRITE_5M_TOKENS), "2.5");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_CACHE_WRITE_1H_TOKENS), "4");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_AUDIO_INPUT_TOKENS), "32");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_AUDIO_CACHE_READ_TOKENS),
            "0.4");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_IMAGE_OUTPUT_TOKENS), "30");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_REASONING_TOKENS), "3");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_INPUT_CHARACTERS), "15");
  // $7 per 10^9, ours per 10^6.
  EXPECT_EQ(RateOf(import, "standard", v1::METER_INPUT_PIXELS), "0.007");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_INPUT_PAGES), "4");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_REQUESTS), "12");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_WEB_SEARCHES), "10");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_FILE_SEARCHES), "2.5");
  // $0.36 an hour is $0.006 a minute.
  EXPECT_EQ(RateOf(import, "standard", v1::METER_INPUT_AUDIO_MILLISECONDS),
            "0.006");
  EXPECT_TRUE(import.report.findings().empty());
}

TEST(GenaiPricesKeys, AreReportedIfTheyHaveNoPlaceOrAreUnknown) {
  const Import import = ImportModel(R"("prices": {
      "input_mtok": 2, "output_citation_mtok": 2, "social_searches_kcount": 5,
      "input_smell_mtok": 1, "input_mwords": 1, "input_mtok_old": 1})");
  for (const char* key : {"models.prices.output_citation_mtok",
                          "models.prices.social_searches_kcount"}) {
    EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, key), 1) << key;
  }
  for (const char* key :
       {"models.prices.input_smell_mtok", "models.prices.input_mwords",
        "models.prices.input_mtok_old"}) {
    EXPECT_EQ(CountOf(import, ImportFinding::kUnknownKey, key), 1) << key;
  }
}

// `audio_hours` counts either direction; beside `input_audio_hours` of the same
// price it says nothing more.
TEST(GenaiPricesKeys, OfMoreThanOurMeterGiveWay) {
  const Import same = ImportModel(
      R"("prices": {"audio_hours": 0.36, "input_audio_hours": 0.36})");
  EXPECT_TRUE(same.report.findings().empty());
  const Import text =
      ImportModel(R"("prices": {"input_mtok": 2, "input_text_mtok": 1})");
  EXPECT_EQ(RateOf(text, "standard", v1::METER_INPUT_TOKENS), "1");
  EXPECT_EQ(CountOf(text, ImportFinding::kLeftOut, "models.prices.input_mtok"),
            1);
  const Import alone = ImportModel(R"("prices": {"audio_hours": 3})");
  EXPECT_EQ(RateOf(alone, "standard", v1::METER_INPUT_AUDIO_MILLISECONDS),
            "0.05");
  EXPECT_EQ(
      CountOf(alone, ImportFinding::kLeftOut, "models.prices.audio_hours"), 1);
}

// `start: 200000` is for more than 200,000 tokens of input.
TEST(GenaiPricesTiers, BeginAboveTheirStart) {
  const Import import = ImportModel(R"("prices": {
      "input_mtok": {"base": 3, "tiers": [{"start": 200000, "price": 6}]},
      "output_mtok": {"base": 15, "tiers": [{"start": 500000, "price": 30},
                                            {"start": 200000, "price": 20}]}})");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_INPUT_TOKENS), "3 200001:6");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_OUTPUT_TOKENS),
            "15 200001:20 500001:30");
}

TEST(GenaiPricesTiers, ThatCannotBeAreReported) {
  const Import import = ImportModel(R"("prices": {
      "input_mtok": {"base": 3, "tiers": [
          {"start": -1, "price": 6}, {"start": 9223372036854775807, "price": 6},
          {"start": 5, "price": 6}, {"start": 5, "price": 7}, 8]},
      "output_mtok": {"base": -1}, "requests_kcount": [1]})");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_INPUT_TOKENS), "3 6:6");
  EXPECT_EQ(RateOf(import, "standard", v1::METER_OUTPUT_TOKENS), "");
  EXPECT_EQ(import.report.Count(ImportFinding::kBadValue), 6);
}

TEST(GenaiPricesZero, IsFreeOnlyIfTheListSaysSo) {
  const Import import = ImportModels(R"(
      {"id": "a:free", "match": {"equals": "a:free"}, "prices": {}},
      {"id": "b", "match": {"equals": "b"}, "prices": {}},
      {"id": "c", "match": {"equals": "c"}, "prices": {},
       "price_comments": "Included in the subscription: no rate."},
      {"id": "d", "match": {"equals": "d"}, "prices": {},
       "price_comments": "Free of charge with no paid tier."},
      {"id": "e", "match": {"equals": "e"}, "prices": {"input_mtok": 0}})");
  const auto input = [&](absl::string_view id) {
    return RateText(ModelOf(import, id), "standard", v1::METER_INPUT_TOKENS);
  };
  EXPECT_EQ(input("a:free"), "FREE");
  EXPECT_EQ(input("b"), "UNPRICED");
  EXPECT_EQ(input("c"), "INCLUDED_IN_PLAN");
  EXPECT_TRUE(ModelOf(import, "c").plan_only());
  EXPECT_EQ(input("d"), "FREE");
  EXPECT_EQ(input("e"), "UNPRICED");
  EXPECT_EQ(
      CountOf(import, ImportFinding::kLeftOut, "models.prices.input_mtok"), 1);
}

TEST(GenaiPricesDates, AreRecordedUnlessTheCommentSaysWhatHappened) {
  const Import import = ImportModel(R"("prices": [
      {"prices": {"input_mtok": 4}},
      {"constraint": {"start_date": "2026-08-21"}, "prices": {"input_mtok": 3}},
      {"constraint": {"start_date": "2026-10-19"}, "prices": {"input_mtok": 2}}
      ], "price_comments": "Acme cut input ($4) on 2026-08-21. Checked on 2026-10-19.")");
  EXPECT_THAT(
      Schedules(import),
      ElementsAre("standard [..2026-08-21)",
                  "standard-2026-08-21 [2026-08-21..2026-10-19) DOCUMENTED",
                  "standard-2026-10-19 [2026-10-19..) RECORDED"));
  EXPECT_EQ(RateOf(import, "standard-2026-08-21", v1::METER_INPUT_TOKENS), "3");
}

// The year was written with three digits, which no catalog file may have.
TEST(GenaiPricesDates, OfAYearBefore1000KeepFourDigits) {
  const Import import = ImportModel(R"("prices": [
      {"prices": {"input_mtok": 1}},
      {"constraint": {"start_date": "0663-02-01"}, "prices": {"input_mtok": 3}}
      ])");
  EXPECT_THAT(Schedules(import),
              ElementsAre("standard [..0663-02-01)",
                          "standard-0663-02-01 [0663-02-01..) RECORDED"));
}

TEST(GenaiPricesDates, OfTheYear0AreReported) {
  const Import import = ImportModel(R"("prices": [
      {"prices": {"input_mtok": 1}},
      {"constraint": {"start_date": "0000-02-01"}, "prices": {"input_mtok": 3}}
      ])");
  EXPECT_THAT(Schedules(import), ElementsAre("standard [..)"));
  EXPECT_EQ(import.report.Count(ImportFinding::kBadValue), 1);
}

TEST(GenaiPricesDates, OfTheEndAreTakenFromTheText) {
  const Import import = ImportModels(R"(
      {"id": "a", "match": {"equals": "a"}, "prices": {"input_mtok": 1},
       "deprecated": true,
       "price_comments": "Deprecated 2026-09-29. Retires on 2026-10-30."},
      {"id": "b", "match": {"equals": "b"}, "prices": {"input_mtok": 1},
       "deprecated": true,
       "price_comments": "No longer listed (checked 2026-10-09)."},
      {"id": "c", "match": {"equals": "c"}, "prices": {"input_mtok": 1},
       "price_comments": "The beta was retired on 2026-04-30."})");
  const v1::Model a = ModelOf(import, "a");
  EXPECT_EQ(a.lifecycle().deprecation_date(), "2026-09-29");
  EXPECT_EQ(a.lifecycle().retirement_date(), "2026-10-30");
  EXPECT_FALSE(ModelOf(import, "b").has_lifecycle());
  EXPECT_FALSE(ModelOf(import, "c").has_lifecycle());
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, "models.deprecated"), 1);
}

// DeepSeek's: of the entries that hold, the last applies, so its peak hours
// come last.
TEST(GenaiPricesHours, AreWindowsBesideTheOtherPrices) {
  const Import import = ImportModel(R"("prices": [
      {"prices": {"input_mtok": 4}},
      {"constraint": {"start_date": "2026-08-17"}, "prices": {"input_mtok": 3}},
      {"constraint": {"start_time": "01:00:00+00:00",
                      "end_time": "04:00:00+00:00"},
       "prices": {"input_mtok": 6}},
      {"constraint": {"start_time": "22:30:00Z", "end_time": "00:30:00Z"},
       "prices": {"input_mtok": 6}}])");
  EXPECT_THAT(Schedules(import),
              ElementsAre("standard [..2026-08-17)",
                          "standard-utc-0000-0030 [..) 00:00-00:30 01:00-04:00 "
                          "22:30-24:00",
                          "standard-2026-08-17 [2026-08-17..) RECORDED"));
  EXPECT_EQ(RateOf(import, "standard-utc-0000-0030", v1::METER_INPUT_TOKENS),
            "6");
}

TEST(GenaiPricesHours, GiveWayToALaterDate) {
  const Import import = ImportModel(R"("prices": [
      {"prices": {"input_mtok": 4}},
      {"constraint": {"start_time": "01:00:00", "end_time": "04:00:00"},
       "prices": {"input_mtok": 6}},
      {"constraint": {"start_date": "2026-08-17"},
       "prices": {"input_mtok": 3}}])");
  EXPECT_THAT(Schedules(import),
              ElementsAre("standard [..2026-08-17)",
                          "standard-utc-0100-0400 [..2026-08-17) 01:00-04:00",
                          "standard-2026-08-17 [2026-08-17..) RECORDED"));
}

TEST(GenaiPricesConditions, ThatAreNotUnderstoodLoseTheEntryAloud) {
  const Import import = ImportModel(R"("prices": [
      {"prices": {"input_mtok": 4}},
      {"constraint": {"start_date": "2026-02-30"}, "prices": {"input_mtok": 3}},
      {"constraint": {"start_time": "01:00:00+08:00", "end_time": "04:00:00"},
       "prices": {"input_mtok": 3}},
      {"constraint": {"weekday": "Monday"}, "prices": {"input_mtok": 3}}])");
  EXPECT_THAT(Schedules(import), ElementsAre("standard [..)"));
  EXPECT_EQ(
      CountOf(import, ImportFinding::kBadValue, "models.prices.constraint"), 3);
  EXPECT_EQ(CountOf(import, ImportFinding::kUnknownKey,
                    "models.prices.constraint.weekday"),
            1);
}

// A variant replaces what it names. Its first date is that of a check: nobody
// knows since when it costs that.
TEST(GenaiPricesVariants, AreWholeSchedules) {
  const Import import = ImportModel(R"("prices": [
      {"prices": {"input_mtok": 4, "output_mtok": 8, "web_searches_kcount": 10}},
      {"constraint": {"start_date": "2026-11-01"},
       "prices": {"input_mtok": 4, "output_mtok": 8,
                  "web_searches_kcount": 12}}],
      "price_variants": [
        {"when": {"processing": "batch"},
         "constraint": {"start_date": "2026-10-14"},
         "prices": {"input_mtok": 2}},
        {"when": {"speed": "fast"}, "prices": {"output_mtok": 20}},
        {"when": {"service_tier": "flex"}, "prices": {}},
        {"when": {"route": "acme/eu"}, "prices": {"input_mtok": 5}}])");
  EXPECT_THAT(Schedules(import),
              ElementsAre("standard [..2026-11-01)",
                          "standard-2026-11-01 [2026-11-01..) RECORDED",
                          "acme-eu [..2026-11-01)",
                          "acme-eu-2026-11-01 [2026-11-01..) RECORDED",
                          "batch [2026-10-14..2026-11-01) VERIFIED",
                          "batch-2026-11-01 [2026-11-01..) RECORDED",
                          "fast [..2026-11-01)",
                          "fast-2026-11-01 [2026-11-01..) RECORDED",
                          "flex [..2026-11-01)",
                          "flex-2026-11-01 [2026-11-01..) RECORDED"));
  EXPECT_EQ(RateOf(import, "batch", v1::METER_INPUT_TOKENS), "2");
  EXPECT_EQ(RateOf(import, "batch", v1::METER_OUTPUT_TOKENS), "8");
  EXPECT_EQ(RateOf(import, "batch-2026-11-01", v1::METER_WEB_SEARCHES), "12");
  EXPECT_EQ(RateOf(import, "fast", v1::METER_OUTPUT_TOKENS), "20");
  EXPECT_EQ(RateOf(import, "flex", v1::METER_INPUT_TOKENS), "4");
  EXPECT_TRUE(import.report.findings().empty());
}

// Of the variants that hold the first applies, for each key.
TEST(GenaiPricesVariants, ApplyFirstToLast) {
  const Import import = ImportModel(R"("prices": {"input_mtok": 4},
      "price_variants": [
        {"when": {"processing": "batch"}, "prices": {"input_mtok": 1}},
        {"when": {"processing": "batch"},
         "prices": {"input_mtok": 2, "output_mtok": 3}}])");
  EXPECT_EQ(RateOf(import, "batch", v1::METER_INPUT_TOKENS), "1");
  EXPECT_EQ(RateOf(import, "batch", v1::METER_OUTPUT_TOKENS), "3");
}

TEST(GenaiPricesVariants, OfASearchTypeAreAParameter) {
  const Import import = ImportModel(R"("prices": {"web_searches_kcount": 2.5},
      "price_variants": [
        {"when": {"search_type": "fast"}, "prices": {"web_searches_kcount": 1}},
        {"when": {"search_type": "web"}, "prices": {}}])");
  const v1::Model model = ModelOf(import, "m");
  const v1::PriceSchedule& schedule = model.price_schedules(0);
  ASSERT_EQ(schedule.rates_size(), 2);
  EXPECT_EQ(schedule.rates(1).parameters(0).key(), "search_type");
  EXPECT_EQ(schedule.rates(1).parameters(0).value(), "fast");
  EXPECT_EQ(schedule.rates(1).price(), "1");
}

TEST(GenaiPricesVariants, WithoutAPlaceAreReported) {
  const Import import = ImportModel(R"("prices": {"input_mtok": 4},
      "price_variants": [
        {"when": {"service_tier": "default"}, "prices": {}},
        {"when": {"service_tier": "flex", "speed": "fast"},
         "prices": {"input_mtok": 1}},
        {"when": {"speed": "fast"}, "prices": {"input_mtok": 8}},
        {"when": {"service_tier": "fast"}, "prices": {"input_mtok": 9}},
        {"when": {"mood": "good"}, "prices": {"input_mtok": 1}},
        {"when": {"service_tier": "standard"}, "prices": {"input_mtok": 1}}])");
  EXPECT_THAT(Schedules(import), ElementsAre("standard [..)", "fast [..)"));
  EXPECT_EQ(import.report.Count(ImportFinding::kLeftOut), 3);
  EXPECT_EQ(CountOf(import, ImportFinding::kUnknownKey,
                    "models.price_variants.when.mood"),
            1);
  EXPECT_EQ(CountOf(import, ImportFinding::kBadValue,
                    "models.price_variants.when.service_tier"),
            1);
}

// Clauses are tried on every name that the list has, in the list's order.
TEST(GenaiPricesNames, AreThoseOfTheFirstModelThatMatches) {
  const Import import = ImportText(kFormat, R"json([
      {"id": "acme", "models": [
        {"id": "big-mini", "match": {"equals": "big-mini"}, "prices": {}},
        {"id": "big", "prices": {}, "match": {"or": [
          {"equals": "BIG-2026"}, {"starts_with": "big-"},
          {"and": [{"contains": "/big"}, {"regex": "^(?!.*-tts(?:$|-))"}]
},
          {"regex": "^huge-\\d{4}$"}]
}
},
        {"id": "last", "prices": {}, "match": {"ends_with": "t"}}]
},
      {"id": "other", "models": [
        {"id": "acme/big", "match": {"equals": "acme/big"}, "prices": {}},
        {"id": "acme/big-tts", "match": {"equals": "acme/big-tts"},
         "prices": {}},
        {"id": "acme/big-tts-test", "match": {"equals": "nothing"},
         "prices": {}},
        {"id": "big-mini-2", "match": {"equals": "huge-2026"}, "prices": {}},
        {"id": "big-2:free", "match": {"equals": "big-2:free"},
         "prices": {}}]}])json");
  EXPECT_THAT(AliasesOf(import, "big"),
              ElementsAre("BIG-2026", "acme/big", "big-mini-2", "huge-2026"));
  EXPECT_THAT(AliasesOf(import, "big-mini"), ElementsAre());
  EXPECT_THAT(AliasesOf(import, "last"), ElementsAre("acme/big-tts-test"));
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, "models.match"), 1);
}

TEST(GenaiPricesNames, MeanTheEarlierModelIfItTakesTheIdOfALater) {
  const Import import = ImportModels(R"(
      {"id": "m", "match": {"starts_with": "m"}, "prices": {}},
      {"id": "m-2", "match": {"equals": "m-2"}, "prices": {}})");
  EXPECT_THAT(AliasesOf(import, "m"), ElementsAre());
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, "models.match"), 1);
}

TEST(GenaiPricesNames, AreReportedIfTheClauseIsNotUnderstood) {
  const Import import = ImportModels(R"(
      {"id": "a", "match": {"resembles": "a"}, "prices": {}},
      {"id": "b", "match": {"equals": "b", "contains": "c"}, "prices": {}},
      {"id": "c", "match": {"or": []}, "prices": {}},
      {"id": "d", "prices": {}},
      {"id": "e", "match": {"regex": "("}, "prices": {}})");
  EXPECT_EQ(CountOf(import, ImportFinding::kBadValue, "models.match"), 5);
  EXPECT_EQ(import.providers[0].models_size(), 5);
}

TEST(GenaiPrices, KeepsTheFirstOfTwo) {
  const Import import = ImportText(kFormat, R"([
      {"id": "acme", "api_pattern": "https://api\\.acme\\.com", "models": [
        {"id": "m", "match": {"equals": "m"}, "prices": {"input_mtok": 1}},
        {"id": "m", "match": {"equals": "m"}, "prices": {"input_mtok": 2}},
        {"id": " ", "match": {"equals": "m"}, "prices": {"input_mtok": 2}}]},
      {"id": "Acme", "models": []},
      {"id": "other", "api_pattern": "https://api\\.acme\\.com"},
      {"id": "many", "api_pattern": "https://.*\\.acme\\.com"}, 3])");
  ASSERT_EQ(import.providers.size(), 3u);
  EXPECT_EQ(RateOf(import, "standard", v1::METER_INPUT_TOKENS), "1");
  EXPECT_EQ(CountOf(import, ImportFinding::kBadValue, "models.id"), 2);
  EXPECT_EQ(CountOf(import, ImportFinding::kBadValue, "id"), 1);
  EXPECT_EQ(CountOf(import, ImportFinding::kBadValue, ""), 1);
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, "api_pattern"), 2);
}

}  // namespace
}  // namespace ratecard
