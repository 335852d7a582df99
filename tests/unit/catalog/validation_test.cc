// Every kind of mistake in a catalog file, each as one broken line of a good
// one, is refused with its line, its field and a message that says what is
// wrong.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/catalog/loader.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/catalog/corruption.h"
#include "tests/unit/catalog/good_catalog.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

class Mistake : public testing::TestWithParam<Corruption> {};

TEST_P(Mistake, IsRefusedWithLineFieldAndReason) { ExpectRefused(GetParam()); }

INSTANTIATE_TEST_SUITE_P(
    Provider, Mistake,
    testing::ValuesIn(std::vector<Corruption>{
        {"MissingId", "", "provider_id: \"acme\"", "", "provider_id",
         "no provider id is given"},
        {"IdOfOtherCharacters", "", "\"acme\"", "\"Acme Inc\"", "provider_id",
         "lower-case"},
        {"IdTooLong", "", "\"acme\"",
         absl::StrCat("\"", std::string(64, 'a'), "\""), "provider_id",
         "longer than 63"},
        {"NameGiven", "", "display_name", "name: \"x\" display_name", "name",
         "is made from the id"},
        {"ControlCharacterInName", "", "\"Acme\"", "\"Ac\\nme\"",
         "display_name", "control character"},
        {"EscapedBytesThatAreNoUtf8", "", "\"Acme\"", "\"Ac\\377me\"",
         "display_name", "UTF-8"},
        {"AliasIsOwnId", "", "\"acme_ai\"", "\"acme\"", "aliases[0]",
         "'acme' is taken by provider_id"},
        {"MakerRepeated", "", "home_makers: \"acme\"",
         "home_makers: [\"acme\", \"acme\"]", "home_makers[1]", "is repeated"},
        {"HostWithScheme", "", "api.acme.example/v1",
         "https://api.acme.example", "api_hosts[0]", "is not a host"},
        {"HostEndingInSlash", "", "example/v1", "example/", "api_hosts[0]",
         "is not a host"},
        {"CurrencyInLowerCase", "", "\"USD\"", "\"usd\"", "currency_code",
         "three capitals"},
        {"RegionRepeated", "", "region_id: \"us-east\"",
         "region_id: \"us-east\" } regions { region_id: \"us\"",
         "regions[2].region_id", "'us' is repeated"},
        {"RegionContainsUnknown", "", "contains: \"us-east\"",
         "contains: \"us-west\"", "regions[0].contains[0]",
         "'us-west' is not a region"},
        {"RegionContainsItself", "", "contains: \"us-east\"",
         "contains: \"us\"", "regions[0].contains[0]", "holds this region"},
        {"RegionsInACircle", "region_id: \"us-east\"", "\"us-east\"",
         "\"us-east\" contains: \"us\"", "regions[0].contains[0]",
         "'us-east' holds this region itself", 3},
        {"PatternWithoutModel", "", "{region}.{model}", "{region}.",
         "name_patterns[0].pattern", "{model} exactly once"},
        {"PatternWithModelTwice", "", "{region}.{model}", "{model}.{model}",
         "name_patterns[0].pattern", "{model} exactly once"},
        {"PatternWithUnknownPlaceholder", "", "{region}.{model}",
         "{zone}.{model}", "name_patterns[0].pattern", "placeholders"},
        {"PatternWithOpenBrace", "", "{region}.{model}", "{region.{model}",
         "name_patterns[0].pattern", "placeholders"},
        {"PatternWithSpace", "", "{region}.{model}", "{region} {model}",
         "name_patterns[0].pattern", "without spaces"},
        {"PatternRegionUnknown", "eu.{model}", "\"us\"", "\"eu\"",
         "name_patterns[1].region", "'eu' is not a region"},
        {"PatternFixesRegionTwice", "", "eu.{model}-v", "{region}.{model}-v",
         "name_patterns[1].region", "fixed by {region}", -1},
        {"PatternServiceTierBad", "", "service_tier: \"batch\"",
         "service_tier: \"Batch\"", "name_patterns[1].service_tier",
         "lower-case"},
        {"HolidayIsNoDay", "", "2026-10-01", "2026-02-30",
         "holiday_calendars[0].dates[0]", "'2026-02-30' is not a date"},
        {"HolidaysUnsorted", "", "2026-10-02", "2026-09-30",
         "holiday_calendars[0].dates[1]", "comes after a later day"},
        {"HolidayRepeated", "", "2026-10-02", "2026-10-01",
         "holiday_calendars[0].dates[1]", "is repeated"},
        {"CalendarEndsBeforeItsLastDay", "", "2026-12-31", "2026-10-01",
         "holiday_calendars[0].covers_through", "before the last"},
        {"CalendarWithoutEnd", "", "covers_through: \"2026-12-31\"", "",
         "holiday_calendars[0].covers_through", "is not given", 4},
        {"CalendarSourceUnknown", "calendar_id", "\"calendar\"", "\"lost\"",
         "holiday_calendars[0].source_id", "'lost' is not a source"},
        {"SourceRepeated", "", "checked_date: \"2026-11-01\"",
         "checked_date: \"2026-11-01\" } sources { source_id: \"prices\" "
         "checked_date: \"2026-11-03\"",
         "sources[1].source_id", "'prices' is repeated"},
        {"SourceUrlBad", "", "https://acme", "acme", "sources[0].url",
         "https://"},
        {"SourceNotDated", "", "checked_date: \"2026-11-01\"", "",
         "sources[0].checked_date", "is not given", 4},
        {"SourceDateBad", "", "2026-11-01", "2026-11-31",
         "sources[0].checked_date", "'2026-11-31' is not a date"},
    }),
    TestNameOf);

INSTANTIATE_TEST_SUITE_P(
    Model, Mistake,
    testing::ValuesIn(std::vector<Corruption>{
        {"MissingId", "", "model_id: \"acme/large:1\"", "",
         "models[0].model_id", "no model id is given", 1},
        {"IdRepeated", "", "model_id: \"small\"",
         "model_id: \"small\" source_id: \"prices\" } models { model_id: "
         "\"small\"",
         "models[2].model_id", "'small' is the id of models[1] too"},
        {"IdWithSpace", "", "\"acme/large:1\"", "\"acme large\"",
         "models[0].model_id", "without spaces"},
        {"IdWithControlCharacter", "", "\"acme/large:1\"", "\"acme\\001\"",
         "models[0].model_id", "'acme\\x01' may hold"},
        {"IdTooLong", "", "\"acme/large:1\"",
         absl::StrCat("\"", std::string(201, 'a'), "\""), "models[0].model_id",
         "longer than 200"},
        {"NameGiven", "", "display_name: \"Large\"", "name: \"Large\"",
         "models[0].name", "is made from the ids"},
        {"MakerBad", "", "maker: \"acme\"", "maker: \"Acme Inc\"",
         "models[0].maker", "lower-case"},
        {"CurrencyBad", "", "display_name: \"Large\"",
         "currency_code: \"EURO\"", "models[0].currency_code",
         "three capitals"},
        {"SourceUnknown", "benchmarks", "source_id: \"prices\"\n  field",
         "source_id: \"lost\"\n  field", "models[0].source_id",
         "'lost' is not a source"},
        {"SourceMissing", "tier_mode", "source_id: \"calendar\"", "",
         "models[1].source_id", "names no source", 17},
        {"AliasIsOwnId", "", "\"large-latest\"", "\"acme/large:1\"",
         "models[0].aliases[0].alias_id", "is the model's own id"},
        {"AliasIsAnotherModel", "", "\"tiny\"", "\"acme/large:1\"",
         "models[1].aliases[0].alias_id", "is the id of another model"},
        {"AliasMeansTwoModelsAtOnce", "", "\"tiny\"", "\"large-latest\"",
         "models[1].aliases[0].alias_id",
         "is at the same time an alias of 'acme/large:1'"},
        {"AliasKindUnknown", "", "ALIAS_KIND_LATEST", "77",
         "models[0].aliases[0].kind", "is not a known kind"},
        {"AliasPeriodReversed", "", "\"2026-06-01\"", "\"2025-06-01\"",
         "models[0].aliases[0].end_time", "is not after the start"},
        {"AliasTimeBad", "", "\"2026-06-01\"", "\"June\"",
         "models[0].aliases[0].end_time", "'June' is not a date"},
        {"AliasRegionUnknown", "alias_id", "\"us\"", "\"eu\"",
         "models[0].aliases[0].region", "'eu' is not a region"},
        {"AliasSourceUnknown", "alias_id", "\"prices\"", "\"lost\"",
         "models[0].aliases[0].source_id", "'lost' is not a source"},
        {"WindowNegative", "", "400000", "-400000",
         "models[0].limits.context_window_tokens", "-400000 is not from 1", 0},
        {"OutputLimitZero", "", "128000", "0",
         "models[0].limits.max_output_tokens", "0 is not from 1"},
        {"InputLimitAboveWindow", "", "272000", "400001",
         "models[0].limits.max_input_tokens", "above the window of 400000"},
        {"OutputLimitAboveWindow", "", "128000", "400001",
         "models[0].limits.max_output_tokens", "above the window of 400000"},
        {"ModalityUnspecified", "", "MODALITY_IMAGE", "MODALITY_UNSPECIFIED",
         "models[0].input_modalities[1]", "is not a modality"},
        {"ModalityUnknown", "", "MODALITY_IMAGE", "99",
         "models[0].input_modalities[1]", "is not a modality"},
        {"ModalityRepeated", "", "MODALITY_IMAGE", "MODALITY_TEXT",
         "models[0].input_modalities[1]", "MODALITY_TEXT is repeated"},
        {"CapabilityUnspecified", "", "CAPABILITY_REASONING",
         "CAPABILITY_UNSPECIFIED", "models[0].capabilities[1]",
         "is not a capability"},
        {"CapabilityRepeated", "", "CAPABILITY_REASONING",
         "CAPABILITY_TOOL_USE", "models[0].capabilities[1]",
         "CAPABILITY_TOOL_USE is repeated"},
        {"ReleaseDateBad", "", "2026-01-02", "2026-13-02",
         "models[0].lifecycle.release_date", "is not a date"},
        {"DeprecatedBeforeReleased", "", "2026-11-03", "2025-11-03",
         "models[0].lifecycle.deprecation_date", "before the release"},
        {"RetiredBeforeDeprecated", "", "2026-12-04", "2026-11-01",
         "models[0].lifecycle.retirement_date", "before the deprecation"},
        {"CutoffBad", "", "2025-08", "2025",
         "models[0].lifecycle.knowledge_cutoff", "YYYY-MM"},
        {"ReplacementUnknown", "", "replaced_by: \"small\"",
         "replaced_by: \"smaller\"", "models[0].lifecycle.replaced_by",
         "'smaller' is not a model of this provider"},
        {"CardRowWithoutValue", "", "value: \"rotary\"", "",
         "models[0].card.rows[0].value", "is empty", 3},
        {"CardSourceUnknown", "rows {", "\"prices\"", "\"lost\"",
         "models[0].card.rows[0].source_id", "'lost' is not a source"},
        {"ScoreBad", "", "0.84", "84%", "models[0].card.benchmarks[0].score",
         "'84%' is not a decimal"},
        {"RankZero", "", "rank: 3", "rank: 0",
         "models[0].card.benchmarks[0].rank", "0 is not a rank"},
        {"BenchmarkSourceUnknown", "benchmarks {", "\"prices\"", "\"lost\"",
         "models[0].card.benchmarks[0].source_id", "'lost' is not a source"},
        {"FieldSourceOfNoField", "", "limits.max_input_tokens",
         "limits.max_tokens", "models[0].field_sources[0].field",
         "'limits.max_tokens' is not a field of a model"},
        {"FieldSourceUnknown", "field_sources", "\"calendar\"", "\"lost\"",
         "models[0].field_sources[0].source_id", "'lost' is not a source"},
        {"DisagreementOnNoField", "", "lifecycle.release_date",
         "lifecycle[0].release_date", "models[0].disagreements[0].field",
         "is not a field of a model"},
        {"DisagreementSourceUnknown", "disagreements", "\"calendar\"",
         "\"lost\"", "models[0].disagreements[0].source_id",
         "'lost' is not a source"},
    }),
    TestNameOf);

TEST(Validation, AcceptsTheGoodFile) {
  EXPECT_THAT(LoadCatalog({{"acme.textproto", kGoodCatalog}}), IsOk());
}

TEST(Validation, AcceptsAProviderWithoutModels) {
  EXPECT_THAT(LoadCatalog({{"a.textproto", "provider_id: 'a'"}}), IsOk());
}

TEST(Validation, NamesTheModelWithoutAnyCurrency) {
  const auto catalog =
      LoadCatalog({{"a.textproto",
                    "provider_id: 'a'\n"
                    "sources { source_id: 's' checked_date: '2026-01-01' }\n"
                    "models { model_id: 'm' source_id: 's' }\n"}});
  EXPECT_EQ(catalog.status().message(),
            "a.textproto:3: models[0].currency_code: neither the model nor its "
            "provider has a currency");
}

// A factor that leaves nothing of a price does not make it free.
TEST(Validation, RefusesAPriceThatRoundsToZero) {
  const std::string text = absl::StrReplaceAll(
      kGoodCatalog, {{"price: \"14\"", "price: \"0.000000001\""}});
  const auto catalog = LoadCatalog({{"a.textproto", text}});
  EXPECT_THAT(catalog,
              NamesField("models[0].price_schedules[4].adjustments[0]"));
  EXPECT_THAT(std::string(catalog.status().message()),
              HasSubstr("the price of METER_OUTPUT_TOKENS comes to more than "
                        "1000000 or rounds to 0"));
}

TEST(Validation, TellsAllMistakesOfAllFilesAtOnceInOrder) {
  const std::string first = absl::StrReplaceAll(
      kGoodCatalog, {{"\"7\"", "\"seven\""}, {"\"USD\"", "\"us\""}});
  const std::string second =
      "provider_id: 'other'\naliases: 'acme'\nregions {}\n";
  const std::string third = "provider_id: 'broken'\nmodel {}\n";
  const auto catalog = LoadCatalog({{"c.textproto", third},
                                    {"b.textproto", second},
                                    {"a.textproto", first}});
  const std::string message(catalog.status().message());
  size_t at = 0;
  for (const char* part :
       {"a.textproto:6: currency_code: 'us' is not",
        "a.textproto:160: "
        "models[0].price_schedules[1].rates[0].tiers[1].price: "
        "'seven' is not a decimal",
        "b.textproto:2: aliases[0]: 'acme' is taken by provider_id in "
        "a.textproto:1",
        "b.textproto:3: regions[0].region_id: is empty",
        "c.textproto:2:7: Message type \"ratecard.v1.Provider\" has no field "
        "named \"model\"."}) {
    at = message.find(part, at);
    ASSERT_NE(at, std::string::npos) << part << "\nin\n" << message;
  }
  EXPECT_EQ(std::count(message.begin(), message.end(), '\n'), 4) << message;
}

TEST(Validation, RefusesAProviderThatTwoFilesHold) {
  const auto catalog = LoadCatalog({{"a.textproto", "provider_id: 'same'"},
                                    {"b.textproto", "provider_id: 'same'"}});
  EXPECT_EQ(catalog.status().message(),
            "b.textproto:1: provider_id: 'same' is taken by provider_id in "
            "a.textproto:1");
}

TEST(Validation, RefusesAHostThatTwoProvidersClaim) {
  const auto catalog = LoadCatalog(
      {{"a.textproto", "provider_id: 'a' api_hosts: 'api.example'"},
       {"b.textproto", "provider_id: 'b'\napi_hosts: 'api.example'"}});
  EXPECT_EQ(catalog.status().message(),
            "b.textproto:2: api_hosts[0]: 'api.example' is taken by "
            "api_hosts[0] in a.textproto:1");
}

// Two windowless schedules whose verified starts follow each other: the later
// one begins where the earlier one ends, not on the day somebody looked.
TEST(Validation, LetsAVerifiedPriceBeginWhereTheOneBeforeItEnds) {
  const std::string text = absl::StrReplaceAll(
      kGoodCatalog, {{"schedule_id: \"standard\"\n    start_time: "
                      "\"2026-03-06T12:00:00Z\"",
                      "schedule_id: \"standard\"\n    start_time: "
                      "\"2026-05-01\"\n    start_basis: DATE_BASIS_VERIFIED"}});
  ASSERT_NE(text, kGoodCatalog);
  EXPECT_THAT(LoadCatalog({{"a.textproto", text}}), IsOk());
}

}  // namespace
}  // namespace ratecard
