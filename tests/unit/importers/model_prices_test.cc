#include "service/catalog/importers/model_prices.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/importers/rate_text.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr char kFormat[] = "model-prices";

// A list of that provider's one model `m` with these modes, and of what else.
Import ImportModes(const std::string& modes, const std::string& more = "",
                   const std::string& provider = "acme") {
  return ImportText(
      kFormat,
      absl::StrCat(R"({"schema": 1, "updated_at": )"
                   R"("2026-10-26T18:46:35Z", "prices": {")",
                   provider, R"(": {"m": {)", modes, "}}}", more, "}"));
}

// An entry of a timeline; `start` is empty for the first.
std::string Entry(const std::string& start, const std::string& dated,
                  const std::string& basis, const std::string& prices) {
  return absl::StrCat(
      R"({"start": )", start.empty() ? "null" : absl::StrCat("\"", start, "\""),
      R"(, "rates": {"valid_from": ")", dated, R"(", "valid_from_basis": ")",
      basis, R"(", "source": "https://acme.test/)", basis.substr(0, 1), "\", ",
      prices, "}}");
}

std::string Recorded(const std::string& start, const std::string& dated,
                     const std::string& prices) {
  return Entry(start, dated, "models.dev commit", prices);
}

std::string Documented(const std::string& start, const std::string& prices) {
  return Entry(start, start, "documented", prices);
}

constexpr char kFirst[] = "2025-06-01T10:00:00Z";
constexpr char kSecond[] = "2025-09-01T10:00:00Z";
constexpr char kThird[] = "2026-01-01T00:00:00Z";

// The schedules of `m`, in order: `id start basis end last_seen`.
std::vector<std::string> Schedules(const Import& import) {
  std::vector<std::string> texts;
  const v1::Model model = ModelOf(import, "m");
  for (const v1::PriceSchedule& schedule : model.price_schedules()) {
    const auto or_dash = [](const std::string& text) {
      return text.empty() ? "-" : text;
    };
    texts.push_back(absl::StrCat(
        schedule.schedule_id(), " ", or_dash(schedule.start_time()), " ",
        v1::DateBasis_Name(schedule.start_basis()).substr(11), " ",
        or_dash(schedule.end_time()), " ", or_dash(schedule.last_seen_time())));
  }
  return texts;
}

std::string Price(const Import& import, absl::string_view schedule,
                  v1::Meter meter) {
  return RateText(ModelOf(import, "m"), schedule, meter);
}

TEST(ModelPrices, ReadsTheMetersAndExclusiveThresholds) {
  const Import import = ImportModes(
      absl::StrCat(R"("standard": [)",
                   Recorded("", kFirst,
                            R"("input": 3.0, "output": 15.0, "cache_read": 0.3,
                  "cache_write": 3.75, "cache_write_1h_multiple": 2.0,
                  "tiers": [{"above": 200000, "input": 6.0, "output": 22.5}])"),
                   "]"));
  EXPECT_EQ(Price(import, "standard", v1::METER_INPUT_TOKENS), "3 200001:6");
  EXPECT_EQ(Price(import, "standard", v1::METER_OUTPUT_TOKENS),
            "15 200001:22.5");
  EXPECT_EQ(Price(import, "standard", v1::METER_CACHE_READ_TOKENS), "0.3");
  EXPECT_EQ(Price(import, "standard", v1::METER_CACHE_WRITE_5M_TOKENS), "3.75");
  EXPECT_EQ(Price(import, "standard", v1::METER_CACHE_WRITE_1H_TOKENS),
            "6 200001:12");
  EXPECT_FALSE(import.report.lost_anything());
  const v1::Source& source = import.providers[0].sources(0);
  EXPECT_EQ(source.source_id(), kFormat);
  EXPECT_EQ(source.checked_date(), "2026-10-26");  // the list's own day
}

// OpenAI's longer-lived writes are of 12 hours.
TEST(ModelPrices, LongWritesHaveTheLifetimeOfTheProvider) {
  const Import import = ImportModes(
      absl::StrCat(R"("standard": [)",
                   Recorded("", kFirst,
                            R"("input": 4.0, "output": 20, "cache_write": 5.0,
                               "cache_write_1h_multiple": 2.5)"),
                   "]"),
      "", "openai");
  EXPECT_EQ(Price(import, "standard", v1::METER_CACHE_WRITE_12H_TOKENS), "10");
  EXPECT_EQ(Price(import, "standard", v1::METER_CACHE_WRITE_1H_TOKENS), "");
}

TEST(ModelPrices, LongWritesWithoutAPriceOfWritesAreNoPrice) {
  const Import import = ImportModes(absl::StrCat(
      R"("standard": [)", Recorded("", kFirst, R"("input": 4.0, "output": 20,
                                           "cache_write_1h_multiple": 2.0)"),
      "]"));
  EXPECT_EQ(Price(import, "standard", v1::METER_CACHE_WRITE_1H_TOKENS), "");
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut,
                    "standard.rates.cache_write_1h_multiple"),
            1);
}

TEST(ModelPrices, RemovesTheNoiseOfFloats) {
  const Import import = ImportModes(absl::StrCat(
      R"("standard": [)",
      Recorded("", kFirst, R"("input": 0.20000000000000004, "output": 1)"),
      "]"));
  EXPECT_EQ(Price(import, "standard", v1::METER_INPUT_TOKENS), "0.2");
  EXPECT_EQ(import.report.Count(ImportFinding::kNoiseRemoved), 1);
}

// The first record is a day on which somebody looked; between two records the
// earlier price holds; a documented day is exact.
TEST(ModelPrices, DatesHaveABasis) {
  const Import import = ImportModes(absl::StrCat(
      R"("standard": [)", Recorded("", kFirst, R"("input": 3, "output": 9)"),
      ",", Recorded(kSecond, kSecond, R"("input": 2, "output": 9)"), ",",
      Documented(kThird, R"("input": 1, "output": 9)"), "]"));
  EXPECT_THAT(
      Schedules(import),
      ElementsAre("standard-until-2025-09-01 2025-06-01T10:00:00Z VERIFIED "
                  "2025-09-01T10:00:00Z 2025-06-01T10:00:00Z",
                  "standard-until-2026-01-01 2025-09-01T10:00:00Z RECORDED "
                  "2026-01-01 -",
                  "standard 2026-01-01 DOCUMENTED - -"));
  const v1::Model model = ModelOf(import, "m");
  EXPECT_EQ(model.price_schedules(0).source_id(), "");
  EXPECT_EQ(model.price_schedules(2).source_id(), "page-acme.test-d");
}

// A sighting of the same price moves the day on which it was last seen.
TEST(ModelPrices, EqualPricesAreOneSchedule) {
  const Import import = ImportModes(absl::StrCat(
      R"("standard": [)", Recorded("", kFirst, R"("input": 3, "output": 9)"),
      ",", Recorded(kSecond, kSecond, R"("input": 3.0, "output": 9)"), ",",
      Recorded(kThird, kThird, R"("input": 2, "output": 9)"), "]"));
  EXPECT_THAT(
      Schedules(import),
      ElementsAre("standard-until-2026-01-01 2025-06-01T10:00:00Z VERIFIED "
                  "2026-01-01 2025-09-01T10:00:00Z",
                  "standard 2026-01-01 RECORDED - -"));
}

TEST(ModelPrices, ARecordThatOnlyAddsReachesBack) {
  const std::string standard =
      absl::StrCat(R"("standard": [)",
                   Recorded("", kFirst, R"("input": 3, "output": 9)"), ",");
  constexpr char kMore[] = R"("input": 3, "output": 9, "cache_read": 0.3,
                              "tiers": [{"above": 200000, "input": 6}])";
  const Import recorded = ImportModes(
      absl::StrCat(standard, Recorded(kSecond, kSecond, kMore), "]"));
  EXPECT_THAT(Schedules(recorded),
              ElementsAre("standard 2025-06-01T10:00:00Z VERIFIED - -"));
  EXPECT_EQ(Price(recorded, "standard", v1::METER_INPUT_TOKENS), "3 200001:6");
  EXPECT_EQ(Price(recorded, "standard", v1::METER_CACHE_READ_TOKENS), "0.3");

  const Import documented =
      ImportModes(absl::StrCat(standard, Documented(kSecond, kMore), "]"));
  EXPECT_EQ(Price(documented, "standard-until-2025-09-01",
                  v1::METER_CACHE_READ_TOKENS),
            "");
  EXPECT_EQ(Price(documented, "standard", v1::METER_CACHE_READ_TOKENS), "0.3");
}

// The first record was wrong and is corrected from its own day on: nobody ever
// saw its price in force.
TEST(ModelPrices, AnEntryThatIsOverBeforeItsDateNeverHeld) {
  const Import import = ImportModes(absl::StrCat(
      R"("standard": [)", Recorded("", kFirst, R"("input": 3, "output": 15)"),
      ",", Documented(kFirst, R"("input": 1, "output": 5)"), "]"));
  EXPECT_THAT(Schedules(import),
              ElementsAre("standard 2025-06-01T10:00:00Z VERIFIED - -"));
  EXPECT_EQ(Price(import, "standard", v1::METER_INPUT_TOKENS), "1");
}

// Where a documented price ends an older one comes back, with its old date.
TEST(ModelPrices, TheEndOfADocumentedPriceIsDocumented) {
  const Import import = ImportModes(absl::StrCat(
      R"("standard": [)", Recorded("", kFirst, R"("input": 3, "output": 9)"),
      ",", Documented(kSecond, R"("input": 1, "output": 3)"), ",",
      Recorded(kThird, kFirst, R"("input": 3, "output": 9)"), "]"));
  EXPECT_EQ(Schedules(import)[2], "standard 2026-01-01 DOCUMENTED - -");
}

TEST(ModelPrices, AModeNeverStartsBeforeItsModel) {
  const Import import = ImportModes(absl::StrCat(
      R"("standard": [)", Recorded("", kFirst, R"("input": 3, "output": 9)"),
      R"(], "batch": [{"start": null, "rates": null}, )",
      Recorded("2024-04-15T00:00:00Z", kFirst, R"("input": 1.5, "output": 4)"),
      "]"));
  EXPECT_THAT(Schedules(import),
              ElementsAre("standard 2025-06-01T10:00:00Z VERIFIED - -",
                          "batch 2025-06-01T10:00:00Z VERIFIED - -"));
  const v1::Model model = ModelOf(import, "m");
  EXPECT_EQ(model.price_schedules(1).service_tier(), "batch");
}

TEST(ModelPrices, NoRatesIsAModeThatIsNotOffered) {
  const Import import = ImportModes(absl::StrCat(
      R"("standard": [)", Recorded("", kFirst, R"("input": 3, "output": 9)"),
      R"(], "fast": [{"start": null, "rates": null}, )",
      Recorded(kSecond, kSecond, R"("input": 6, "output": 18)"),
      R"(, {"start": ")", kThird, R"(", "rates": null}])"));
  EXPECT_EQ(Schedules(import)[1],
            "fast-until-2026-01-01 2025-09-01T10:00:00Z RECORDED 2026-01-01 "
            "2025-09-01T10:00:00Z");
}

TEST(ModelPrices, AZeroIsFreeOnlyWhereTheProviderGivesTheModelAway) {
  constexpr char kZero[] = R"("input": 0.0, "output": 0.0, "cache_read": 0.0)";
  const Import recorded = ImportModes(
      absl::StrCat(R"("standard": [)", Recorded("", kFirst, kZero), "]"));
  EXPECT_EQ(Price(recorded, "standard", v1::METER_INPUT_TOKENS), "UNPRICED");
  EXPECT_EQ(Price(recorded, "standard", v1::METER_CACHE_READ_TOKENS), "");
  EXPECT_EQ(recorded.report.Count(ImportFinding::kLeftOut), 3);

  const Import documented = ImportModes(absl::StrCat(
      R"("standard": [)", Recorded("", kFirst, R"("input": 3, "output": 9)"),
      ",", Documented(kSecond, kZero), "]"));
  EXPECT_EQ(Price(documented, "standard", v1::METER_INPUT_TOKENS), "FREE");
  EXPECT_EQ(Price(documented, "standard", v1::METER_CACHE_READ_TOKENS), "FREE");
}

TEST(ModelPrices, NamesStatusPlansAndStandIns) {
  const Import import = ImportModes(
      absl::StrCat(R"("standard": [)",
                   Recorded("", kFirst, R"("input": 3, "output": 9)"), "]"),
      R"(, "aliases": {"models": {"m-4": "acme/m"},
                       "providers": {"acme-cli": "acme"}},
         "bases": {"acme": {"m-weights": "m", "lost": "other"}},
         "status": {"acme": {"m": "deprecated"}},
         "models_dev": {"commit": "c"},
         "plans": [{"id": "pro", "provider": "acme", "usd_per_month": 20}],
         "estimates": [{"provider": "acme", "model": "full", "like": "acme/m",
                        "reason": "r", "sources": []}])");
  const v1::Model model = ModelOf(import, "m");
  EXPECT_EQ(model.base_model(), "m-weights");
  ASSERT_EQ(model.aliases_size(), 2);
  EXPECT_EQ(model.aliases(0).alias_id(), "m-weights");
  EXPECT_EQ(model.aliases(1).alias_id(), "m-4");
  EXPECT_EQ(import.providers[0].aliases(0), "acme-cli");
  EXPECT_EQ(model.card().rows(0).value(), "deprecated");
  EXPECT_EQ(ModelOf(import, "full").price_schedules_size(), 0);
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, "plans"), 1);
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, "bases"), 1);
  EXPECT_EQ(CountOf(import, ImportFinding::kLeftOut, "estimates.like"), 1);
  EXPECT_FALSE(import.report.lost_anything());
}

TEST(ModelPrices, ReportsWhatItDoesNotKnow) {
  const Import import =
      ImportModes(absl::StrCat(R"("note": "n", "standard": [)",
                               Recorded("", kFirst, R"("input": 3, "output": 9,
                                           "cached_input": 1)"),
                               "]"),
                  R"(, "regions": {})");
  EXPECT_EQ(CountOf(import, ImportFinding::kUnknownKey, "note"), 1);
  EXPECT_EQ(CountOf(import, ImportFinding::kUnknownKey, "regions"), 1);
  EXPECT_EQ(CountOf(import, ImportFinding::kUnknownKey,
                    "standard.rates.cached_input"),
            1);
}

// Otherwise the price before the entry that cannot be read would go on.
TEST(ModelPrices, ATimelineInDisorderIsLeftOut) {
  const Import import = ImportModes(absl::StrCat(
      R"("standard": [)", Recorded("", kFirst, R"("input": 3, "output": 9)"),
      ",", Recorded("soon", kSecond, R"("input": 2, "output": 9)"), "]"));
  EXPECT_THAT(Schedules(import), IsEmpty());
  EXPECT_TRUE(import.report.lost_anything());
}

// One such model had the whole list refused.
TEST(ModelPrices, MoreSchedulesThanACatalogTakesAreNoReasonToRefuseTheList) {
  std::vector<std::string> modes;
  for (int i = 0; i <= 200; ++i) {
    modes.push_back(
        absl::StrCat(R"("mode-)", i, R"(": [)",
                     Recorded("", kFirst, R"("input": 3, "output": 9)"), "]"));
  }
  const Import import = ImportModes(absl::StrJoin(modes, ","));
  EXPECT_THAT(Schedules(import), IsEmpty());
  EXPECT_EQ(import.report.Count(ImportFinding::kBadValue), 1);
}

TEST(ModelPrices, RefusesOtherDocuments) {
  for (const char* text : {"[]", "{}", R"({"schema": 2, "prices": {}})",
                           R"({"schema": 1, "prices": []})",
                           R"({"schema": 1, "prices": {"acme": {}}})"}) {
    EXPECT_THAT(ImportList(*FindImportFormat(kFormat), text, {"2026-11-01"}),
                FailsWith(absl::StatusCode::kInvalidArgument, "INVALID_LIST"))
        << text;
  }
}

}  // namespace
}  // namespace ratecard
