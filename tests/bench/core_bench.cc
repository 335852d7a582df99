// Nanoseconds and allocations of a core estimate: name → model → lines →
// totals.
//
//   build/bench/tests/bench/core_bench --benchmark_repetitions=9

#include <cstdlib>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "benchmark/benchmark.h"
#include "service/catalog/embedded.h"
#include "service/catalog/loader.h"
#include "service/estimate/estimate.h"
#include "service/money/amount.h"
#include "tests/bench/allocations_per_iteration.h"
#include "tests/bench/synthetic_catalog.h"

namespace ratecard {
namespace {

constexpr int kNames = 1 << 16;

// So many models, and so many of them are asked for.
void Sizes(benchmark::internal::Benchmark* benchmark) {
  benchmark->ArgNames({"models", "asked"})
      ->Args({30, 30})
      ->Args({14'000, 30})
      ->Args({5'000, 5'000})
      ->Args({14'000, 14'000});
}

SyntheticCatalog MakeCatalog(const benchmark::State& state) {
  SyntheticCatalog made =
      MakeSyntheticCatalog(static_cast<int>(state.range(0)),
                           static_cast<int>(state.range(1)), kNames);
  for (const Model& model : made.catalog->models()) {
    benchmark::DoNotOptimize(&*model.prices);  // read, as after a while
  }
  return made;
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

// Random names, 30% of them aliases, 10% of the models tiered or windowed:
// resolved, priced with lines, and rounded. The first two sizes differ by how
// large the catalog is, the others also wait for memory that is not cached.
void BM_ResolveAndEstimate(benchmark::State& state) {
  const SyntheticCatalog synthetic = MakeCatalog(state);
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
BENCHMARK(BM_ResolveAndEstimate)->Apply(Sizes);

void BM_ResolveOnly(benchmark::State& state) {
  const SyntheticCatalog synthetic = MakeCatalog(state);
  const absl::Time as_of = absl::FromUnixSeconds(1'795'300'000);
  size_t i = 0;
  AllocationsPerIteration allocations(&state);
  for (auto _ : state) {
    auto found =
        synthetic.catalog->Resolve(synthetic.names[i++ % kNames], "", as_of);
    benchmark::DoNotOptimize(found);
  }
}
BENCHMARK(BM_ResolveOnly)->Apply(Sizes);

// Ids of the embedded catalog without their middle letter: most are no names,
// and the errors say which are nearest.
void BM_UnknownName(benchmark::State& state) {
  const std::shared_ptr<const Catalog> catalog = LoadEmbeddedCatalog().value();
  std::vector<std::string> names;
  for (const Model& model : catalog->models()) {
    names.push_back(model.id);
    names.back().erase(names.back().size() / 2, 1);
  }
  const absl::Time as_of = absl::FromUnixSeconds(1'795'300'000);
  constexpr size_t kFarApart = 7919;  // prime: neighbours are alike
  size_t i = 0;
  for (auto _ : state) {
    i = (i + kFarApart) % names.size();
    auto found = catalog->Resolve(names[i], "", as_of);
    benchmark::DoNotOptimize(found);
  }
}
BENCHMARK(BM_UnknownName)->Unit(benchmark::kMicrosecond);

// The first unknown name of a catalog, which reads all names.
void BM_FirstUnknownName(benchmark::State& state) {
  const absl::Time as_of = absl::FromUnixSeconds(1'795'300'000);
  for (auto _ : state) {
    state.PauseTiming();
    const std::shared_ptr<const Catalog> catalog =
        LoadEmbeddedCatalog().value();
    state.ResumeTiming();
    auto found = catalog->Resolve("gpt-5.2-codx", "", as_of);
    benchmark::DoNotOptimize(found);
  }
}
BENCHMARK(BM_FirstUnknownName)->Unit(benchmark::kMicrosecond);

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
