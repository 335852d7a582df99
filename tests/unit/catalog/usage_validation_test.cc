// Every kind of mistake in a usage format is refused with its line, its field
// and a message that says what is wrong.

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/catalog/loader.h"
#include "tests/unit/catalog/corruption.h"

namespace ratecard {
namespace {

class UsageMistake : public testing::TestWithParam<Corruption> {};

TEST_P(UsageMistake, IsRefusedWithLineFieldAndReason) {
  ExpectRefused(GetParam());
}

INSTANTIATE_TEST_SUITE_P(
    Format, UsageMistake,
    testing::ValuesIn(std::vector<Corruption>{
        {"IdOfOtherCharacters", "usage_formats", "\"chat\"", "\"Chat\"",
         "usage_formats[0].format_id", "lower-case"},
        {"AliasIsItsOwnId", "usage_formats", "\"completions\"", "\"chat\"",
         "usage_formats[0].aliases[0]", "is repeated"},
        {"UnknownSource", "usage_formats", "\"prices\"", "\"pages\"",
         "usage_formats[0].source_id", "pages"},
        {"EnvelopeInAnArray", "envelopes", "response.body", "response[].body",
         "usage_formats[0].envelopes[0].path", "is in an array"},
        {"TierThatIsNone", "envelopes", "\"batch\"", "\"Batch!\"",
         "usage_formats[0].envelopes[0].service_tier", "lower-case"},
        {"NothingRequired", "usage_formats", "  required: \"usage.in\"\n", "",
         "usage_formats[0].required", "no path is given", 10},
        {"PathThatEndsInAPoint", "usage_formats", "\"usage.in\"", "\"usage.\"",
         "usage_formats[0].required[0]", "ends in '.'"},
        {"PathWithAnEmptyKey", "usage_formats", "\"usage.in\"", "\"usage..in\"",
         "usage_formats[0].required[0]", "a key that is"},
        {"PathWithAnOpenBracket", "usage_formats", "\"usage.in\"",
         "\"usage[in\"", "usage_formats[0].required[0]", "'['"},
        {"PathRepeated", "usage_formats", "\"usage.in\"",
         "[\"usage.in\", \"usage.in\"]", "usage_formats[0].required[1]",
         "is repeated"},
        {"ConditionWithoutValues", "conditions", "values: \"chat\"", "",
         "usage_formats[0].conditions[0].values", "no value", 2},
        {"NoSuchField", "usage_formats", "\"input_tokens\"", "\"tokens\"",
         "usage_formats[0].rules[0].fields[0]", "no quantity of Usage"},
        {"FieldRepeated", "usage_formats", "\"input_tokens\"",
         "[\"input_tokens\", \"input_tokens\"]",
         "usage_formats[0].rules[0].fields[1]", "is repeated"},
        {"ConditionOnElementsThatIsNone", "usage_formats",
         "output[type=search]", "output[type]",
         "usage_formats[0].rules[1].path", "no 'key=value'"},
        {"CountOfNoElements", "usage_formats", "output[type=search]", "output",
         "usage_formats[0].rules[1].path", "does not end in an array"},
        {"MeterOfTokens", "usage_formats", "METER_FILE_SEARCHES",
         "METER_INPUT_TOKENS", "usage_formats[0].rules[1].meter",
         "one of tokens"},
        {"MeterBesideFields", "usage_formats", "meter: METER_FILE_SEARCHES",
         "meter: METER_FILE_SEARCHES fields: \"web_searches\"",
         "usage_formats[0].rules[1].meter", "beside fields"},
        {"UnitsBelowZero", "usage_formats", "units: 1", "units: -1",
         "usage_formats[0].rules[1].units", "0 to"},
        {"ParameterInCapitals", "usage_formats", "key: \"size\"",
         "key: \"Size\"", "usage_formats[0].rules[1].parameters[0].key",
         "lower"},
        {"ItemsOfEventsThatAddUp", "usage_formats", "STREAM_MERGE_LAST",
         "STREAM_MERGE_SUM", "usage_formats[0].rules[1].path", "is added up",
         16},
        {"UnitsOfElements", "usage_formats", "units: 1", "units: 1000",
         "usage_formats[0].rules[1].path", "is added up", 3},
        {"CheckWithoutParts", "checks", "parts: \"usage.in\"", "",
         "usage_formats[0].checks[0].parts", "no part", 2},
        {"CurrencyInLowerCase", "reported_cost_rules", "\"EUR\"", "\"eur\"",
         "usage_formats[0].reported_cost_rules[0].currency_code",
         "three capitals"},
        {"CostPerTooMany", "reported_cost_rules", "100", "1000000000001",
         "usage_formats[0].reported_cost_rules[0].per_currency_unit", "0 to"},
    }),
    TestNameOf);

TEST(UsageValidation, RefusesAnIdThatTwoProvidersShare) {
  const std::string format =
      "usage_formats { format_id: 'chat' shared: true required: 'a' "
      "rules { path: 'a' fields: 'input_tokens' } }";
  const auto catalog = LoadCatalog(
      {{"a.textproto", absl::StrCat("provider_id: 'a' ", format)},
       {"b.textproto", absl::StrCat("provider_id: 'b'\n", format)}});
  EXPECT_EQ(catalog.status().message(),
            "b.textproto:2: usage_formats[0].format_id: 'chat' is taken by "
            "usage_formats[0].format_id in a.textproto:1");
}

}  // namespace
}  // namespace ratecard
