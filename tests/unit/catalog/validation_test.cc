// Every kind of mistake, each as one broken line of a good file, is refused with
// its line, its field and a message that says what is wrong.

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/catalog/loader.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/catalog/good_catalog.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

// The first `from` after the first `anchor` of the good file becomes `to`.
struct Corruption {
  std::string name;
  std::string anchor;
  std::string from;
  std::string to;
  std::string path;
  std::string problem;
  // Lines above the broken one at which it is reported: 0 unless the mistake is
  // of the whole message.
  int lines_up = 0;
};

struct Broken {
  std::string text;
  int line = 0;
};

Broken Break(const Corruption& corruption) {
  Broken broken{kGoodCatalog, 0};
  const size_t anchor = broken.text.find(corruption.anchor);
  const size_t from = broken.text.find(corruption.from, anchor);
  EXPECT_NE(anchor, std::string::npos) << corruption.anchor;
  EXPECT_NE(from, std::string::npos) << corruption.from;
  if (from != std::string::npos) {
    broken.line = 1 + static_cast<int>(std::count(
                          broken.text.begin(),
                          broken.text.begin() + static_cast<ptrdiff_t>(from),
                          '\n'));
    broken.text.replace(from, corruption.from.size(), corruption.to);
  }
  return broken;
}

class Mistake : public testing::TestWithParam<Corruption> {};

TEST_P(Mistake, IsRefusedWithLineFieldAndReason) {
  const Corruption& corruption = GetParam();
  const Broken broken = Break(corruption);
  const auto catalog = LoadCatalog({{"acme.textproto", broken.text}});
  ASSERT_THAT(catalog, FailsWith(absl::StatusCode::kInvalidArgument,
                                 "INVALID_CATALOG"));
  const std::string place =
      absl::StrCat("acme.textproto:", broken.line - corruption.lines_up, ": ",
                   corruption.path, ": ");
  const std::string message(catalog.status().message());
  EXPECT_THAT(message, HasSubstr(place));
  EXPECT_THAT(message, HasSubstr(corruption.problem));
  EXPECT_THAT(catalog, NamesField(corruption.path));
  EXPECT_EQ(message.find('\n'), std::string::npos)
      << "one broken line is one mistake: " << message;
}

std::string NameOf(const testing::TestParamInfo<Corruption>& info) {
  return info.param.name;
}

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
        {"HostWithScheme", "", "api.acme.example/v1", "https://api.acme.example",
         "api_hosts[0]", "is not a host"},
        {"HostEndingInSlash", "", "example/v1", "example/", "api_hosts[0]",
         "is not a host"},
        {"CurrencyInLowerCase", "", "\"USD\"", "\"usd\"", "currency_code",
         "three capitals"},
        {"RegionRepeated", "regions {\n  region_id: \"us-east\"", "us-east",
         "us", "regions[1].region_id", "'us' is repeated"},
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
        {"SourceRepeated", "  source_id: \"calendar\"\n  checked_date",
         "\"calendar\"", "\"prices\"", "sources[1].source_id", "is repeated"},
        {"SourceUrlBad", "", "https://acme", "acme", "sources[0].url",
         "https://"},
        {"SourceNotDated", "", "checked_date: \"2026-11-01\"", "",
         "sources[0].checked_date", "is not given", 4},
        {"SourceDateBad", "", "2026-11-01", "2026-11-31",
         "sources[0].checked_date", "'2026-11-31' is not a date"},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Model, Mistake,
    testing::ValuesIn(std::vector<Corruption>{
        {"MissingId", "", "model_id: \"acme/large:1\"", "",
         "models[0].model_id", "no model id is given", 1},
        {"IdRepeated", "", "model_id: \"small\"",
         "model_id: \"small\" } models { model_id: \"small\" "
         "source_id: \"prices\" } models { source_id: \"prices\" "
         "model_id: \"smaller\"",
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
         "models[1].source_id", "names no source", 15},
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
         "models[0].limits.context_window_tokens", "-400000 is not from 1",
         0},
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
        {"CutoffBad", "", "2025-08", "2025", "models[0].lifecycle.knowledge_cutoff",
         "YYYY-MM"},
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
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Schedule, Mistake,
    testing::ValuesIn(std::vector<Corruption>{
        {"IdRepeated", "", "schedule_id: \"batch-us\"", "schedule_id: \"old\"",
         "models[0].price_schedules[5].schedule_id",
         "'old' is another schedule"},
        {"IdBad", "", "\"batch-us\"", "\"batch@us\"",
         "models[0].price_schedules[5].schedule_id", "may hold letters"},
        {"OverlapsSibling", "", "\"2026-03-06T12:00:00Z\"\n    last",
         "\"2026-03-06T12:00:01Z\"\n    last", "models[0].price_schedules[1]",
         "overlaps the schedule 'old'", -3},
        {"VerifiedStartsOverlap", "", "DATE_BASIS_RECORDED",
         "DATE_BASIS_RECORDED } price_schedules { schedule_id: \"seen\" "
         "inherits: \"old\" start_time: \"2026-02-01\" start_basis: "
         "DATE_BASIS_VERIFIED",
         "models[0].price_schedules[1]", "overlaps the schedule 'old'"},
        {"WindowsOverlap", "", "\"22:00\"", "\"12:00\"",
         "models[0].price_schedules[3]",
         "has a daily window that overlaps one of the schedule 'peak'", 5},
        {"SiblingsInTwoTimeZones", "\"late\"", "Asia/Shanghai", "Asia/Tokyo",
         "models[0].price_schedules[3]", "in another time zone than", 4},
        {"EndBeforeStart", "", "2026-03-06T12:00:00Z\"\n    last",
         "2026-01-05\"\n    last", "models[0].price_schedules[0].end_time",
         "the end 2026-01-05 is not after the start 2026-01-05"},
        {"TimeBad", "schedule_id: \"standard\"", "12:00:00Z", "12:00",
         "models[0].price_schedules[1].start_time", "is not a date"},
        {"BasisWithoutStart", "", "service_tier: \"batch\"\n    inherits",
         "service_tier: \"batch\" start_basis: DATE_BASIS_DOCUMENTED\n"
         "    inherits",
         "models[0].price_schedules[4].start_basis", "without start_time"},
        {"LastSeenAfterTheEnd", "", "2026-03-05", "2026-03-07",
         "models[0].price_schedules[0].last_seen_time",
         "outside the schedule's period"},
        {"LastSeenBeforeTheStart", "", "2026-03-05", "2026-01-04",
         "models[0].price_schedules[0].last_seen_time",
         "outside the schedule's period"},
        {"RegionUnknown", "batch-us", "region: \"us\"", "region: \"eu\"",
         "models[0].price_schedules[5].region", "'eu' is not a region"},
        {"RegionsWithNoNarrowest", "", "region: \"us\"\n    inherits",
         "region: \"us\" rates { meter: METER_REQUESTS price: \"1\" } } "
         "price_schedules { schedule_id: \"batch-na\" service_tier: \"batch\" "
         "region: \"na\"\n    inherits",
         "models[0].price_schedules[6].region",
         "'na' and 'us' both hold 'us-east'"},
        {"ServiceTierBad", "\"batch-us\"", "service_tier: \"batch\"",
         "service_tier: \"Batch 1\"",
         "models[0].price_schedules[5].service_tier", "lower-case"},
        {"SourceUnknown", "schedule_id: \"standard\"", "\"prices\"",
         "\"lost\"", "models[0].price_schedules[1].source_id",
         "'lost' is not a source"},
        {"TimeZoneBad", "\"late\"", "Asia/Shanghai", "Asia/Atlantis",
         "models[0].price_schedules[3].daily_windows[0].time_zone",
         "'Asia/Atlantis' is not an IANA time zone"},
        {"TimeZoneOfTheMachine", "\"late\"", "Asia/Shanghai", "localtime",
         "models[0].price_schedules[3].daily_windows[0].time_zone",
         "is not an IANA time zone"},
        {"TimeZoneIsAFile", "\"late\"", "Asia/Shanghai",
         "file:/etc/localtime",
         "models[0].price_schedules[3].daily_windows[0].time_zone",
         "is not an IANA time zone"},
        {"TimeOfDayBad", "", "\"12:30\"", "\"12:60\"",
         "models[0].price_schedules[2].daily_windows[0].end",
         "'12:60' is not a time of day"},
        {"WindowEmpty", "", "\"12:30\"", "\"09:00\"",
         "models[0].price_schedules[2].daily_windows[0]",
         "the window is empty", 3},
        {"EndAtMidnightWrittenAsStart", "", "\"02:00\"", "\"00:00\"",
         "models[0].price_schedules[3].daily_windows[0].end",
         "00:00 is written 24:00"},
        {"WeekdayRepeated", "", "WEEKDAY_TUESDAY", "WEEKDAY_MONDAY",
         "models[0].price_schedules[2].daily_windows[0].weekdays[1]",
         "WEEKDAY_MONDAY is repeated"},
        {"WeekdayUnspecified", "", "WEEKDAY_TUESDAY", "WEEKDAY_UNSPECIFIED",
         "models[0].price_schedules[2].daily_windows[0].weekdays[1]",
         "is not a day"},
        {"CalendarUnknown", "", "except_holidays: \"cn\"",
         "except_holidays: \"de\"",
         "models[0].price_schedules[2].daily_windows[0].except_holidays",
         "'de' is not a holiday calendar"},
        {"InheritsNothingKnown", "batch-us", "inherits: \"batch\"",
         "inherits: \"bulk\"", "models[0].price_schedules[5].inherits",
         "'bulk' is not a schedule of this model"},
        {"InheritsItself", "\"late\"", "inherits: \"standard\"",
         "inherits: \"late\"", "models[0].price_schedules[3].inherits",
         "leads back to this schedule"},
        {"InheritsInACircle", "\"batch\"\n    inherits", "\"standard\"",
         "\"batch-us\"", "models[0].price_schedules[4].inherits",
         "leads back to this schedule"},
        {"FactorNegative", "", "factor: \"2\"", "factor: \"-2\"",
         "models[0].price_schedules[2].adjustments[0].factor",
         "'-2' is not a decimal from 0 to 1000"},
        {"FactorTooLarge", "", "factor: \"2\"", "factor: \"1000.1\"",
         "models[0].price_schedules[2].adjustments[0].factor",
         "'1000.1' is not a decimal from 0 to 1000"},
        {"FactorMissing", "", "factor: \"2\"", "",
         "models[0].price_schedules[2].adjustments[0].factor",
         "no factor is given", 1},
        {"AdjustsNothingInherited", "\"tiny\"",
         "schedule_id: \"standard\"",
         "schedule_id: \"standard\" adjustments { factor: \"2\" }",
         "models[1].price_schedules[0].adjustments[0]", "inherits is empty"},
        {"AdjustmentHitsNoRate", "", "meters: METER_OUTPUT_TOKENS",
         "meters: METER_AUDIO_INPUT_TOKENS",
         "models[0].price_schedules[4].adjustments[0].meters[1]",
         "no inherited rate is of METER_AUDIO_INPUT_TOKENS"},
        {"AdjustedMeterRepeated", "", "meters: METER_OUTPUT_TOKENS",
         "meters: METER_INPUT_TOKENS",
         "models[0].price_schedules[4].adjustments[0].meters[1]",
         "METER_INPUT_TOKENS is repeated"},
        {"AdjustedPriceTooHigh", "schedule_id: \"standard\"",
         "price: \"14\"", "price: \"500001\"",
         "models[0].price_schedules[2].adjustments[0]",
         "the price of METER_OUTPUT_TOKENS comes to more than 1000000", -38},
        {"FlatStandard", "\"late\"\n", "inherits: \"standard\"",
         "inherits: \"standard\" flat: true",
         "models[0].price_schedules[3].flat",
         "service tiers other than the standard one"},
        {"TiersOfAnotherKindThanStandard", "\"batch\"\n    inherits",
         "factor: \"0.5\"\n    }",
         "factor: \"0.5\"\n    } rates { meter: METER_INPUT_TOKENS price: "
         "\"1\" tiers { min_output_tokens: 9 price: \"2\" } }",
         "models[0].price_schedules[4]",
         "the tiers of METER_INPUT_TOKENS are of another kind", 7},
        {"NothingInIt", "batch-us", "inherits: \"batch\"", "",
         "models[0].price_schedules[5]", "has no rates and inherits none", 4},
    }),
    NameOf);

INSTANTIATE_TEST_SUITE_P(
    Rate, Mistake,
    testing::ValuesIn(std::vector<Corruption>{
        {"MeterUnspecified", "schedule_id: \"old\"", "METER_INPUT_TOKENS",
         "METER_UNSPECIFIED", "models[0].price_schedules[0].rates[0].meter",
         "no meter is given"},
        {"MeterNumberUnknown", "schedule_id: \"old\"", "METER_INPUT_TOKENS",
         "999", "models[0].price_schedules[0].rates[0].meter",
         "is not a known meter"},
        {"PriceIsNoDecimal", "", "\"1.5\"", "\"1,5\"",
         "models[0].price_schedules[0].rates[0].price",
         "'1,5' is not a decimal"},
        {"PriceWithExponent", "", "\"1.5\"", "\"15e-1\"",
         "models[0].price_schedules[0].rates[0].price",
         "'15e-1' is not a decimal"},
        {"MoreThanNineDecimals", "", "\"1.5\"", "\"1.0000000001\"",
         "models[0].price_schedules[0].rates[0].price",
         "'1.0000000001' has more than nine decimals"},
        {"PriceNegative", "", "\"1.5\"", "\"-1.5\"",
         "models[0].price_schedules[0].rates[0].price",
         "'-1.5' is negative"},
        {"PriceAboveAMillion", "", "\"1.5\"", "\"1000000.01\"",
         "models[0].price_schedules[0].rates[0].price",
         "is more than 1000000"},
        {"PriceZeroWithoutState", "", "\"1.5\"", "\"0.00\"",
         "models[0].price_schedules[0].rates[0].price",
         "METER_STATE_FREE"},
        {"PriceBesideFree", "", "price: \"1.5\"",
         "price: \"1.5\" state: METER_STATE_FREE",
         "models[0].price_schedules[0].rates[0].price",
         "beside the state METER_STATE_FREE"},
        {"PriceBesideIncludedInPlan", "", "price: \"1.5\"",
         "price: \"1.5\" state: METER_STATE_INCLUDED_IN_PLAN",
         "models[0].price_schedules[0].rates[0].price",
         "beside the state METER_STATE_INCLUDED_IN_PLAN"},
        {"PriceBesideUnpriced", "", "price: \"1.5\"",
         "price: \"1.5\" state: METER_STATE_UNPRICED",
         "models[0].price_schedules[0].rates[0].price",
         "beside the state METER_STATE_UNPRICED"},
        {"PricedWithoutPrice", "", "price: \"1.5\"",
         "state: METER_STATE_PRICED",
         "models[0].price_schedules[0].rates[0].state", "no price is given"},
        {"StateUnknown", "", "state: METER_STATE_FREE", "state: 9",
         "models[0].price_schedules[1].rates[3].state",
         "is not a known state"},
        {"NothingSaid", "", "price: \"1.5\"", "",
         "models[0].price_schedules[0].rates[0]",
         "has neither price, state, tiers nor billed_as", 2},
        {"Repeated", "METER_REASONING", "METER_OUTPUT_TOKENS\n      price",
         "METER_INPUT_TOKENS\n      price",
         "models[0].price_schedules[1].rates[2]",
         "a second rate of METER_INPUT_TOKENS", 1},
        {"BilledAsBesidePrice", "", "billed_as: METER_OUTPUT_TOKENS",
         "billed_as: METER_OUTPUT_TOKENS price: \"1\"",
         "models[0].price_schedules[1].rates[1].billed_as",
         "stands beside a price"},
        {"BilledAsItself", "", "billed_as: METER_OUTPUT_TOKENS",
         "billed_as: METER_REASONING_TOKENS",
         "models[0].price_schedules[1].rates[1].billed_as",
         "the rate's own meter"},
        {"BilledAsMeterWithoutRate", "\"small\"\n  aliases",
         "price: \"0.01\"",
         "price: \"0.01\" } rates { meter: METER_REASONING_TOKENS billed_as: "
         "METER_OUTPUT_TOKENS } rates { meter: METER_INPUT_PAGES",
         "models[1].price_schedules[0].rates[1].billed_as",
         "METER_OUTPUT_TOKENS, which has no rate of its own"},
        {"BilledAsAChain", "\"small\"\n  aliases", "price: \"0.01\"",
         "price: \"0.01\" } rates { meter: METER_REASONING_TOKENS billed_as: "
         "METER_OUTPUT_TOKENS } rates { meter: METER_OUTPUT_TOKENS billed_as: "
         "METER_REQUESTS } rates { meter: METER_INPUT_PAGES",
         "models[1].price_schedules[0].rates[1].billed_as",
         "METER_OUTPUT_TOKENS, which has no rate of its own"},
        {"InexactGiven", "", "price: \"1.5\"", "price: \"1.5\" inexact: true",
         "models[0].price_schedules[0].rates[0].inexact", "by the loader"},
        {"SourceUnknown", "shared_by", "\"prices\"", "\"lost\"",
         "models[0].price_schedules[1].rates[4].source_id",
         "'lost' is not a source"},
        {"TierOutOfOrder", "", "500001", "150001",
         "models[0].price_schedules[1].rates[0].tiers[1].min_input_tokens",
         "150001 comes after 200001"},
        {"TierRepeated", "", "500001", "200001",
         "models[0].price_schedules[1].rates[0].tiers[1].min_input_tokens",
         "the threshold 200001 is repeated"},
        {"ThresholdZero", "", "200001", "0",
         "models[0].price_schedules[1].rates[0].tiers[0].min_input_tokens",
         "0 is not above 0"},
        {"ThresholdNegative", "", "200001", "-200001",
         "models[0].price_schedules[1].rates[0].tiers[0].min_input_tokens",
         "-200001 is not above 0"},
        {"ThresholdsOfTwoKinds", "", "min_input_tokens: 500001",
         "min_output_tokens: 500001",
         "models[0].price_schedules[1].rates[0].tiers[1].min_output_tokens",
         "of one kind, and the one before has min_input_tokens"},
        {"ThresholdMissing", "", "min_input_tokens: 500001", "",
         "models[0].price_schedules[1].rates[0].tiers[1]",
         "has no threshold", 1},
        {"TierWithoutPrice", "", "price: \"3.5\"", "",
         "models[0].price_schedules[1].rates[0].tiers[0]",
         "has neither price nor state", 2},
        {"TierPriceBad", "", "price: \"3.5\"", "price: \"3.\"",
         "models[0].price_schedules[1].rates[0].tiers[0].price",
         "'3.' is not a decimal"},
        {"TierPriceBesideState", "", "price: \"3.5\"",
         "price: \"3.5\" state: METER_STATE_FREE",
         "models[0].price_schedules[1].rates[0].tiers[0].price",
         "beside the state METER_STATE_FREE"},
        {"TierInexactGiven", "", "price: \"3.5\"",
         "price: \"3.5\" inexact: true",
         "models[0].price_schedules[1].rates[0].tiers[0].inexact",
         "by the loader"},
        {"GraduatedOnLength", "", "min_quantity: 101", "min_output_tokens: 101",
         "models[1].price_schedules[0].rates[0].tiers[0].min_output_tokens",
         "TIER_MODE_GRADUATED goes with min_quantity only"},
        {"TierModeWithoutTiers", "", "price: \"1.5\"",
         "price: \"1.5\" tier_mode: TIER_MODE_WHOLE_REQUEST",
         "models[0].price_schedules[0].rates[0].tier_mode", "without tiers"},
        {"ParameterRepeated", "", "\"depth\"", "\"search_context_size\"",
         "models[0].price_schedules[1].rates[4].parameters[1].key",
         "is repeated"},
        {"ParameterKeyBad", "", "\"depth\"", "\"Depth\"",
         "models[0].price_schedules[1].rates[4].parameters[1].key",
         "lower_snake_case"},
        {"ParameterValueMissing", "\"depth\"", "value: \"2\"", "",
         "models[0].price_schedules[1].rates[4].parameters[1].value",
         "is empty", 2},
        {"TooManyParameters", "\"depth\"", "value: \"2\"",
         "value: \"2\" } parameters { key: \"c\" value: \"1\" } "
         "parameters { key: \"d\" value: \"1\" } "
         "parameters { key: \"e\" value: \"1\" } "
         "parameters { key: \"f\" value: \"1\" } "
         "parameters { key: \"g\" value: \"1\" } "
         "parameters { key: \"h\" value: \"1\" } "
         "parameters { key: \"i\" value: \"1\"",
         "models[0].price_schedules[1].rates[4].parameters[8]",
         "more than 8 parameters"},
        {"AllowanceNegative", "", "quantity: 1500", "quantity: -1",
         "models[0].price_schedules[1].rates[4].free_allowance.quantity",
         "-1 is not above 0"},
        {"AllowancePeriodBad", "", "period: \"day\"", "period: \"week\"",
         "models[0].price_schedules[1].rates[4].free_allowance.period",
         "'week' is neither 'day' nor 'month'"},
    }),
    NameOf);

TEST(Validation, AcceptsTheGoodFile) {
  EXPECT_THAT(LoadCatalog({{"acme.textproto", kGoodCatalog}}), IsOk());
}

TEST(Validation, AcceptsAProviderWithoutModels) {
  EXPECT_THAT(LoadCatalog({{"a.textproto", "provider_id: 'a'"}}), IsOk());
}

TEST(Validation, NamesTheModelWithoutAnyCurrency) {
  const auto catalog = LoadCatalog(
      {{"a.textproto",
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
        "a.textproto:97: models[0].price_schedules[1].rates[0].tiers[1].price: "
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
