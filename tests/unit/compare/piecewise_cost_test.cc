#include "service/compare/piecewise_cost.h"

#include <algorithm>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "service/catalog/embedded.h"
#include "service/workload/workload.h"
#include "tests/support/status_matchers.h"
#include "tests/unit/compare/piecewise_fixture.h"

namespace ratecard {
namespace {

using testing::ElementsAre;

using PiecewiseCost = PiecewiseFixture;
using Crossovers = PiecewiseFixture;

// Nanos of USD, as numerators of exact amounts.
absl::int128 Nanos(int64_t nanos) {
  return absl::int128(nanos) * kUnitDenominator;
}

MATCHER_P3(Holds, first, last, cheaper, "is the range") {
  *result_listener << arg.first << " to " << arg.last;
  return arg.first == first && arg.last == last && arg.cheaper == cheaper;
}

std::vector<std::tuple<int64_t, int64_t>> Bounds(
    const std::vector<CostPiece>& pieces) {
  std::vector<std::tuple<int64_t, int64_t>> bounds;
  for (const CostPiece& piece : pieces) {
    bounds.emplace_back(piece.first, piece.last);
  }
  return bounds;
}

TEST_F(PiecewiseCost, IsOneStraightPieceWithoutTiers) {
  const Usage usage = UsageOf(0, 0, 100);
  const auto pieces = Trace(ModelOf("plain"), usage,
                            CostAxis::OfInput(*FillCells(usage)), 1'000'000);
  ASSERT_THAT(Bounds(pieces), ElementsAre(std::tuple(0, 1'000'000)));
  // 100 × $10 / 1M = $0.001, and $1 more for a million.
  EXPECT_EQ(pieces[0].first_cost, Nanos(1'000'000));
  EXPECT_EQ(pieces[0].last_cost, Nanos(1'001'000'000));
}

// 100 tokens at $0.7/M are 70,000 nanos; 101 at $1.4/M are 141,400.
TEST_F(PiecewiseCost, JumpsWhereATierRepricesTheWholeRequest) {
  const Usage usage = UsageOf(0, 0, 0);
  const auto pieces =
      Trace(ModelOf("long"), usage, CostAxis::OfInput(*FillCells(usage)), 400);
  ASSERT_THAT(Bounds(pieces),
              ElementsAre(std::tuple(0, 100), std::tuple(101, 300),
                          std::tuple(301, 400)));
  EXPECT_EQ(pieces[0].last_cost, Nanos(70'000));
  EXPECT_EQ(pieces[1].first_cost, Nanos(141'400));
}

// 50 at $3/M are 150,000 nanos; from the 51st each costs 1,000.
TEST_F(PiecewiseCost, BendsWithoutAJumpWhereSlicesHaveTheirOwnPrice) {
  const Usage usage = UsageOf(0, 0, 0);
  const auto pieces = Trace(ModelOf("slices"), usage,
                            CostAxis::OfInput(*FillCells(usage)), 400);
  ASSERT_EQ(pieces.size(), 3);
  EXPECT_EQ(On(pieces, 50), Nanos(150'000));
  EXPECT_EQ(On(pieces, 51), Nanos(151'000));
}

TEST_F(PiecewiseCost, HasAGapWhereThereIsNoPrice) {
  const Usage usage = UsageOf(0, 0, 1);
  const auto pieces =
      Trace(ModelOf("gap"), usage, CostAxis::OfInput(*FillCells(usage)), 400);
  EXPECT_THAT(Bounds(pieces),
              ElementsAre(std::tuple(0, 119), std::tuple(180, 400)));
}

TEST_F(PiecewiseCost, SaysWhyThereIsNoneAtAll) {
  Usage usage = UsageOf(0, 0, 1);
  usage.Set(UsageField::kWebSearches, 1);
  EXPECT_THAT(
      TraceCost(ModelOf("plain"), usage, options_,
                CostAxis::OfInput(*FillCells(usage)), 0, 10),
      FailsWith(absl::StatusCode::kFailedPrecondition, "METER_UNPRICED"));
}

// Every length up to 400, for every model and several requests.
TEST_F(PiecewiseCost, IsTheEstimateAtEveryLength) {
  for (const Model& model : Tiers().models()) {
    for (const Usage& usage : {UsageOf(0, 0, 0), UsageOf(0, 0, 7),
                               UsageOf(25, 0, 7), UsageOf(40, 10, 3)}) {
      const CostAxis axis = CostAxis::OfInput(*FillCells(usage));
      const auto pieces = Trace(model, usage, axis, 400);
      for (int64_t x = axis.first(); x <= 400; ++x) {
        ASSERT_EQ(On(pieces, x), Estimated(model, usage, x))
            << model.id << " at " << x;
      }
    }
  }
}

// The same with a share of cache reads, against a workload's way of counting.
TEST_F(PiecewiseCost, IsTheMeanOfAWorkloadAtEveryLengthAndShare) {
  const Usage usage = UsageOf(0, 10, 3);
  for (const Model& model : Tiers().models()) {
    for (const int64_t share : {0, 1, 250'000, 333'333, 700'001}) {
      const CostAxis axis =
          *CostAxis::OfInputWithShare(*FillCells(usage), share);
      const auto by_length = Trace(model, usage, axis, 400);
      for (int64_t x = axis.first(); x <= 400; ++x) {
        WorkloadClass one;
        one.usage.Set(UsageField::kInputTokens, x);
        one.usage.Set(UsageField::kCacheWriteTokens, 10);
        one.usage.Set(UsageField::kOutputTokens, 3);
        one.cache_share_ppm = share;
        const CountedClass counted = *CountClass(one);
        const Total total =
            TotalOfCells(model, counted.priced_cells, counted.scale,
                         counted.in.usage, options_);
        const auto cost = On(by_length, x);
        ASSERT_EQ(cost.has_value(), total.lack == TotalLack::kNone) << x;
        if (cost.has_value()) {
          // Without a share, a workload counts whole tokens.
          ASSERT_EQ(*cost, total.tokens.numerator() * (kPpm / counted.scale) +
                               total.counts.numerator() * kPpm)
              << model.id << " at " << x;
        }
        const CostAxis shares =
            *CostAxis::OfShare(*FillCells(counted.in.usage));
        ASSERT_LE(share, shares.last());
        ASSERT_EQ(On(Trace(model, usage, shares, shares.last()), share), cost)
            << model.id << " at " << x;
      }
    }
  }
}

TEST_F(PiecewiseCost, StartsWhereTheRestOfTheUsageFits) {
  EXPECT_EQ(CostAxis::OfInput(*FillCells(UsageOf(25, 10, 0))).first(), 35);
  // 10 written are at least 30% of the input: 34 × 30% = 10.2 hold them.
  EXPECT_EQ(CostAxis::OfInputWithShare(*FillCells(UsageOf(0, 10, 0)), 700'000)
                ->first(),
            34);
  // 100% read leaves no room for any.
  const auto none =
      CostAxis::OfInputWithShare(*FillCells(UsageOf(0, 10, 0)), kPpm);
  EXPECT_GT(none->first(), none->last());
}

TEST_F(PiecewiseCost, RefusesMoreThanFitsInMillionths) {
  EXPECT_THAT(
      CostAxis::OfShare(*FillCells(UsageOf(9'223'372'036'855, 0, 0))),
      FailsWith(absl::StatusCode::kOutOfRange, "QUANTITY_OUT_OF_RANGE"));
}

// With 1,000 output: 1,000 n + 10,000,000 nanos against 2,000 n + 5,000,000.
TEST_F(Crossovers, AreWhereTwoStraightCostsMeet) {
  const Usage usage = UsageOf(0, 0, 1'000);
  const CostAxis axis = CostAxis::OfInput(*FillCells(usage));
  EXPECT_THAT(CompareCurves(Trace(ModelOf("plain"), usage, axis, 9'000),
                            Trace(ModelOf("dear-input"), usage, axis, 9'000)),
              ElementsAre(Holds(0, 4'999, Cheaper::kSecond),
                          Holds(5'000, 5'000, Cheaper::kNeither),
                          Holds(5'001, 9'000, Cheaper::kFirst)));
}

TEST_F(Crossovers, AreNoneBetweenEqualModels) {
  const Usage usage = UsageOf(0, 0, 1);
  const CostAxis axis = CostAxis::OfInput(*FillCells(usage));
  const auto curve = Trace(ModelOf("long"), usage, axis, 400);
  EXPECT_THAT(CompareCurves(curve, curve),
              ElementsAre(Holds(0, 400, Cheaper::kNeither)));
}

// Every length up to 400, for every two models: the sign, and that each range
// is as long as can be.
TEST_F(Crossovers, AreTheSignAtEveryLength) {
  for (const Model& a : Tiers().models()) {
    for (const Model& b : Tiers().models()) {
      for (const Usage& usage : {UsageOf(0, 0, 0), UsageOf(25, 0, 7)}) {
        const CostAxis axis = CostAxis::OfInput(*FillCells(usage));
        const auto ranges = CompareCurves(Trace(a, usage, axis, 400),
                                          Trace(b, usage, axis, 400));
        std::vector<Cheaper> found(401, Cheaper::kUnspecified);
        for (size_t i = 0; i < ranges.size(); ++i) {
          ASSERT_TRUE(i == 0 || ranges[i - 1].last + 1 != ranges[i].first ||
                      ranges[i - 1].cheaper != ranges[i].cheaper);
          for (int64_t x = ranges[i].first; x <= ranges[i].last; ++x) {
            found[static_cast<size_t>(x)] = ranges[i].cheaper;
          }
        }
        for (int64_t x = axis.first(); x <= 400; ++x) {
          const auto first = Estimated(a, usage, x);
          const auto second = Estimated(b, usage, x);
          const Cheaper expected = !first.has_value() || !second.has_value()
                                       ? Cheaper::kUnspecified
                                   : *first < *second ? Cheaper::kFirst
                                   : *first > *second ? Cheaper::kSecond
                                                      : Cheaper::kNeither;
          ASSERT_EQ(found[static_cast<size_t>(x)], expected)
              << a.id << " and " << b.id << " at " << x;
        }
      }
    }
  }
}

// All models of the catalog that binaries carry whose prices depend on length,
// at an instant.
class RealModels : public PiecewiseFixture,
                   public testing::WithParamInterface<const char*> {
 protected:
  RealModels() { options_.as_of = TimeOf(GetParam()); }

  static const Catalog& Embedded() {
    static const auto* const catalog =
        new std::shared_ptr<const Catalog>(LoadEmbeddedCatalog().value());
    return **catalog;
  }

  // The thresholds of a model's prices; none if it has no standard ones.
  std::set<int64_t> Thresholds(const Model& model) const {
    std::set<int64_t> thresholds;
    const ScheduleChoice choice = model.prices->Find(
        options_.as_of, kStandardTier, "", model.provider->regions);
    if (choice.schedule != nullptr) {
      for (const Rate& rate : choice.schedule->rates.rates()) {
        for (const RateTier& tier : rate.tiers()) {
          thresholds.insert(tier.min);
        }
      }
    }
    return thresholds;
  }

  std::vector<const Model*> Tiered() const {
    std::vector<const Model*> models;
    for (const Model& model : Embedded().models()) {
      if (!Thresholds(model).empty()) {
        models.push_back(&model);
      }
    }
    return models;
  }

  std::mt19937_64 random_{20261125};
};

TEST_P(RealModels, CostWhatTheEstimateSaysAroundEveryThreshold) {
  const std::vector<const Model*> models = Tiered();
  EXPECT_GT(models.size(), 100);
  for (const Model* model : models) {
    for (const Usage& usage : {UsageOf(0, 0, 8'000), UsageOf(40'000, 0, 500)}) {
      const CostAxis axis = CostAxis::OfInput(*FillCells(usage));
      const auto pieces = Trace(*model, usage, axis, 2'000'000);
      std::set<int64_t> lengths;
      for (const int64_t threshold : Thresholds(*model)) {
        for (int64_t x = threshold - 3; x <= threshold + 3; ++x) {
          lengths.insert(x);
        }
      }
      for (int i = 0; i < 200; ++i) {
        lengths.insert(std::uniform_int_distribution<int64_t>(
            axis.first(), 2'000'000)(random_));
      }
      for (const int64_t x : lengths) {
        if (axis.first() <= x && x <= 2'000'000) {
          ASSERT_EQ(On(pieces, x), Estimated(*model, usage, x))
              << model->resource_name << " at " << x;
        }
      }
    }
  }
}

TEST_P(RealModels, OvertakeEachOtherWhereTheRangesSay) {
  const std::vector<const Model*> models = Tiered();
  const Usage usage = UsageOf(30'000, 0, 4'000);
  const CostAxis axis = CostAxis::OfInput(*FillCells(usage));
  int checked = 0;
  int crossings = 0;
  for (size_t i = 0; i < models.size(); ++i) {
    const auto first = Trace(*models[i], usage, axis, 1'000'000);
    for (size_t j = i + 1; j < std::min(i + 20, models.size()); ++j) {
      const auto ranges =
          CompareCurves(first, Trace(*models[j], usage, axis, 1'000'000));
      crossings += ranges.empty() ? 0 : static_cast<int>(ranges.size()) - 1;
      for (const CheaperRange& range : ranges) {
        const int64_t middle = std::uniform_int_distribution<int64_t>(
            range.first, range.last)(random_);
        // The last length before a range and the first after it are in another
        // range or none: they have another sign, or no price.
        for (const int64_t x : {range.first - 1, range.first, middle,
                                range.last, range.last + 1}) {
          if (x < axis.first() || x > 1'000'000) {
            continue;
          }
          const auto a = Estimated(*models[i], usage, x);
          const auto b = Estimated(*models[j], usage, x);
          const Cheaper cheaper = !a.has_value() || !b.has_value()
                                      ? Cheaper::kUnspecified
                                  : *a < *b ? Cheaper::kFirst
                                  : *a > *b ? Cheaper::kSecond
                                            : Cheaper::kNeither;
          const bool inside = range.first <= x && x <= range.last;
          ASSERT_EQ(cheaper == range.cheaper, inside)
              << models[i]->resource_name << ", " << models[j]->resource_name
              << " at " << x;
          ++checked;
        }
      }
    }
  }
  EXPECT_GT(crossings, 100);
  EXPECT_GT(checked, 1'000);
}

// Until 2026-04-30 Claude had a tier above 200,000 tokens, too.
TEST_P(RealModels, AreThoseThatAreKnownForTheirTiers) {
  std::set<std::string> names;
  for (const Model* model : Tiered()) {
    names.insert(model->resource_name);
  }
  EXPECT_THAT(names,
              testing::IsSupersetOf({"providers/google/models/gemini-2.5-pro",
                                     "providers/openai/models/gpt-6.1-sol"}));
  EXPECT_EQ(names.count("providers/anthropic/models/claude-sonnet-4-5"),
            options_.as_of < TimeOf("2026-04-30T00:00:00Z") ? 1 : 0);
}

INSTANTIATE_TEST_SUITE_P(At, RealModels,
                         testing::Values("2026-02-01T00:00:00Z",
                                         "2026-11-22T00:00:00Z"));

}  // namespace
}  // namespace ratecard
