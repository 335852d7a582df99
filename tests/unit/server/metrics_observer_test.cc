#include "service/server/metrics_observer.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "service/base/error.h"

namespace ratecard {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class MetricsObserverTest : public testing::Test {
 protected:
  MetricsObserverTest() {
    provider_.id = "openai";
    model_.id = "gpt-5.2-codex";
    model_.currency = "USD";
    model_.provider = &provider_;
    PriceSchedule standard;
    standard.service_tier = "standard";
    std::vector<PriceSchedule> schedules;
    schedules.push_back(std::move(standard));
    model_.prices = PriceBook(std::move(schedules));
    observer_.AddTo(&registry_);
  }

  Provider provider_;
  Model model_;
  MetricsObserver observer_{100};
  Registry registry_;
};

TEST_F(MetricsObserverTest, HasWhatNamesNoModelAtZeroFromTheStart) {
  const std::string text = registry_.Expose();
  for (const char* outcome :
       {"exact_id", "alias", "snapshot", "pattern", "resource_name",
        "not_found", "ambiguous", "invalid"}) {
    EXPECT_THAT(text, HasSubstr(std::string("ratecard_resolutions_total{"
                                            "outcome=\"") +
                                outcome + "\"} 0\n"));
  }
  for (const char* verdict : {"fits", "does_not_fit", "unknown"}) {
    EXPECT_THAT(text, HasSubstr(std::string("ratecard_fit_verdicts_total{"
                                            "verdict=\"") +
                                verdict + "\"} 0\n"));
  }
  EXPECT_THAT(text, Not(HasSubstr("ratecard_estimate")));
}

TEST_F(MetricsObserverTest, CountsEstimatesTheirCostAndQuantities) {
  Estimate estimate;
  EstimateLine input;
  input.meter = Meter::kInput;
  input.quantity = 40'000;
  EstimateLine output;
  output.meter = Meter::kOutput;
  output.quantity = 8'000;
  estimate.lines = {input, output};
  for (int i = 0; i < 2; ++i) {
    observer_.OnEstimate(model_, "standard", absl::OkStatus(), estimate,
                         Money{0, 196'000'000});
  }
  const std::string text = registry_.Expose();
  const std::string model = "{provider=\"openai\",model=\"gpt-5.2-codex\",";
  EXPECT_THAT(text, HasSubstr("ratecard_estimates_total" + model +
                              "service_tier=\"standard\",outcome=\"ok\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("ratecard_estimated_cost_total" + model +
                              "service_tier=\"standard\",currency=\"USD\"} "
                              "0.392\n"));
  EXPECT_THAT(text, HasSubstr("ratecard_estimated_quantity_total" + model +
                              "meter=\"input_tokens\"} 80000\n"));
  EXPECT_THAT(text, HasSubstr("ratecard_estimated_quantity_total" + model +
                              "meter=\"output_tokens\"} 16000\n"));
}

// 80,000 tokens read from cache at $0.175 and not $1.75 per 1M save $0.126.
TEST_F(MetricsObserverTest, SumsWhatCachingSavesAndWhatItCostsApart) {
  Estimate estimate;
  const auto on_saving = [&](int64_t nanos) {
    estimate.cache_savings =
        ExactAmount(absl::int128(nanos) * kUnitDenominator);
    observer_.OnEstimate(model_, "standard", absl::OkStatus(), estimate, {});
  };
  on_saving(126'000'000);
  on_saving(126'000'000);
  on_saving(0);
  const std::string labels =
      "{provider=\"openai\",model=\"gpt-5.2-codex\",currency=\"USD\"} ";
  EXPECT_THAT(
      registry_.Expose(),
      AllOf(HasSubstr("ratecard_cache_savings_total" + labels + "0.252\n"),
            Not(HasSubstr("cache_surcharges"))));
  on_saving(-75'000'000);
  EXPECT_THAT(
      registry_.Expose(),
      AllOf(HasSubstr("ratecard_cache_savings_total" + labels + "0.252\n"),
            HasSubstr("ratecard_cache_surcharges_total" + labels + "0.075\n")));
}

TEST_F(MetricsObserverTest, MarksIncompleteEstimates) {
  Estimate estimate;
  estimate.incomplete = true;
  observer_.OnEstimate(model_, "standard", absl::OkStatus(), estimate, Money{});
  EXPECT_THAT(registry_.Expose(), HasSubstr("outcome=\"incomplete\"} 1\n"));
}

TEST_F(MetricsObserverTest, CountsRefusalsByReasonWithoutCost) {
  observer_.OnEstimate(model_, "standard",
                       Error(absl::StatusCode::kFailedPrecondition,
                             "METER_UNPRICED", "no price"),
                       Estimate{}, Money{});
  const std::string text = registry_.Expose();
  EXPECT_THAT(text, HasSubstr("outcome=\"meter_unpriced\"} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("ratecard_estimated_cost_total")));
}

TEST_F(MetricsObserverTest, KeepsACallersWordOutOfTheTierLabel) {
  observer_.OnEstimate(model_, "no-such-tier",
                       Error(absl::StatusCode::kFailedPrecondition,
                             "SERVICE_TIER_NOT_OFFERED", "not offered"),
                       Estimate{}, Money{});
  const std::string text = registry_.Expose();
  EXPECT_THAT(text, HasSubstr("service_tier=\"unknown\",outcome="
                              "\"service_tier_not_offered\"} 1\n"));
  EXPECT_THAT(text, Not(HasSubstr("no-such-tier")));
}

TEST_F(MetricsObserverTest, CountsResolutionsByRuleOrWhyNoneHit) {
  Resolution found;
  found.model = &model_;
  found.rule = ResolutionRule::kSnapshot;
  observer_.OnResolution(&found, absl::OkStatus());
  observer_.OnResolution(nullptr, Error(absl::StatusCode::kNotFound,
                                        "PROVIDER_NOT_FOUND", "none"));
  observer_.OnResolution(nullptr, Error(absl::StatusCode::kFailedPrecondition,
                                        "MODEL_AMBIGUOUS", "two"));
  observer_.OnResolution(nullptr, Error(absl::StatusCode::kInvalidArgument,
                                        "MODEL_REQUIRED", "empty"));
  const std::string text = registry_.Expose();
  for (const char* outcome :
       {"snapshot", "not_found", "ambiguous", "invalid"}) {
    EXPECT_THAT(text,
                HasSubstr(std::string("outcome=\"") + outcome + "\"} 1\n"));
  }
  EXPECT_THAT(text, HasSubstr("outcome=\"exact_id\"} 0\n"));
}

TEST_F(MetricsObserverTest, CountsFitVerdicts) {
  observer_.OnFit(FitVerdict::kDoesNotFit);
  EXPECT_THAT(registry_.Expose(), HasSubstr("verdict=\"does_not_fit\"} 1\n"));
}

TEST_F(MetricsObserverTest, CountsResponsesAndWhatNoRuleKnowsInThem) {
  observer_.OnUsage("openai", "chat", absl::OkStatus(), 0);
  observer_.OnUsage("openai", "chat", absl::OkStatus(), 2);
  observer_.OnUsage("", "",
                    Error(absl::StatusCode::kFailedPrecondition,
                          "FORMAT_UNKNOWN", "no format"),
                    0);
  const std::string text = registry_.Expose();
  EXPECT_THAT(text, HasSubstr("ratecard_usage_responses_total{provider="
                              "\"openai\",api=\"chat\",outcome=\"ok\"} 2\n"));
  EXPECT_THAT(text,
              HasSubstr("ratecard_usage_responses_total{provider=\"unknown\","
                        "api=\"unknown\",outcome=\"format_unknown\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("ratecard_usage_unknown_fields_total{provider="
                              "\"openai\",api=\"chat\"} 2\n"));
}

TEST_F(MetricsObserverTest, CountsQuotesByWhatVerifyingThemCameTo) {
  observer_.OnQuoteCreated();
  observer_.OnQuoteVerified(absl::OkStatus());
  observer_.OnQuoteVerified(
      Error(absl::StatusCode::kFailedPrecondition, "QUOTE_EXPIRED", "expired"));
  for (const char* reason : {"MODEL_NOT_FOUND", "QUOTES_DISABLED"}) {
    observer_.OnQuoteVerified(
        Error(absl::StatusCode::kFailedPrecondition, reason, "refused"));
  }
  const std::string text = registry_.Expose();
  const std::string verified = "ratecard_quotes_verified_total{result=";
  EXPECT_THAT(text, HasSubstr("ratecard_quotes_created_total 1\n"));
  EXPECT_THAT(text, HasSubstr(verified + "\"ok\"} 1\n"));
  EXPECT_THAT(text, HasSubstr(verified + "\"expired\"} 1\n"));
  EXPECT_THAT(text, HasSubstr(verified + "\"refused\"} 2\n"));
  EXPECT_THAT(text, HasSubstr(verified + "\"signature_invalid\"} 0\n"));
}

}  // namespace
}  // namespace ratecard
