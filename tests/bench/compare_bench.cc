// Microseconds of a comparison of 12,000 models, beside a loop that prices them
// all by PriceUsage and does nothing else.
//
//   build/bench/tests/bench/compare_bench --benchmark_repetitions=9

#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/time/time.h"
#include "benchmark/benchmark.h"
#include "service/compare/compare.h"
#include "service/estimate/estimate.h"
#include "service/estimate/total.h"
#include "tests/bench/allocations_per_iteration.h"
#include "tests/bench/synthetic_catalog.h"

namespace ratecard {
namespace {

constexpr int kModels = 12'000;
constexpr size_t kTop = 20;
const absl::Time kAsOf = absl::FromUnixSeconds(1'795'300'000);

const Catalog& TheCatalog() {
  static const auto* const made = [] {
    auto* synthetic =
        new SyntheticCatalog(MakeSyntheticCatalog(kModels, kModels, 0));
    for (const Model& model : synthetic->catalog->models()) {
      benchmark::DoNotOptimize(&*model.prices);  // read, as after a while
    }
    return synthetic;
  }();
  return *made->catalog;
}

const ComparisonTable& TheTable() {
  static const auto* const table =
      new ComparisonTable(ComparisonTable::Make(TheCatalog()).value());
  return *table;
}

Usage TypicalUsage() {
  Usage usage;
  usage.Set(UsageField::kInputTokens, 120'000);
  usage.Set(UsageField::kCacheReadTokens, 80'000);
  usage.Set(UsageField::kOutputTokens, 8'000);
  return usage;
}

EstimateOptions Options() {
  EstimateOptions options;
  options.as_of = kAsOf;
  return options;
}

// The first twenty of all, with estimates, and what each constraint leaves out.
void BM_Compare(benchmark::State& state) {
  const ComparisonTable& table = TheTable();
  Constraints constraints;
  constraints.currency = static_cast<uint16_t>(table.currencies().Find("USD"));
  AllocationsPerIteration allocations(&state);
  for (auto _ : state) {
    const Job job = Job::OfUsage(TypicalUsage(), Options()).value();
    ComparisonQuery query;
    query.table = &table;
    query.job = &job;
    query.constraints = &constraints;
    query.as_of = kAsOf;
    Comparison comparison(query);
    Estimate estimate;
    for (const RankedModel& ranked : comparison.Page(0, kTop)) {
      const Candidate at = comparison.CandidateAt(ranked.candidate);
      if (!PriceUsage(table.models()[at.model], job.usage(),
                      job.OptionsAt(at.placement), &estimate)
               .ok()) {
        std::abort();
      }
      benchmark::DoNotOptimize(estimate.lines.data());
    }
    benchmark::DoNotOptimize(comparison.LeftOutCounts().data());
  }
}
BENCHMARK(BM_Compare)->Unit(benchmark::kMicrosecond);

void BM_PriceUsageOfAll(benchmark::State& state) {
  const Catalog& catalog = TheCatalog();
  const Usage usage = TypicalUsage();
  const EstimateOptions options = Options();
  Estimate estimate;
  AllocationsPerIteration allocations(&state);
  for (auto _ : state) {
    for (const Model& model : catalog.models()) {
      benchmark::DoNotOptimize(PriceUsage(model, usage, options, &estimate));
    }
  }
}
BENCHMARK(BM_PriceUsageOfAll)->Unit(benchmark::kMicrosecond);

void BM_PriceTotalOfAll(benchmark::State& state) {
  const Catalog& catalog = TheCatalog();
  const Usage usage = TypicalUsage();
  const EstimateOptions options = Options();
  ExactAmount total;
  AllocationsPerIteration allocations(&state);
  for (auto _ : state) {
    for (const Model& model : catalog.models()) {
      benchmark::DoNotOptimize(PriceTotal(model, usage, options, &total));
    }
  }
}
BENCHMARK(BM_PriceTotalOfAll)->Unit(benchmark::kMicrosecond);

// Once for each catalog.
void BM_MakeTable(benchmark::State& state) {
  const Catalog& catalog = TheCatalog();
  for (auto _ : state) {
    auto table = ComparisonTable::Make(catalog);
    benchmark::DoNotOptimize(table);
  }
}
BENCHMARK(BM_MakeTable)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace ratecard

BENCHMARK_MAIN();
