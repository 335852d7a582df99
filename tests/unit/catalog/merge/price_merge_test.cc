#include "service/catalog/merge/price_merge.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/catalog/merge/layers.h"

namespace ratecard {
namespace {

constexpr v1::Meter kCached = v1::METER_CACHE_READ_TOKENS;

std::string Tiered(const std::string& meter, const std::string& price,
                   const std::string& above) {
  return absl::StrCat("rates { meter: METER_", meter, " price: '", price,
                      "' tiers { min_input_tokens: 200001 price: '", above,
                      "' } } ");
}

std::string Batch(const std::string& rates) {
  return absl::StrCat(
      "price_schedules { schedule_id: 'batch' service_tier: 'batch' ", rates,
      " }");
}

TEST(MergePrices, TakesInputAndOutputFromOneSource) {
  const v1::Model model =
      MergedModel({Standard(InOut("1", "2")), Standard(InOut("3", "4"))});
  EXPECT_EQ(InputOf(model), "1");
  EXPECT_EQ(OutputOf(model), "2");
}

TEST(MergePrices, DoesNotFillAMissingPriceFromASourceThatDiffersElsewhere) {
  const v1::Model model = MergedModel(
      {Standard(Rate("INPUT_TOKENS", "1")), Standard(InOut("3", "4"))});
  EXPECT_EQ(InputOf(model), "1");
  EXPECT_EQ(OutputOf(model), "");
}

TEST(MergePrices, TakesAnotherTierFromWhoeverHasIt) {
  const v1::Model model =
      MergedModel({Standard(InOut("1", "2")),
                   Standard(InOut("3", "4")) + Batch(InOut("1.5", "2"))});
  EXPECT_EQ(InputOf(model), "1");
  EXPECT_EQ(InputOf(model, "batch"), "1.5");
}

TEST(MergePrices, PassesOverABetterSourceThatOnlySaysUnpriced) {
  const v1::Model model =
      MergedModel({Standard("rates { meter: METER_INPUT_TOKENS state: "
                            "METER_STATE_UNPRICED }"),
                   Standard(InOut("3", "4"))});
  EXPECT_EQ(InputOf(model), "3");
  EXPECT_EQ(OutputOf(model), "4");
}

TEST(MergePrices, KeepsFreeOfABetterSource) {
  const v1::Model model = MergedModel(
      {Standard("rates { meter: METER_INPUT_TOKENS state: METER_STATE_FREE }"),
       Standard(InOut("3", "4"))});
  EXPECT_EQ(InputOf(model), "free");
}

TEST(MergePrices, AddsMetersWhereTheSharedOnesAgree) {
  const v1::Model model = MergedModel(
      {Standard(InOut("1", "2")),
       Standard(InOut("1", "2") + Rate("CACHE_READ_TOKENS", "0.1"))});
  EXPECT_EQ(PriceOf(model, kCached), "0.1");
}

TEST(MergePrices, AddsNoMetersWhereOneSharedPriceDiffers) {
  const v1::Model model = MergedModel(
      {Standard(InOut("1", "2")),
       Standard(InOut("1", "2.5") + Rate("CACHE_READ_TOKENS", "0.1"))});
  EXPECT_EQ(PriceOf(model, kCached), "");
}

TEST(MergePrices, AddsNoMetersWhereNothingIsShared) {
  const v1::Model model =
      MergedModel({Standard(Rate("INPUT_TOKENS", "1")),
                   Standard(Rate("CACHE_READ_TOKENS", "0.1"))});
  EXPECT_EQ(PriceOf(model, kCached), "");
}

TEST(MergePrices, AnAddedMeterNamesItsSource) {
  const v1::Model model = MergedModel(
      {Standard(InOut("1", "2")),
       Standard(InOut("1", "2") + Rate("CACHE_READ_TOKENS", "0.1"))});
  for (const v1::Rate& rate : model.price_schedules(0).rates()) {
    EXPECT_EQ(rate.source_id(), rate.meter() == kCached ? "b" : "a");
  }
}

// A rate that is billed as another needs one with a price of its own.
TEST(MergePrices, AddsNoRateThatWouldBeBilledAsOneThatIsBilledAsAThird) {
  const v1::Model model = MergedModel(
      {Standard(InOut("1", "2") +
                "rates { meter: METER_AUDIO_INPUT_TOKENS billed_as: "
                "METER_INPUT_TOKENS }"),
       Standard(InOut("1", "2") + Rate("IMAGE_OUTPUT_TOKENS", "5") +
                "rates { meter: METER_IMAGE_INPUT_TOKENS billed_as: "
                "METER_AUDIO_INPUT_TOKENS } " +
                Rate("AUDIO_INPUT_TOKENS", "1"))});
  EXPECT_EQ(PriceOf(model, v1::METER_AUDIO_INPUT_TOKENS),
            "billed as METER_INPUT_TOKENS");
  EXPECT_EQ(PriceOf(model, v1::METER_IMAGE_INPUT_TOKENS), "");
}

std::string Past(const std::string& before, const std::string& now) {
  return absl::StrCat(
      "price_schedules { schedule_id: 'old' end_time: '2026-05-01' ", before,
      " } price_schedules { schedule_id: 'new' start_time: '2026-05-01' ", now,
      " }");
}

TEST(MergePrices, TakesThePastOverIfTodaysPriceAgrees) {
  const v1::Model model = MergedModel(
      {Standard(InOut("1", "2")), Past(InOut("5", "6"), InOut("1", "2"))});
  ASSERT_EQ(model.price_schedules_size(), 2);
  EXPECT_EQ(
      PriceOf(model, v1::METER_INPUT_TOKENS, "standard", "", "2026-05-01"),
      "5");
  EXPECT_EQ(InputOf(model), "1");
}

TEST(MergePrices, TakesNoPastOverIfTodaysPriceDiffers) {
  const v1::Model model = MergedModel(
      {Standard(InOut("1", "2")), Past(InOut("5", "6"), InOut("1", "3"))});
  ASSERT_EQ(model.price_schedules_size(), 1);
  EXPECT_EQ(model.price_schedules(0).start_time(), "");
}

TEST(MergePrices, KeepsAPastOfItsOwn) {
  const v1::Model model = MergedModel({Past(InOut("7", "8"), InOut("1", "2")),
                                       Past(InOut("5", "6"), InOut("1", "2"))});
  ASSERT_EQ(model.price_schedules_size(), 2);
  EXPECT_EQ(
      PriceOf(model, v1::METER_INPUT_TOKENS, "standard", "", "2026-05-01"),
      "7");
}

std::vector<CatalogLayer> InRegions(const std::string& better,
                                    const std::string& other) {
  const std::string region = "regions { region_id: 'us' } ";
  return {LayerOf("a", region + "models { model_id: 'm' " + better + " }"),
          LayerOf("b", region + "models { model_id: 'm' " + other + " }")};
}

std::string InUs(const std::string& rates) {
  return absl::StrCat("price_schedules { schedule_id: 'us' region: 'us' ",
                      rates, " }");
}

TEST(MergePrices, AddsNoGlobalPriceToATierThatABetterSourceHasByRegionOnly) {
  const v1::Model model = ModelOf(
      Merged(InRegions(InUs(InOut("1", "2")),
                       Standard(InOut("3", "4")) + Batch(InOut("1", "1")))),
      "m");
  EXPECT_EQ(InputOf(model), "");
  EXPECT_EQ(InputOf(model, "standard", "us"), "1");
  EXPECT_EQ(InputOf(model, "batch"), "1");
}

TEST(MergePrices, AddsARegionToGlobalPrices) {
  const v1::Model model = ModelOf(
      Merged(InRegions(Standard(InOut("3", "4")), InUs(InOut("1", "2")))), "m");
  EXPECT_EQ(InputOf(model), "3");
  EXPECT_EQ(InputOf(model, "standard", "us"), "1");
}

TEST(MergePrices, PassesOverPricesInAnotherCurrency) {
  const v1::Model model =
      MergedModel({Standard(InOut("1", "2")),
                   "currency_code: 'CNY' " + Batch(InOut("7", "14"))});
  EXPECT_EQ(model.currency_code(), "USD");
  EXPECT_EQ(InputOf(model, "batch"), "");
}

// A file of facts alone has the provider's currency without meaning it.
TEST(MergePrices, LosesNoPriceToTheCurrencyOfASourceWithoutPrices) {
  const v1::Model model = MergedModel(
      {"maker: 'x'", "currency_code: 'CNY' " + Standard(InOut("7", "14"))});
  EXPECT_EQ(model.currency_code(), "CNY");
  EXPECT_EQ(InputOf(model), "7");
}

TEST(MergePrices, NamesSchedulesOfSeveralSourcesApart) {
  const v1::Model model =
      MergedModel({Standard(InOut("1", "2")),
                   "price_schedules { schedule_id: 'standard' service_tier: "
                   "'flex' " +
                       InOut("1", "1") + " }"});
  EXPECT_EQ(InputOf(model), "1");
  EXPECT_EQ(InputOf(model, "flex"), "1");
}

v1::Model WithVagueFirst(bool lacks_tiers, bool one_output,
                         const std::string& first, const std::string& second) {
  std::vector<CatalogLayer> layers = {
      LayerOf("a", "models { model_id: 'm' " + first + " }"),
      LayerOf("b", "models { model_id: 'm' " + second + " }")};
  layers[0].may_lack_tiers = lacks_tiers;
  layers[0].has_one_output_price = one_output;
  return ModelOf(Merged(std::move(layers)), "m");
}

// LiteLLM has aihubmix's prices flat, models.dev with thresholds.
TEST(MergePrices, TakesTiersOverWhereThePricesBelowThemAgree) {
  const v1::Model model =
      WithVagueFirst(true, false, Standard(InOut("2", "12")),
                     Standard(Tiered("INPUT_TOKENS", "2", "4") +
                              Tiered("OUTPUT_TOKENS", "12", "18")));
  EXPECT_EQ(InputOf(model), "2; 4 from 200001 input tokens");
  EXPECT_EQ(OutputOf(model), "12; 18 from 200001 input tokens");
  EXPECT_TRUE(model.disagreements().empty());
}

TEST(MergePrices, TakesNoTiersOverWhereOnePriceBelowThemDiffers) {
  const v1::Model model =
      WithVagueFirst(true, false, Standard(InOut("2", "12")),
                     Standard(Tiered("INPUT_TOKENS", "2", "4") +
                              Tiered("OUTPUT_TOKENS", "11", "18")));
  EXPECT_EQ(InputOf(model), "2");
}

TEST(MergePrices, BelievesFlatPricesOfASourceThatKnowsTiers) {
  const v1::Model model =
      WithVagueFirst(false, false, Standard(InOut("3", "15")),
                     Standard(Tiered("INPUT_TOKENS", "3", "6") +
                              Tiered("OUTPUT_TOKENS", "15", "22.5")));
  EXPECT_EQ(InputOf(model), "3");
  ASSERT_EQ(model.disagreements_size(), 2);
  EXPECT_EQ(model.disagreements(0).price_difference(), "3");
}

// Curated `fast` prices of GPT-6 were unpriced above the threshold of the
// standard ones, though a list had them.
TEST(MergePrices, FillsInTheTiersThatOnlyTheStandardPricesHave) {
  const std::string fast =
      "price_schedules { schedule_id: 'fast' service_tier: 'fast' ";
  const v1::Model model =
      MergedModel({Standard(Tiered("INPUT_TOKENS", "2", "4")) + fast +
                       Rate("INPUT_TOKENS", "4") + " }",
                   fast + Tiered("INPUT_TOKENS", "4", "8") + " }"});
  EXPECT_EQ(InputOf(model, "fast"), "4; 8 from 200001 input tokens");
}

TEST(MergePrices, LeavesFlatTiersFlat) {
  const std::string fast =
      "price_schedules { schedule_id: 'fast' service_tier: 'fast' ";
  const v1::Model model =
      MergedModel({Standard(Tiered("INPUT_TOKENS", "2", "4")) + fast +
                       "flat: true " + Rate("INPUT_TOKENS", "4") + " }",
                   fast + Tiered("INPUT_TOKENS", "4", "8") + " }"});
  EXPECT_EQ(InputOf(model, "fast"), "4");
}

// model-prices has one price of output of gemini-2.5-flash-image, that of
// images: text at 30 was wrong.
TEST(MergePrices, DoesNotBillTextAsImages) {
  const v1::Model model = WithVagueFirst(
      false, true, Standard(InOut("0.3", "30")),
      Standard(InOut("0.3", "2.5") + Rate("IMAGE_OUTPUT_TOKENS", "30") +
               Rate("WEB_SEARCHES", "14")));
  EXPECT_EQ(OutputOf(model), "2.5");
  EXPECT_EQ(PriceOf(model, v1::METER_IMAGE_OUTPUT_TOKENS), "30");
  EXPECT_EQ(PriceOf(model, v1::METER_WEB_SEARCHES), "14");
  EXPECT_TRUE(model.disagreements().empty());
}

// Its batch price of output was 15: that of images too, though no list says so.
TEST(MergePrices, DoesNotBillTextAsImagesInAnotherTierEither) {
  const auto batch = [](const std::string& rates) {
    return "price_schedules { schedule_id: 'batch' service_tier: 'batch' " +
           rates + " } ";
  };
  const v1::Model model = WithVagueFirst(
      false, true, Standard(InOut("0.3", "30")) + batch(InOut("0.15", "15")),
      Standard(InOut("0.3", "2.5") + Rate("IMAGE_OUTPUT_TOKENS", "30")) +
          batch(InOut("0.15", "1.25")));
  EXPECT_EQ(OutputOf(model, "batch"), "1.25");
  EXPECT_EQ(PriceOf(model, v1::METER_IMAGE_OUTPUT_TOKENS, "batch"), "15");
}

// What a better source says of the past and the future stays; in between holds
// what another one has.
TEST(MergePrices, KeepsOtherTimesOfABetterSource) {
  const auto at = [](const std::string& id, const std::string& when,
                     const std::string& rates) {
    return absl::StrCat("price_schedules { schedule_id: '", id, "' ", when, " ",
                        rates, " } ");
  };
  const v1::Model model = MergedModel(
      {at("past", "end_time: '2026-07-01'", InOut("1", "1")) +
           at("future", "start_time: '2027-01-01'", InOut("9", "9")),
       Past(InOut("4", "4"), InOut("5", "5"))});
  ASSERT_EQ(model.price_schedules_size(), 3);
  EXPECT_EQ(
      PriceOf(model, v1::METER_INPUT_TOKENS, "standard", "", "2026-07-01"),
      "1");
  EXPECT_EQ(
      PriceOf(model, v1::METER_INPUT_TOKENS, "standard", "", "2027-01-01"),
      "5");
  EXPECT_EQ(InputOf(model), "9");
}

v1::Model WithKnownPastFirst(const std::string& first,
                             const std::string& second) {
  std::vector<CatalogLayer> layers = {
      LayerOf("a", "models { model_id: 'm' " + first + " }"),
      LayerOf("b", "models { model_id: 'm' " + second + " }")};
  layers[0].knows_past = true;
  return ModelOf(Merged(std::move(layers)), "m");
}

// Fast mode of claude-opus-4-6 ended on 2026-08-06; an older list still has it.
TEST(MergePrices, LeavesATierWithdrawn) {
  const std::string ended =
      "price_schedules { schedule_id: 'fast' service_tier: 'fast' end_time: "
      "'2026-08-06' " +
      InOut("30", "150") + " } ";
  const std::string open =
      "price_schedules { schedule_id: 'fast' service_tier: 'fast' " +
      InOut("30", "150") + " } ";
  const v1::Model known = WithKnownPastFirst(Standard(InOut("5", "25")) + ended,
                                             Standard(InOut("5", "25")) + open);
  ASSERT_EQ(known.price_schedules_size(), 2);
  EXPECT_EQ(PriceOf(known, v1::METER_INPUT_TOKENS, "fast", "", "2026-08-06"),
            "30");
  // Of another source one only knows that it has no newer price.
  const v1::Model vague = MergedModel(
      {Standard(InOut("5", "25")) + ended, Standard(InOut("5", "25")) + open});
  EXPECT_EQ(InputOf(vague, "fast"), "30");
}

// claude-3-sonnet's cached prices were a mistake of a list, since corrected.
TEST(MergePrices, AddsNoPriceThatASourceWhichKnowsThePastLeftOut) {
  const std::string cached =
      Standard(InOut("3", "15") + Rate("CACHE_WRITE_5M_TOKENS", "0.3"));
  const v1::Model corrected = WithKnownPastFirst(
      Standard(InOut("3", "15")),
      "lifecycle { last_listed_date: '2026-06-30' } " + cached);
  EXPECT_EQ(PriceOf(corrected, v1::METER_CACHE_WRITE_5M_TOKENS), "");
  const v1::Model listed =
      WithKnownPastFirst(Standard(InOut("3", "15")), cached);
  EXPECT_EQ(PriceOf(listed, v1::METER_CACHE_WRITE_5M_TOKENS), "0.3");
}

// Perplexity's fee: genai-prices has it per request, LiteLLM per search.
TEST(MergePrices, AddsNoFeeTwice) {
  const v1::Model model =
      MergedModel({Standard(InOut("3", "15") + Rate("REQUESTS", "14")),
                   Standard(InOut("3", "15") + Rate("WEB_SEARCHES", "14"))});
  EXPECT_EQ(PriceOf(model, v1::METER_REQUESTS), "14");
  EXPECT_EQ(PriceOf(model, v1::METER_WEB_SEARCHES), "");
}

TEST(MergePrices, ARegionWithoutAPriceDoesNotHideGlobalPrices) {
  const v1::Model model =
      ModelOf(Merged(InRegions(InUs("rates { meter: METER_INPUT_TOKENS state: "
                                    "METER_STATE_UNPRICED }"),
                               Standard(InOut("5", "10")))),
              "m");
  EXPECT_EQ(InputOf(model), "5");
}

TEST(Disagreements, CompareWithThePriceThatARateIsBilledAs) {
  const std::string billed =
      "rates { meter: METER_AUDIO_INPUT_TOKENS billed_as: METER_INPUT_TOKENS }";
  const auto with = [&](const std::string& price) {
    return MergedModel(
        {Standard(InOut("0.75", "4") + billed),
         Standard(InOut("0.75", "4") + Rate("AUDIO_INPUT_TOKENS", price))});
  };
  EXPECT_EQ(with("0.75").disagreements_size(), 0);
  const v1::Model model = with("1");
  ASSERT_EQ(model.disagreements_size(), 1);
  EXPECT_EQ(model.disagreements(0).taken_value(), "0.75");
  EXPECT_EQ(model.disagreements(0).price_difference(), "0.25");
}

TEST(Disagreements, SayWhatWasTakenFromWhomAndByHowMuchTheyDiffer) {
  const v1::Model model =
      MergedModel({Standard(InOut("1", "2")), Standard(InOut("1.25", "2"))});
  ASSERT_EQ(model.disagreements_size(), 1);
  const v1::Disagreement& other = model.disagreements(0);
  EXPECT_EQ(other.value(), "1.25");
  EXPECT_EQ(other.source_id(), "b");
  EXPECT_EQ(other.taken_value(), "1");
  EXPECT_EQ(other.taken_source_id(), "a");
  EXPECT_EQ(other.service_tier(), "standard");
  EXPECT_EQ(other.meter(), v1::METER_INPUT_TOKENS);
  EXPECT_EQ(other.price_difference(), "0.25");
}

TEST(Disagreements, DifferByTheMostThatTheyDoAtAnyLength) {
  const v1::Model model =
      MergedModel({Standard(Tiered("INPUT_TOKENS", "1", "2")),
                   Standard(Tiered("INPUT_TOKENS", "1", "5"))});
  ASSERT_EQ(model.disagreements_size(), 1);
  EXPECT_EQ(model.disagreements(0).value(), "1; 5 from 200001 input tokens");
  EXPECT_EQ(model.disagreements(0).price_difference(), "3");
}

TEST(Disagreements, AreNoneWithWhatIsNoLongerListed) {
  const v1::Model model =
      MergedModel({Standard(InOut("1", "2")),
                   "lifecycle { last_listed_date: '2026-06-30' } " +
                       Standard(InOut("3", "4"))});
  EXPECT_TRUE(model.disagreements().empty());
}

// The price of a list that was not taken against another, then against a
// curated one that agrees with it.
TEST(Disagreements, GoWhenALayerAboveAgrees) {
  v1::Provider imported =
      Merged({LayerOf("a", "models { model_id: 'm' " +
                               Standard(InOut("1", "2")) + " }"),
              LayerOf("b", "models { model_id: 'm' " +
                               Standard(InOut("3", "2")) + " }")});
  ASSERT_EQ(imported.models(0).disagreements_size(), 1);
  CatalogLayer below;
  below.providers.push_back(std::move(imported));
  const v1::Model model =
      ModelOf(Merged({LayerOf("c", "models { model_id: 'm' " +
                                       Standard(InOut("3", "2")) + " }"),
                      std::move(below)}),
              "m");
  EXPECT_EQ(InputOf(model), "3");
  ASSERT_EQ(model.disagreements_size(), 1);
  EXPECT_EQ(model.disagreements(0).value(), "1");
  EXPECT_EQ(model.disagreements(0).taken_source_id(), "c");
}

}  // namespace
}  // namespace ratecard
