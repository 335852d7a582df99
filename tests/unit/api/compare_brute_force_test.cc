// CompareModels on the catalog that the binaries carry, against asking of every
// model, one after the other, what it costs and whether it fits.

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/api/compare_handler.h"
#include "service/api/estimate_handler.h"
#include "service/catalog/model_proto.h"
#include "service/estimate/estimate.h"
#include "service/fit/fit.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/api/embedded_fixture.h"

namespace ratecard {
namespace {

using F = UsageField;
using Reasons = std::set<v1::LeftOutReason>;

const absl::Time kNow = TimeOf("2026-11-20T10:00:00Z");
constexpr char kBenchmark[] = "SciCode (percent correct)";

class Dice {
 public:
  int64_t Below(int64_t bound) {
    return static_cast<int64_t>(random_() % static_cast<uint64_t>(bound));
  }
  bool OneIn(int64_t n) { return Below(n) == 0; }

 private:
  std::mt19937_64 random_{20'261'126};  // NOLINT: the same cases every time
};

// A model as a catalog publishes it, read once.
struct Known {
  const Model* model;
  v1::Model proto;
};

const std::vector<Known>& AllModels(const Catalog& catalog) {
  static const auto* const all = [&] {
    auto* known = new std::vector<Known>;
    for (const Model& model : catalog.models()) {
      known->push_back({&model, {}});
      EXPECT_THAT(ToProto(model, &known->back().proto), IsOk());
    }
    return known;
  }();
  return *all;
}

v1::CompareModelsRequest RandomRequest(Dice& dice) {
  v1::CompareModelsRequest request;
  v1::Usage* usage = request.mutable_usage();
  const int64_t inputs[] = {1'000, 128'000, 200'000, 200'001, 272'001};
  const int64_t input = inputs[dice.Below(5)];
  usage->set_input_tokens(input);
  usage->set_output_tokens(dice.Below(9'000));
  if (dice.OneIn(2)) {
    usage->set_cache_read_tokens(input / 2);
  }
  if (dice.OneIn(4)) {
    usage->set_image_input_tokens(input / 10);
  }
  if (dice.OneIn(6)) {
    usage->set_web_searches(3);
  }
  if (dice.OneIn(4)) {
    request.set_service_tier("batch");
  }
  request.set_strict(dice.OneIn(3));
  v1::ModelFilter* filter = request.mutable_filter();
  if (dice.OneIn(3)) {
    filter->add_makers("openai");
    filter->add_makers("google");
  }
  if (dice.OneIn(3)) {
    filter->add_capabilities(v1::CAPABILITY_TOOL_USE);
    filter->add_capabilities(v1::CAPABILITY_REASONING);
  }
  if (dice.OneIn(4)) {
    filter->add_input_modalities(v1::MODALITY_IMAGE);
  }
  if (dice.OneIn(4)) {
    filter->add_statuses(v1::MODEL_STATUS_ACTIVE);
    filter->add_statuses(v1::MODEL_STATUS_UNLISTED);
  }
  v1::ComparisonConstraints* constraints = request.mutable_constraints();
  constraints->set_allow_unknown_fit(dice.OneIn(3));
  constraints->set_allow_plans(dice.OneIn(3));
  if (dice.OneIn(3)) {
    constraints->set_min_headroom_tokens(dice.Below(500'000));
  }
  if (dice.OneIn(4)) {
    constraints->add_denied_providers("openrouter");
  }
  if (dice.OneIn(4)) {
    constraints->set_min_knowledge_cutoff("2025-01");
  }
  if (dice.OneIn(6)) {
    v1::MinScore* score = constraints->add_min_scores();
    score->set_benchmark(kBenchmark);
    score->set_score("30");
  }
  if (dice.OneIn(2)) {
    request.set_benchmark(kBenchmark);
    request.set_rank_by(dice.OneIn(2) ? v1::COMPARISON_RANKING_COST_PER_POINT
                                      : v1::COMPARISON_RANKING_COST);
  }
  request.set_page_size(1'000);
  return request;
}

Usage ToUsage(const v1::Usage& proto) {
  Usage usage;
  usage.Set(F::kInputTokens, proto.input_tokens());
  usage.Set(F::kOutputTokens, proto.output_tokens());
  if (proto.has_cache_read_tokens()) {
    usage.Set(F::kCacheReadTokens, proto.cache_read_tokens());
  }
  if (proto.has_image_input_tokens()) {
    usage.Set(F::kImageInputTokens, proto.image_input_tokens());
  }
  if (proto.has_web_searches()) {
    usage.Set(F::kWebSearches, proto.web_searches());
  }
  return usage;
}

// What one model costs, or the reason why not. In all its regions, if it has no
// global price.
struct Answer {
  absl::int128 cost = 0;
  Reasons reasons;
};

Answer PriceAlone(const Model& model, const v1::CompareModelsRequest& request,
                  const std::string& region, bool* required) {
  EstimateOptions options;
  options.as_of = kNow;
  options.service_tier =
      request.service_tier().empty() ? kStandardTier : request.service_tier();
  options.region = region;
  options.strict = request.strict();
  Estimate estimate;
  const absl::Status status =
      PriceUsage(model, ToUsage(request.usage()), options, &estimate);
  Answer answer;
  if (status.ok()) {
    answer.cost = estimate.total.numerator();
    if (estimate.warnings.Has(WarningCode::kIncludedInPlan) &&
        !request.constraints().allow_plans()) {
      answer.reasons.insert(v1::LEFT_OUT_REASON_PLAN);
    }
    return answer;
  }
  const std::string reason = DetailOf(status).reason;
  *required = reason == "REGION_REQUIRED" || reason == "REGION_NOT_OFFERED";
  const std::map<std::string, v1::LeftOutReason> known = {
      {"METER_UNPRICED", v1::LEFT_OUT_REASON_UNPRICED},
      {"SERVICE_TIER_NOT_OFFERED", v1::LEFT_OUT_REASON_SERVICE_TIER},
      {"PRICE_NOT_IN_FORCE", v1::LEFT_OUT_REASON_NOT_IN_FORCE},
      {"RATE_ASSUMED", v1::LEFT_OUT_REASON_RATE_ASSUMED},
      {"REGION_REQUIRED", v1::LEFT_OUT_REASON_REGION},
      {"REGION_NOT_OFFERED", v1::LEFT_OUT_REASON_REGION}};
  answer.reasons.insert(known.at(reason));
  return answer;
}

Answer Price(const Model& model, const v1::CompareModelsRequest& request) {
  bool required = false;
  const Answer global = PriceAlone(model, request, "", &required);
  if (!required) {
    return global;
  }
  std::set<std::string> regions;
  for (const PriceSchedule& schedule : model.prices->schedules()) {
    regions.insert(schedule.region);
  }
  std::vector<Answer> priced;
  std::vector<Answer> refused;
  for (const std::string& region : regions) {
    const Answer answer = PriceAlone(model, request, region, &required);
    const bool refuses = !answer.reasons.empty() &&
                         *answer.reasons.begin() != v1::LEFT_OUT_REASON_PLAN;
    if (refuses && *answer.reasons.begin() != v1::LEFT_OUT_REASON_REGION) {
      refused.push_back(answer);
    } else if (!refuses) {
      priced.push_back(answer);
    }
  }
  if (!priced.empty()) {
    return *std::min_element(
        priced.begin(), priced.end(),
        [](const Answer& a, const Answer& b) { return a.cost < b.cost; });
  }
  return refused.empty() ? global : refused.front();
}

// Score in 1e-9; unset if none.
std::optional<int64_t> ScoreOf(const v1::Model& proto) {
  for (const v1::BenchmarkResult& result : proto.card().benchmarks()) {
    if (result.benchmark() == kBenchmark) {
      // Published with at most one decimal: 42.8.
      return static_cast<int64_t>(std::stod(result.score()) * 10 + 0.5) *
             100'000'000;
    }
  }
  return std::nullopt;
}

void CheckFitAlone(const Model& model, const v1::CompareModelsRequest& request,
                   Reasons* reasons) {
  FitRequest check;
  check.input_tokens = request.usage().input_tokens();
  check.output_tokens = request.usage().output_tokens();
  if (request.usage().image_input_tokens() > 0) {
    check.input_modalities = Bit(Modality::kImage);
  }
  const Fit fit = CheckFit(model.limits, check).value();
  const v1::ComparisonConstraints& constraints = request.constraints();
  const bool unknown_allowed = constraints.allow_unknown_fit();
  if (fit.verdict == FitVerdict::kDoesNotFit) {
    reasons->insert(v1::LEFT_OUT_REASON_DOES_NOT_FIT);
  } else if (fit.verdict == FitVerdict::kUnknown && !unknown_allowed) {
    reasons->insert(v1::LEFT_OUT_REASON_FIT_UNKNOWN);
  } else if (constraints.has_min_headroom_tokens()) {
    if (!fit.input_headroom.has_value()) {
      if (!unknown_allowed) {
        reasons->insert(v1::LEFT_OUT_REASON_FIT_UNKNOWN);
      }
    } else if (*fit.input_headroom < constraints.min_headroom_tokens()) {
      reasons->insert(v1::LEFT_OUT_REASON_HEADROOM);
    }
  }
}

template <typename Values, typename Value>
bool Holds(const Values& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// All but price and fit, from what is published. Capabilities count once here.
void CheckFacts(const Known& known, const v1::CompareModelsRequest& request,
                Reasons* reasons) {
  const v1::Model& proto = known.proto;
  const v1::ModelFilter& filter = request.filter();
  const auto refuse = [&](bool refused, v1::LeftOutReason reason) {
    if (refused) {
      reasons->insert(reason);
    }
  };
  const auto status = static_cast<v1::ModelStatus>(known.model->StatusAt(kNow));
  refuse(filter.statuses().empty() ? status != v1::MODEL_STATUS_ACTIVE
                                   : !Holds(filter.statuses(), status),
         v1::LEFT_OUT_REASON_STATUS);
  refuse(!filter.makers().empty() && !Holds(filter.makers(), proto.maker()),
         v1::LEFT_OUT_REASON_MAKER);
  for (const int capability : filter.capabilities()) {
    refuse(!Holds(proto.capabilities(), capability),
           v1::LEFT_OUT_REASON_CAPABILITY);
  }
  for (const int modality : filter.input_modalities()) {
    refuse(!Holds(proto.input_modalities(), modality),
           v1::LEFT_OUT_REASON_MODALITY);
  }
  const v1::ComparisonConstraints& constraints = request.constraints();
  refuse(proto.plan_only() && !constraints.allow_plans(),
         v1::LEFT_OUT_REASON_PLAN);
  refuse(!constraints.denied_providers().empty() &&
             known.model->provider->id == "openrouter",
         v1::LEFT_OUT_REASON_PROVIDER);
  // As text: a month is before each of its days.
  const std::string& cutoff = proto.lifecycle().knowledge_cutoff();
  refuse(!constraints.min_knowledge_cutoff().empty() && cutoff < "2025-01",
         v1::LEFT_OUT_REASON_KNOWLEDGE_CUTOFF);
  const std::optional<int64_t> score = ScoreOf(proto);
  refuse((!constraints.min_scores().empty() &&
          score.value_or(0) < 30'000'000'000) ||
             (request.rank_by() == v1::COMPARISON_RANKING_COST_PER_POINT &&
              score.value_or(0) <= 0),
         v1::LEFT_OUT_REASON_SCORE);
  refuse(proto.currency_code() != "USD", v1::LEFT_OUT_REASON_CURRENCY);
}

struct Row {
  std::string model;
  absl::int128 cost;
  std::optional<int64_t> score;
};

struct Expected {
  std::vector<Row> ranked;
  std::map<v1::LeftOutReason, int> counts;
  std::map<v1::LeftOutReason, int> alone;
  std::map<v1::LeftOutReason, std::vector<std::string>> models;
};

Expected BruteForce(const Catalog& catalog,
                    const v1::CompareModelsRequest& request) {
  Expected expected;
  for (const Known& known : AllModels(catalog)) {
    const Answer price = Price(*known.model, request);
    Reasons reasons = price.reasons;
    CheckFitAlone(*known.model, request, &reasons);
    CheckFacts(known, request, &reasons);
    const std::string& name = known.model->resource_name;
    if (reasons.empty()) {
      expected.ranked.push_back({name, price.cost, ScoreOf(known.proto)});
    }
    for (const v1::LeftOutReason reason : reasons) {
      ++expected.counts[reason];
      expected.alone[reason] += reasons.size() == 1 ? 1 : 0;
      expected.models[reason].push_back(name);
    }
  }
  const bool per_point =
      request.rank_by() == v1::COMPARISON_RANKING_COST_PER_POINT;
  // Costs here are below 2^60 and scores below 2^37: 128 bits hold both.
  std::sort(expected.ranked.begin(), expected.ranked.end(),
            [&](const Row& a, const Row& b) {
              const absl::int128 left = per_point ? a.cost * *b.score : a.cost;
              const absl::int128 right = per_point ? b.cost * *a.score : b.cost;
              return left != right ? left < right : a.model < b.model;
            });
  return expected;
}

bool OnFront(const Row& row, const std::vector<Row>& rows) {
  return row.score.has_value() &&
         std::none_of(rows.begin(), rows.end(), [&](const Row& other) {
           return other.score.has_value() && other.cost <= row.cost &&
                  *other.score >= *row.score &&
                  (other.cost < row.cost || *other.score > *row.score);
         });
}

class CompareBruteForce : public EmbeddedFixture {
 protected:
  v1::CompareModelsResponse Ask(const v1::CompareModelsRequest& request) {
    v1::CompareModelsResponse response;
    EXPECT_THAT(compare_.CompareModels({kNow}, request, &response), IsOk());
    return response;
  }

  // All pages.
  std::vector<v1::ComparedModel> Ranked(v1::CompareModelsRequest request) {
    std::vector<v1::ComparedModel> all;
    do {
      const v1::CompareModelsResponse page = Ask(request);
      all.insert(all.end(), page.models().begin(), page.models().end());
      request.set_page_token(page.next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  CompareHandler compare_{&Store(), nullptr};
};

void ExpectCounts(const Expected& expected,
                  const v1::CompareModelsResponse& response) {
  std::map<v1::LeftOutReason, int> counts;
  std::map<v1::LeftOutReason, int> alone;
  for (const v1::LeftOutCount& count : response.left_out()) {
    // One that is asked for twice is counted for each, and not as one.
    if (count.reason() == v1::LEFT_OUT_REASON_CAPABILITY ||
        count.reason() == v1::LEFT_OUT_REASON_SCORE) {
      continue;
    }
    counts[count.reason()] = count.model_count();
    alone[count.reason()] = count.alone_count();
  }
  for (const auto& [reason, count] : expected.counts) {
    if (reason != v1::LEFT_OUT_REASON_CAPABILITY &&
        reason != v1::LEFT_OUT_REASON_SCORE) {
      EXPECT_EQ(counts[reason], count) << v1::LeftOutReason_Name(reason);
      EXPECT_EQ(alone[reason], expected.alone.at(reason))
          << v1::LeftOutReason_Name(reason);
    }
  }
}

TEST_F(CompareBruteForce, RanksAndCountsAsAskingEveryModelDoes) {
  const Catalog& catalog = *Store().Current();
  Dice dice;
  size_t compared = 0;
  for (int round = 0; round < 30; ++round) {
    const v1::CompareModelsRequest request = RandomRequest(dice);
    SCOPED_TRACE(request.DebugString());
    const Expected expected = BruteForce(catalog, request);
    const std::vector<v1::ComparedModel> ranked = Ranked(request);
    ASSERT_EQ(ranked.size(), expected.ranked.size());
    compared += ranked.size();
    for (size_t i = 0; i < ranked.size(); ++i) {
      const Row& row = expected.ranked[i];
      ASSERT_EQ(ranked[i].model(), row.model);
      ASSERT_EQ(ranked[i].rank(), static_cast<int>(i) + 1);
      ASSERT_EQ(Text(ranked[i].total()),
                FormatMoney(Round(ExactAmount(row.cost)).value()));
      ASSERT_EQ(ranked[i].on_pareto_front(),
                !request.benchmark().empty() && OnFront(row, expected.ranked));
    }
    v1::CompareModelsRequest counted = request;
    counted.set_page_size(1);
    ExpectCounts(expected, Ask(counted));
  }
  EXPECT_GT(compared, 1'000u);
}

TEST_F(CompareBruteForce, ListsWhatAReasonLeavesOut) {
  const Catalog& catalog = *Store().Current();
  Dice dice;
  for (int round = 0; round < 10; ++round) {
    v1::CompareModelsRequest request = RandomRequest(dice);
    const Expected expected = BruteForce(catalog, request);
    for (const auto& [reason, models] : expected.models) {
      SCOPED_TRACE(v1::LeftOutReason_Name(reason));
      request.set_left_out_reason(reason);
      const v1::CompareModelsResponse page = Ask(request);
      ASSERT_EQ(page.total_size(), static_cast<int>(models.size()));
      EXPECT_EQ(page.models_size(), 0);
      for (int i = 0; i < page.left_out_models_size(); ++i) {
        ASSERT_EQ(page.left_out_models(i).model(),
                  models[static_cast<size_t>(i)]);
      }
    }
  }
}

// Each base model once: the first of them among all that are ranked.
TEST_F(CompareBruteForce, KeepsTheFirstOfEachBaseModel) {
  const Catalog& catalog = *Store().Current();
  std::map<std::string, std::string> base_of;
  for (const Known& known : AllModels(catalog)) {
    base_of[known.model->resource_name] =
        absl::AsciiStrToLower(known.proto.base_model());
  }
  Dice dice;
  for (int round = 0; round < 5; ++round) {
    v1::CompareModelsRequest request = RandomRequest(dice);
    std::vector<std::string> expected;
    std::set<std::string> seen;
    for (const v1::ComparedModel& model : Ranked(request)) {
      const std::string& base = base_of[model.model()];
      if (base.empty() || seen.insert(base).second) {
        expected.push_back(model.model());
      }
    }
    request.set_one_per_base_model(true);
    std::vector<std::string> actual;
    for (const v1::ComparedModel& model : Ranked(request)) {
      actual.push_back(model.model());
    }
    EXPECT_EQ(actual, expected);
  }
}

// Every model costs what EstimateWorkload says of it.
TEST_F(CompareBruteForce, PricesAWorkloadAsEstimateWorkloadDoes) {
  const auto request = ParseProto<v1::CompareModelsRequest>(R"(
    classes { usage { input_tokens: 30001 output_tokens: 777 }
              requests_per_period: 1234 cache_share_ppm: 333333 }
    classes { usage { input_tokens: 250000 output_tokens: 10 web_searches: 0 }
              requests_per_period: 7 batch_share_ppm: 250000 }
    filter { makers: "openai" makers: "anthropic" }
    page_size: 1000)");
  const std::vector<v1::ComparedModel> ranked = Ranked(request);
  ASSERT_GT(ranked.size(), 5u);
  for (const v1::ComparedModel& model : ranked) {
    v1::EstimateWorkloadRequest one;
    *one.mutable_classes() = request.classes();
    for (v1::WorkloadClass& workload_class : *one.mutable_classes()) {
      workload_class.set_model(model.model());
    }
    v1::EstimateWorkloadResponse answer;
    ASSERT_THAT(handler_.EstimateWorkload({kNow}, one, &answer), IsOk());
    EXPECT_EQ(Text(model.total()), Text(answer.totals(0).cost_per_period()));
    EXPECT_EQ(Text(model.cost_per_month()),
              Text(answer.totals(0).cost_per_month()));
  }
}

}  // namespace
}  // namespace ratecard
