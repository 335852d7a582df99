#include "service/api/estimate_handler.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"
#include "service/api/warnings.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/estimate_fixture.h"

namespace ratecard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

template <typename Message>
std::vector<v1::WarningCode> WarningsOf(const Message& message) {
  std::vector<v1::WarningCode> codes;
  for (const v1::Warning& warning : message.warnings()) {
    EXPECT_FALSE(warning.message().empty());
    codes.push_back(warning.code());
  }
  return codes;
}

using EstimateCostTest = EstimateFixture;

constexpr char kRequest[] =
    "model: 'big' usage { input_tokens: 120000 cache_read_tokens: 80000 "
    "output_tokens: 8000 web_searches: 3 } ";

// 40,000 × 2, 80,000 × 0.2, 8,000 × 8 millionths and 3 × 10 thousandths.
TEST_F(EstimateCostTest, SendsAmountsInTheBasicView) {
  for (const char* const view :
       {"", "view: ESTIMATE_VIEW_UNSPECIFIED", "view: ESTIMATE_VIEW_BASIC"}) {
    const auto estimate = Cost(absl::StrCat(kRequest, view));
    ASSERT_THAT(estimate, IsOk());
    EXPECT_EQ(estimate->model(), "providers/acme/models/big");
    EXPECT_EQ(Text(estimate->total()), "0.19 USD");
    EXPECT_EQ(Text(estimate->input_cost()), "0.08 USD");
    EXPECT_EQ(Text(estimate->cache_cost()), "0.016 USD");
    EXPECT_EQ(Text(estimate->output_cost()), "0.064 USD");
    EXPECT_EQ(Text(estimate->tools_cost()), "0.03 USD");
    EXPECT_FALSE(estimate->has_other_cost());
    EXPECT_EQ(Text(estimate->cache_savings()), "0.144 USD");  // 80,000 × 1.8
    EXPECT_EQ(estimate->service_tier(), "standard");
    EXPECT_EQ(estimate->region(), "");
    EXPECT_EQ(estimate->catalog_revision(), Store().Current()->revision());
    EXPECT_EQ(estimate->as_of().seconds(), absl::ToUnixSeconds(call_.now));
    EXPECT_THAT(WarningsOf(*estimate), IsEmpty());
    EXPECT_EQ(estimate->lines_size(), 0);
    EXPECT_EQ(estimate->schedule_id(), "");
    EXPECT_EQ(estimate->sources_size(), 0);
    EXPECT_FALSE(estimate->has_fit());
    EXPECT_FALSE(estimate->has_resolution());
    EXPECT_LE(estimate->ByteSizeLong(), 400u);
  }
}

TEST_F(EstimateCostTest, AddsLinesSourcesFitAndResolutionInTheFullView) {
  const auto estimate =
      Cost(absl::StrCat(kRequest, "view: ESTIMATE_VIEW_FULL"));
  ASSERT_THAT(estimate, IsOk());
  EXPECT_EQ(Text(estimate->total()), "0.19 USD");
  EXPECT_EQ(estimate->schedule_id(), "standard");
  ASSERT_EQ(estimate->lines_size(), 4);
  const v1::EstimateLine& cached = estimate->lines(1);
  EXPECT_EQ(cached.meter(), v1::METER_CACHE_READ_TOKENS);
  EXPECT_EQ(cached.billed_as(), v1::METER_CACHE_READ_TOKENS);
  EXPECT_EQ(cached.quantity(), 80'000);
  EXPECT_EQ(cached.unit_price_nanos(), 200'000'000);
  EXPECT_EQ(cached.unit_quantity(), 1'000'000);
  EXPECT_EQ(Text(cached.amount()), "0.016 USD");
  EXPECT_EQ(cached.state(), v1::METER_STATE_PRICED);
  EXPECT_EQ(cached.source_id(), "list");
  EXPECT_EQ(estimate->lines(3).unit_quantity(), 1'000);
  EXPECT_EQ(estimate->lines(3).source_id(), "fees");
  std::vector<std::string> sources;
  for (const v1::Source& source : estimate->sources()) {
    sources.push_back(
        absl::StrCat(source.source_id(), " ", source.checked_date()));
  }
  EXPECT_THAT(sources,
              UnorderedElementsAre("list 2026-06-01", "fees 2026-06-15"));
  EXPECT_EQ(estimate->fit().verdict(), v1::FIT_VERDICT_FITS);
  EXPECT_EQ(estimate->resolution().given_name(), "big");
  EXPECT_EQ(estimate->resolution().rule(), v1::RESOLUTION_RULE_EXACT_ID);
}

TEST_F(EstimateCostTest, NamesOnlyTheSourcesOfPricesUsed) {
  const auto estimate =
      Cost("model: 'big' usage { web_searches: 1 } view: ESTIMATE_VIEW_FULL");
  ASSERT_THAT(estimate, IsOk());
  ASSERT_EQ(estimate->sources_size(), 1);
  EXPECT_EQ(estimate->sources(0).source_id(), "fees");
  EXPECT_FALSE(estimate->has_fit());  // no tokens
}

// 2 × 0.17.
TEST_F(EstimateCostTest, SaysWhichParametersTheRateSelectedOn) {
  const auto estimate = Cost(
      "model: 'big' usage { quantities { meter: METER_OUTPUT_IMAGES quantity: "
      "2 "
      "parameters { key: 'size' value: '512x512' } "
      "parameters { key: 'quality' value: 'high' } } } "
      "view: ESTIMATE_VIEW_FULL");
  ASSERT_THAT(estimate, IsOk());
  EXPECT_EQ(Text(estimate->other_cost()), "0.34 USD");
  ASSERT_EQ(estimate->lines_size(), 1);
  ASSERT_EQ(estimate->lines(0).parameters_size(), 1);
  EXPECT_EQ(estimate->lines(0).parameters(0).key(), "quality");
  EXPECT_EQ(estimate->lines(0).parameters(0).value(), "high");
}

TEST_F(EstimateCostTest, LeavesTheAmountOfAnUnpricedLineUnset) {
  const auto estimate = Cost(
      "model: 'big' usage { input_tokens: 250000 "
      "quantities { meter: METER_SESSIONS quantity: 2 } } "
      "allow_partial: true view: ESTIMATE_VIEW_FULL");
  ASSERT_THAT(estimate, IsOk());
  EXPECT_TRUE(estimate->incomplete());
  EXPECT_EQ(Text(estimate->total()), "0.5 USD");
  ASSERT_EQ(estimate->lines_size(), 2);
  EXPECT_EQ(estimate->lines(1).state(), v1::METER_STATE_UNPRICED);
  EXPECT_EQ(estimate->lines(1).quantity(), 2);
  EXPECT_FALSE(estimate->lines(1).has_amount());
  EXPECT_EQ(estimate->lines(1).source_id(), "");
  EXPECT_THAT(WarningsOf(*estimate),
              ElementsAre(v1::WARNING_CODE_METERS_UNPRICED));
}

TEST_F(EstimateCostTest, MarksAnAssumedRate) {
  const auto estimate = Cost(
      "model: 'big' usage { audio_input_tokens: 1000 } "
      "view: ESTIMATE_VIEW_FULL");
  ASSERT_THAT(estimate, IsOk());
  EXPECT_TRUE(estimate->lines(0).rate_assumed());
  EXPECT_EQ(estimate->lines(0).meter(), v1::METER_AUDIO_INPUT_TOKENS);
  EXPECT_EQ(estimate->lines(0).billed_as(), v1::METER_INPUT_TOKENS);
  EXPECT_THAT(WarningsOf(*estimate),
              ElementsAre(v1::WARNING_CODE_RATE_ASSUMED));
}

TEST_F(EstimateCostTest, SendsATotalOfZeroForNoTokens) {
  const auto estimate = Cost("model: 'big' usage { input_tokens: 0 }");
  ASSERT_THAT(estimate, IsOk());
  EXPECT_EQ(Text(estimate->total()), "0 USD");
  EXPECT_FALSE(estimate->has_input_cost());
}

TEST_F(EstimateCostTest, TakesTierAndRegionFromTheName) {
  const auto batch = Cost("model: 'big-batch' usage { input_tokens: 1000000 }");
  ASSERT_THAT(batch, IsOk());
  EXPECT_EQ(Text(batch->total()), "1 USD");
  EXPECT_EQ(batch->service_tier(), "batch");
  EXPECT_THAT(Cost("model: 'big-batch' service_tier: 'batch' "
                   "usage { input_tokens: 1 }"),
              IsOk());
  const auto us = Cost("model: 'us-big' usage { input_tokens: 1000000 }");
  ASSERT_THAT(us, IsOk());
  EXPECT_EQ(Text(us->total()), "2.2 USD");
  EXPECT_EQ(us->region(), "us");
}

// The narrower of the two is priced; here it has the wider one's price.
TEST_F(EstimateCostTest, TakesTheNarrowerOfTwoRegionsThatAgree) {
  const auto estimate = Cost(
      "model: 'us-big' region: 'us-east-1' usage { input_tokens: 1000000 }");
  ASSERT_THAT(estimate, IsOk());
  EXPECT_EQ(Text(estimate->total()), "2.2 USD");
  EXPECT_EQ(estimate->region(), "us");
}

TEST_F(EstimateCostTest, TakesTheInstantOfTheRequest) {
  const auto estimate = Cost(
      "model: 'past' usage { input_tokens: 1000000 } "
      "as_of { seconds: 1767225599 nanos: 999999999 }");  // 2025-12-31
  ASSERT_THAT(estimate, IsOk());
  EXPECT_EQ(Text(estimate->total()), "2 USD");
  EXPECT_EQ(estimate->as_of().seconds(), 1'767'225'599);
  EXPECT_EQ(estimate->as_of().nanos(), 999'999'999);
}

// Checked on 2026-06-01: 90 days later is 2026-08-30; deprecated 2026-09-01.
TEST_F(EstimateCostTest, WarnsByTheDateOfTheInstant) {
  const auto warnings = [&](absl::string_view as_of) {
    const auto estimate = Cost(
        absl::StrCat("model: 'big' usage { input_tokens: 1 } as_of { seconds: ",
                     absl::ToUnixSeconds(TimeOf(as_of)), " }"));
    return WarningsOf(*estimate);
  };
  EXPECT_THAT(warnings("2025-12-31T23:59:59Z"),
              ElementsAre(v1::WARNING_CODE_BEFORE_RELEASE));
  EXPECT_THAT(warnings("2026-08-30T00:00:00Z"), IsEmpty());
  EXPECT_THAT(warnings("2026-08-30T00:00:01Z"),
              ElementsAre(v1::WARNING_CODE_PRICE_STALE));
  EXPECT_THAT(warnings("2026-09-01T00:00:00Z"),
              ElementsAre(v1::WARNING_CODE_MODEL_DEPRECATED,
                          v1::WARNING_CODE_PRICE_STALE));
}

TEST_F(EstimateCostTest, WarnsOfAModelOutsideItsHomeUnlessTheProviderIsGiven) {
  const auto found = Cost("model: 'abroad' usage { input_tokens: 1000000 }");
  ASSERT_THAT(found, IsOk());
  EXPECT_EQ(Text(found->total()), "0.0004 EUR");
  EXPECT_THAT(WarningsOf(*found), ElementsAre(v1::WARNING_CODE_OUTSIDE_HOME));
  EXPECT_THAT(
      WarningsOf(*Cost("model: 'reseller/abroad' usage { input_tokens: 1 }")),
      IsEmpty());
}

TEST_F(EstimateCostTest, WarnsOfARequestThatDoesNotFitInEveryView) {
  EXPECT_THAT(WarningsOf(*Cost("model: 'big' usage { input_tokens: 400001 }")),
              ElementsAre(v1::WARNING_CODE_DOES_NOT_FIT));
}

// A window made for the test: Fridays and Saturdays from 22:00 to 06:00 in
// Berlin, but not from a holiday. 2026-10-03, a Saturday, is one; clocks change
// on the nights to 2026-03-29 and 2026-10-25, both Sundays.
TEST_F(EstimateCostTest, PricesANightByTheDayOnWhichItBegan) {
  const auto price = [&](absl::string_view as_of) {
    const auto estimate = Cost(absl::StrCat(
        "model: 'night' usage { input_tokens: 1000000 } as_of { seconds: ",
        absl::ToUnixSeconds(TimeOf(as_of)), " }"));
    return estimate.ok() ? Text(estimate->total())
                         : std::string(estimate.status().message());
  };
  const std::string day = "6 USD";
  const std::string night = "3 USD";
  EXPECT_EQ(price("2026-07-03T21:59:59+02:00"), day);
  EXPECT_EQ(price("2026-07-03T22:00:00+02:00"), night);
  EXPECT_EQ(price("2026-07-04T05:59:59+02:00"), night);
  EXPECT_EQ(price("2026-07-04T06:00:00+02:00"), day);
  EXPECT_EQ(price("2026-07-05T05:59:59+02:00"), night);  // began on Saturday
  EXPECT_EQ(price("2026-07-05T22:00:00+02:00"), day);    // a Sunday
  EXPECT_EQ(price("2026-10-03T03:00:00+02:00"), night);  // began on the eve
  EXPECT_EQ(price("2026-10-03T22:00:00+02:00"), day);    // the holiday
  EXPECT_EQ(price("2026-10-04T03:00:00+02:00"), day);
  EXPECT_EQ(price("2026-03-28T21:59:59+01:00"), day);
  EXPECT_EQ(price("2026-03-28T22:00:00+01:00"), night);
  EXPECT_EQ(price("2026-03-29T05:59:59+02:00"), night);
  EXPECT_EQ(price("2026-03-29T06:00:00+02:00"), day);
  EXPECT_EQ(price("2026-10-25T05:59:59+01:00"), night);
  EXPECT_EQ(price("2026-10-25T06:00:00+01:00"), day);
}

TEST_F(EstimateCostTest, IsTheSameForTheSameRequest) {
  const std::string request =
      absl::StrCat(kRequest, "view: ESTIMATE_VIEW_FULL");
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(
      *Cost(request), *Cost(request)));
}

class RecordingObserver : public Observer {
 public:
  void OnResolution(const Resolution* found,
                    const absl::Status& status) override {
    calls.push_back(absl::StrCat("resolution ", found == nullptr
                                                    ? DetailOf(status).reason
                                                    : found->model->id));
  }
  void OnEstimate(const Model& model, absl::string_view service_tier,
                  const absl::Status& status, const Estimate& estimate,
                  const Money& total) override {
    calls.push_back(
        absl::StrCat("estimate ", model.id, " ", service_tier, " ",
                     status.ok() ? absl::StrCat(estimate.lines.size(),
                                                " lines, ", FormatMoney(total))
                                 : DetailOf(status).reason));
  }
  void OnFit(FitVerdict verdict) override {
    calls.push_back(absl::StrCat("fit ", static_cast<int>(verdict)));
  }
  void OnUsage(absl::string_view, absl::string_view, const absl::Status&,
               int64_t) override {}
  void OnQuoteCreated() override {}
  void OnQuoteVerified(const absl::Status&) override {}

  std::vector<std::string> calls;
};

TEST_F(EstimateCostTest, TellsItsObserverOfEveryAnswer) {
  RecordingObserver observer;
  const EstimateHandler handler(&Store(), &observer);
  v1::EstimateCostResponse response;
  for (const char* const text :
       {"model: 'big-batch' usage { input_tokens: 1000000 }",
        "model: 'nobody' usage { input_tokens: 1 }",
        "model: 'big' service_tier: 'x' usage { input_tokens: 1 }",
        "model: 'big'"}) {
    static_cast<void>(handler.EstimateCost(
        call_, Parse<v1::EstimateCostRequest>(text), &response));
  }
  v1::CheckContextFitResponse fit;
  EXPECT_THAT(handler.CheckContextFit(call_,
                                      Parse<v1::CheckContextFitRequest>(
                                          "model: 'big' input_tokens: 400001"),
                                      &fit),
              IsOk());
  EXPECT_THAT(
      observer.calls,
      ElementsAre("resolution big", "estimate big batch 1 lines, 1",
                  "resolution MODEL_NOT_FOUND", "resolution big",
                  "estimate big x SERVICE_TIER_NOT_OFFERED", "resolution big",
                  "estimate big standard USAGE_REQUIRED", "resolution big",
                  "fit 2"));
}

// Neither the name nor the request said `standard`.
TEST_F(EstimateCostTest, TellsItsObserverNoTierThatNobodyNamed) {
  RecordingObserver observer;
  const EstimateHandler handler(&Store(), &observer);
  v1::EstimateCostResponse response;
  EXPECT_THAT(
      handler.EstimateCost(call_,
                           Parse<v1::EstimateCostRequest>(
                               "model: 'big-batch' service_tier: 'flex' "
                               "usage { input_tokens: 1 }"),
                           &response),
      FailsWith(absl::StatusCode::kInvalidArgument, "NAME_CONTRADICTED"));
  EXPECT_THAT(
      observer.calls,
      ElementsAre("resolution big", "estimate big flex NAME_CONTRADICTED"));
}

using CheckContextFitTest = EstimateFixture;

TEST_F(CheckContextFitTest, RefusesAResourceNameOfAnotherProvider) {
  EXPECT_THAT(
      CheckFit("model: 'providers/acme/models/big' provider: 'reseller' "
               "input_tokens: 1"),
      FailsWith(absl::StatusCode::kInvalidArgument, "NAME_CONTRADICTED"));
}

TEST_F(CheckContextFitTest, AnswersWithTheResolutionAndTheRevision) {
  const auto response = CheckFit(
      "model: 'us-big' input_tokens: 300000 max_output_tokens: 128000 "
      "chunk_overlap_tokens: 1000");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->fit().verdict(), v1::FIT_VERDICT_DOES_NOT_FIT);
  EXPECT_EQ(response->fit().violations(0).excess_tokens(), 28'000);
  EXPECT_EQ(response->fit().advice().overlap_tokens(), 1'000);
  EXPECT_EQ(response->resolution().model(), "providers/acme/models/big");
  EXPECT_EQ(response->resolution().region(), "us");
  EXPECT_EQ(response->catalog_revision(), Store().Current()->revision());
  EXPECT_THAT(WarningsOf(*response), IsEmpty());
}

TEST_F(CheckContextFitTest, ChecksModalities) {
  const auto verdict = [&](absl::string_view modalities) {
    return CheckFit(absl::StrCat("model: 'big' ", modalities))->fit().verdict();
  };
  EXPECT_EQ(verdict("input_modalities: [MODALITY_TEXT, MODALITY_AUDIO]"),
            v1::FIT_VERDICT_FITS);
  EXPECT_EQ(verdict("input_modalities: MODALITY_IMAGE"),
            v1::FIT_VERDICT_DOES_NOT_FIT);
  EXPECT_EQ(verdict("output_modalities: MODALITY_AUDIO"),
            v1::FIT_VERDICT_DOES_NOT_FIT);
}

TEST_F(CheckContextFitTest, WarnsOfTheModel) {
  const auto response = CheckFit(
      absl::StrCat("model: 'big' input_tokens: 1 as_of { seconds: ",
                   absl::ToUnixSeconds(TimeOf("2026-09-01T00:00:00Z")), " }"));
  ASSERT_THAT(response, IsOk());
  EXPECT_THAT(WarningsOf(*response),
              ElementsAre(v1::WARNING_CODE_MODEL_DEPRECATED));
}

TEST(AppendWarnings, HasWordsForEachOfThem) {
  WarningSet all;
  for (int i = 1; i <= v1::WarningCode_MAX; ++i) {
    all.Add(static_cast<WarningCode>(i));
  }
  Provider provider;
  Model model;
  model.provider = &provider;
  google::protobuf::RepeatedPtrField<v1::Warning> warnings;
  AppendWarnings(all, model, &warnings);
  ASSERT_EQ(warnings.size(), v1::WarningCode_MAX);
  for (int i = 0; i < warnings.size(); ++i) {
    EXPECT_EQ(warnings[i].code(), i + 1);
    EXPECT_FALSE(warnings[i].message().empty()) << i;
  }
  google::protobuf::RepeatedPtrField<v1::Warning> none;
  AppendWarnings(WarningSet(), model, &none);
  EXPECT_TRUE(none.empty());
}

}  // namespace
}  // namespace ratecard
