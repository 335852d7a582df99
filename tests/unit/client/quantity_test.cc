#include "client/quantity.h"

#include "absl/strings/match.h"
#include "absl/strings/str_format.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/support/status_matchers.h"

namespace ratecard {
namespace {

using testing::HasSubstr;

std::string MessageOf(absl::string_view text) {
  return std::string(ParseQuantity(text).status().message());
}

TEST(Quantity, TakesDigitsWithSeparators) {
  EXPECT_THAT(ParseQuantity("0"), IsOkAndHolds(0));
  EXPECT_THAT(ParseQuantity("272000"), IsOkAndHolds(272'000));
  EXPECT_THAT(ParseQuantity("272_000"), IsOkAndHolds(272'000));
  EXPECT_THAT(ParseQuantity("272,000"), IsOkAndHolds(272'000));
  EXPECT_THAT(ParseQuantity("1,000,000"), IsOkAndHolds(1'000'000));
}

TEST(Quantity, TakesSuffixesOfEitherCase) {
  EXPECT_THAT(ParseQuantity("120k"), IsOkAndHolds(120'000));
  EXPECT_THAT(ParseQuantity("120K"), IsOkAndHolds(120'000));
  EXPECT_THAT(ParseQuantity("3M"), IsOkAndHolds(3'000'000));
  EXPECT_THAT(ParseQuantity("3m"), IsOkAndHolds(3'000'000));
  EXPECT_THAT(ParseQuantity("2G"), IsOkAndHolds(2'000'000'000));
  EXPECT_THAT(ParseQuantity("2B"), IsOkAndHolds(2'000'000'000));
}

TEST(Quantity, TakesAFractionThatComesOutWhole) {
  EXPECT_THAT(ParseQuantity("1.5k"), IsOkAndHolds(1'500));
  EXPECT_THAT(ParseQuantity("1.5M"), IsOkAndHolds(1'500'000));
  EXPECT_THAT(ParseQuantity("0.000001M"), IsOkAndHolds(1));
  EXPECT_THAT(ParseQuantity("1.0"), IsOkAndHolds(1));
  EXPECT_THAT(MessageOf("1.0005k"), "'1.0005k' is not a whole number");
  EXPECT_THAT(MessageOf("1.5"), "'1.5' is not a whole number");
}

// Thousands in some countries, fractions in others.
TEST(Quantity, RefusesWhatMayBeGroupsOrAFraction) {
  EXPECT_EQ(MessageOf("12.000"), "'12.000' may be 12 or 12000: write which");
  EXPECT_EQ(MessageOf("1.234k"),
            "'1.234k' may be 1234 or 1234000: write which");
  EXPECT_EQ(MessageOf("1,234k"),
            "'1,234k' may be 1234 or 1234000: write which");
  EXPECT_EQ(MessageOf("1.234"),
            "'1.234' is not a whole number: write 1234 if that is meant");
  EXPECT_EQ(ParseQuantity("1,234", 1'000).status().message(),
            "'1,234' may be 1234 or 1234000: write which");
  EXPECT_EQ(ParseQuantity("1.234", 1'000).status().message(),
            "'1.234' may be 1234 or 1234000: write which");
  EXPECT_THAT(MessageOf("999.999B"), HasSubstr("may be 999999000000 or"));
  EXPECT_THAT(MessageOf("999.999B"), HasSubstr(" 999999000000000: write"));
}

// What begins with 0, or has other than three digits behind the mark, is no
// group; a count has no fraction.
TEST(Quantity, TakesWhatOnlyOneReadingMakesSense) {
  EXPECT_THAT(ParseQuantity("0.125M"), IsOkAndHolds(125'000));
  EXPECT_THAT(ParseQuantity("0.500", 1'000), IsOkAndHolds(500));
  EXPECT_THAT(ParseQuantity("1.2340k"), IsOkAndHolds(1'234));
  EXPECT_THAT(ParseQuantity("1234.500k"), IsOkAndHolds(1'234'500));
  EXPECT_THAT(ParseQuantity("1,234"), IsOkAndHolds(1'234));
  EXPECT_THAT(ParseQuantity("12,000"), IsOkAndHolds(12'000));
  EXPECT_THAT(ParseQuantity("1,234,567k"), IsOkAndHolds(1'234'567'000));
}

// A reading that is no whole number, or too large, is none.
TEST(Quantity, TakesTheOnlyReadingThatIsAQuantity) {
  EXPECT_THAT(ParseQuantity("1,234", 10), IsOkAndHolds(12'340));
  EXPECT_EQ(ParseQuantity("1.234", 10).status().message(),
            "'1.234' is not a whole number: write 12340 if that is meant");
  EXPECT_THAT(ParseQuantity("1.234", 10'000'000'000'000'000),
              IsOkAndHolds(12'340'000'000'000'000));
}

// Of every `a.bcd` and `a,bcd` in several units, against both readings worked
// out in thousandths.
TEST(Quantity, IsNeverOneOfTwo) {
  for (int64_t whole = 1; whole < 1'000; whole += 7) {
    for (int64_t part = 0; part < 1'000; part += 5) {
      for (const int64_t unit : {1, 8, 1'000, 1'000'000}) {
        const int64_t thousandths = (whole * 1'000 + part) * unit;
        const bool is_whole = thousandths % 1'000 == 0;
        for (const char mark : {'.', ','}) {
          const std::string text =
              absl::StrFormat("%d%c%03d", whole, mark, part);
          const absl::StatusOr<int64_t> read = ParseQuantity(text, unit);
          const bool only_grouped = mark == ',' && (unit == 1 || !is_whole);
          ASSERT_EQ(read.ok(), only_grouped) << text << " " << unit;
          if (only_grouped) {
            ASSERT_EQ(*read, thousandths) << text << " " << unit;
          }
          ASSERT_THAT(ParseQuantity(text, unit, mark == '.' ? ',' : '.'),
                      IsOkAndHolds(thousandths));
          ASSERT_EQ(ParseQuantity(text, unit, mark).value_or(-1),
                    is_whole ? thousandths / 1'000 : -1);
        }
      }
    }
  }
}

TEST(Quantity, IsWrittenByTheDecimalMarkThatIsSaid) {
  EXPECT_THAT(ParseQuantity("12.000", 1, '.'), IsOkAndHolds(12));
  EXPECT_THAT(ParseQuantity("12.000", 1, ','), IsOkAndHolds(12'000));
  EXPECT_THAT(ParseQuantity("12,000", 1, ','), IsOkAndHolds(12));
  EXPECT_THAT(ParseQuantity("1.234.567,8", 10, ','), IsOkAndHolds(12'345'678));
  EXPECT_THAT(ParseQuantity("1,234", 1'000, ','), IsOkAndHolds(1'234));
  EXPECT_THAT(ParseQuantity("1,234", 1'000, '.'), IsOkAndHolds(1'234'000));
  EXPECT_THAT(ParseQuantity("1,5k", 1, ','), IsOkAndHolds(1'500));
  EXPECT_FALSE(ParseQuantity("1,5k", 1, '.').ok());
  EXPECT_FALSE(ParseQuantity("1.5k", 1, ',').ok());
  EXPECT_FALSE(ParseQuantity("1,234,567", 1, ',').ok());
}

// 0.1 and 0.7 have no double of their own: 0.7M must not be 699,999.
TEST(Quantity, IsExactWhereDoublesAreNot) {
  EXPECT_THAT(ParseQuantity("0.7M"), IsOkAndHolds(700'000));
  EXPECT_THAT(ParseQuantity("4.35k"), IsOkAndHolds(4'350));
  EXPECT_THAT(ParseQuantity("9007199254740993"),
              IsOkAndHolds(9'007'199'254'740'993));
}

TEST(Quantity, CountsInAUnit) {
  EXPECT_THAT(ParseQuantity("120", 1'000), IsOkAndHolds(120'000));
  EXPECT_THAT(ParseQuantity("0.7", 1'000), IsOkAndHolds(700));
  // A quarter of a minute in milliseconds; a fifth of 5, of 60.
  EXPECT_THAT(ParseQuantity("0.25", 60'000), IsOkAndHolds(15'000));
  EXPECT_THAT(ParseQuantity("0.2", 5), IsOkAndHolds(1));
  EXPECT_EQ(ParseQuantity("0.3", 5).status().message(),
            "'0.3' is not a whole number");
  EXPECT_THAT(ParseQuantity("9223372036854775.807", 1'000),
              IsOkAndHolds(9'223'372'036'854'775'807));
  EXPECT_EQ(ParseQuantity("9223372036854775.808", 1'000).ok(), false);
  EXPECT_THAT(ParseQuantity("000000000000000000000000000001.5", 2),
              IsOkAndHolds(3));
}

TEST(Quantity, EndsWhereInt64Does) {
  EXPECT_THAT(ParseQuantity("9223372036854775807"),
              IsOkAndHolds(9'223'372'036'854'775'807));
  EXPECT_THAT(MessageOf("9223372036854775808"), HasSubstr("is too large"));
  EXPECT_THAT(MessageOf("10000000000G"), HasSubstr("is too large"));
}

TEST(Quantity, SaysWhatAQuantityIs) {
  EXPECT_EQ(MessageOf("12q"),
            "'12q' is not a quantity: 120000, 120_000, 120,000, or with a "
            "suffix k, M or G 120k, 1.5M");
}

TEST(Quantity, RefusesEverythingElse) {
  for (const char* text :
       {"",          "k",     "-5",     "+5",        " 5",       "5 ",
        "1e3",       "0x10",  "1..5k",  "1.k",       ".5k",      "_5",
        "5_",        "5__0",  "1,5M",   "1,00",      "1000,000", ",000",
        "1.5.2k",    "5kk",   "∞",      "1,000_000", "٣",        "1.234,567k",
        "1.234.567", "0,500", "0,500k", "012,000",   "0,500,000"}) {
    EXPECT_FALSE(ParseQuantity(text).ok()) << text;
  }
}

TEST(MeterQuantity, TakesMeterParametersAndNumber) {
  const absl::StatusOr<v1::MeterQuantity> quantity =
      ParseMeterQuantity("output_images:size=1024x1024,quality=high=3");
  ASSERT_THAT(quantity, IsOk());
  EXPECT_EQ(quantity->meter(), v1::METER_OUTPUT_IMAGES);
  EXPECT_EQ(quantity->quantity(), 3);
  ASSERT_EQ(quantity->parameters_size(), 2);
  EXPECT_EQ(quantity->parameters(0).key(), "size");
  EXPECT_EQ(quantity->parameters(0).value(), "1024x1024");
  EXPECT_EQ(quantity->parameters(1).key(), "quality");
  EXPECT_EQ(quantity->parameters(1).value(), "high");
}

TEST(MeterQuantity, TakesAMeterAlone) {
  const absl::StatusOr<v1::MeterQuantity> quantity =
      ParseMeterQuantity("input_audio_milliseconds=90k");
  ASSERT_THAT(quantity, IsOk());
  EXPECT_EQ(quantity->meter(), v1::METER_INPUT_AUDIO_MILLISECONDS);
  EXPECT_EQ(quantity->quantity(), 90'000);
}

TEST(MeterQuantity, NamesTheNearestMeters) {
  EXPECT_THAT(
      std::string(ParseMeterQuantity("output_image=3").status().message()),
      HasSubstr("'output_image' is not a meter; nearest: output_images"));
  EXPECT_THAT(std::string(ParseMeterQuantity("pages=3").status().message()),
              HasSubstr("'pages' is not a meter; nearest: input_pages"));
}

TEST(MeterQuantity, NamesNoTokensWhichHaveFlagsOfTheirOwn) {
  EXPECT_THAT(
      std::string(ParseMeterQuantity("input_tokens=3").status().message()),
      HasSubstr("--input"));
  EXPECT_EQ(absl::StrContains(ParseMeterQuantity("xyzzy=3").status().message(),
                              "_tokens"),
            false);
}

TEST(MeterQuantity, RefusesAParameterThatIsGivenTwice) {
  EXPECT_EQ(
      ParseMeterQuantity("output_images:size=a,size=b=3").status().message(),
      "'size' is given twice");
}

TEST(MeterQuantity, RefusesWhatIsIncomplete) {
  for (const char* text :
       {"", "output_images", "=3", "output_images=", "output_images:size=3",
        "output_images:=x=3", "unspecified=3"}) {
    EXPECT_FALSE(ParseMeterQuantity(text).ok()) << text;
  }
}

// 80k in a column of thousands would be 80 million.
TEST(ParseQuantity, TakesNoSuffixWhereTheColumnHasAUnit) {
  EXPECT_EQ(*ParseQuantity("80", 1'000), 80'000);
  EXPECT_FALSE(ParseQuantity("80k", 1'000).ok());
  EXPECT_EQ(*ParseQuantity("80k", 1), 80'000);
}

}  // namespace
}  // namespace ratecard
