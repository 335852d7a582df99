// CompareModels on a small catalog, and what it refuses.

#include "service/api/compare_handler.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"
#include "service/api/convert.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/catalog_fixture.h"

namespace ratecard {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::IsEmpty;

// At 1,000,000 in and 100,000 out, big costs 2 + 0.8, a reseller's 3 + 0.9.
// Scores 50, 80; tuned has the weights of big and no score.
constexpr char kShop[] = R"(
  provider_id: "shop" currency_code: "USD" home_makers: "shop"
  regions { region_id: "eu" }
  sources { source_id: "list" checked_date: "2026-06-01" }
  models {
    model_id: "big" maker: "shop" base_model: "big" source_id: "list"
    limits { context_window_tokens: 2000000 max_output_tokens: 200000 }
    capabilities: CAPABILITY_TOOL_USE
    lifecycle { knowledge_cutoff: "2025-03" }
    price_schedules { schedule_id: "a"
      rates { meter: METER_INPUT_TOKENS price: "2" }
      rates { meter: METER_OUTPUT_TOKENS price: "8" } }
    card { rows { section: "license" key: "License" value: "MIT" }
           benchmarks { benchmark: "Code" score: "50" } }
  }
  models {
    model_id: "best" maker: "shop" base_model: "best" source_id: "list"
    limits { context_window_tokens: 1500000 max_output_tokens: 200000 }
    price_schedules { schedule_id: "a"
      rates { meter: METER_INPUT_TOKENS price: "3" }
      rates { meter: METER_OUTPUT_TOKENS price: "9" } }
    card { benchmarks { benchmark: "Code" score: "80" } }
  }
  models {
    model_id: "old" maker: "shop" source_id: "list"
    lifecycle { deprecation_date: "2026-01-01" }
    limits { context_window_tokens: 2000000 max_output_tokens: 200000 }
    price_schedules { schedule_id: "a"
      rates { meter: METER_INPUT_TOKENS price: "1" }
      rates { meter: METER_OUTPUT_TOKENS price: "1" } }
  }
  models {
    model_id: "small" maker: "shop" source_id: "list"
    limits { context_window_tokens: 8000 max_output_tokens: 4000 }
    price_schedules { schedule_id: "a"
      rates { meter: METER_INPUT_TOKENS price: "0.1" }
      rates { meter: METER_OUTPUT_TOKENS price: "0.1" } }
  }
  models {
    model_id: "tuned" maker: "shop" base_model: "big" source_id: "list"
    limits { context_window_tokens: 2000000 max_output_tokens: 200000 }
    price_schedules { schedule_id: "a"
      rates { meter: METER_INPUT_TOKENS price: "2" }
      rates { meter: METER_OUTPUT_TOKENS price: "8" } }
  }
  models {
    model_id: "unpriced" maker: "shop" source_id: "list"
    limits { context_window_tokens: 2000000 max_output_tokens: 200000 }
  }
  models {
    model_id: "yuan" maker: "zhi" currency_code: "CNY" source_id: "list"
    limits { context_window_tokens: 2000000 max_output_tokens: 200000 }
    price_schedules { schedule_id: "a"
      rates { meter: METER_INPUT_TOKENS price: "1" }
      rates { meter: METER_OUTPUT_TOKENS price: "2" } }
  }
)";

constexpr char kUsage[] =
    "usage { input_tokens: 1000000 output_tokens: 100000 } ";

class Compare : public testing::Test {
 protected:
  absl::StatusOr<v1::CompareModelsResponse> Ask(const std::string& text) {
    v1::CompareModelsRequest request;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &request))
        << text;
    v1::CompareModelsResponse response;
    const absl::Status status =
        handler_.CompareModels(call_, request, &response);
    if (!status.ok()) {
      return status;
    }
    return response;
  }

  std::vector<std::string> Ranked(const std::string& text) {
    std::vector<std::string> ranked;
    const auto response = Ask(text);
    EXPECT_THAT(response, IsOk());
    for (const v1::ComparedModel& model : response->models()) {
      ranked.push_back(model.model().substr(model.model().rfind('/') + 1) +
                       " " + FormatMoney(MoneyFromProto(model.total())));
    }
    return ranked;
  }

  void ExpectRefused(const std::string& text, const std::string& reason,
                     const std::string& field) {
    EXPECT_THAT(Ask(text),
                AllOf(FailsWith(absl::StatusCode::kInvalidArgument, reason),
                      NamesField(field)))
        << text;
  }

  CallContext call_{absl::FromUnixSeconds(1'782'907'200)};
  CatalogStore store_{Load({{"shop.textproto", kShop}}),
                      {"embedded", call_.now}};
  CompareHandler handler_{&store_, nullptr};
};

TEST_F(Compare, RanksByCostAndEqualOnesByName) {
  EXPECT_THAT(Ranked(kUsage), ElementsAre("big 2.8", "tuned 2.8", "best 3.9"));
}

TEST_F(Compare, CountsWhatEachConstraintLeavesOutAndWhatItAloneDoes) {
  const auto response =
      Ask(std::string(kUsage) + "filter { capabilities: CAPABILITY_TOOL_USE }");
  ASSERT_THAT(response, IsOk());
  std::vector<std::string> counts;
  for (const v1::LeftOutCount& count : response->left_out()) {
    counts.push_back(v1::LeftOutReason_Name(count.reason()).substr(16) + " " +
                     std::to_string(count.model_count()) + " " +
                     std::to_string(count.alone_count()));
  }
  // All but big cannot use tools; best and tuned fail nothing else.
  EXPECT_THAT(counts,
              ElementsAre("DOES_NOT_FIT 1 0", "STATUS 1 0", "CAPABILITY 6 2",
                          "CURRENCY 1 0", "UNPRICED 1 0"));
  EXPECT_EQ(response->ranked_count(), 1);
  EXPECT_EQ(response->candidate_count(), 7);
}

// 2.8 ÷ 50 = 0.056; 3.9 ÷ 80 = 0.04875.
TEST_F(Compare, RanksByCostPerPoint) {
  const auto response =
      Ask(std::string(kUsage) +
          "benchmark: 'code' rank_by: COMPARISON_RANKING_COST_PER_POINT");
  ASSERT_THAT(response, IsOk());
  ASSERT_EQ(response->models_size(), 2);
  EXPECT_EQ(response->models(0).model(), "providers/shop/models/best");
  EXPECT_EQ(FormatMoney(MoneyFromProto(response->models(0).cost_per_point())),
            "0.04875");
  EXPECT_EQ(response->models(0).score(), "80");
  EXPECT_EQ(FormatMoney(MoneyFromProto(response->models(1).cost_per_point())),
            "0.056");
  EXPECT_TRUE(response->models(1).on_pareto_front());
}

TEST_F(Compare, TakesTheScoreOfTheBaseModelOnlyIfAskedTo) {
  const std::string scored =
      std::string(kUsage) +
      "constraints { min_scores { benchmark: 'Code' score: '50' } ";
  EXPECT_THAT(Ranked(scored + "}"), ElementsAre("big 2.8", "best 3.9"));
  EXPECT_THAT(Ranked(scored + "scores_of_base_models: true }"),
              ElementsAre("big 2.8", "tuned 2.8", "best 3.9"));
}

TEST_F(Compare, KeepsOneOfEachBaseModel) {
  EXPECT_THAT(Ranked(std::string(kUsage) + "one_per_base_model: true"),
              ElementsAre("big 2.8", "best 3.9"));
}

TEST_F(Compare, HasConstraintsOnWhatIsPublished) {
  for (const char* constraint :
       {"licenses: 'mit'", "min_knowledge_cutoff: '2025-03-01'",
        "min_knowledge_cutoff: '2024-12'"}) {
    EXPECT_THAT(
        Ranked(std::string(kUsage) + "constraints { " + constraint + "}"),
        ElementsAre("big 2.8"))
        << constraint;
  }
  // best: 1,500,000 - 1,100,000 are left; big has 500,000 more.
  EXPECT_THAT(Ranked(std::string(kUsage) +
                     "constraints { min_headroom_tokens: 400001 }"),
              ElementsAre("big 2.8", "tuned 2.8"));
}

TEST_F(Compare, ComparesNamedModelsAndSaysWhyOthersAreLeftOut) {
  const auto response = Ask(std::string(kUsage) +
                            "models: 'shop/best' models: 'old' models: 'best'");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(response->candidate_count(), 2);
  ASSERT_EQ(response->left_out_models_size(), 1);
  EXPECT_THAT(response->left_out_models(0).reasons(),
              ElementsAre(v1::LEFT_OUT_REASON_STATUS));
}

TEST_F(Compare, SubtractsABaselineThatNeedNotMeetTheConstraints) {
  const auto response =
      Ask(std::string(kUsage) + "models: 'big' baseline_model: 'old'");
  ASSERT_THAT(response, IsOk());
  EXPECT_EQ(FormatMoney(MoneyFromProto(response->baseline().total())), "1.1");
  const v1::CostDifference& difference = response->models(0).difference();
  EXPECT_EQ(FormatMoney(MoneyFromProto(difference.total())), "1.7");
  EXPECT_EQ(FormatMoney(MoneyFromProto(difference.rate())), "1.7");
}

TEST_F(Compare, PagesWhatIsRanked) {
  const auto first = Ask(std::string(kUsage) + "page_size: 2");
  ASSERT_THAT(first, IsOk());
  EXPECT_EQ(first->total_size(), 3);
  const std::string token = "page_token: '" + first->next_page_token() + "'";
  EXPECT_THAT(Ranked(std::string(kUsage) + token), ElementsAre("best 3.9"));
  ExpectRefused(std::string(kUsage) + "strict: true " + token,
                "INVALID_PAGE_TOKEN", "page_token");
}

TEST_F(Compare, PricesAWorkload) {
  // (1 × 2 + 0.1 × 8) millionths of 1,000 and 100 tokens, 500 times: 1.4.
  EXPECT_THAT(Ranked("models: 'big' classes { usage { input_tokens: 1000 "
                     "output_tokens: 100 } requests_per_period: 500 }"),
              ElementsAre("big 1.4"));
}

TEST_F(Compare, NeverConvertsCurrencies) {
  EXPECT_THAT(Ranked(std::string(kUsage) + "currency_code: 'CNY'"),
              ElementsAre("yuan 1.2"));
  EXPECT_THAT(Ask(std::string(kUsage) + "baseline_model: 'shop/yuan'"),
              AllOf(FailsWith(absl::StatusCode::kFailedPrecondition,
                              "CURRENCY_MISMATCH"),
                    NamesField("baseline_model")));
}

TEST_F(Compare, RefusesABaselineWithoutAPrice) {
  EXPECT_THAT(
      Ask(std::string(kUsage) + "baseline_model: 'shop/unpriced'"),
      FailsWith(absl::StatusCode::kFailedPrecondition, "METER_UNPRICED"));
}

TEST_F(Compare, RefusesWhatMakesNoSense) {
  const std::string usage = kUsage;
  ExpectRefused("", "USAGE_REQUIRED", "usage");
  ExpectRefused(usage + "classes { requests_per_period: 1 }",
                "USAGE_CONTRADICTED", "classes");
  ExpectRefused("classes { model: 'big' requests_per_period: 1 }",
                "MODEL_NOT_TAKEN", "classes[0].model");
  ExpectRefused("classes { usage { input_tokens: 1 } }", "REQUESTS_REQUIRED",
                "classes[0].requests_per_period");
  ExpectRefused(usage + "rank_by: COMPARISON_RANKING_COST_PER_POINT",
                "BENCHMARK_REQUIRED", "benchmark");
  ExpectRefused(usage + "benchmark: 'Cod'", "UNKNOWN_BENCHMARK", "benchmark");
  ExpectRefused(usage + "currency_code: 'EUR'", "INVALID_CURRENCY",
                "currency_code");
  ExpectRefused(usage + "region: 'moon'", "UNKNOWN_REGION", "region");
  ExpectRefused(usage + "page_size: -1", "INVALID_PAGE_SIZE", "page_size");
  ExpectRefused(usage + "filter { makers: 'shopp' }", "INVALID_FILTER",
                "filter.makers");
}

TEST_F(Compare, RefusesConstraintsThatNothingCouldMeet) {
  const auto with = [](const std::string& constraint) {
    return std::string(kUsage) + "constraints { " + constraint + " }";
  };
  ExpectRefused(with("licenses: 'MTI'"), "INVALID_FILTER",
                "constraints.licenses[0]");
  ExpectRefused(with("allowed_regions: 'moon'"), "INVALID_FILTER",
                "constraints.allowed_regions[0]");
  ExpectRefused(with("min_knowledge_cutoff: 'May'"), "INVALID_CONSTRAINT",
                "constraints.min_knowledge_cutoff");
  ExpectRefused(with("min_headroom_tokens: -1"), "INVALID_CONSTRAINT",
                "constraints.min_headroom_tokens");
  ExpectRefused(with("min_scores { benchmark: 'Code' score: 'high' }"),
                "INVALID_CONSTRAINT", "constraints.min_scores[0].score");
  EXPECT_THAT(
      Ask(with("denied_providers: 'shopp'")),
      AllOf(FailsWith(absl::StatusCode::kNotFound, "PROVIDER_NOT_FOUND"),
            NamesField("constraints.denied_providers[0]")));
}

TEST_F(Compare, RefusesNamesThatMeanNothing) {
  EXPECT_THAT(Ask(std::string(kUsage) + "models: 'big' models: 'bgi'"),
              AllOf(FailsWith(absl::StatusCode::kNotFound, "MODEL_NOT_FOUND"),
                    NamesField("models[1]")));
}

}  // namespace
}  // namespace ratecard
