#include "service/catalog/materialize.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "service/catalog/loader.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/catalog/good_catalog.h"

namespace ratecard {
namespace {

// A provider with one model of these schedules.
v1::Provider WrittenOut(const std::string& schedules) {
  v1::Provider provider;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat("provider_id: 'p' currency_code: 'USD' models { model_id: "
                   "'m' source_id: 'model-source' ",
                   schedules, " }"),
      &provider));
  Materialize(&provider);
  return provider;
}

const v1::PriceSchedule& Schedule(const v1::Provider& provider,
                                  const std::string& id) {
  for (const v1::PriceSchedule& schedule :
       provider.models(0).price_schedules()) {
    if (schedule.schedule_id() == id) {
      return schedule;
    }
  }
  ADD_FAILURE() << "no schedule " << id << " in " << provider.DebugString();
  return v1::PriceSchedule::default_instance();
}

const v1::Rate& RateOf(const v1::PriceSchedule& schedule, v1::Meter meter) {
  for (const v1::Rate& rate : schedule.rates()) {
    if (rate.meter() == meter) {
      return rate;
    }
  }
  ADD_FAILURE() << "no rate of " << v1::Meter_Name(meter);
  return v1::Rate::default_instance();
}

std::string PriceOf(const v1::PriceSchedule& schedule, v1::Meter meter) {
  return RateOf(schedule, meter).price();
}

// Google's Gemini price list: batch halves input and output and leaves cache
// reads and search fees as they are.
TEST(Materialize, WritesOutABatchTierThatHalvesInputAndOutputOnly) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_INPUT_TOKENS price: "1.25"
              tiers { min_input_tokens: 200001 price: "2.50" } }
      rates { meter: METER_OUTPUT_TOKENS price: "10.00"
              tiers { min_input_tokens: 200001 price: "15.00" } }
      rates { meter: METER_CACHE_READ_TOKENS price: "0.125"
              tiers { min_input_tokens: 200001 price: "0.25" } }
      rates { meter: METER_WEB_SEARCHES price: "35" }
    }
    price_schedules {
      schedule_id: "batch" service_tier: "batch" inherits: "standard"
      adjustments { meters: METER_INPUT_TOKENS meters: METER_OUTPUT_TOKENS
                    factor: "0.5" }
    })");
  const v1::PriceSchedule& batch = Schedule(provider, "batch");
  EXPECT_EQ(batch.adjustments_size(), 0);
  EXPECT_EQ(batch.inherits(), "standard");
  EXPECT_EQ(PriceOf(batch, v1::METER_INPUT_TOKENS), "0.625");
  EXPECT_EQ(RateOf(batch, v1::METER_INPUT_TOKENS).tiers(0).price(), "1.25");
  EXPECT_EQ(PriceOf(batch, v1::METER_OUTPUT_TOKENS), "5");
  EXPECT_EQ(RateOf(batch, v1::METER_OUTPUT_TOKENS).tiers(0).price(), "7.5");
  EXPECT_EQ(PriceOf(batch, v1::METER_CACHE_READ_TOKENS), "0.125");
  EXPECT_EQ(PriceOf(batch, v1::METER_WEB_SEARCHES), "35");
}

TEST(Materialize, AdjustsEveryTokenMeterWhenNoneIsNamed) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_INPUT_TOKENS price: "2" }
      rates { meter: METER_AUDIO_OUTPUT_TOKENS price: "4" }
      rates { meter: METER_CACHE_STORAGE_TOKEN_HOURS price: "1" }
      rates { meter: METER_REASONING_TOKENS state: METER_STATE_FREE }
    }
    price_schedules {
      schedule_id: "us" region: "us" inherits: "standard"
      adjustments { factor: "1.1" }
    })");
  const v1::PriceSchedule& us = Schedule(provider, "us");
  EXPECT_EQ(PriceOf(us, v1::METER_INPUT_TOKENS), "2.2");
  EXPECT_EQ(PriceOf(us, v1::METER_AUDIO_OUTPUT_TOKENS), "4.4");
  EXPECT_EQ(PriceOf(us, v1::METER_CACHE_STORAGE_TOKEN_HOURS), "1");
  EXPECT_EQ(RateOf(us, v1::METER_REASONING_TOKENS).state(),
            v1::METER_STATE_FREE);
}

TEST(Materialize, AppliesAdjustmentsInOrderThenOwnRates) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_INPUT_TOKENS price: "2" }
      rates { meter: METER_OUTPUT_TOKENS price: "8" }
    }
    price_schedules {
      schedule_id: "fast" service_tier: "fast" inherits: "standard"
      adjustments { factor: "2" }
      adjustments { meters: METER_INPUT_TOKENS factor: "1.5" }
      rates { meter: METER_OUTPUT_TOKENS price: "9" }
      rates { meter: METER_REQUESTS price: "1" }
    })");
  const v1::PriceSchedule& fast = Schedule(provider, "fast");
  EXPECT_EQ(fast.rates_size(), 3);
  EXPECT_EQ(PriceOf(fast, v1::METER_INPUT_TOKENS), "6");
  EXPECT_EQ(PriceOf(fast, v1::METER_OUTPUT_TOKENS), "9");
  EXPECT_EQ(PriceOf(fast, v1::METER_REQUESTS), "1");
}

TEST(Materialize, ReplacesOnlyTheRateWithTheSameParameters) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_OUTPUT_IMAGES price: "1" }
      rates { meter: METER_OUTPUT_IMAGES price: "2"
              parameters { key: "size" value: "1024x1024" }
              parameters { key: "quality" value: "high" } }
    }
    price_schedules {
      schedule_id: "batch" service_tier: "batch" inherits: "standard"
      rates { meter: METER_OUTPUT_IMAGES price: "3"
              parameters { key: "quality" value: "high" }
              parameters { key: "size" value: "1024x1024" } }
    })");
  const v1::PriceSchedule& batch = Schedule(provider, "batch");
  ASSERT_EQ(batch.rates_size(), 2);
  EXPECT_EQ(batch.rates(0).price(), "1");
  EXPECT_EQ(batch.rates(1).price(), "3");
}

TEST(Materialize, ResolvesInheritanceInWhateverOrderItIsWritten) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules { schedule_id: "c" service_tier: "c" inherits: "b"
                      adjustments { factor: "3" } }
    price_schedules { schedule_id: "b" service_tier: "b" inherits: "a"
                      adjustments { factor: "2" } }
    price_schedules { schedule_id: "a"
                      rates { meter: METER_INPUT_TOKENS price: "1" } })");
  EXPECT_EQ(PriceOf(Schedule(provider, "c"), v1::METER_INPUT_TOKENS), "6");
}

TEST(Materialize, RoundsHalfToEvenAndMarksWhatIsInexact) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_INPUT_TOKENS price: "0.000000005" }
      rates { meter: METER_OUTPUT_TOKENS price: "0.000000003"
              tiers { min_quantity: 9 price: "0.000000004" } }
    }
    price_schedules {
      schedule_id: "batch" service_tier: "batch" inherits: "standard"
      adjustments { factor: "0.5" }
    }
    price_schedules {
      schedule_id: "flex" service_tier: "flex" inherits: "batch"
      adjustments { factor: "2" }
    })");
  const v1::PriceSchedule& batch = Schedule(provider, "batch");
  const v1::Rate& input = RateOf(batch, v1::METER_INPUT_TOKENS);
  EXPECT_EQ(input.price(), "0.000000002");  // 2.5 to even
  EXPECT_TRUE(input.inexact());
  const v1::Rate& output = RateOf(batch, v1::METER_OUTPUT_TOKENS);
  EXPECT_EQ(output.price(), "0.000000002");  // 1.5 to even
  EXPECT_TRUE(output.inexact());
  EXPECT_EQ(output.tiers(0).price(), "0.000000002");
  EXPECT_FALSE(output.tiers(0).inexact());
  // What was rounded once stays marked.
  EXPECT_TRUE(
      RateOf(Schedule(provider, "flex"), v1::METER_INPUT_TOKENS).inexact());
}

// Rounding that the file admits stays admitted, whatever a factor does.
TEST(Materialize, KeepsWhatTheFileSaysIsInexact) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_INPUT_TOKENS price: "0.333333333" inexact: true }
    }
    price_schedules {
      schedule_id: "batch" service_tier: "batch" inherits: "standard"
      adjustments { factor: "2" }
    })");
  EXPECT_TRUE(
      RateOf(Schedule(provider, "standard"), v1::METER_INPUT_TOKENS).inexact());
  const v1::Rate& doubled =
      RateOf(Schedule(provider, "batch"), v1::METER_INPUT_TOKENS);
  EXPECT_EQ(doubled.price(), "0.666666666");
  EXPECT_TRUE(doubled.inexact());
}

TEST(Materialize, WritesOutSourcesTiersAndCurrencies) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_INPUT_TOKENS price: "1" }
      rates { meter: METER_WEB_SEARCHES price: "10" source_id: "searches" }
    }
    price_schedules {
      schedule_id: "batch" service_tier: "batch" inherits: "standard"
      source_id: "batches"
    })");
  EXPECT_EQ(provider.models(0).currency_code(), "USD");
  const v1::PriceSchedule& standard = Schedule(provider, "standard");
  EXPECT_EQ(standard.service_tier(), "standard");
  EXPECT_EQ(standard.rates(0).source_id(), "model-source");
  EXPECT_EQ(standard.rates(0).state(), v1::METER_STATE_PRICED);
  const v1::PriceSchedule& batch = Schedule(provider, "batch");
  EXPECT_EQ(batch.rates(0).source_id(), "batches");
  EXPECT_EQ(batch.rates(1).source_id(), "searches");
}

// Where the standard price rises above a length and the tier's list says
// nothing, nobody published the tier's price there.
TEST(Materialize, LeavesATierUnpricedAboveAThresholdThatItLacks) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_INPUT_TOKENS price: "3"
              tiers { min_input_tokens: 200001 price: "6" }
              tiers { min_input_tokens: 500001 price: "9" } }
      rates { meter: METER_OUTPUT_TOKENS price: "15"
              tiers { min_input_tokens: 200001 price: "22.5" } }
      rates { meter: METER_WEB_SEARCHES price: "10"
              tiers { min_quantity: 5 price: "9" } }
    }
    price_schedules {
      schedule_id: "batch" service_tier: "batch"
      rates { meter: METER_INPUT_TOKENS price: "1.5" }
      rates { meter: METER_OUTPUT_TOKENS price: "7.5"
              tiers { min_input_tokens: 200001 price: "11.25" } }
      rates { meter: METER_WEB_SEARCHES price: "5" }
    }
    price_schedules {
      schedule_id: "flex" service_tier: "flex"
      rates { meter: METER_INPUT_TOKENS price: "1.5"
              tiers { min_input_tokens: 500001 price: "4.5" } }
    })");
  const v1::PriceSchedule& batch = Schedule(provider, "batch");
  const v1::Rate& input = RateOf(batch, v1::METER_INPUT_TOKENS);
  EXPECT_EQ(input.price(), "1.5");
  ASSERT_EQ(input.tiers_size(), 1);
  EXPECT_EQ(input.tiers(0).min_input_tokens(), 200001);
  EXPECT_EQ(input.tiers(0).state(), v1::METER_STATE_UNPRICED);
  EXPECT_EQ(input.tiers(0).price(), "");
  ASSERT_EQ(RateOf(batch, v1::METER_OUTPUT_TOKENS).tiers_size(), 1);
  EXPECT_EQ(RateOf(batch, v1::METER_OUTPUT_TOKENS).tiers(0).price(), "11.25");
  EXPECT_EQ(RateOf(batch, v1::METER_WEB_SEARCHES).tiers_size(), 0);
  const v1::Rate& flex =
      RateOf(Schedule(provider, "flex"), v1::METER_INPUT_TOKENS);
  ASSERT_EQ(flex.tiers_size(), 2);
  EXPECT_EQ(flex.tiers(0).min_input_tokens(), 200001);
  EXPECT_EQ(flex.tiers(0).state(), v1::METER_STATE_UNPRICED);
  EXPECT_EQ(flex.tiers(1).price(), "4.5");
}

TEST(Materialize, LeavesAFlatTierAsItIs) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_INPUT_TOKENS price: "3"
              tiers { min_input_tokens: 200001 price: "6" } }
    }
    price_schedules {
      schedule_id: "batch" service_tier: "batch" flat: true
      rates { meter: METER_INPUT_TOKENS price: "1.5" }
    })");
  EXPECT_EQ(
      RateOf(Schedule(provider, "batch"), v1::METER_INPUT_TOKENS).tiers_size(),
      0);
}

TEST(Materialize, LooksThroughBilledAsForThresholds) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules {
      schedule_id: "standard"
      rates { meter: METER_OUTPUT_TOKENS price: "3"
              tiers { min_output_tokens: 8001 price: "6" } }
      rates { meter: METER_REASONING_TOKENS billed_as: METER_OUTPUT_TOKENS }
    }
    price_schedules {
      schedule_id: "batch" service_tier: "batch"
      rates { meter: METER_REASONING_TOKENS price: "1.5" }
    })");
  const v1::Rate& rate =
      RateOf(Schedule(provider, "batch"), v1::METER_REASONING_TOKENS);
  ASSERT_EQ(rate.tiers_size(), 1);
  EXPECT_EQ(rate.tiers(0).min_output_tokens(), 8001);
}

TEST(Materialize, TakesNoThresholdFromAnotherRegionOrTime) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules {
      schedule_id: "us" region: "us"
      rates { meter: METER_INPUT_TOKENS price: "3"
              tiers { min_input_tokens: 200001 price: "6" } }
    }
    price_schedules {
      schedule_id: "past" end_time: "2026-01-01"
      rates { meter: METER_INPUT_TOKENS price: "3"
              tiers { min_input_tokens: 200001 price: "6" } }
    }
    price_schedules {
      schedule_id: "batch" service_tier: "batch" start_time: "2026-01-01"
      rates { meter: METER_INPUT_TOKENS price: "1.5" }
    })");
  EXPECT_EQ(
      RateOf(Schedule(provider, "batch"), v1::METER_INPUT_TOKENS).tiers_size(),
      0);
}

// The standard tier dropped its threshold on a day: the batch tier is unpriced
// above it before that day, and not after.
TEST(Materialize, SplitsATierWhereTheStandardThresholdsChange) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules {
      schedule_id: "long" end_time: "2026-03-01T08:00:00Z"
      rates { meter: METER_INPUT_TOKENS price: "3"
              tiers { min_input_tokens: 200001 price: "6" } }
    }
    price_schedules {
      schedule_id: "standard" start_time: "2026-03-01T08:00:00Z"
      rates { meter: METER_INPUT_TOKENS price: "3" }
    }
    price_schedules {
      schedule_id: "batch" service_tier: "batch" start_time: "2026-01-01"
      start_basis: DATE_BASIS_RECORDED end_time: "2026-09-01"
      last_seen_time: "2026-08-31"
      rates { meter: METER_INPUT_TOKENS price: "1.5" }
    })");
  ASSERT_EQ(provider.models(0).price_schedules_size(), 4);
  const v1::PriceSchedule& before = Schedule(provider, "batch");
  EXPECT_EQ(before.start_time(), "2026-01-01");
  EXPECT_EQ(before.start_basis(), v1::DATE_BASIS_RECORDED);
  EXPECT_EQ(before.end_time(), "2026-03-01T08:00:00Z");
  EXPECT_EQ(before.last_seen_time(), "");
  EXPECT_EQ(before.rates(0).tiers_size(), 1);
  const v1::PriceSchedule& after =
      Schedule(provider, "batch@2026-03-01T08:00:00Z");
  EXPECT_EQ(after.start_time(), "2026-03-01T08:00:00Z");
  EXPECT_EQ(after.start_basis(), v1::DATE_BASIS_DOCUMENTED);
  EXPECT_EQ(after.end_time(), "2026-09-01");
  EXPECT_EQ(after.last_seen_time(), "2026-08-31");
  EXPECT_EQ(after.rates(0).tiers_size(), 0);
}

// Nobody saw the batch price before the day somebody looked, so that it is not
// cut there; a price that the standard tier doubted then stays in doubt.
TEST(Materialize, TakesTheThresholdsOfWhenAPriceWasSeen) {
  const v1::Provider provider = WrittenOut(R"(
    price_schedules {
      schedule_id: "long" end_time: "2026-03-01"
      rates { meter: METER_INPUT_TOKENS price: "3"
              tiers { min_input_tokens: 200001 price: "6" } }
    }
    price_schedules {
      schedule_id: "standard" start_time: "2026-03-01"
      rates { meter: METER_INPUT_TOKENS price: "3" }
    }
    price_schedules {
      schedule_id: "batch" service_tier: "batch" start_time: "2026-05-01"
      start_basis: DATE_BASIS_VERIFIED
      rates { meter: METER_INPUT_TOKENS price: "1.5" }
    })");
  ASSERT_EQ(provider.models(0).price_schedules_size(), 3);
  EXPECT_EQ(Schedule(provider, "batch").rates(0).tiers_size(), 0);
}

TEST(Materialize, ChangesNothingTheSecondTime) {
  v1::Provider once;
  ASSERT_TRUE(
      google::protobuf::TextFormat::ParseFromString(kGoodCatalog, &once));
  Materialize(&once);
  v1::Provider twice = once;
  Materialize(&twice);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(once, twice))
      << once.DebugString() << "\n---\n"
      << twice.DebugString();
}

TEST(Materialize, ChangesNothingTheSecondTimeWhereItSplit) {
  const v1::Provider once = WrittenOut(R"(
    price_schedules {
      schedule_id: "long" end_time: "2026-03-01"
      rates { meter: METER_INPUT_TOKENS price: "3"
              tiers { min_input_tokens: 200001 price: "6" } }
    }
    price_schedules {
      schedule_id: "longer" start_time: "2026-03-01" end_time: "2026-06-01"
      rates { meter: METER_INPUT_TOKENS price: "3"
              tiers { min_input_tokens: 500001 price: "6" } }
    }
    price_schedules {
      schedule_id: "standard" start_time: "2026-08-01"
      rates { meter: METER_INPUT_TOKENS price: "3" }
    }
    price_schedules {
      schedule_id: "batch" service_tier: "batch"
      rates { meter: METER_INPUT_TOKENS price: "1.5" }
    }
    price_schedules {
      schedule_id: "flex" service_tier: "flex" inherits: "batch"
    })");
  ASSERT_EQ(once.models(0).price_schedules_size(), 9);
  v1::Provider twice = once;
  Materialize(&twice);
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(once, twice))
      << once.DebugString() << "\n---\n"
      << twice.DebugString();
}

TEST(Materialize, ChangesNothingTheSecondTimeInTheRealCatalog) {
  const auto files =
      ReadCatalogFiles(RATECARD_SOURCE_DIR "/service/catalog/data");
  ASSERT_THAT(files, IsOk());
  for (const CatalogFile& file : *files) {
    v1::Provider once;
    ASSERT_TRUE(
        google::protobuf::TextFormat::ParseFromString(file.text, &once));
    Materialize(&once);
    v1::Provider twice = once;
    Materialize(&twice);
    EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(once, twice))
        << file.name;
  }
}

}  // namespace
}  // namespace ratecard
