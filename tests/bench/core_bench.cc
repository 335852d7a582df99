// Nanoseconds and allocations of a core estimate: name → model → lines →
// totals.
//
//   build/bench/tests/bench/core_bench --benchmark_repetitions=9

#include <cstdlib>

#include "absl/time/time.h"
#include "benchmark/benchmark.h"
#include "service/catalog/embedded.h"
#include "service/catalog/loader.h"
#include "service/estimate/estimate.h"
#include "service/money/amount.h"
#include "tests/bench/allocation_count.h"
#include "tests/bench/synthetic_catalog.h"

namespace ratecard {
namespace {

constexpr int kModels = 5'000;
constexpr int kNames = 1 << 16;

const SyntheticCatalog& Synthetic() {
  static const auto* const catalog = [] {
    auto* made = new SyntheticCatalog(MakeSyntheticCatalog(kModels, kNames));
    for (const Model& model : made->catalog->models()) {
      benchmark::DoNotOptimize(&*model.prices);  // read, as after a while
    }
    return made;
  }();
  return *catalog;
}

Usage TypicalUsage() {
  Usage usage;
  usage.Set(UsageField::kInputTokens, 120'000);
  usage.Set(UsageField::kCacheReadTokens, 80'000);
  usage.Set(UsageField::kOutputTokens, 8'000);
  return usage;
}

void CheckOk(const absl::Status& status) {
  if (!status.ok()) {
    std::abort();
  }
}

// Adds allocations per iteration to the report.
class AllocationsPerIteration {
 public:
  explicit AllocationsPerIteration(benchmark::State* state)
      : state_(state), before_(AllocationCount()) {}
  ~AllocationsPerIteration() {
    state_->counters["allocations"] =
        benchmark::Counter(static_cast<double>(AllocationCount() - before_),
                           benchmark::Counter::kAvgIterations);
  }

 private:
  benchmark::State* state_;
  int64_t before_;
};

// Random names among 5,000 models, 30% of them aliases, 10% of the models
// tiered or windowed: resolved, priced with lines, and rounded.
void BM_ResolveAndEstimate(benchmark::State& state) {
  const SyntheticCatalog& synthetic = Synthetic();
  const Usage usage = TypicalUsage();
  EstimateOptions options;
  options.as_of = absl::FromUnixSeconds(1'795'300'000);
  Estimate estimate;
  size_t i = 0;
  AllocationsPerIteration allocations(&state);
  for (auto _ : state) {
    const auto found = synthetic.catalog->Resolve(synthetic.names[i++ % kNames],
                                                  "", options.as_of);
    CheckOk(found.status());
    CheckOk(PriceUsage(*found->model, usage, options, &estimate));
    auto total = Round(estimate.total);
    benchmark::DoNotOptimize(total);
    benchmark::DoNotOptimize(estimate.lines.data());
  }
}
BENCHMARK(BM_ResolveAndEstimate);

void BM_ResolveOnly(benchmark::State& state) {
  const SyntheticCatalog& synthetic = Synthetic();
  const absl::Time as_of = absl::FromUnixSeconds(1'795'300'000);
  size_t i = 0;
  AllocationsPerIteration allocations(&state);
  for (auto _ : state) {
    auto found =
        synthetic.catalog->Resolve(synthetic.names[i++ % kNames], "", as_of);
    benchmark::DoNotOptimize(found);
  }
}
BENCHMARK(BM_ResolveOnly);

// One model of the embedded catalog, hot in cache.
void BM_EstimateOneModel(benchmark::State& state) {
  const std::shared_ptr<const Catalog> catalog = LoadEmbeddedCatalog().value();
  EstimateOptions options;
  options.as_of = absl::FromUnixSeconds(1'770'000'000);
  const auto found = catalog->Resolve("gpt-5.2-codex", "", options.as_of);
  CheckOk(found.status());
  const Usage usage = TypicalUsage();
  Estimate estimate;
  CheckOk(PriceUsage(*found->model, usage, options, &estimate));
  AllocationsPerIteration allocations(&state);
  for (auto _ : state) {
    CheckOk(PriceUsage(*found->model, usage, options, &estimate));
    benchmark::DoNotOptimize(estimate.lines.data());
  }
}
BENCHMARK(BM_EstimateOneModel);

void BM_LoadEmbeddedCatalog(benchmark::State& state) {
  for (auto _ : state) {
    auto catalog = LoadEmbeddedCatalog();
    benchmark::DoNotOptimize(catalog);
  }
}
BENCHMARK(BM_LoadEmbeddedCatalog)->Unit(benchmark::kMicrosecond);

// The same bytes with all checks, as nobody vouches for them.
void BM_LoadSnapshot(benchmark::State& state) {
  for (auto _ : state) {
    auto catalog = LoadSnapshot(EmbeddedSnapshot());
    benchmark::DoNotOptimize(catalog);
  }
}
BENCHMARK(BM_LoadSnapshot)->Unit(benchmark::kMicrosecond);

// The first use of a model's prices, which reads them.
void BM_FirstPrices(benchmark::State& state) {
  for (auto _ : state) {
    state.PauseTiming();
    const std::shared_ptr<const Catalog> catalog =
        LoadEmbeddedCatalog().value();
    state.ResumeTiming();
    for (const Model& model : catalog->models()) {
      benchmark::DoNotOptimize(&*model.prices);
    }
  }
  state.counters["models"] =
      static_cast<double>(LoadEmbeddedCatalog().value()->counts().models);
}
BENCHMARK(BM_FirstPrices)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace ratecard

BENCHMARK_MAIN();
